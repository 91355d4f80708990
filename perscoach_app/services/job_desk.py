"""The installation's jobs, for whoever runs it: of all tenants, by number, without what a video shows or is called."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from perscoach_app.services import jobs, people
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Job, JobPublic, Role, Tenant
from perscoach_app.tables.job import ACTIVE


@dataclass(frozen=True, slots=True)
class Entry:
    """One job and whose it is."""

    tenant: str
    kind: str
    job: JobPublic


def entries(db: Session, language: str, *, active_only: bool = False, tenant: str = "", at_most: int = 50) -> list[Entry]:
    """The newest jobs first."""
    query = select(Job, Tenant.slug).join(Tenant, col(Tenant.id) == col(Job.tenant_id)).order_by(col(Job.id).desc()).limit(at_most)
    if active_only:
        query = query.where(col(Job.status).in_(ACTIVE))
    if tenant:
        query = query.where(col(Tenant.slug) == tenant)
    return [Entry(slug, job.kind, jobs.public(job, language)) for job, slug in db.exec(query)]


def cancel(db: Session, job_id: int) -> JobPublic:
    """Stops a job.

    Raises:
        NotFound: there is none, or nobody who could have asked for it.
    """
    return jobs.cancel(db, _for_its_trainer(db, job_id), job_id)


def retry(db: Session, job_id: int) -> JobPublic:
    """Queues the job's exercise again.

    Raises:
        NotFound: there is none, or nobody who could have asked for it.
        JobActive: it is under way already.
        GpuBudgetSpent: the tenant's month is spent.
    """
    scope = _for_its_trainer(db, job_id)
    return jobs.retry(db, scope, jobs.get(db, scope, job_id).exercise_id)


def _for_its_trainer(db: Session, job_id: int) -> Scope:
    job = db.get(Job, job_id)
    trainers = people.of_tenant(db, job.tenant_id, Role.TRAINER) if job else []
    if not trainers:
        raise NotFound
    return people.scope_of(db, min(trainers, key=lambda each: each.id).id)
