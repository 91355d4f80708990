"""The trainer's side of jobs: start, watch, cancel, try again."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import budgets, costs, reasons
from perscoach_app.services.errors import JobActive, NotFound
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.settings import get_settings
from perscoach_app.tables import Exercise, ExerciseState, Job, JobPublic, JobStatus
from perscoach_app.tables.job import ACTIVE, EXCERPT, PROCESS
from perscoach_app.tables.moments import now

_SHOWN = {"id", "status", "stage", "progress", "eta_s", "attempts", "device", "busy_s", "cost_usd", "created_at", "finished_at"}


def enqueue(db: Session, scope: Scope, exercise_id: str | uuid.UUID, options: dict[str, Any] | None = None) -> JobPublic:
    """Puts an exercise in the queue, for the first time or again (that is `retry`, too).

    Args:
        options: for `gpu_jobs.options.ProcessOptions`; by default those of the job before, else its own.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
        JobActive: it is queued or running already.
        GpuBudgetSpent: the month's budget does not allow it.
    """
    require_trainer(scope)
    exercise = db.exec(
        select(Exercise).where(col(Exercise.id) == parse_id(exercise_id), col(Exercise.tenant_id) == scope.tenant_id)
    ).first()
    if exercise is None:
        raise NotFound
    if options is None:
        before = latest(db, scope, [exercise.id]).get(exercise.id)
        options = before.options if before else None
    stretch = exercise.stretch
    options = {**(options or {}), **stretch} or None
    estimate_usd = costs.expected_usd(exercise, options)
    budgets.check_gpu(db, scope, estimate_usd)
    kind = EXCERPT if stretch else PROCESS
    job = Job(tenant_id=scope.tenant_id, exercise_id=exercise.id, kind=kind, options=options, estimate_usd=estimate_usd)
    db.add(job)
    if exercise.version == 0:
        exercise.state = ExerciseState.QUEUED
    exercise.error_code, exercise.error_values, exercise.updated_at = None, None, now()
    db.add(exercise)
    try:
        db.commit()
    except IntegrityError:  # one_active_job_per_exercise
        db.rollback()
        raise JobActive from None
    return public(job, scope.language)


retry = enqueue


def cancel(db: Session, scope: Scope, job_id: int) -> JobPublic:
    """Stops a job that is queued or running; one that has ended stays as it is.

    A running worker notices at its next heartbeat.
    """
    require_trainer(scope)
    done = db.exec(
        update(Job)
        .where(col(Job.id) == job_id, col(Job.tenant_id) == scope.tenant_id, col(Job.status).in_(ACTIVE))
        .values(status=JobStatus.CANCELLED, finished_at=now(), lease_owner=None, lease_until=None)
    )
    job = _row(db, scope, job_id)
    if done.rowcount:
        db.exec(
            update(Exercise)
            .where(col(Exercise.id) == job.exercise_id, col(Exercise.version) == 0)
            .values(state=ExerciseState.CANCELLED, updated_at=now())
        )
    db.commit()
    return public(job, scope.language)


def get(db: Session, scope: Scope, job_id: int) -> JobPublic:
    """One job of the tenant."""
    require_trainer(scope)
    return public(_row(db, scope, job_id), scope.language)


def list_all(db: Session, scope: Scope, *, active_only: bool = False) -> list[JobPublic]:
    """The tenant's jobs, newest first."""
    require_trainer(scope)
    query = select(Job).where(col(Job.tenant_id) == scope.tenant_id).order_by(col(Job.id).desc())
    if active_only:
        query = query.where(col(Job.status).in_(ACTIVE))
    return [public(row, scope.language) for row in db.exec(query)]


def latest(db: Session, scope: Scope, exercise_ids: Sequence[uuid.UUID], *, ready: bool = False) -> dict[uuid.UUID, Job]:
    """The newest job of each exercise that has one; with `ready` the newest that made something: it tells of what is shown."""
    wanted = [col(Job.tenant_id) == scope.tenant_id, col(Job.exercise_id).in_(exercise_ids)]
    if ready:
        wanted.append(col(Job.status) == JobStatus.READY)
    newest = select(func.max(col(Job.id))).where(*wanted).group_by(col(Job.exercise_id))
    return {row.exercise_id: row for row in db.exec(select(Job).where(col(Job.id).in_(newest)))}


def attempts_left(job: Job) -> int:
    """How often it may still be tried."""
    return max(0, get_settings().job_attempts - job.attempts)


def public(job: Job, language: str) -> JobPublic:
    """A job for the trainer's eyes."""
    fields = job.model_dump(include=_SHOWN)
    return JobPublic(
        **fields,
        exercise_id=str(job.exercise_id),
        error=reasons.sentence(job.error_code, job.error_values, language),
        error_code=job.error_code or "",
        warnings=reasons.warnings(job.warnings, language),
    )


def _row(db: Session, scope: Scope, job_id: int) -> Job:
    row = db.exec(
        select(Job).where(col(Job.id) == job_id, col(Job.tenant_id) == scope.tenant_id).execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound
    return row
