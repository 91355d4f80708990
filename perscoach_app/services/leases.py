"""The worker's side of jobs: take one, report, hand over what came out.

Every change is one UPDATE that names what it expects (status, owner, attempt), so it is atomic on SQLite and PostgreSQL alike and a
worker that lost its lease can change nothing. Times are the database's: machines' own clocks may differ.
"""

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from perscoach_app.services import reasons
from perscoach_app.services.errors import LeaseLost
from perscoach_app.services.turns import next_job
from perscoach_app.settings import get_settings
from perscoach_app.tables import Exercise, ExerciseState, Job, JobStatus
from perscoach_app.tables.job import PROCESS
from perscoach_app.tables.moments import now_of

TRIES = 8  # for a job, when other workers are quicker: enough that several starting together each find one
HOUR_S = 3600.0


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
    former_prefixes: tuple[str, ...]  # what earlier attempts left half done since the current version lies here
    kind: str = PROCESS
    options: dict[str, Any] = field(default_factory=dict)
    price_usd: float = 0.0  # an hour of what it runs on
    busy_before_s: float = 0.0  # what earlier attempts took…
    cost_before_usd: float = 0.0  # …and cost
    taken_at: float = 0.0  # by the worker's monotonic clock

    def spent(self) -> dict[str, float]:
        """What all attempts took and cost so far, for the job's row."""
        gone_s = monotonic() - self.taken_at
        return {"busy_s": self.busy_before_s + gone_s, "cost_usd": self.cost_before_usd + gone_s * self.price_usd / HOUR_S}


