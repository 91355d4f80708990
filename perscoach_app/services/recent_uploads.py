"""What a trainer sees on the page she uploads from: her latest clips, how far they are, and what the first look said."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from gpu_jobs.estimate import Estimate
from perscoach_app.services import costs, exercises, first_looks, jobs, processing
from perscoach_app.services.processing import Wishes
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Exercise, ExercisePublic, ExerciseState, FirstLookPublic, Job
from perscoach_app.tables.moments import now

SHOWN = 12  # clips; a page that changes every second stays light, and older ones are in the library
STAYS = timedelta(hours=2)  # so long a clip that is done stays here: the trainer who put the phone away finds it ready
UNDER_WAY = (ExerciseState.QUEUED, ExerciseState.PROCESSING, ExerciseState.FAILED)


@dataclass(frozen=True, slots=True)
class RecentUpload:
    """A clip and its first look, None for one that had none; what processing it is expected to take and cost here."""

    exercise: ExercisePublic
    look: FirstLookPublic | None
    expected: Estimate


def recent(db: Session, scope: Scope) -> list[RecentUpload]:
    """The tenant's latest uploads, newest first: what is under way or failed, and what was done lately.

    Raises:
        NotFound: the caller is no trainer.
    """
    require_trainer(scope)
    query = (
        select(Exercise)
        .where(
            col(Exercise.tenant_id) == scope.tenant_id,
            col(Exercise.removed_at).is_(None),
            col(Exercise.parent_id).is_(None),
            or_(col(Exercise.state).in_(UNDER_WAY), col(Exercise.created_at) > now() - STAYS),
        )
        .order_by(col(Exercise.created_at).desc())
        .limit(SHOWN)
    )
    rows = list(db.exec(query))
    looks = first_looks.of(db, scope, [row.id for row in rows])
    shown = zip(rows, exercises.several(db, scope, rows), strict=True)
    begun = jobs.latest(db, scope, [row.id for row in rows])
    wanted = {exercise_id: job.options for exercise_id, job in begun.items()}
    return [RecentUpload(one, looks.get(row.id), costs.of_exercise(row, wanted.get(row.id))[0]) for row, one in shown]


def usual_wishes(db: Session, scope: Scope) -> Wishes:
    """The look she chose for her latest clip, on whatever device that was, with what her studio's uploads begin with."""
    require_trainer(scope)
    query = (
        select(Job.options)
        .join(Exercise, col(Exercise.id) == col(Job.exercise_id))
        .where(col(Job.tenant_id) == scope.tenant_id, col(Exercise.created_by) == scope.person_id, col(Exercise.parent_id).is_(None))
        .order_by(col(Job.id).desc())
    )
    latest = processing.wishes_from(db.exec(query).first() or {}) or Wishes()
    return processing.of_preset(processing.first_preset(db, scope), latest.look)
