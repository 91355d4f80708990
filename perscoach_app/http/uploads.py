"""A trainer's videos arrive by tus: a finished file becomes an exercise.

An upload's name becomes its exercise's id, so that whatever is cut off or killed, asking again does nothing twice.
"""

from pathlib import Path
from uuid import UUID, uuid4

from fastapi import APIRouter

from perscoach_app.http import tus
from perscoach_app.http.access import trainer
from perscoach_app.http.tus import Counter, Metadata, Told
from perscoach_app.services import processing, unfinished, uploads
from perscoach_app.services.processing_errors import ModelAway
from perscoach_app.services.scope import Scope
from perscoach_app.services.uploads import NewExercise, Wish
from perscoach_app.settings import get_settings
from perscoach_app.tables import ExerciseCreate
from perscoach_app.tables.database import open_session


def create_router() -> APIRouter:
    """Where trainers hand in their videos."""
    return tus.create_router(
        Counter(
            prefix=tus.VIDEOS,
            who=trainer,
            folder_of=unfinished.folder_of,
            most_bytes=lambda: get_settings().upload_limit_bytes,
            may_begin=_may_begin,
            take_in=_take_in,
            became=_became,
        )
    )


def _may_begin(scope: Scope, metadata: Metadata, size: int) -> None:
    uploads.extension_of(metadata.get("filename", ""))
    wish = _wish(metadata)
    with open_session() as db:
        uploads.check_room(db, scope, size, wish)


def _take_in(scope: Scope, file: Path, metadata: Metadata, title: str) -> Told:
    name = metadata.get("filename", "")[:255]
    title = (title or metadata.get("title") or uploads.title_from(name)).strip()[: uploads.TITLE_MOST]
    new = ExerciseCreate(
        title_ru=metadata.get("title_ru") or (title if scope.language == "ru" else ""),
        title_en=metadata.get("title_en") or (title if scope.language == "en" else ""),
        source_name=name,
    )
    return _told(uploads.take_in(scope, file, new, _wish(metadata, UUID(hex=file.name))))


def _became(scope: Scope, name: str) -> tuple[int, Told]:
    with open_session(reading=True) as db:
        size = uploads.taken_in(db, scope, UUID(hex=name))
    return size, _told(NewExercise(str(UUID(hex=name))))


def _wish(metadata: Metadata, exercise_id: UUID | None = None) -> Wish:
    given = {name: value for name, value in metadata.items() if value}
    chosen = {"look": processing.Wishes().look, "preset": processing.OWN, **given}
    try:
        wishes = processing.wishes(chosen)
    except ModelAway:
        if exercise_id is None:  # nothing is sent yet: she can choose another
            raise
        wishes = processing.of_preset(processing.FAST, chosen["look"])
    return Wish(wishes.options(), again=metadata.get("again") == "yes", exercise_id=exercise_id or uuid4())


def _told(made: NewExercise) -> Told:
    return {"x-exercise": made.exercise_id, "x-known": "yes" if made.known else "no"}
