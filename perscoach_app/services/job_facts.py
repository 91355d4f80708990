"""What workers ask of the job table between their jobs; nothing is changed."""

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import Session, col, select

from perscoach_app.services.leases import Lease
from perscoach_app.tables import Exercise, Job
from perscoach_app.tables.job import ACTIVE
from perscoach_app.tables.moments import now_of

LATELY = timedelta(days=2)  # what is older was cleared away before


def active_jobs(db: Session, job_ids: Collection[int]) -> set[int]:
    """Which of these jobs are queued or running."""
    found = db.exec(select(col(Job.id)).where(col(Job.id).in_(job_ids), col(Job.status).in_(ACTIVE)))
    return {job_id for job_id in found if job_id is not None}


def is_current(db: Session, held: Lease) -> bool:
    """Whether this attempt's outputs are what everybody sees."""
    return db.exec(select(Exercise.version).where(col(Exercise.id) == held.exercise_id)).first() == held.version


def abandoned(db: Session) -> list[str]:
    """Where attempts lie that came to nothing, of exercises that lately changed and have no job any more."""
    working = select(Job.exercise_id).where(col(Job.status).in_(ACTIVE))
    query = select(Exercise).where(
        col(Exercise.attempted_version) > col(Exercise.version),
        col(Exercise.id).not_in(working),
        col(Exercise.updated_at) > now_of(db) - LATELY,
    )
    return [prefix for exercise in db.exec(query) for prefix in exercise.unfinished_prefixes()]
