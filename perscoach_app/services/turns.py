"""Whose job comes next: tenants take turns, so that one trainer's forty clips do not keep another's one waiting."""

from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from perscoach_app.services import policy
from perscoach_app.tables import Job, JobStatus, Tenant, TenantStatus


def next_job(db: Session, free: ColumnElement[bool], moment: datetime) -> Job | None:
    """The oldest free job of the tenant that has the fewest running and has waited longest for its turn; None when there is none.

    Jobs of a suspended tenant wait, and so do those that may not be processed in this worker's region.
    """
    oldest = (
        select(func.min(col(Job.id)))
        .join(Tenant, col(Tenant.id) == col(Job.tenant_id))
        .where(free, col(Tenant.status) == TenantStatus.ACTIVE, col(Tenant.id).not_in(policy.not_to_be_processed_here(db)))
        .group_by(col(Job.tenant_id))
    )
    other = aliased(Job)
    of_tenant = col(other.tenant_id) == col(Job.tenant_id)
    running = (
        select(func.count()).where(of_tenant, col(other.status) == JobStatus.RUNNING, col(other.lease_until) >= moment).scalar_subquery()
    )
    last_turn = select(func.max(col(other.started_at))).where(of_tenant).scalar_subquery()
    query = select(Job).where(col(Job.id).in_(oldest)).order_by(running, last_turn.asc().nulls_first(), col(Job.id))
    return db.exec(query).first()
