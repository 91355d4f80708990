"""The worker's side of jobs: take one, report, hand over what came out.

Every change is one UPDATE that names what it expects (status, owner, attempt), so it is atomic on SQLite and PostgreSQL alike and a
worker that lost its lease can change nothing.
"""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from perscoach_app.services import reasons
from perscoach_app.services.errors import LeaseLost
from perscoach_app.settings import get_settings
from perscoach_app.tables import Exercise, ExerciseState, Job, JobStatus
from perscoach_app.tables.job import ACTIVE
from perscoach_app.tables.moments import now

CANDIDATES = 8  # looked at per try: enough that several workers starting together each find one


@dataclass(frozen=True, slots=True)
class Lease:
    """One attempt at one job, held by one worker."""

    job_id: int
    tenant_id: int
    exercise_id: uuid.UUID
    owner: str  # the worker's name and a token of this very attempt
    attempt: int
    version: int  # write outputs under this number; nobody else has it
    source_key: str
    source_name: str
    output_prefix: str
    former_prefix: str  # what an earlier attempt at this job left half done lies here; empty for a first one
    options: dict[str, Any] = field(default_factory=dict)


def lease(db: Session, worker: str) -> Lease | None:
    """Takes the oldest job that is queued or whose worker fell silent; None when there is nothing to do."""
    settings = get_settings()
    moment = now()
    query = select(Job).where(_free(moment)).order_by(col(Job.id)).limit(CANDIDATES)
    for job in list(db.exec(query)):
        if job.attempts >= settings.job_attempts:
            _give_up(db, job, moment)
            continue
        owner = f"{worker}:{secrets.token_hex(8)}"
        attempt = job.attempts + 1
        taken = db.exec(
            update(Job)
            .where(col(Job.id) == job.id, col(Job.attempts) == attempt - 1, _free(moment))
            .values(
                status=JobStatus.RUNNING,
                attempts=attempt,
                lease_owner=owner,
                lease_until=moment + timedelta(seconds=settings.job_lease_s),
                stage="",
                progress=0.0,
                eta_s=None,
                warnings=None,
                started_at=moment,
            )
        )
        if taken.rowcount == 1:
            return _begin(db, job, owner, attempt)
        db.rollback()
    db.rollback()
    return None


def heartbeat(db: Session, held: Lease, stage: str, progress: float, eta_s: float | None = None) -> None:
    """Reports progress (0..1) and keeps the lease.

    Raises:
        LeaseLost: cancelled, or taken by another; stop working.
    """
    until = now() + timedelta(seconds=get_settings().job_lease_s)
    _change(db, held, stage=stage[:40], progress=min(max(progress, 0.0), 1.0), eta_s=eta_s, lease_until=until)
    db.commit()


def check(db: Session, held: Lease) -> None:
    """Only looks whether the lease still holds: cheap enough for every second.

    Raises:
        LeaseLost: cancelled, or taken by another; stop working.
    """
    query = select(Job.id).where(col(Job.id) == held.job_id, col(Job.lease_owner) == held.owner, col(Job.status) == JobStatus.RUNNING)
    if db.exec(query).first() is None:
        raise LeaseLost


def tell(db: Session, held: Lease, warnings: list[dict[str, Any]]) -> None:
    """What a first look found, for the trainer to see while the work goes on; `finish` says it anew with what came to it.

    Raises:
        LeaseLost: cancelled, or taken by another; stop working.
    """
    _change(db, held, warnings=warnings)
    db.commit()


def active_jobs(db: Session, job_ids: Collection[int]) -> set[int]:
    """Which of these jobs are queued or running."""
    found = db.exec(select(col(Job.id)).where(col(Job.id).in_(job_ids), col(Job.status).in_(ACTIVE)))
    return {job_id for job_id in found if job_id is not None}


