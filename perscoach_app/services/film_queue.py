"""Recordings that wait to become films: the worker takes one at a time, says that it lives, and says what became of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, select

from perscoach_app.services import withdrawal
from perscoach_app.storage import get_storage
from perscoach_app.tables import Recording, RecordingState, StripFilm
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now

FORGOTTEN = timedelta(days=7)  # as long as the page offers what was not sent
TRY_S = 60.0  # a worker says it lives every few seconds; after this long it is dead
TRIES = 3
UNREADABLE, GIVEN_UP = "unreadable", "given_up"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recording taken by one worker.

    Attributes:
        tries: which try this is, from 1.
        pieces: their keys.
        folder: where everything of it lies.
    """

    id: uuid.UUID
    tries: int
    pieces: tuple[str, ...]
    folder: str

    @property
    def key(self) -> str:
        """Where this try's film goes: who was taken for dead and ends late finds another's elsewhere."""
        return self._film(self.tries)

    @property
    def earlier(self) -> tuple[str, ...]:
        """Where films of tries lie that died before they could say so."""
        return tuple(self._film(tries) for tries in range(1, self.tries))

    def _film(self, tries: int) -> str:
        return f"{self.folder}/film-{tries}.mp4"


def take(db: Session) -> Waiting | None:
    """Takes the recording that has waited longest; None when none waits. One that killed three tries has failed."""
    _give_up(db)
    waits = (col(Recording.state) == RecordingState.WAITING, col(Recording.removed_at).is_(None), free())
    row = db.exec(select(Recording).where(*waits).order_by(col(Recording.created_at))).first()
    if row is None:
        db.commit()
        return None
    taken = db.exec(
        update(Recording)
        .where(col(Recording.id) == row.id, col(Recording.tries) == row.tries, free())
        .values(begun_at=now(), tries=row.tries + 1, progress=0.0)
        .execution_options(synchronize_session=False)
    )
    held = Waiting(row.id, row.tries + 1, _pieces(row), withdrawal.folder_of(row.tenant_id, row.id))
    db.commit()
    return held if taken.rowcount == 1 else None


def alive(db: Session, held: Waiting, progress: float) -> bool:
    """The worker is still at it; False where it need not be any more: deleted, or taken over."""
    changed = db.exec(update(Recording).where(*_held(held)).values(begun_at=now(), progress=progress))
    db.commit()
    return changed.rowcount == 1


def ready(db: Session, held: Waiting, size: int, duration_s: float, marks: Sequence[Sequence[float]]) -> None:
    """The film lies in the storage: its pieces go. Where it was deleted meanwhile, or taken over, so does the film."""
    made = {"state": RecordingState.READY, "key": held.key, "bytes": size, "duration_s": duration_s, "marks": marks, "progress": 1.0}
    changed = db.exec(update(Recording).where(*_held(held)).values(**made, pieces=[], reason=""))
    db.commit()
    for key in (*held.pieces, *held.earlier) if changed.rowcount else (held.key,):
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


def _give_up(db: Session) -> None:
    """What killed its last try has failed; its pieces go, they would take the tenant's room for ever."""
    spent = (col(Recording.state) == RecordingState.WAITING, col(Recording.tries) >= TRIES, free())
    rows = db.exec(select(Recording).where(*spent).with_for_update()).all()
    keys = [key for row in rows for key in _pieces(row)]
    for row in rows:
        row.state, row.reason, row.pieces = RecordingState.FAILED, GIVEN_UP, []
        db.add(row)
    if rows:
        db.commit()
    for key in keys:
        get_storage().delete(key)


def _pieces(row: Recording) -> tuple[str, ...]:
    return tuple(withdrawal.piece_key(row.tenant_id, row.id, number) for number, _ in row.pieces)


def _held(held: Waiting) -> tuple[ColumnElement[bool], ...]:
    waits = col(Recording.state) == RecordingState.WAITING
    return col(Recording.id) == held.id, waits, col(Recording.tries) == held.tries, col(Recording.removed_at).is_(None)


def free(table: type[Recording] | type[StripFilm] = Recording) -> ColumnElement[bool]:
    """Nobody is at it, or who was is dead."""
    return or_(col(table.begun_at).is_(None), col(table.begun_at) < now() - timedelta(seconds=TRY_S))
