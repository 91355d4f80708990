"""What is wrong with the installation now, the worst first: what an administrator who is woken at night reads before all numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from perscoach_app.services import admin_panel, problems
from perscoach_app.services.admin_panel import Worker
from perscoach_app.services.scope import Scope
from perscoach_app.tables import PublishedJob, StudioFigures
from perscoach_app.tables.job import JobStatus
from perscoach_app.tables.moments import now_of

LONG_WAIT = timedelta(minutes=15)  # a video that waits while none is processed: longer than a worker needs to come back
LATELY = timedelta(days=1)  # a failed video is no news after a day
STALE = timedelta(minutes=5)  # figures are counted once a minute
NEARLY_FULL = 0.95  # of a studio's money or room: its next video may be refused


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to see to.

    Attributes:
        kind: `no_worker`, `silent`, `stuck`, `failed`, `errors`, `full` or `stale`; the sentence says what to do.
        n: how many.
        subject: a worker's or a studio's name, or several.
        page: where it is seen to, below `/admin/`.
        bad: somebody waits for it; else it can wait for the morning.
    """

    kind: str
    page: str
    n: int = 0
    subject: str = ""
    bad: bool = False


def now(db: Session, scope: Scope) -> list[Trouble]:
    """All of them; none when everything is well."""
    moment, workers, studios = now_of(db), admin_panel.workers(db, scope), admin_panel.studios(db, scope)
    alive = any(worker.alive for worker in workers)
    return [
        *([] if alive else [Trouble("no_worker", "jobs", bad=True)]),
        *(_silent(workers) if alive else []),
        *_stuck(admin_panel.jobs(db, scope, "active"), moment),
        *_failed(admin_panel.jobs(db, scope, "failed"), moment),
        *_errors(len(problems.listed(db, scope))),
        *_full(studios),
        *(_stale(studios, moment) if alive else []),
    ]


def _silent(workers: list[Worker]) -> list[Trouble]:
    names = [worker.name for worker in workers if not worker.alive]
    return [Trouble("silent", "jobs", len(names), ", ".join(names))] if names else []


def _stuck(active: list[PublishedJob], moment: datetime) -> list[Trouble]:
    waiting = [job for job in active if job.status == JobStatus.QUEUED and moment - job.created_at > LONG_WAIT]
    idle = not any(job.status == JobStatus.RUNNING for job in active)
    return [Trouble("stuck", "jobs", len(waiting), bad=True)] if waiting and idle else []


def _failed(failed: list[PublishedJob], moment: datetime) -> list[Trouble]:
    fresh = [job for job in failed if job.finished_at is not None and moment - job.finished_at < LATELY]
    return [Trouble("failed", "jobs?which=failed", len(fresh))] if fresh else []


def _errors(places: int) -> list[Trouble]:
    return [Trouble("errors", "errors", places)] if places else []


def _full(studios: list[StudioFigures]) -> list[Trouble]:
    names = [
        each.slug for each in studios if _nearly(each.month_usd, each.budget_usd) or _nearly(each.storage_bytes, each.storage_budget_bytes)
    ]
    return [Trouble("full", "tenants", len(names), ", ".join(names))] if names else []


def _nearly(used: float, budget: float) -> bool:
    return used >= NEARLY_FULL * budget > 0


def _stale(studios: list[StudioFigures], moment: datetime) -> list[Trouble]:
    oldest = min((each.counted_at for each in studios), default=moment)
    return [Trouble("stale", "errors")] if moment - oldest > STALE else []
