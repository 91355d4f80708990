"""Videos of clients' trainings, sent with consent: they arrive in pieces, become one film, are seen by the client and her trainers.

The row is the truth and the queue: `film_queue` hands `waiting` rows to the worker.
"""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import agreements, budgets, consents, film_pieces, media, trainings, unfinished, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.services.film_errors import ConsentMissing, FilmIncomplete, FilmRejected
from perscoach_app.services.privacy_errors import ParentMissing
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.storage import get_storage
from perscoach_app.tables import ConsentKind, Document, Recording, RecordingState, TrainingSession
from perscoach_app.tables.database import open_session

MOST_PIECES = 64
MOST_BYTES = 400 * 1024**2  # of one recording: an hour and more at the page's bit rate


@dataclass(frozen=True, slots=True)
class Piece:
    """Which piece of which recording is meant."""

    training: str
    recording: uuid.UUID
    number: int


@dataclass(frozen=True, slots=True)
class Film:
    """A recording as those who may see it see it.

    Attributes:
        state: `arriving`, `waiting`, `ready` or `failed`.
        progress: of making it, 0..1.
        video: signed link; empty unless ready.
        marks: `[set's second, film's second, length]` of each stretch that shows the set asked about.
        whole: not only the problem moments.
    """

    id: str
    state: str
    progress: float
    reason: str
    video: str
    bytes: int
    duration_s: float
    marks: list[list[float]]
    whole: bool
    background: bool


def piece_of(training: str, recording: str, number: str) -> Piece:
    """What the browser's words name.

    Raises:
        NotFound: nothing.
    """
    if not (number.isascii() and number.isdigit()) or int(number) >= MOST_PIECES:
        raise NotFound
    return Piece(training, parse_id(recording), int(number))


def may_send(db: Session, scope: Scope, piece: Piece, size: int) -> None:
    """Whether a piece of so many bytes may be sent.

    Raises:
        NotFound: it is for nobody's, or somebody else's, training.
        ConsentMissing: the client does not allow it.
        StorageFull: her trainer's tenant has no room.
    """
    row = _begun(db, scope, piece)
    if row is not None and sum(bytes_ for number, bytes_ in row.pieces if number != piece.number) + size > MOST_BYTES:
        raise FilmRejected(why="length")
    budgets.check_storage(db, scope, size + unfinished.announced_bytes(scope.tenant_id))


def take_in(scope: Scope, piece: Piece, file: Path) -> None:
    """Keeps a piece that has arrived whole; the same one again changes nothing.

    Raises:
        NotFound, ConsentMissing, StorageFull: as `may_send`.
        FilmRejected: it is none.
    """
    film_pieces.read_parts(file)
    with open_session(reading=True) as db:
        _begun(db, scope, piece)
    size, key = file.stat().st_size, withdrawal.piece_key(scope.tenant_id, piece.recording, piece.number)
    get_storage().put_file(key, file)
    try:
        with open_session() as db:
            budgets.check_storage(db, scope, 0)  # the piece lies in the storage and is counted; the tenant's row is locked
            row = _begun(db, scope, piece, writing=True)
            if row is None:
                row = Recording(
                    id=piece.recording, tenant_id=scope.tenant_id, client_id=scope.person_id, training_id=parse_id(piece.training)
                )
            row.pieces = sorted([*(each for each in row.pieces if each[0] != piece.number), [piece.number, size]])
            db.add(row)
            db.commit()
    except IntegrityError:  # a number that somebody else's recording has, or two tabs began hers at once
        _let_go(scope, piece, key)
        raise NotFound from None
    except BaseException:
        _let_go(scope, piece, key)
        raise


def complete(db: Session, scope: Scope, recording: str, pieces: int, *, moments_only: bool, background: bool) -> None:
    """All pieces have been sent: the worker may make the film. A second call changes nothing.

    She has seen it and pressed «Отправить тренеру», or chosen to send it while training: that is her word on sharing.

    Raises:
        NotFound: no such recording of the caller's.
        FilmIncomplete: pieces are missing.
    """
    row = _own(db, scope, recording)
    if row.state != RecordingState.ARRIVING:
        return
    here = {number for number, _ in row.pieces}
    missing = [number for number in range(pieces) if number not in here]
    if missing or not pieces:
        raise FilmIncomplete(missing)
    row.state, row.moments_only, row.background = RecordingState.WAITING, moments_only, background
    row.pieces = [each for each in row.pieces if each[0] < pieces]
    db.add(row)
    with suppress(ParentMissing):  # a parent who allowed the film may keep it from the trainers
        agreements.take_down(db, scope, Document.SHARING)
    db.commit()


def remove(db: Session, scope: Scope, recording: str | uuid.UUID) -> None:
    """Deletes a recording: the client her own, a trainer any of her tenant. Doing it twice changes nothing.

    Raises:
        NotFound: there is none that the caller may see.
    """
    row = db.exec(select(Recording).where(col(Recording.id) == parse_id(recording), *_visible(scope))).first()
    if row is None:
        raise NotFound
    if row.removed_at is None:
        withdrawal.forget_archives(db, row.tenant_id, row.client_id)
        withdrawal.erase(db, row)
        db.commit()


