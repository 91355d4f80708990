"""What trainer and client write to each other: messages, comments on the time line of a training, answers to both."""

import uuid
from math import isfinite

from sqlmodel import Session, col, select

from perscoach_app.services import attempts, threads
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.services.talk_errors import TEXT_LONGEST, MessageEmpty, MessageTooLong, MomentUnknown
from perscoach_app.tables import Message, Training, TrainingSession
from perscoach_app.tables.moments import now

PER_HOUR = 120  # of a client: two a minute for an hour is no talk any more; every one of them wakes a trainer


def send(
    db: Session, scope: Scope, client_id: int, text: str, *, training_id: str | uuid.UUID | None = None, discuss: bool = False
) -> uuid.UUID:
    """Writes into a client's thread, her own or for a trainer any of the site; returns the message's id.

    A trainer's word about a training answers its report.

    Raises:
        NotFound: not the caller's thread, or the training is not of that client.
        MessageEmpty, MessageTooLong: nothing, or more than a page.
        TooFast: a client writes without end.
    """
    threads.check(db, scope, client_id)
    training = _training(db, scope, client_id, training_id) if training_id else None
    return _write(db, scope, _begun(scope, client_id, text, discuss=discuss), training)


def comment(db: Session, scope: Scope, session_id: str | uuid.UUID, at_s: float, text: str, *, discuss: bool = False) -> uuid.UUID:
    """A comment on a moment of a set, by its trainer or the client herself; returns its id.

    Args:
        at_s: seconds trained in the set.
        discuss: to be discussed next time; then the text may be empty.

    Raises:
        NotFound: the set is not the caller's to see.
        MomentUnknown: it lies outside the set.
        MessageEmpty, MessageTooLong: nothing, or more than a page.
    """
    row = _session(db, scope, session_id)
    if not isfinite(at_s) or not 0.0 <= at_s <= (row.duration_s or 0.0) + 1.0:  # a film ends a little after its set
        raise MomentUnknown
    message = _begun(scope, row.client_id, text, discuss=discuss)
    message.session_id, message.at_s = row.id, round(at_s, 2)
    return _write(db, scope, message, db.get_one(Training, row.training_id))


def answer(db: Session, scope: Scope, message_id: str | uuid.UUID, text: str) -> uuid.UUID:
    """Answers a message where it stands; the answer to an answer joins the first. Whoever answers has read it.

    Raises:
        NotFound: not a message of the caller's threads.
        MessageEmpty, MessageTooLong: nothing, or more than a page.
    """
    first = _row(db, scope, message_id)
    threads.check(db, scope, first.client_id)
    message = _begun(scope, first.client_id, text)
    message.session_id, message.at_s, message.answers_id = first.session_id, first.at_s, first.answers_id or first.id
    if first.author_id != scope.person_id:
        first.read_at = first.read_at or now()
        db.add(first)
    return _write(db, scope, message, db.get_one(Training, first.training_id) if first.training_id else None)


def done(db: Session, scope: Scope, message_id: str | uuid.UUID, *, is_done: bool = True) -> None:
    """The trainer has discussed it, or after all not.

    Raises:
        NotFound: no such mark in the trainer's threads, or the caller is none.
    """
    require_trainer(scope)
    row = _row(db, scope, message_id)
    if not row.discuss:
        raise NotFound
    row.done_at = (row.done_at or now()) if is_done else None
    db.add(row)
    db.commit()


def remove(db: Session, scope: Scope, message_id: str | uuid.UUID) -> None:
    """Takes back one of the caller's own messages: its words are gone at once. Answers to it stay.

    Raises:
        NotFound: not the caller's.
    """
    row = _row(db, scope, message_id)
    if row.author_id != scope.person_id:
        raise NotFound
    row.text, row.removed_at = "", now()
    db.add(row)
    db.commit()


def clean_text(text: str, *, may_be_empty: bool = False) -> str:
    """A message as it is kept: no blanks around it, at most one empty line in a row, nothing that does not print.

    Raises:
        MessageEmpty, MessageTooLong: nothing, or more than a page.
    """
    lines = ["".join(sign for sign in line if sign.isprintable()).rstrip() for line in text.replace("\t", " ").splitlines()]
    kept = [line for k, line in enumerate(lines) if line or (k and lines[k - 1])]
    clean = "\n".join(kept).strip()
    if not clean and not may_be_empty:
        raise MessageEmpty
    if len(clean) > TEXT_LONGEST:
        raise MessageTooLong(n=len(clean))
    return clean


def _begun(scope: Scope, client_id: int, text: str, *, discuss: bool = False) -> Message:
    """What is marked to be discussed needs no words."""
    clean = clean_text(text, may_be_empty=discuss)
    return Message(tenant_id=scope.tenant_id, client_id=client_id, author_id=scope.person_id, text=clean, discuss=discuss)


def _write(db: Session, scope: Scope, message: Message, training: Training | None) -> uuid.UUID:
    if not scope.is_trainer:
        attempts.check(db, f"message:{scope.person_id}", PER_HOUR, per_s=3600)
    if training is not None:
        message.training_id = training.id
        if scope.is_trainer and training.client_id != scope.person_id:
            training.read_at = training.read_at or now()
            training.answered_at = training.answered_at or now()
            db.add(training)
    db.add(message)
    db.commit()
    return message.id


def _training(db: Session, scope: Scope, client_id: int, training_id: str | uuid.UUID) -> Training:
    row = threads.training(db, scope, training_id)
    if row.client_id != client_id:
        raise NotFound
    return row


def _session(db: Session, scope: Scope, session_id: str | uuid.UUID) -> TrainingSession:
    query = select(TrainingSession).where(
        col(TrainingSession.id) == parse_id(session_id), col(TrainingSession.tenant_id) == scope.tenant_id
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    threads.check(db, scope, row.client_id)
    return row


def _row(db: Session, scope: Scope, message_id: str | uuid.UUID) -> Message:
    query = select(Message).where(
        col(Message.id) == parse_id(message_id), col(Message.tenant_id) == scope.tenant_id, col(Message.removed_at).is_(None)
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    threads.check(db, scope, row.client_id)
    return row
