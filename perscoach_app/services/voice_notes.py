"""The trainer's spoken note to one exercise of a workout: a minute at most, as the browser recorded it."""

import tempfile
import uuid
from pathlib import Path

from sqlmodel import Session, col, select

from perscoach_app.services import media, workout_items, workouts
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.services.workout_errors import VOICE_MOST_BYTES, VoiceRejected
from perscoach_app.storage import get_storage
from perscoach_app.tables import Workout, WorkoutItem

_EBML = b"\x1a\x45\xdf\xa3"
_SOUNDS = ((0, _EBML, ".webm"), (0, b"OggS", ".ogg"), (4, b"ftyp", ".m4a"))
"""Where which bytes stand in what browsers record (Chromium, Firefox, Safari), and what the file is called then."""


def keep(db: Session, scope: Scope, item_id: str | uuid.UUID, sound: bytes) -> None:
    """Keeps a recording; the one before is gone.

    Raises:
        NotFound: no such exercise in a workout of this tenant, or the caller is no trainer.
        VoiceRejected: too large, or no recording of a browser's.
    """
    require_trainer(scope)
    suffix = next((suffix for at, mark, suffix in _SOUNDS if sound[at : at + len(mark)] == mark), None)
    if suffix is None or len(sound) > VOICE_MOST_BYTES:
        raise VoiceRejected
    item, workout = _rows(db, scope, item_id)
    key = f"{media.tenant_prefix(scope.tenant_id)}voice/{uuid.uuid4()}{suffix}"
    with tempfile.NamedTemporaryFile() as file:
        file.write(sound)
        file.flush()
        get_storage().put_file(key, Path(file.name))
    _replace(db, item, workout, key)


def forget(db: Session, scope: Scope, item_id: str | uuid.UUID) -> None:
    """Takes the recording away; harmless when there is none."""
    require_trainer(scope)
    item, workout = _rows(db, scope, item_id)
    if item.voice_key:
        _replace(db, item, workout, "")


def _rows(db: Session, scope: Scope, item_id: str | uuid.UUID) -> tuple[WorkoutItem, Workout]:
    item = workout_items.row_of(db, scope, item_id)
    workout = workouts.row_of(db, scope, item.workout_id)
    return item, workout


def _replace(db: Session, item: WorkoutItem, workout: Workout, key: str) -> None:
    former, item.voice_key = item.voice_key, key
    db.add(item)
    workouts.touch(db, workout)
    # a copy of the workout shares the file; the last one out deletes it
    if former and db.exec(select(WorkoutItem.id).where(col(WorkoutItem.voice_key) == former)).first() is None:
        get_storage().delete(former)
