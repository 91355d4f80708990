"""Taking clips out of the library. Homework and reports keep what they use; the storage is freed when nothing does."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from perscoach_app.services import exercises, jobs
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, Job, TrainingSession, Workout, WorkoutItem
from perscoach_app.tables.database import open_session
from perscoach_app.tables.job import ACTIVE
from perscoach_app.tables.moments import now

REGRET = timedelta(days=1)  # so long a removed clip can be brought back
RECENT_MOST = 20  # of them are shown


@dataclass(frozen=True, slots=True)
class Uses:
    """What goes on using a clip that is removed."""

    workouts: int
    trainings: int

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return self.workouts + self.trainings > 0


def uses_of(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> Uses:
    """What depends on a clip, for the trainer to know before she removes it."""
    require_trainer(scope)
    row = exercises.row_of(db, scope, exercise_id)
    workouts = (
        select(func.count(func.distinct(col(WorkoutItem.workout_id))))
        .join(Workout, col(Workout.id) == col(WorkoutItem.workout_id))
        .where(
            col(WorkoutItem.tenant_id) == scope.tenant_id,
            col(WorkoutItem.exercise_id) == row.id,
            col(WorkoutItem.removed_at).is_(None),
            col(Workout.removed_at).is_(None),
        )
    )
    trainings = select(func.count()).where(
        col(TrainingSession.tenant_id) == scope.tenant_id,
        col(TrainingSession.exercise_id) == row.id,
        col(TrainingSession.finished_at).is_not(None),
    )
    return Uses(db.exec(workouts).one(), db.exec(trainings).one())


def remove(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> None:
    """Takes a clip out of the library; a job under way is cancelled. Doing it twice changes nothing."""
    require_trainer(scope)
    row = exercises.row_of(db, scope, exercise_id)
    job = jobs.latest(db, scope, [row.id]).get(row.id)
    if job is not None and job.id is not None and job.status in ACTIVE:
        jobs.cancel(db, scope, job.id)
        row = exercises.row_of(db, scope, exercise_id)
    if row.removed_at is None:
        row.removed_at = row.updated_at = now()
        db.add(row)
        db.commit()


def bring_back(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> None:
    """Puts a removed clip back into the library, while its files are there."""
    require_trainer(scope)
    row = exercises.row_of(db, scope, exercise_id)
    if row.removed_at is not None and row.source_key:
        row.removed_at, row.updated_at = None, now()
        db.add(row)
        db.commit()


def recent(db: Session, scope: Scope) -> list[Exercise]:
    """What was removed and can still be brought back, the latest first."""
    require_trainer(scope)
    fresh = (col(Exercise.removed_at) > now() - REGRET, col(Exercise.source_key) != "")
    query = select(Exercise).where(col(Exercise.tenant_id) == scope.tenant_id, *fresh)
    return list(db.exec(query.order_by(col(Exercise.removed_at).desc()).limit(RECENT_MOST)))


def sweep() -> None:
    """The worker's chore: `free_unused` in a session of its own."""
    with open_session() as db:
        free_unused(db)


def free_unused(db: Session) -> int:
    """Deletes the files of removed clips that nothing uses any more; returns how many. It looks at all tenants.

    The row stays, and so do its jobs: they are what the month's costs are counted from.
    """
    excerpt = aliased(Exercise)
    kept_by: tuple[ColumnElement[bool], ...] = (
        _used(TrainingSession),
        _used(WorkoutItem),  # a removed item, too: what was done of it is in a report
        select(excerpt.id).where(col(excerpt.parent_id) == col(Exercise.id), col(excerpt.source_key) != "").exists(),
        select(Job.id).where(col(Job.exercise_id) == col(Exercise.id), col(Job.status).in_(ACTIVE)).exists(),
    )
    query = select(Exercise).where(col(Exercise.removed_at) < now() - REGRET, col(Exercise.source_key) != "", *(~kept for kept in kept_by))
    rows = list(db.exec(query.with_for_update()))
    for row in rows:
        get_storage().delete_prefix(row.prefix)
        row.version = row.source_bytes = row.output_bytes = 0
        row.source_key, row.state = "", "cancelled"
        db.add(row)
    db.commit()
    return len(rows)


def _used(table: type[SQLModel]) -> ColumnElement[bool]:
    return select(table).where(table.exercise_id == col(Exercise.id)).exists()  # type: ignore[attr-defined]
