"""One thread a client: what was written to her and by her, as each of the two reads it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from perscoach_app.services import people
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.tables import Exercise, Message, Person, Role, Training, TrainingSession
from perscoach_app.tables.moments import now

SHOWN = 200  # the newest of a thread: months of talk; what is older is read nowhere yet
PREVIEW = 140  # characters of the last message in a list of threads: two lines of a phone


@dataclass(frozen=True, slots=True)
class Note:
    """A message as one of the two reads it.

    Attributes:
        mine: the reader wrote it.
        by_trainer: a trainer of the site did.
        at_s: second of the set `session` that a comment is about.
        answers: the message it answers; empty for one that begins something.
        discuss: «обсудить в следующий раз»; `done` once it was.
        unread: the reader has not been shown it before.
        seen: the other side has.
    """

    id: str
    author: str
    mine: bool
    by_trainer: bool
    text: str
    at: datetime
    training: str = ""
    session: str = ""
    at_s: float | None = None
    answers: str = ""
    discuss: bool = False
    done: bool = False
    unread: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A client's thread in the trainer's list."""

    client_id: int
    client_name: str
    last: str
    last_at: datetime
    last_mine: bool
    unread: int


@dataclass(frozen=True, slots=True)
class Place:
    """The set a comment is about. `number` is which set of the exercise it was; None where it was trained of one's own accord."""

    position: int
    number: int | None
    title_ru: str
    title_en: str

    def title(self, voice: str) -> str:
        """The exercise's title in the language asked for, else in the other."""
        first, second = (self.title_en, self.title_ru) if voice == "en" else (self.title_ru, self.title_en)
        return first or second


def of_client(db: Session, scope: Scope, client_id: int, limit: int = SHOWN) -> list[Note]:
    """A client's thread, the newest `limit` of it, oldest first.

    Raises:
        NotFound: not the caller's.
    """
    check(db, scope, client_id)
    return _notes(db, scope, col(Message.client_id) == client_id, limit=limit)


def of_training(db: Session, scope: Scope, training_id: str | uuid.UUID) -> list[Note]:
    """All that was said about a training, oldest first; for its client and her trainer.

    Raises:
        NotFound: it is somebody else's.
    """
    row = training(db, scope, training_id)
    return _notes(db, scope, col(Message.training_id) == row.id)


def to_discuss(db: Session, scope: Scope, client_id: int) -> list[Note]:
    """What is to be discussed with a client next time, oldest first."""
    check(db, scope, client_id)
    return _notes(db, scope, col(Message.client_id) == client_id, col(Message.discuss).is_(True), col(Message.done_at).is_(None))


def places(db: Session, scope: Scope, sessions: Iterable[str]) -> dict[uuid.UUID, Place]:
    """The sets that comments are about, by their ids; empty names are passed over."""
    wanted = {parse_id(one) for one in sessions if one}
    if not wanted:
        return {}
    query = (
        select(col(TrainingSession.id), col(TrainingSession.position), col(TrainingSession.set_number), Exercise)
        .join(Exercise, col(Exercise.id) == col(TrainingSession.exercise_id))
        .where(col(TrainingSession.id).in_(wanted), col(TrainingSession.tenant_id) == scope.tenant_id)
    )
    return {key: Place(position, number, row.title_ru, row.title_en) for key, position, number, row in db.exec(query)}


def list_all(db: Session, scope: Scope) -> list[Thread]:
    """For the trainer: the threads of the site's present clients in which anything was said, what waits first, then the newest."""
    require_trainer(scope)
    newest = (
        select(col(Message.client_id), func.max(col(Message.created_at)).label("at"))
        .where(col(Message.tenant_id) == scope.tenant_id, col(Message.removed_at).is_(None))
        .group_by(col(Message.client_id))
        .subquery()
    )
    query = (
        select(Message, Person.name)
        .join(newest, (newest.c.client_id == col(Message.client_id)) & (newest.c.at == col(Message.created_at)))
        .join(Person, col(Person.id) == col(Message.client_id))
        .where(col(Message.tenant_id) == scope.tenant_id, col(Person.removed_at).is_(None), col(Message.removed_at).is_(None))
    )
    waiting = unread_by_client(db, scope)
    found = {
        row.client_id: Thread(
            client_id=row.client_id,
            client_name=name,
            last=_preview(row.text),
            last_at=row.created_at,
            last_mine=row.author_id == scope.person_id,
            unread=waiting.get(row.client_id, 0),
        )
        for row, name in db.exec(query)
    }
    return sorted(found.values(), key=lambda one: (one.unread == 0, -one.last_at.timestamp()))