def of_session(db: Session, scope: Scope, session_id: str | uuid.UUID) -> Film | None:
    """The newest recording that shows this session, for the client and her trainers; None where there is none."""
    session = db.exec(
        select(TrainingSession).where(col(TrainingSession.id) == parse_id(session_id), col(TrainingSession.tenant_id) == scope.tenant_id)
    ).first()
    if session is None or session.training_id is None:
        return None
    query = select(Recording).where(
        col(Recording.training_id) == session.training_id, col(Recording.removed_at).is_(None), *_visible(scope)
    )
    for row in db.exec(query.where(col(Recording.state) != RecordingState.ARRIVING).order_by(col(Recording.created_at).desc())):
        marks = [mark[1:] for mark in row.marks if mark[0] == session.position]
        if marks or row.state != RecordingState.READY:
            return _public(row, scope, marks)
    return None


def rows_of_training(db: Session, scope: Scope, training: str | uuid.UUID) -> list[Recording]:
    """The recordings of a training that the caller may see, newest first."""
    query = select(Recording).where(col(Recording.training_id) == parse_id(training), col(Recording.removed_at).is_(None), *_visible(scope))
    return list(db.exec(query.order_by(col(Recording.created_at).desc())))


def still_of(db: Session, scope: Scope, session_id: str | uuid.UUID, second: float) -> str:
    """The film opened at a second of a set, for a picture of that moment; empty where no film of it may be seen."""
    film = of_session(db, scope, session_id)
    mark = next((mark for mark in film.marks if mark[0] <= second < mark[0] + mark[2] + 1), None) if film and film.video else None
    return f"{film.video}#t={mark[1] + min(second - mark[0], mark[2] - 0.1):.2f}" if film and mark else ""


def of_training(db: Session, scope: Scope, training: str | uuid.UUID) -> list[Film]:
    """The caller's own recordings of a training that have arrived, oldest first."""
    row = trainings.own(db, scope, training)
    query = select(Recording).where(col(Recording.training_id) == row.id, col(Recording.removed_at).is_(None), *_visible(scope))
    return [_public(each, scope, []) for each in db.exec(query.order_by(col(Recording.created_at)))]


def may_watch(db: Session, scope: Scope, key: str) -> bool:
    """Whether the caller may have a stored file of a recording now, its film or what was made of it: an old link opens nothing."""
    recording = withdrawal.recording_of(scope.tenant_id, key)
    query = select(Recording.id).where(col(Recording.id) == recording, col(Recording.removed_at).is_(None), *_visible(scope))
    return recording is not None and db.exec(query).first() is not None


def _visible(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """One's own; and to a trainer those of her tenant's people who share them now."""
    mine = col(Recording.client_id) == scope.person_id
    shown = or_(mine, col(Recording.client_id).in_(agreements.who_agrees(scope.tenant_id, Document.SHARING))) if scope.is_trainer else mine
    return (col(Recording.tenant_id) == scope.tenant_id, shown)


def _own(db: Session, scope: Scope, recording: str | uuid.UUID) -> Recording:
    mine = (col(Recording.tenant_id) == scope.tenant_id, col(Recording.client_id) == scope.person_id, col(Recording.removed_at).is_(None))
    row = db.exec(select(Recording).where(col(Recording.id) == parse_id(recording), *mine)).first()
    if row is None:
        raise NotFound
    return row


def _let_go(scope: Scope, piece: Piece, key: str) -> None:
    """A piece that was refused goes, unless its row knows it: then it came a second time, and the first is what the film is made of."""
    with open_session(reading=True) as db:
        query = select(Recording.pieces).where(col(Recording.id) == piece.recording, col(Recording.tenant_id) == scope.tenant_id)
        known = {number for number, _ in db.exec(query).first() or ()}
    if piece.number not in known:
        get_storage().delete(key)


def _begun(db: Session, scope: Scope, piece: Piece, *, writing: bool = False) -> Recording | None:
    """The recording a piece belongs to, None where this is the first one; the caller's training and consent are looked at."""
    if ConsentKind.RECORDING not in consents.given(db, trainings.own(db, scope, piece.training), lock=writing):
        raise ConsentMissing
    row = db.exec(select(Recording).where(col(Recording.id) == piece.recording, col(Recording.tenant_id) == scope.tenant_id)).first()
    if row is None:
        return None
    row = _own(db, scope, piece.recording)
    if row.training_id != parse_id(piece.training):
        raise NotFound
    if row.state != RecordingState.ARRIVING:
        raise FilmRejected(why="sent")
    return row


def _public(row: Recording, scope: Scope, marks: list[list[float]]) -> Film:
    return Film(
        id=str(row.id),
        state=row.state,
        progress=row.progress,
        reason=row.reason,
        video=media.signed_link(row.tenant_id, scope.host, row.key) if row.key else "",
        bytes=row.bytes,
        duration_s=row.duration_s,
        marks=marks,
        whole=not row.moments_only,
        background=row.background,
    )
