"""Videos of clients' trainings, sent with consent: they arrive in pieces, become one film, are seen by the client and her trainers.

The row is the truth and the queue: `waiting` rows are made into films by the worker, one try at a time, as first looks are.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import budgets, consents, film_pieces, media, trainings, unfinished, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.services.film_errors import ConsentMissing, FilmIncomplete, FilmRejected
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.storage import get_storage
from perscoach_app.tables import ConsentKind, Recording, RecordingState, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now

FILM = "film.mp4"
MOST_PIECES = 64
MOST_BYTES = 400 * 1024**2  # of one recording: an hour and more at the page's bit rate
FORGOTTEN = timedelta(days=7)  # as long as the page offers what was not sent
TRY_S = 60.0  # a worker says it lives every few seconds; after this long it is dead
TRIES = 3
UNREADABLE, GIVEN_UP = "unreadable", "given_up"


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
    size, key = file.stat().st_size, _key(scope.tenant_id, piece.recording, piece.number)
    get_storage().put_file(key, file)
    try:
        with open_session() as db:
            budgets.check_storage(db, scope, 0)  # the piece lies in the storage and is counted; the tenant's row is locked
            row = _begun(db, scope, piece)
            if row is None:
                row = Recording(
                    id=piece.recording, tenant_id=scope.tenant_id, client_id=scope.person_id, training_id=parse_id(piece.training)
                )
            row.pieces = sorted([*(each for each in row.pieces if each[0] != piece.number), [piece.number, size]])
            db.add(row)
            db.commit()
    except IntegrityError:  # a number that somebody else's recording has
        get_storage().delete(key)
        raise NotFound from None
    except BaseException:
        get_storage().delete(key)
        raise


def complete(db: Session, scope: Scope, recording: str, pieces: int, *, moments_only: bool, background: bool) -> None:
    """All pieces have been sent: the worker may make the film. A second call changes nothing.

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


def of_training(db: Session, scope: Scope, training: str | uuid.UUID) -> list[Film]:
    """The caller's own recordings of a training that have arrived, oldest first."""
    row = trainings.own(db, scope, training)
    query = select(Recording).where(col(Recording.training_id) == row.id, col(Recording.removed_at).is_(None), *_visible(scope))
    return [_public(each, scope, []) for each in db.exec(query.order_by(col(Recording.created_at)))]


# --- the worker's side ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recording taken by one worker."""

    id: uuid.UUID
    tries: int
    pieces: tuple[str, ...]  # keys
    key: str  # where the film goes


def take(db: Session) -> Waiting | None:
    """Takes the recording that has waited longest; None when none waits. One that killed three tries has failed."""
    spent = (col(Recording.state) == RecordingState.WAITING, col(Recording.tries) >= TRIES, _free())
    db.exec(
        update(Recording).where(*spent).values(state=RecordingState.FAILED, reason=GIVEN_UP).execution_options(synchronize_session=False)
    )
    waits = (col(Recording.state) == RecordingState.WAITING, col(Recording.removed_at).is_(None), _free())
    row = db.exec(select(Recording).where(*waits).order_by(col(Recording.created_at))).first()
    if row is None:
        db.commit()
        return None
    taken = db.exec(
        update(Recording)
        .where(col(Recording.id) == row.id, col(Recording.tries) == row.tries, _free())
        .values(begun_at=now(), tries=row.tries + 1, progress=0.0)
        .execution_options(synchronize_session=False)
    )
    tenant_id, found, tries, pieces = row.tenant_id, row.id, row.tries + 1, list(row.pieces)
    db.commit()
    if taken.rowcount != 1:
        return None
    keys = tuple(_key(tenant_id, found, number) for number, _ in pieces)
    return Waiting(found, tries, keys, f"{withdrawal.folder_of(tenant_id, found)}/{FILM}")


def alive(db: Session, held: Waiting, progress: float) -> bool:
    """The worker is still at it; False where it need not be any more: deleted, or taken over."""
    changed = db.exec(update(Recording).where(*_held(held)).values(begun_at=now(), progress=progress))
    db.commit()
    return changed.rowcount == 1


def ready(db: Session, held: Waiting, size: int, duration_s: float, marks: Sequence[Sequence[float]]) -> None:
    """The film lies in the storage: its pieces go. Where it was deleted meanwhile, so does the film."""
    made = {"state": RecordingState.READY, "key": held.key, "bytes": size, "duration_s": duration_s, "marks": marks, "progress": 1.0}
    changed = db.exec(update(Recording).where(*_held(held)).values(**made, pieces=[], reason=""))
    db.commit()
    for key in held.pieces if changed.rowcount else (held.key,):
        get_storage().delete(key)


def failed(db: Session, held: Waiting, reason: str) -> None:
    """It cannot be made: the pieces go, nobody could watch them."""
    changed = db.exec(update(Recording).where(*_held(held)).values(state=RecordingState.FAILED, reason=reason, pieces=[]))
    db.commit()
    for key in held.pieces if changed.rowcount else ():
        get_storage().delete(key)


def sweep() -> None:
    """The worker's chore: recordings that were begun and never sent whole go after a week."""
    with open_session() as db:
        old = (col(Recording.state) == RecordingState.ARRIVING, col(Recording.created_at) < now() - FORGOTTEN)
        for row in db.exec(select(Recording).where(*old, col(Recording.removed_at).is_(None))).all():
            withdrawal.erase(db, row)
        db.commit()


def _held(held: Waiting) -> tuple[ColumnElement[bool], ...]:
    waits = col(Recording.state) == RecordingState.WAITING
    return col(Recording.id) == held.id, waits, col(Recording.tries) == held.tries, col(Recording.removed_at).is_(None)


def _free() -> ColumnElement[bool]:
    return or_(col(Recording.begun_at).is_(None), col(Recording.begun_at) < now() - timedelta(seconds=TRY_S))


def _key(tenant_id: int, recording: uuid.UUID, number: int) -> str:
    return f"{withdrawal.folder_of(tenant_id, recording)}/piece-{number:03d}"


def _visible(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    own = (col(Recording.tenant_id) == scope.tenant_id,)
    return own if scope.is_trainer else (*own, col(Recording.client_id) == scope.person_id)


def _own(db: Session, scope: Scope, recording: str | uuid.UUID) -> Recording:
    mine = (col(Recording.tenant_id) == scope.tenant_id, col(Recording.client_id) == scope.person_id, col(Recording.removed_at).is_(None))
    row = db.exec(select(Recording).where(col(Recording.id) == parse_id(recording), *mine)).first()
    if row is None:
        raise NotFound
    return row


def _begun(db: Session, scope: Scope, piece: Piece) -> Recording | None:
    """The recording a piece belongs to, None where this is the first one; the caller's training and consent are looked at."""
    if ConsentKind.RECORDING not in consents.given(db, trainings.own(db, scope, piece.training)):
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