def finish(db: Session, held: Lease, *, duration_s: float | None = None, warnings: list[dict[str, Any]] | None = None) -> None:
    """The outputs lie under `held.output_prefix`: makes them the exercise's current version, in one transaction."""
    moment = now()
    _change(
        db, held, status=JobStatus.READY, progress=1.0, eta_s=0.0, finished_at=moment, warnings=warnings, lease_owner=None, lease_until=None
    )
    db.exec(
        update(Exercise)
        .where(col(Exercise.id) == held.exercise_id)
        .values(
            state=ExerciseState.READY,
            version=held.version,
            duration_s=duration_s,
            error_code=None,
            error_values=None,
            updated_at=moment,
        )
    )
    db.commit()


def is_current(db: Session, held: Lease) -> bool:
    """Whether this attempt's outputs are what everybody sees."""
    return db.exec(select(Exercise.version).where(col(Exercise.id) == held.exercise_id)).first() == held.version


def fail(db: Session, held: Lease, code: str, values: dict[str, Any]) -> None:
    """Ends the job with a reason; an earlier version of the exercise stays in place."""
    _change(db, held, status=JobStatus.FAILED, finished_at=now(), error_code=code, error_values=values, lease_owner=None, lease_until=None)
    _mark_failed(db, held.exercise_id, code, values)
    db.commit()


def release(db: Session, held: Lease, *, counts: bool = False) -> None:
    """Gives the job back to the queue, because the worker is being stopped or lost its own workers.

    Args:
        counts: whether this was one of the job's attempts.
    """
    _change(
        db,
        held,
        status=JobStatus.QUEUED,
        attempts=held.attempt if counts else held.attempt - 1,
        stage="",
        progress=0.0,
        eta_s=None,
        lease_owner=None,
        lease_until=None,
    )
    db.exec(
        update(Exercise)
        .where(col(Exercise.id) == held.exercise_id, col(Exercise.version) == 0)
        .values(state=ExerciseState.QUEUED, updated_at=now())
    )
    db.commit()


def _free(moment: datetime) -> ColumnElement[bool]:
    silent = and_(col(Job.status) == JobStatus.RUNNING, col(Job.lease_until) < moment)
    return or_(col(Job.status) == JobStatus.QUEUED, silent)


def _begin(db: Session, job: Job, owner: str, attempt: int) -> Lease:
    exercise = db.get_one(Exercise, job.exercise_id)
    exercise.attempted_version += 1
    if exercise.version == 0:
        exercise.state = ExerciseState.PROCESSING
    db.add(exercise)
    assert job.id is not None
    held = Lease(
        job_id=job.id,
        tenant_id=job.tenant_id,
        exercise_id=job.exercise_id,
        owner=owner,
        attempt=attempt,
        version=exercise.attempted_version,
        source_key=exercise.source_key,
        source_name=exercise.source_name,
        output_prefix=exercise.output_prefix(exercise.attempted_version),
        former_prefix=exercise.output_prefix(exercise.attempted_version - 1) if attempt > 1 else "",
        options=dict(job.options or {}),
    )
    db.commit()
    return held


def _change(db: Session, held: Lease, **values: Any) -> None:
    changed = db.exec(
        update(Job)
        .where(col(Job.id) == held.job_id, col(Job.lease_owner) == held.owner, col(Job.status) == JobStatus.RUNNING)
        .values(**values)
    )
    if changed.rowcount != 1:
        db.rollback()
        raise LeaseLost


def _give_up(db: Session, job: Job, moment: datetime) -> None:
    values = {"attempts": job.attempts}
    gone = db.exec(
        update(Job)
        .where(col(Job.id) == job.id, col(Job.attempts) == job.attempts, _free(moment))
        .values(
            status=JobStatus.FAILED,
            finished_at=moment,
            error_code=reasons.ATTEMPTS_SPENT,
            error_values=values,
            lease_owner=None,
            lease_until=None,
        )
    )
    if gone.rowcount:
        _mark_failed(db, job.exercise_id, reasons.ATTEMPTS_SPENT, values)
    db.commit()


def _mark_failed(db: Session, exercise_id: uuid.UUID, code: str, values: dict[str, Any]) -> None:
    db.exec(
        update(Exercise)
        .where(col(Exercise.id) == exercise_id, col(Exercise.version) == 0)
        .values(state=ExerciseState.FAILED, error_code=code, error_values=values, updated_at=now())
    )
