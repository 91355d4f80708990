"""A worker publishes what administrators may know: figures by studio, jobs and audit lines by number. No names, no titles, no pictures."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from perscoach_app.services import budgets, reasons, tenants
from perscoach_app.settings import get_settings
from perscoach_app.tables import (
    AuditEntry,
    Exercise,
    Job,
    Person,
    PublicTurn,
    PublishedDeed,
    PublishedJob,
    Role,
    StudioFigures,
    Tenant,
    TenantKind,
    Training,
    WorkerLine,
)
from perscoach_app.tables.database import open_session
from perscoach_app.tables.job import ACTIVE, JobStatus
from perscoach_app.tables.moments import now_of

FIGURES_EVERY = timedelta(minutes=1)  # some read the storage
JOBS_EVERY = timedelta(seconds=2)
DEEDS_EVERY = timedelta(seconds=5)
JOBS_KEPT = 300  # the newest; older ones say nothing to whoever keeps things running
DEEDS_AT_ONCE = 500
FORGOTTEN = timedelta(days=1)  # a worker that was not seen for so long is history
WEEK = timedelta(days=7)
LACKING_MOST = 200  # characters, as the table has it
_WHOLE_NUMBER = re.compile(r"([0-9a-f]{8})-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def soon() -> None:
    """After an order: the panel shall show what came of it at the next look, not in a minute."""
    with open_session() as db:
        db.exec(update(PublicTurn).values(next_at=now_of(db)))
        db.commit()


def show_alive(name: str) -> None:
    """This worker is there."""
    with open_session() as db:
        platform, moment, device = _platform(db), now_of(db), get_settings().device
        _put(db, WorkerLine, col(WorkerLine.name) == name, {"name": name}, {"seen_at": moment, "device": device}, platform)
        db.exec(delete(WorkerLine).where(col(WorkerLine.seen_at) < moment - FORGOTTEN))
        db.commit()


def worker_names() -> list[str]:
    """Of all that were heard of within a day."""
    with open_session(reading=True) as db:
        return list(db.exec(select(WorkerLine.name)))


def forget_workers(*names: str) -> None:
    """They ended, and are not to be looked for."""
    with open_session() as db:
        db.exec(delete(WorkerLine).where(col(WorkerLine.name).in_(names)))
        db.commit()


def publish() -> None:
    """Everything whose time has come, once among all workers."""
    for what, every, deed in (
        ("jobs", JOBS_EVERY, _jobs),
        ("deeds", DEEDS_EVERY, _deeds),
        ("figures", FIGURES_EVERY, _figures),
    ):
        with open_session() as db:
            platform = _platform(db)
            mine = _take_turn(db, what, every, platform)
        if mine:
            deed(platform)


def _jobs(platform: int) -> None:
    with open_session(reading=True) as db:
        newest = select(Job, Tenant.slug).join(Tenant, col(Tenant.id) == col(Job.tenant_id)).order_by(col(Job.id).desc()).limit(JOBS_KEPT)
        jobs = list(db.exec(newest))
        known = {row.job_id: row for row in db.exec(select(PublishedJob))}
    fresh = {job.id or 0: _line_of(job, slug) for job, slug in jobs}
    changed = {number: line for number, line in fresh.items() if number not in known or _differs(known[number], line)}
    gone = known.keys() - fresh.keys()
    if not changed and not gone:
        return
    with open_session() as db:
        for number, line in changed.items():
            _put(db, PublishedJob, col(PublishedJob.job_id) == number, {"job_id": number}, line, platform)
        if gone:
            db.exec(delete(PublishedJob).where(col(PublishedJob.job_id).in_(gone)))
        db.commit()


def _lacking(job: Job) -> str:
    values = (job.error_values or {}) if job.error_code == reasons.MODEL_AWAY else {}
    return f"{values.get('model', '')}: {values.get('what', '')}"[:LACKING_MOST] if values else ""


def _line_of(job: Job, slug: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "kind": job.kind,
        "status": job.status,
        "stage": job.stage,
        "progress": job.progress,
        "eta_s": job.eta_s,
        "attempts": job.attempts,
        "device": job.device,
        "worker": (job.lease_owner or "").rpartition(":")[0],
        "busy_s": job.busy_s,
        "cost_usd": job.cost_usd,
        "estimate_usd": job.estimate_usd,
        "error_code": job.error_code or "",
        "lacking": _lacking(job),
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }


def _deeds(platform: int) -> None:
    """By what is not there yet, not by the newest number: on PostgreSQL a lower number may become visible after a higher one."""
    with open_session() as db:
        query = (
            select(AuditEntry, Tenant.slug)
            .join(Tenant, col(Tenant.id) == col(AuditEntry.tenant_id))
            .where(col(AuditEntry.id).not_in(select(PublishedDeed.entry_id)))
            .order_by(col(AuditEntry.id))
            .limit(DEEDS_AT_ONCE)
        )
        for entry, slug in db.exec(query).all():
            db.add(
                PublishedDeed(
                    tenant_id=platform,
                    entry_id=entry.id or 0,
                    slug=slug,
                    actor=f"{entry.actor_role} {entry.actor_id}" if entry.actor_id is not None else "",
                    deed=entry.deed,
                    subject=_shortened(entry.subject),
                    values={name: _shortened(value) for name, value in entry.values.items()},
                    at=entry.at,
                )
            )
        db.commit()


def _shortened(value: Any) -> Any:
    """Enough to tell two lines apart, and too little to name a thing by."""
    return _WHOLE_NUMBER.sub(r"\1…", value) if isinstance(value, str) else value


def _figures(platform: int) -> None:
    """One studio a transaction: some of it reads the storage, and on SQLite whoever writes waits."""
    with open_session(reading=True) as db:
        studios = list(db.exec(select(Tenant).where(col(Tenant.kind) == TenantKind.STUDIO)))
    for studio in studios:
        with open_session(reading=True) as db:
            figures = _figures_of(db, studio)
        with open_session() as db:
            _put(db, StudioFigures, col(StudioFigures.studio_id) == studio.id, {"studio_id": studio.id}, figures, platform)
            db.commit()
    with open_session() as db:
        db.exec(delete(StudioFigures).where(col(StudioFigures.studio_id).not_in([studio.id for studio in studios])))
        db.commit()


def _figures_of(db: Session, studio: Tenant) -> dict[str, Any]:
    assert studio.id is not None
    moment, used = now_of(db), budgets.usage_of(db, studio.id)
    week = moment - WEEK

    def count(table: type[SQLModel], *wanted: ColumnElement[bool]) -> int:
        mine: Any = table
        return int(db.exec(select(func.count()).select_from(table).where(mine.tenant_id == studio.id, *wanted)).one())

    present = col(Person.removed_at).is_(None)
    done = col(Training.finished_at).is_not(None)
    seen = db.exec(select(func.max(col(Person.last_seen_at))).where(col(Person.tenant_id) == studio.id)).one()
    return {
        "slug": studio.slug,
        "name": studio.name,
        "status": studio.status,
        "trainers": count(Person, present, col(Person.role) == Role.TRAINER),
        "clients": count(Person, present, col(Person.role) == Role.CLIENT),
        "exercises": count(Exercise, col(Exercise.removed_at).is_(None)),
        "trainings": count(Training, done),
        "trainings_week": count(Training, done, col(Training.finished_at) > week),
        "jobs_waiting": count(Job, col(Job.status).in_(ACTIVE)),
        "jobs_failed_week": count(Job, col(Job.status) == JobStatus.FAILED, col(Job.finished_at) > week),
        "storage_bytes": used.storage_bytes,
        "storage_budget_bytes": used.storage_budget_bytes,
        "month_usd": used.gpu_usd,
        "expected_usd": used.expected_usd,
        "budget_usd": used.gpu_budget_usd,
        "gpu_seconds": _busy_s(db, studio),
        "last_seen_at": seen,
        "created_at": studio.created_at,
        "counted_at": moment,
    }


def _busy_s(db: Session, studio: Tenant) -> float:
    busy = func.coalesce(func.sum(col(Job.busy_s)), 0.0)
    return float(db.exec(select(busy).where(col(Job.tenant_id) == studio.id, col(Job.created_at) >= budgets.began_of(studio))).one())


def _take_turn(db: Session, what: str, every: timedelta, platform: int) -> bool:
    moment = now_of(db)
    taken = db.exec(
        update(PublicTurn).where(col(PublicTurn.what) == what, col(PublicTurn.next_at) <= moment).values(next_at=moment + every)
    )
    if taken.rowcount == 0 and db.get(PublicTurn, what) is None:
        db.add(PublicTurn(what=what, tenant_id=platform, next_at=moment + every))
        try:
            db.commit()
        except IntegrityError:  # another worker began at the same moment
            db.rollback()
            return False
        return True
    db.commit()
    return bool(taken.rowcount == 1)


def _put(
    db: Session, table: type[SQLModel], which: ColumnElement[bool], keys: dict[str, Any], values: dict[str, Any], platform: int
) -> None:
    """The row as it is now, new or changed."""
    if db.exec(update(table).where(which).values(**values)).rowcount == 0:
        db.add(table(**keys, **values, tenant_id=platform))
        db.flush()


def _differs(row: SQLModel, line: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in line.items())


def _platform(db: Session) -> int:
    found = tenants.platform(db).id
    assert found is not None
    return found
