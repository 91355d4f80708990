"""What the installation says about itself to whoever keeps it running: from the rows that a worker publishes, numbers only."""

from collections import Counter
from collections.abc import Iterable

from sqlmodel import Session, col, select

from perscoach_app.tables import Problem, PublishedJob, StudioFigures, Tenant, TenantKind, WorkerLine
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now_of

Series = tuple[str, str, tuple[str, ...], list[tuple[tuple[str, ...], float]]]
"""A gauge: its name, its meaning, its labels, its values."""

FIGURES = {
    "clients": "Clients of a studio.",
    "trainings": "Trainings of a studio, all of them.",
    "trainings_week": "Trainings of a studio in the last seven days.",
    "storage_bytes": "What a studio's files take.",
    "storage_budget_bytes": "What they may take.",
    "month_usd": "What a studio's processing cost this month, in dollars.",
    "budget_usd": "What it may cost.",
}


def published() -> list[Series]:
    """Every gauge there is; none before the first worker ran."""
    with open_session(reading=True) as db:
        platform = db.exec(select(Tenant.id).where(col(Tenant.kind) == TenantKind.PLATFORM)).first()
    if platform is None:
        return []
    with open_session(reading=True, tenant_id=platform) as db:
        return [*_workers(db, platform), *_jobs(db, platform), *_problems(db, platform), *_studios(db, platform)]


def _workers(db: Session, platform: int) -> Iterable[Series]:
    moment = now_of(db)
    lines = db.exec(select(WorkerLine).where(col(WorkerLine.tenant_id) == platform)).all()
    silent: list[tuple[tuple[str, ...], float]] = [((line.name,), (moment - line.seen_at).total_seconds()) for line in lines]
    yield "worker_silent_seconds", "Since a worker's last sign of life.", ("worker",), silent


def _jobs(db: Session, platform: int) -> Iterable[Series]:
    rows = db.exec(select(PublishedJob.status).where(col(PublishedJob.tenant_id) == platform)).all()
    yield "jobs", "The newest jobs, by what became of them.", ("status",), [((status,), count) for status, count in Counter(rows).items()]


def _problems(db: Session, platform: int) -> Iterable[Series]:
    rows = db.exec(select(Problem.process, Problem.count).where(col(Problem.tenant_id) == platform)).all()
    sums: Counter[str] = Counter()
    for process, count in rows:
        sums[process] += count
    yield "problems", "Exceptions that nobody has settled.", ("process",), [((process,), count) for process, count in sums.items()]


def _studios(db: Session, platform: int) -> Iterable[Series]:
    rows = db.exec(select(StudioFigures).where(col(StudioFigures.tenant_id) == platform)).all()
    for name, meaning in FIGURES.items():
        yield f"studio_{name}", meaning, ("studio",), [((row.slug,), float(getattr(row, name))) for row in rows]
