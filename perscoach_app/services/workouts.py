"""Workouts and templates of a tenant. All its trainers see and change all of them.

Every change names the revision its page has read. Two open pages therefore never overwrite each other unseen: the second is told.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from perscoach_app.services import exercises, workout_items, workout_time
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.services.workout_errors import TITLE_LIMIT, WORKOUT_NOTE_LIMIT, FieldRefused, WorkoutMoved
from perscoach_app.services.workout_items import ItemShown
from perscoach_app.tables import Exercise, Workout, WorkoutItem
from perscoach_app.tables.moments import now

PICTURES = 4  # of a workout's exercises, shown in the list


@dataclass(frozen=True, slots=True)
class WorkoutShown:
    """A workout as its own page shows it."""

    id: str
    title: str
    note: str
    is_template: bool
    revision: int
    minutes: int
    items: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True)
class WorkoutLine:
    """A workout in the list."""

    id: str
    title: str
    note: str
    is_template: bool
    exercises: tuple[str, ...]  # titles in the reader's language, in order
    posters: tuple[str, ...]
    minutes: int
    updated_at: datetime


def list_all(db: Session, scope: Scope) -> list[WorkoutLine]:
    """All workouts and templates, the last changed first."""
    require_trainer(scope)
    query = select(Workout).where(col(Workout.tenant_id) == scope.tenant_id, col(Workout.removed_at).is_(None))
    rows = list(db.exec(query.order_by(col(Workout.updated_at).desc())))
    by_workout = workout_items.of_many(db, scope, [row.id for row in rows])
    return [_line(row, by_workout.get(row.id, []), scope) for row in rows]


def get(db: Session, scope: Scope, workout_id: str | uuid.UUID) -> WorkoutShown:
    """One workout with its exercises.

    Raises:
        NotFound: there is none in this tenant, it was removed, or the caller is no trainer.
    """
    require_trainer(scope)
    row = row_of(db, scope, workout_id)
    items = tuple(workout_items.shown(db, scope, row.id))
    return WorkoutShown(str(row.id), row.title, row.note, row.is_template, row.revision, minutes_of(items), items)


def minutes_of(items: tuple[ItemShown, ...] | list[ItemShown]) -> int:
    """About how long these take together."""
    return workout_time.minutes((item.asked, item.repetition_s) for item in items)


def make(db: Session, scope: Scope, title: str = "") -> str:
    """An empty workout; returns its id."""
    require_trainer(scope)
    row = Workout(tenant_id=scope.tenant_id, created_by=scope.person_id, title=_checked("title", title, TITLE_LIMIT))
    db.add(row)
    db.commit()
    return str(row.id)


def write(
    db: Session, scope: Scope, workout_id: str | uuid.UUID, revision: int, *, title: str | None = None, note: str | None = None
) -> None:
    """Title and comment; None leaves them.

    Raises:
        FieldRefused: too long.
        WorkoutMoved: it was changed since.
    """
    row = opened(db, scope, workout_id, revision)
    if title is not None:
        row.title = _checked("title", title, TITLE_LIMIT)
    if note is not None:
        row.note = _checked("workout_note", note, WORKOUT_NOTE_LIMIT)
    touch(db, row)


def copy(db: Session, scope: Scope, workout_id: str | uuid.UUID, *, as_template: bool = False, title: str | None = None) -> str:
    """A copy with all exercises: a duplicate, a template of a workout, or a workout from a template. Returns the new one's id."""
    require_trainer(scope)
    row = row_of(db, scope, workout_id)
    fresh = Workout(
        tenant_id=scope.tenant_id,
        created_by=scope.person_id,
        title=row.title if title is None else _checked("title", title[:TITLE_LIMIT], TITLE_LIMIT),
        note=row.note,
        is_template=as_template,
    )
    db.add(fresh)
    db.flush()
    for item in workout_items.of(db, scope, row.id):
        db.add(WorkoutItem(**workout_items.copied(item), workout_id=fresh.id, position=item.position))
    db.commit()
    return str(fresh.id)


def remove(db: Session, scope: Scope, workout_id: str | uuid.UUID) -> None:
    """Takes it out of the list; what was done of it stays."""
    require_trainer(scope)
    row = row_of(db, scope, workout_id)
    row.removed_at = now()
    touch(db, row)


def restore(db: Session, scope: Scope, workout_id: str | uuid.UUID) -> None:
    """Undoes `remove`."""
    require_trainer(scope)
    row = row_of(db, scope, workout_id, removed=True)
    row.removed_at = None
    touch(db, row)


def row_of(db: Session, scope: Scope, workout_id: str | uuid.UUID, *, removed: bool = False) -> Workout:
    """The row itself, for other services.

    Raises:
        NotFound: there is none in this tenant, or it was removed and that was not asked for.
    """
    query = select(Workout).where(col(Workout.id) == parse_id(workout_id), col(Workout.tenant_id) == scope.tenant_id)
    row = db.exec(query).first()
    if row is None or (row.removed_at is not None and not removed):
        raise NotFound
    return row


def opened(db: Session, scope: Scope, workout_id: str | uuid.UUID, revision: int) -> Workout:
    """The row to be changed by a page that has read `revision`; nobody else changes it until the commit.

    Raises:
        NotFound: as `row_of`; clients change nothing.
        WorkoutMoved: it was changed since.
    """
    require_trainer(scope)
    query = select(Workout).where(col(Workout.id) == parse_id(workout_id), col(Workout.tenant_id) == scope.tenant_id)
    row = db.exec(query.where(col(Workout.removed_at).is_(None)).with_for_update()).first()
    if row is None:
        raise NotFound
    if row.revision != revision:
        raise WorkoutMoved
    return row


def touch(db: Session, row: Workout) -> None:
    """Commits a change under the next revision."""
    row.revision += 1
    row.updated_at = now()
    db.add(row)
    db.commit()


def _checked(field: str, text: str, limit: int) -> str:
    plain = text.strip()
    if len(plain) > limit:
        raise FieldRefused(field)
    return plain


def _line(row: Workout, items: list[tuple[WorkoutItem, Exercise]], scope: Scope) -> WorkoutLine:
    clips = list({exercise.id: exercise for _, exercise in items}.values())
    return WorkoutLine(
        id=str(row.id),
        title=row.title,
        note=row.note,
        is_template=row.is_template,
        exercises=tuple(workout_items.title_of(exercise, scope.language) for _, exercise in items),
        posters=tuple(exercises.links(exercise, scope.host)["poster"] for exercise in clips[:PICTURES]),
        minutes=workout_time.minutes((item, workout_items.repetition_s(exercise)) for item, exercise in items),
        updated_at=row.updated_at,
    )
