"""Films with their strip drawn in: asked for by the client or her trainer, taken by the worker, gone with the recording."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from perscoach_app.services import budgets, media, recordings, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.services.film_queue import TRIES, free
from perscoach_app.services.scope import Scope
from perscoach_app.storage import get_storage
from perscoach_app.tables import Recording, RecordingState, StripFilm, TrainingSession
from perscoach_app.tables.moments import now

Strips = dict[int, list[dict[str, float | None]]]
"""Of each set by its position in the training: `start_s`, `end_s`, `score` of each stretch."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A film with its strip, as those who may see the recording see it.

    Attributes:
        state: `waiting`, `ready` or `failed`; empty where nobody has asked yet.
        video: signed link; empty unless ready.
    """

    state: str = ""
    progress: float = 0.0
    video: str = ""
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """A film to make, taken by one worker."""

    recording_id: uuid.UUID
    tries: int
    film: str
    made: str
    marks: tuple[tuple[int, float, float, float], ...]
    strips: Strips


def ask(db: Session, scope: Scope, training: str | uuid.UUID) -> None:
    """Asks for the film of a training's newest recording. Asking twice changes nothing; what failed is tried again.

    Raises:
        NotFound: there is no finished recording that the caller may see.
        StorageFull: the tenant has no room for a second film as large.
    """
    recording = _recording(db, scope, training)
    if recording is None:
        raise NotFound
    row = db.get(StripFilm, recording.id)
    if row is not None and row.state != RecordingState.FAILED:
        return
    budgets.check_storage(db, scope, recording.bytes)
    row = row or StripFilm(recording_id=recording.id, tenant_id=recording.tenant_id)
    row.state, row.tries, row.begun_at, row.progress = RecordingState.WAITING, 0, None, 0.0
    db.add(row)
    db.commit()


def of(db: Session, scope: Scope, training: str | uuid.UUID) -> Asked | None:
    """What became of the wish; None where there is no recording to make it from."""
    recording = _recording(db, scope, training)
    if recording is None:
        return None
    row = db.get(StripFilm, recording.id)
    if row is None:
        return Asked()
    video = media.signed_link(row.tenant_id, scope.host, row.key) if row.key else ""
    return Asked(row.state, row.progress, video, row.bytes)


def take(db: Session) -> Wish | None:
    """Takes the wish that has waited longest; None when none waits. One that killed three tries has failed."""
    waits = (col(StripFilm.state) == RecordingState.WAITING, free(StripFilm))
    db.exec(update(StripFilm).where(*waits, col(StripFilm.tries) >= TRIES).values(state=RecordingState.FAILED))
    query = select(StripFilm, Recording).join(Recording, col(Recording.id) == col(StripFilm.recording_id))
    found = db.exec(query.where(*waits, col(Recording.removed_at).is_(None)).order_by(col(StripFilm.asked_at))).first()
    if found is None:
        db.commit()
        return None
    row, recording = found
    wish = Wish(
        row.recording_id,
        row.tries + 1,
        recording.key,
        f"{withdrawal.folder_of(row.tenant_id, row.recording_id)}/{withdrawal.STRIP}{row.tries + 1}.mp4",
        tuple((position, set_s, film_s, length_s) for position, set_s, film_s, length_s in recording.marks),
        _strips(db, recording),
    )
    taken = db.exec(
        update(StripFilm)
        .where(col(StripFilm.recording_id) == row.recording_id, col(StripFilm.tries) == row.tries, free(StripFilm))
        .values(begun_at=now(), tries=wish.tries, progress=0.0)
        .execution_options(synchronize_session=False)
    )
    db.commit()
    return wish if taken.rowcount == 1 else None


def alive(db: Session, wish: Wish, progress: float) -> bool:
    """The worker is still at it; False where it need not be any more: the recording was deleted, or another took it over."""
    changed = db.exec(update(StripFilm).where(*_held(wish)).values(begun_at=now(), progress=progress))
    db.commit()
    return changed.rowcount == 1


def ready(db: Session, wish: Wish, size: int) -> bool:
    """The film lies in the storage; where nobody wants it any more it goes at once, and the answer is False."""
    values = {"state": RecordingState.READY, "key": wish.made, "bytes": size, "progress": 1.0}
    changed = db.exec(update(StripFilm).where(*_held(wish)).values(**values))
    db.commit()
    if changed.rowcount != 1:
        get_storage().delete(wish.made)
    return changed.rowcount == 1


def failed(db: Session, wish: Wish) -> None:
    """It cannot be made."""
    db.exec(update(StripFilm).where(*_held(wish)).values(state=RecordingState.FAILED))
    db.commit()


def _held(wish: Wish) -> tuple[ColumnElement[bool], ...]:
    waits = col(StripFilm.state) == RecordingState.WAITING
    return col(StripFilm.recording_id) == wish.recording_id, waits, col(StripFilm.tries) == wish.tries


def _recording(db: Session, scope: Scope, training: str | uuid.UUID) -> Recording | None:
    rows = recordings.rows_of_training(db, scope, training)
    return next((row for row in rows if row.state == RecordingState.READY and row.marks), None)


def _strips(db: Session, recording: Recording) -> Strips:
    query = select(TrainingSession.position, TrainingSession.summary).where(
        col(TrainingSession.training_id) == recording.training_id, col(TrainingSession.tenant_id) == recording.tenant_id
    )
    return {position: (summary or {}).get("strip") or [] for position, summary in db.exec(query)}
