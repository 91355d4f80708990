"""What the panel shows: the platform's own rows, as workers published them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from perscoach_app.services import reasons
from perscoach_app.services.scope import Scope, require_admin
from perscoach_app.tables import PublishedDeed, PublishedJob, StudioFigures, TenantStatus, WorkerLine
from perscoach_app.tables.job import ACTIVE, JobStatus
from perscoach_app.tables.moments import now_of

SILENT = timedelta(seconds=30)  # a worker says every two seconds that it is there
DEEDS_SHOWN = 100
LACKS = {
    "ru": "На машине нет модели, которую выбрал тренер. {lacking}. Где её взять, скажет `perscoach weights list`.",
    "en": "The machine lacks the model that a trainer chose. {lacking}. `perscoach weights list` says where it comes from.",
}


@dataclass(frozen=True, slots=True)
class Worker:
    """One process that works jobs off."""

    name: str
    device: str
    began_at: datetime
    seen_at: datetime
    alive: bool
    job: int  # it is busy with; 0 for none


@dataclass(frozen=True, slots=True)
class Overview:
    """The installation in a few numbers."""

    studios: int
    suspended: int
    clients: int
    trainings_week: int
    month_usd: float
    expected_usd: float
    gpu_seconds: float
    storage_bytes: int
    running: int
    waiting: int
    failed_week: int
    workers: int
    counted_at: datetime | None


def overview(db: Session, scope: Scope) -> Overview:
    """Sums over all studios, and what is under way."""
    known = studios(db, scope)
    active = [job.status for job in jobs(db, scope, "active")]
    return Overview(
        studios=len(known),
        suspended=sum(each.status == TenantStatus.SUSPENDED for each in known),
        clients=sum(each.clients for each in known),
        trainings_week=sum(each.trainings_week for each in known),
        month_usd=sum(each.month_usd for each in known),
        expected_usd=sum(each.expected_usd for each in known),
        gpu_seconds=sum(each.gpu_seconds for each in known),
        storage_bytes=sum(each.storage_bytes for each in known),
        running=active.count(JobStatus.RUNNING),
        waiting=active.count(JobStatus.QUEUED),
        failed_week=sum(each.jobs_failed_week for each in known),
        workers=sum(each.alive for each in workers(db, scope)),
        counted_at=min((each.counted_at for each in known), default=None),
    )


def studios(db: Session, scope: Scope) -> list[StudioFigures]:
    """By label."""
    require_admin(scope)
    return list(db.exec(select(StudioFigures).where(col(StudioFigures.tenant_id) == scope.tenant_id).order_by(col(StudioFigures.slug))))


def jobs(db: Session, scope: Scope, which: str = "") -> list[PublishedJob]:
    """The newest first.

    Args:
        which: `active`, `failed`, or all.
    """
    require_admin(scope)
    query = select(PublishedJob).where(col(PublishedJob.tenant_id) == scope.tenant_id).order_by(col(PublishedJob.job_id).desc())
    if which == "active":
        query = query.where(col(PublishedJob.status).in_(ACTIVE))
    elif which == "failed":
        query = query.where(col(PublishedJob.status) == JobStatus.FAILED)
    return list(db.exec(query))


def workers(db: Session, scope: Scope) -> list[Worker]:
    """Those of the last day, the living first."""
    require_admin(scope)
    moment = now_of(db)
    busy = {job.worker: job.job_id for job in jobs(db, scope, "active") if job.worker}
    rows = db.exec(select(WorkerLine).where(col(WorkerLine.tenant_id) == scope.tenant_id).order_by(col(WorkerLine.seen_at).desc()))
    return [Worker(row.name, row.device, row.began_at, row.seen_at, moment - row.seen_at < SILENT, busy.get(row.name, 0)) for row in rows]


def deeds(db: Session, scope: Scope, deed: str = "", slug: str = "") -> list[PublishedDeed]:
    """The newest audit lines of all studios; of one kind, or of one studio."""
    require_admin(scope)
    query = select(PublishedDeed).where(col(PublishedDeed.tenant_id) == scope.tenant_id)
    if deed:
        query = query.where(col(PublishedDeed.deed) == deed)
    if slug:
        query = query.where(col(PublishedDeed.slug) == slug)
    return list(db.exec(query.order_by(col(PublishedDeed.at).desc(), col(PublishedDeed.entry_id).desc()).limit(DEEDS_SHOWN)))


def why(job: PublishedJob, language: str) -> str:
    """Why a job failed, without what its reason names, which may be a file's name; what the machine lacked is hers to know."""
    if job.status == JobStatus.FAILED and job.lacking:
        return LACKS["ru" if language == "ru" else "en"].format(lacking=job.lacking)
    return reasons.sentence(job.error_code, None, language) if job.status == JobStatus.FAILED else ""