def unread_by_client(db: Session, scope: Scope) -> dict[int, int]:
    """For the trainer: how many messages of each client no trainer has read."""
    require_trainer(scope)
    query = select(col(Message.client_id), func.count()).where(*_unread(scope)).group_by(col(Message.client_id))
    return dict(db.exec(query).all())


def unread(db: Session, scope: Scope) -> int:
    """How many messages wait for the caller; for the header."""
    return db.exec(select(func.count()).select_from(Message).where(*_unread(scope))).one()


def mark_read(db: Session, scope: Scope, client_id: int, training_id: str | uuid.UUID | None = None) -> int:
    """The caller was shown what the other side wrote, in the whole thread or about one training; returns how many were new.

    Raises:
        NotFound: not the caller's thread.
    """
    check(db, scope, client_id)
    wanted = [*_unread(scope), col(Message.client_id) == client_id]
    if training_id is not None:
        wanted.append(col(Message.training_id) == parse_id(training_id))
    fresh = list(db.exec(select(Message.id).where(*wanted)))
    if fresh:
        db.exec(update(Message).where(col(Message.id).in_(fresh)).values(read_at=now()).execution_options(synchronize_session=False))
        db.commit()
    return len(fresh)


def check(db: Session, scope: Scope, client_id: int) -> None:
    """Threads belong to present people; a client sees only her own. A trainer who tries her own homework has one, too.

    Raises:
        NotFound: it is not the caller's to see.
    """
    if scope.is_trainer and client_id != scope.person_id:
        people.row_of(db, scope, client_id, Role.CLIENT)
    elif client_id != scope.person_id or scope.is_admin:
        raise NotFound


def training(db: Session, scope: Scope, training_id: str | uuid.UUID) -> Training:
    """A training as its client and her trainer may speak of it.

    Raises:
        NotFound: it is somebody else's.
    """
    row = db.exec(select(Training).where(col(Training.id) == parse_id(training_id), col(Training.tenant_id) == scope.tenant_id)).first()
    if row is None or not (scope.is_trainer or row.client_id == scope.person_id):
        raise NotFound
    return row


def training_of(db: Session, scope: Scope, name: str) -> uuid.UUID:
    """The training that a report's address names: by its own id, or by that of one of its sets.

    Raises:
        NotFound: there is none; whose it is, `training` asks.
    """
    wanted = parse_id(name)
    query = select(TrainingSession.training_id).where(col(TrainingSession.id) == wanted, col(TrainingSession.tenant_id) == scope.tenant_id)
    return db.exec(query).first() or wanted


def _unread(scope: Scope) -> list[ColumnElement[bool]]:
    """Of the trainer: what clients wrote to the site. Of the client: what others wrote in her thread."""
    open_ones = [col(Message.tenant_id) == scope.tenant_id, col(Message.read_at).is_(None), col(Message.removed_at).is_(None)]
    if scope.is_trainer:
        present = select(col(Person.id)).where(col(Person.tenant_id) == scope.tenant_id, col(Person.removed_at).is_(None))
        by_client = col(Message.author_id) == col(Message.client_id)
        return [*open_ones, by_client, col(Message.author_id) != scope.person_id, col(Message.client_id).in_(present)]
    return [*open_ones, col(Message.client_id) == scope.person_id, col(Message.author_id) != scope.person_id]


def _notes(db: Session, scope: Scope, *wanted: ColumnElement[bool], limit: int = SHOWN) -> list[Note]:
    query = (
        select(Message, Person.name, Person.role)
        .join(Person, col(Person.id) == col(Message.author_id))
        .where(col(Message.tenant_id) == scope.tenant_id, col(Message.removed_at).is_(None), *wanted)
        .order_by(col(Message.created_at).desc(), col(Message.id))
        .limit(limit)
    )
    rows: Iterable[tuple[Message, str, str]] = reversed(db.exec(query).all())
    return [_note(row, name, role, scope) for row, name, role in rows]


def _note(row: Message, name: str, role: str, scope: Scope) -> Note:
    mine = row.author_id == scope.person_id
    other_side = row.author_id != row.client_id if row.client_id == scope.person_id else row.author_id == row.client_id
    return Note(
        id=str(row.id),
        author=name,
        mine=mine,
        by_trainer=role == Role.TRAINER,
        text=row.text,
        at=row.created_at,
        training=str(row.training_id or ""),
        session=str(row.session_id or ""),
        at_s=row.at_s,
        answers=str(row.answers_id or ""),
        discuss=row.discuss,
        done=row.done_at is not None,
        unread=other_side and row.read_at is None,
        seen=mine and row.read_at is not None,
    )


def _preview(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW else f"{line[: PREVIEW - 1].rstrip()}…"
