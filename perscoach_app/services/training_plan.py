"""What a training asks: a snapshot of the homework or the one exercise, taken when it begins, so that a reload asks the same."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlmodel import Session

from perscoach_app.services import exercises, sets, targets, workout_items
from perscoach_app.services.errors import NotFound, NotReady
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Exercise, Homework, Side, Workout, WorkoutItem

Plan = dict[str, Any]
"""`title`, `free`, `only` (the item it was begun for, or None), `items`, `order`: pairs of an item's index and a set's number."""


def of_day(db: Session, scope: Scope, homework: Homework, only: uuid.UUID | None, without: Collection[uuid.UUID] = ()) -> Plan:
    """A day of homework, or one exercise of it. What cannot be trained yet is left out.

    Args:
        only: the item to train; the whole day when it is None.
        without: items to leave out, unless nothing else is left: they hurt today.

    Raises:
        NotFound: the day has no such item.
        NotReady: not one of the clips is there yet.
    """
    asked = workout_items.of_many(db, scope, [homework.workout_id]).get(homework.workout_id, [])
    wanted = [pair for pair in asked if only in (None, pair[0].id)]
    if only is not None and not wanted:
        raise NotFound
    ready = [pair for pair in wanted if pair[1].version > 0]
    if not ready:
        raise NotReady
    ready = [pair for pair in ready if pair[0].id not in without] or ready
    at = {item.id: index for index, (item, _) in enumerate(ready)}
    return {
        "title": db.get_one(Workout, homework.workout_id).title,
        "free": False,
        "only": str(only) if only else None,
        "items": [_item(db, scope, exercise, item) for item, exercise in ready],
        "order": [[at[item_id], number] for item_id, number in sets.wanted(item for item, _ in ready)],
    }


def of_exercise(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> Plan:
    """One exercise of the library: one set, as long as the client likes.

    Raises:
        NotFound: no such exercise here.
        NotReady: it has no outputs yet.
    """
    exercise = exercises.row_of(db, scope, exercise_id)
    if exercise.version == 0:
        raise NotReady if scope.is_trainer else NotFound
    return {"title": "", "free": True, "only": None, "items": [_item(db, scope, exercise)], "order": [[0, 1]]}


def _item(db: Session, scope: Scope, exercise: Exercise, item: WorkoutItem | None = None) -> dict[str, Any]:
    return {
        "item": str(item.id) if item else None,
        "exercise": str(exercise.id),
        "version": exercise.version,
        "title": {language: workout_items.title_of(exercise, language) for language in ("ru", "en")},
        "note": item.note if item else "",
        "voice_key": item.voice_key if item else "",
        "sets": item.sets if item else 1,
        "repetitions": item.repetitions if item and item.hold_s is None else None,
        "hold_s": item.hold_s if item else None,
        "load_kg": item.load_kg if item else None,
        "band": item.band if item else "",
        "rest_s": item.rest_s if item else 0,
        "side": item.side if item else Side.BOTH,
        "tempo": item.tempo if item else "",
        "target": targets.target_for(db, scope, scope.person_id, exercise, item),
    }
