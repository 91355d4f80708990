"""The exercises inside workouts: read, and brought into an order. What changes them is in `workout_edit`."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from perscoach_app.services import clip_facts, exercises, media, workout_time
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.services.supersets import Arrangement
from perscoach_app.tables import Exercise, WorkoutItem, WorkoutItemBase

_COPIED = {*WorkoutItemBase.model_fields, "tenant_id", "exercise_id", "voice_key"}


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One exercise of a workout as pages show it; links are signed."""

    id: str
    exercise_id: str
    title_ru: str
    title_en: str
    poster: str
    ready: bool  # it can be trained
    asked: WorkoutItemBase
    repetition_s: float | None  # of the trainer's own clip
    voice: str  # her spoken note; empty where there is none

    def title(self, language: str) -> str:
        """The exercise's title in the language asked for, else in the other."""
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second


def shown(db: Session, scope: Scope, workout_id: uuid.UUID, also: Collection[uuid.UUID] = ()) -> list[ItemShown]:
    """A workout's exercises in order, with pictures. Whoever calls this has checked that the caller may see the workout.

    Args:
        also: items that are shown though they were removed: something was done of them.
    """
    return [_shown(item, exercise, scope) for item, exercise in of_many(db, scope, [workout_id], also).get(workout_id, [])]


def of(db: Session, scope: Scope, workout_id: uuid.UUID) -> list[WorkoutItem]:
    """The rows themselves, in order, without removed ones."""
    query = select(WorkoutItem).where(
        col(WorkoutItem.tenant_id) == scope.tenant_id, col(WorkoutItem.workout_id) == workout_id, col(WorkoutItem.removed_at).is_(None)
    )
    return list(db.exec(query.order_by(col(WorkoutItem.position), col(WorkoutItem.id))))


def of_many(
    db: Session, scope: Scope, workouts: Sequence[uuid.UUID], also: Collection[uuid.UUID] = ()
) -> dict[uuid.UUID, list[tuple[WorkoutItem, Exercise]]]:
    """Items with their exercises of several workouts, by one query."""
    query = (
        select(WorkoutItem, Exercise)
        .join(Exercise, col(Exercise.id) == col(WorkoutItem.exercise_id))
        .where(
            col(WorkoutItem.tenant_id) == scope.tenant_id,
            col(Exercise.tenant_id) == scope.tenant_id,
            col(WorkoutItem.workout_id).in_(workouts),
            or_(col(WorkoutItem.removed_at).is_(None), col(WorkoutItem.id).in_(also)),
        )
        .order_by(col(WorkoutItem.workout_id), col(WorkoutItem.position), col(WorkoutItem.id))
    )
    return {workout: list(pairs) for workout, pairs in groupby(db.exec(query), key=lambda pair: pair[0].workout_id)}


def row_of(db: Session, scope: Scope, item_id: str | uuid.UUID, *, removed: bool = False) -> WorkoutItem:
    """One item of this tenant.

    Raises:
        NotFound: there is none, or it was removed and that was not asked for.
    """
    query = select(WorkoutItem).where(col(WorkoutItem.id) == parse_id(item_id), col(WorkoutItem.tenant_id) == scope.tenant_id)
    row = db.exec(query).first()
    if row is None or (row.removed_at is not None and not removed):
        raise NotFound
    return row


def arrangement(rows: Sequence[WorkoutItem]) -> Arrangement:
    """Order and supersets of rows that come in order."""
    return [(row.id, row.superset) for row in rows]


def arrange(db: Session, rows: Sequence[WorkoutItem], wanted: Arrangement) -> None:
    """Writes an order of exactly these rows. Not committed."""
    by_id = {row.id: row for row in rows}
    assert by_id.keys() == {item for item, _ in wanted}
    for position, (item, superset) in enumerate(wanted):
        by_id[item].position, by_id[item].superset = position, superset
        db.add(by_id[item])


def copied(item: WorkoutItem) -> dict[str, Any]:
    """What a copy of an item takes over; the file of a spoken note is shared."""
    return item.model_dump(include=_COPIED)


def title_of(exercise: Exercise, language: str) -> str:
    """The exercise's title in the language asked for, else in the other, else its file's name."""
    first, second = (exercise.title_ru, exercise.title_en) if language == "ru" else (exercise.title_en, exercise.title_ru)
    return first or second or exercise.source_name or exercise.slug


def repetition_s(exercise: Exercise) -> float | None:
    """How long one repetition lasts in the exercise's clip."""
    return workout_time.repetition_seconds(clip_facts.cut_of(exercise))


def _shown(item: WorkoutItem, exercise: Exercise, scope: Scope) -> ItemShown:
    return ItemShown(
        id=str(item.id),
        exercise_id=str(exercise.id),
        title_ru=title_of(exercise, "ru"),
        title_en=title_of(exercise, "en"),
        poster=exercises.links(exercise, scope.host)["poster"],
        ready=exercise.version > 0,
        asked=WorkoutItemBase.model_validate(item),
        repetition_s=repetition_s(exercise),
        voice=media.signed_link(item.tenant_id, scope.host, item.voice_key) if item.voice_key else "",
    )
