"""What a trainer does to the exercises of a workout. Each deed is one revision (`workouts.opened`)."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from perscoach_app.services import exercises, supersets, workout_items, workout_rules, workouts
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.services.supersets import Arrangement
from perscoach_app.services.workout_errors import ITEMS_MOST, WorkoutFull
from perscoach_app.tables import Workout, WorkoutItem
from perscoach_app.tables.moments import now

Id = str | uuid.UUID


@dataclass(frozen=True, slots=True)
class Removed:
    """An exercise that was taken out, and how everything stood before: what undoing needs."""

    item: uuid.UUID
    before: Arrangement


def add(db: Session, scope: Scope, workout: Id, revision: int, exercise: Id, index: int | None = None) -> str:
    """Puts an exercise of the library in at `index` (at the end by default); returns the item's id.

    Raises:
        NotFound: no such workout or exercise in this tenant.
        WorkoutFull: no more fit.
        WorkoutMoved: the workout was changed since.
    """
    row, items = _open(db, scope, workout, revision)
    clip = exercises.row_of(db, scope, exercise)
    if clip.removed_at is not None:
        raise NotFound
    fresh = WorkoutItem(tenant_id=scope.tenant_id, workout_id=row.id, exercise_id=clip.id, position=len(items))
    return _insert(db, row, items, fresh, len(items) if index is None else index)


def duplicate(db: Session, scope: Scope, workout: Id, revision: int, item: Id) -> str:
    """The same exercise once more, below; returns the new item's id."""
    row, items = _open(db, scope, workout, revision)
    at = _find(items, item)
    fresh = WorkoutItem(**{**workout_items.copied(items[at]), "superset": None}, workout_id=row.id, position=len(items))
    return _insert(db, row, items, fresh, at + 1)


def change(db: Session, scope: Scope, workout: Id, revision: int, item: Id, asked: Mapping[str, object]) -> None:
    """Changes what is asked: any of `workout_rules.FIELDS`.

    Raises:
        FieldRefused: nobody can be asked for that.
    """
    row, items = _open(db, scope, workout, revision)
    found = items[_find(items, item)]
    found.sqlmodel_update(workout_rules.check(asked))
    db.add(found)
    workouts.touch(db, row)


def move(db: Session, scope: Scope, workout: Id, revision: int, item: Id, index: int) -> None:
    """Brings an exercise to `index` of the list without it."""
    _rearrange(db, scope, workout, revision, item, lambda now_, one: supersets.placed(now_, one, index))


def join(db: Session, scope: Scope, workout: Id, revision: int, item: Id, partner: Id | None = None) -> None:
    """Into one superset with the exercise above; with `partner`, below that one first."""

    def wanted(arranged: Arrangement, one: uuid.UUID) -> Arrangement:
        if partner is not None and (other := parse_id(partner)) != one:
            rest = [found for found, _ in arranged if found != one]
            if other not in rest:
                raise NotFound
            arranged = supersets.placed(arranged, one, rest.index(other) + 1)
        return supersets.joined(arranged, one)

    _rearrange(db, scope, workout, revision, item, wanted)


def part(db: Session, scope: Scope, workout: Id, revision: int, item: Id) -> None:
    """Out of its superset."""
    _rearrange(db, scope, workout, revision, item, supersets.parted)


def remove(db: Session, scope: Scope, workout: Id, revision: int, item: Id) -> Removed:
    """Takes an exercise out; its row stays for what was done of it. Returns what `restore` needs."""
    row, items = _open(db, scope, workout, revision)
    gone = items[_find(items, item)]
    removed = Removed(gone.id, workout_items.arrangement(items))
    gone.removed_at, gone.superset = now(), None
    db.add(gone)
    workout_items.arrange(db, [one for one in items if one is not gone], supersets.without(removed.before, gone.id))
    workouts.touch(db, row)
    return removed


def restore(db: Session, scope: Scope, workout: Id, revision: int, removed: Removed) -> None:
    """Undoes `remove`. What was changed since stays: then the exercise only comes back to its place."""
    row, items = _open(db, scope, workout, revision)
    gone = workout_items.row_of(db, scope, removed.item, removed=True)
    if gone.workout_id != row.id or gone.removed_at is None:
        raise NotFound
    _check_room(items)
    gone.removed_at = None
    present = workout_items.arrangement(items)
    untouched = supersets.without(removed.before, gone.id) == present
    index = next((at for at, (item, _) in enumerate(removed.before) if item == gone.id), len(items))
    wanted = removed.before if untouched else supersets.placed(present, gone.id, index)
    workout_items.arrange(db, [*items, gone], wanted)
    workouts.touch(db, row)


def _rearrange(
    db: Session, scope: Scope, workout: Id, revision: int, item: Id, wanted: Callable[[Arrangement, uuid.UUID], Arrangement]
) -> None:
    row, items = _open(db, scope, workout, revision)
    present = workout_items.arrangement(items)
    workout_items.arrange(db, items, wanted(present, items[_find(items, item)].id))
    workouts.touch(db, row)


def _insert(db: Session, row: Workout, items: list[WorkoutItem], fresh: WorkoutItem, index: int) -> str:
    _check_room(items)
    workout_items.arrange(db, [*items, fresh], supersets.placed(workout_items.arrangement(items), fresh.id, index))
    workouts.touch(db, row)
    return str(fresh.id)


def _open(db: Session, scope: Scope, workout: Id, revision: int) -> tuple[Workout, list[WorkoutItem]]:
    row = workouts.opened(db, scope, workout, revision)
    return row, workout_items.of(db, scope, row.id)


def _find(items: list[WorkoutItem], item: Id) -> int:
    wanted = parse_id(item)
    for at, one in enumerate(items):
        if one.id == wanted:
            return at
    raise NotFound


def _check_room(items: list[WorkoutItem]) -> None:
    if len(items) >= ITEMS_MOST:
        raise WorkoutFull
