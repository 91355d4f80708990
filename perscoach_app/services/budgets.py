"""What a tenant may use: money for processing a month, and room in the storage. New work is refused with a sentence.

A check locks the tenant's row until the caller commits what it checked for: two requests at once cannot both take the last dollar.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from perscoach_app.services import policy
from perscoach_app.services.errors import GpuBudgetSpent, NotFound, StorageFull
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, Job, Tenant
from perscoach_app.tables.job import ACTIVE
from perscoach_app.tables.moments import now

COUNTED_BY_ROWS = "exercises"  # the folder whose bytes stand in the table


@dataclass(frozen=True, slots=True)
class Usage:
    """What is used, of how much.

    Attributes:
        gpu_usd: what this month's jobs have cost.
        expected_usd: what those still queued or running are expected to cost beyond that.
        storage_bytes: sources and outputs of all exercises, photos, voice notes.
        month: first day of the month, in the tenant's time zone.
        renews_on: first day of the next one.
    """

    gpu_usd: float
    expected_usd: float
    gpu_budget_usd: float
    storage_bytes: int
    storage_budget_bytes: int
    month: date
    renews_on: date

    @property
    def taken_usd(self) -> float:
        """Spent or spoken for."""
        return self.gpu_usd + self.expected_usd


def usage(db: Session, scope: Scope) -> Usage:
    """What the trainer's tenant uses now."""
    require_trainer(scope)
    return _usage(db, _tenant(db, scope.tenant_id))


def usage_of(db: Session, tenant_id: int) -> Usage:
    """The same for a worker, which publishes it."""
    return _usage(db, _tenant(db, tenant_id))


def check_gpu(db: Session, scope: Scope, estimate_usd: float) -> None:
    """Whether a job that is expected to cost this may be queued now. Commit the job in the same transaction.

    Raises:
        GpuBudgetSpent: the month's budget does not allow it. A job that costs nothing is always allowed.
    """
    if estimate_usd <= 0:
        return
    tenant = _tenant(db, scope.tenant_id, lock=True)
    gone = _spent(db, tenant)
    budget = _gpu_budget(tenant)
    if sum(gone) + estimate_usd > budget:
        raise GpuBudgetSpent(used_usd=sum(gone), budget_usd=budget, need_usd=estimate_usd, until=month_of(tenant.timezone, now())[1])


def check_storage(db: Session, scope: Scope, more_bytes: int) -> None:
    """Whether the tenant has room for so many bytes more. Commit the row that holds their number in the same transaction.

    Raises:
        StorageFull: it has not.
        StoredElsewhere: the trainer wants her files in another region than this installation's.
    """
    tenant = _tenant(db, scope.tenant_id, lock=True)
    policy.check_region(tenant)
    used, budget = _stored(db, scope.tenant_id), _storage_budget(tenant)
    if used + more_bytes > budget:
        raise StorageFull(used_bytes=used, budget_bytes=budget, need_bytes=more_bytes)


def set_budget(db: Session, slug: str, *, gpu_usd: float | None = None, storage_bytes: int | None = None) -> Usage:
    """The administrator gives a tenant budgets of its own; None leaves that one as it is.

    Raises:
        NotFound: no tenant has this label.
    """
    tenant = db.exec(select(Tenant).where(col(Tenant.slug) == slug.strip().lower()).with_for_update()).first()
    if tenant is None:
        raise NotFound
    if gpu_usd is not None:
        tenant.gpu_budget_usd = gpu_usd
    if storage_bytes is not None:
        tenant.storage_budget_bytes = storage_bytes
    db.add(tenant)
    db.commit()
    return _usage(db, tenant)


def month_of(timezone: str, moment: datetime) -> tuple[date, date]:
    """First day of the month that it is there, and of the next one."""
    first = moment.astimezone(ZoneInfo(timezone)).date().replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def began_of(tenant: Tenant) -> datetime:
    """The moment the present month began where the tenant is."""
    return datetime.combine(month_of(tenant.timezone, now())[0], datetime.min.time(), ZoneInfo(tenant.timezone)).astimezone(UTC)


def _usage(db: Session, tenant: Tenant) -> Usage:
    assert tenant.id is not None
    spent_usd, expected_usd = _spent(db, tenant)
    month, renews_on = month_of(tenant.timezone, now())
    return Usage(
        gpu_usd=spent_usd,
        expected_usd=expected_usd,
        gpu_budget_usd=_gpu_budget(tenant),
        storage_bytes=_stored(db, tenant.id),
        storage_budget_bytes=_storage_budget(tenant),
        month=month,
        renews_on=renews_on,
    )


def _spent(db: Session, tenant: Tenant) -> tuple[float, float]:
    """Dollars that jobs queued this month have cost, and what those under way may cost beyond that."""
    rest = func.coalesce(col(Job.estimate_usd), 0.0) - col(Job.cost_usd)
    to_come = case((col(Job.status).in_(ACTIVE) & (rest > 0), rest), else_=0.0)
    spent, expected = db.exec(
        select(func.coalesce(func.sum(col(Job.cost_usd)), 0.0), func.coalesce(func.sum(to_come), 0.0)).where(
            col(Job.tenant_id) == tenant.id, col(Job.created_at) >= began_of(tenant)
        )
    ).one()
    return float(spent), float(expected)


def _stored(db: Session, tenant_id: int) -> int:
    in_rows = func.coalesce(func.sum(col(Exercise.source_bytes) + col(Exercise.output_bytes)), 0)
    return int(db.exec(select(in_rows).where(col(Exercise.tenant_id) == tenant_id)).one()) + get_storage().bytes_under(
        f"tenants/{tenant_id}", but=COUNTED_BY_ROWS
    )


def _gpu_budget(tenant: Tenant) -> float:
    return get_settings().gpu_budget_usd if tenant.gpu_budget_usd is None else tenant.gpu_budget_usd


def _storage_budget(tenant: Tenant) -> int:
    return get_settings().storage_budget_bytes if tenant.storage_budget_bytes is None else tenant.storage_budget_bytes


def _tenant(db: Session, tenant_id: int, *, lock: bool = False) -> Tenant:
    query = select(Tenant).where(col(Tenant.id) == tenant_id)
    tenant = db.exec(query.with_for_update() if lock else query).first()  # SQLite's write lock is the whole database's
    if tenant is None:
        raise NotFound
    return tenant