def lease(db: Session, worker: str) -> Lease | None:
    """Takes the job whose turn it is (`turns`), if it waits or its worker fell silent; None when there is nothing to do."""
    settings = get_settings()
    for _ in range(TRIES):
        moment = now_of(db)
        _give_up_spent(db, moment)
        job = next_job(db, _free(moment), moment)
        if job is None:
            break
        owner, attempt = f"{worker}:{secrets.token_hex(8)}", job.attempts + 1
        taken = db.exec(
            update(Job)
            .where(col(Job.id) == job.id, col(Job.attempts) == attempt - 1, _free(moment))
            .values(
                status=JobStatus.RUNNING,
                attempts=attempt,
                device=settings.device,
                lease_owner=owner,
                lease_until=moment + timedelta(seconds=settings.job_lease_s),
                not_before=None,
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
    until = now_of(db) + timedelta(seconds=get_settings().job_lease_s)
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


def finish(
    db: Session,
    held: Lease,
    *,
    duration_s: float | None = None,
    output_bytes: int = 0,
    warnings: list[dict[str, Any]] | None = None,
) -> None:
    """The outputs lie under `held.output_prefix`: makes them the exercise's current version, in one transaction.

    Args:
        db: An open session.
        held: The lease.
        duration_s: Of the clip.
        output_bytes: Of what was stored for this version; earlier versions stay, for the sessions that were trained with them.
        warnings: What is worth knowing about the clip.
    """
    moment = now_of(db)
    _end(db, held, JobStatus.READY, moment, progress=1.0, eta_s=0.0, warnings=warnings)
    db.exec(
        update(Exercise)
        .where(col(Exercise.id) == held.exercise_id)
        .values(
            state=ExerciseState.READY,
            version=held.version,
            duration_s=duration_s,
            output_bytes=col(Exercise.output_bytes) + output_bytes,
            error_code=None,
            error_values=None,
            updated_at=moment,
        )
    )
    db.commit()


def fail(db: Session, held: Lease, code: str, values: dict[str, Any]) -> None:
    """Ends the job with a reason; an earlier version of the exercise stays in place."""
    moment = now_of(db)
    _end(db, held, JobStatus.FAILED, moment, error_code=code, error_values=values)
    _mark_failed(db, held.exercise_id, code, values, moment)
    db.commit()


def release(db: Session, held: Lease, *, worked: bool = True) -> None:
    """Gives the job back to the queue, because the worker is being stopped: this was none of the job's attempts.

    Args:
        db: An open session.
        held: The lease.
        worked: False where the work could not even begin; the tenant does not pay for that.
    """
    unpaid = {} if worked else {"busy_s": held.busy_before_s, "cost_usd": held.cost_before_usd}
    _queue_again(db, held, attempts=held.attempt - 1, **unpaid)


def put_off(db: Session, held: Lease, wait_s: float, code: str, values: dict[str, Any]) -> None:
    """Ends an attempt that failed for what may pass: the job is tried again after a while, or fails for `code` if this was the last one."""
    if held.attempt >= get_settings().job_attempts:
        fail(db, held, code, values)
    else:
        _queue_again(db, held, not_before=now_of(db) + timedelta(seconds=wait_s))


def settle(db: Session, held: Lease) -> None:
    """Writes down what a job cost that was cancelled while it ran: between its last heartbeat and the end of the work, too."""
    spent = held.spent()
    db.exec(
        update(Job)
        .where(
            col(Job.id) == held.job_id,
            col(Job.status) == JobStatus.CANCELLED,
            col(Job.attempts) == held.attempt,
            col(Job.busy_s) < spent["busy_s"],
        )
        .values(**spent)
    )
    db.commit()


def _free(moment: datetime) -> ColumnElement[bool]:
    waits = and_(col(Job.status) == JobStatus.QUEUED, or_(col(Job.not_before).is_(None), col(Job.not_before) <= moment))
    return or_(waits, _silent(moment))


def _silent(moment: datetime) -> ColumnElement[bool]:
    return and_(col(Job.status) == JobStatus.RUNNING, col(Job.lease_until) < moment)


def _begin(db: Session, job: Job, owner: str, attempt: int) -> Lease:
    exercise = db.get_one(Exercise, job.exercise_id)
    exercise.attempted_version += 1
    if exercise.version == 0:
        exercise.state = ExerciseState.PROCESSING
    db.add(exercise)
    assert job.id is not None
    settings = get_settings()
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
        former_prefixes=exercise.unfinished_prefixes()[:-1],
        kind=job.kind,
        options=dict(job.options or {}),
        price_usd=settings.gpu_prices[settings.device],
        busy_before_s=job.busy_s,
        cost_before_usd=job.cost_usd,
        taken_at=monotonic(),
    )
    db.commit()
    return held


def _change(db: Session, held: Lease, **values: Any) -> None:
    changed = db.exec(
        update(Job)
        .where(col(Job.id) == held.job_id, col(Job.lease_owner) == held.owner, col(Job.status) == JobStatus.RUNNING)
        .values(**{**held.spent(), **values})
    )
    if changed.rowcount != 1:
        db.rollback()
        raise LeaseLost


def _end(db: Session, held: Lease, status: JobStatus, moment: datetime, **values: Any) -> None:
    _change(db, held, status=status, finished_at=moment, lease_owner=None, lease_until=None, **values)


def _queue_again(db: Session, held: Lease, **values: Any) -> None:
    _change(db, held, status=JobStatus.QUEUED, stage="", progress=0.0, eta_s=None, lease_owner=None, lease_until=None, **values)
    db.exec(
        update(Exercise)
        .where(col(Exercise.id) == held.exercise_id, col(Exercise.version) == 0)
        .values(state=ExerciseState.QUEUED, updated_at=now_of(db))
    )
    db.commit()


def _give_up_spent(db: Session, moment: datetime) -> None:
    """Fails the jobs that have killed as many workers as they may."""
    spent = and_(_free(moment), col(Job.attempts) >= get_settings().job_attempts)
    for job in db.exec(select(Job).where(spent)).all():
        values = {"attempts": job.attempts}
        gone = db.exec(
            update(Job)
            .where(col(Job.id) == job.id, spent)
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
            _mark_failed(db, job.exercise_id, reasons.ATTEMPTS_SPENT, values, moment)
        db.commit()


def _mark_failed(db: Session, exercise_id: uuid.UUID, code: str, values: dict[str, Any], moment: datetime) -> None:
    db.exec(
        update(Exercise)
        .where(col(Exercise.id) == exercise_id, col(Exercise.version) == 0)
        .values(state=ExerciseState.FAILED, error_code=code, error_values=values, updated_at=moment)
    )
