"""A worker carries out what administrators ordered, with the owner's rights, each deed with its line in the audit."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.services import admin_figures, admin_orders, audit, banner, budgets, job_desk, letters, people, tenants
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.letters import Send
from perscoach_app.services.scope import Scope
from perscoach_app.tables import AdminOrder, Job, Language, Person, Role, Tenant, TenantKind, TenantStatus
from perscoach_app.tables.database import open_session
from perscoach_app.tables.job import ACTIVE

INVITER = "pers.coach"
MINUTE = len("2026-11-23T10:03")  # of a moment: the audit needs no seconds


def next_order() -> str | None:
    """Does the order that has waited longest; returns its verb, None where none waits."""
    with open_session() as db:
        order = admin_orders.take(db)
        if order is None:
            return None
        giver = people.scope_of(db, order.given_by)
    refusal, letter = None, None
    with open_session() as db:
        try:
            letter = _DEEDS[order.verb](db, giver, order)
        except ServiceError as error:
            db.rollback()
            refusal = {language: error.sentence(language) for language in ("ru", "en")}
    with open_session() as db:
        admin_orders.settle(db, order, refusal)
    if letter is not None:
        letter()
    admin_figures.soon()
    return order.verb


def _create(db: Session, giver: Scope, order: AdminOrder) -> Send:
    values = order.values
    made = tenants.add(db, order.subject, values["name"])
    person = Person(tenant_id=made.id, role=Role.TRAINER, name=values["name"], email=values["email"], language=Language(values["language"]))
    db.add(person)
    audit.note(db, made.id, giver, "tenant.created", f"tenant {made.id}")
    db.commit()
    return letters.invitation(db, db.get_one(Tenant, made.id), person, INVITER, "")


def _set_status(db: Session, giver: Scope, order: AdminOrder, status: TenantStatus, deed: str) -> None:
    studio = _studio(db, order.subject)
    audit.note(db, studio, giver, deed, f"tenant {studio}")
    tenants.set_status(db, order.subject, status)


def _suspend(db: Session, giver: Scope, order: AdminOrder) -> None:
    _set_status(db, giver, order, TenantStatus.SUSPENDED, "tenant.suspended")


def _resume(db: Session, giver: Scope, order: AdminOrder) -> None:
    _set_status(db, giver, order, TenantStatus.ACTIVE, "tenant.resumed")


def _limit(db: Session, giver: Scope, order: AdminOrder) -> None:
    studio = _studio(db, order.subject)
    audit.note(db, studio, giver, "tenant.limited", f"tenant {studio}", **order.values)
    budgets.set_budget(db, order.subject, gpu_usd=order.values["gpu_usd"], storage_bytes=order.values["storage_bytes"])


def _retry(db: Session, giver: Scope, order: AdminOrder) -> None:
    job = _job(db, order)
    audit.note(db, job.tenant_id, giver, "job.retried", f"job {job.id}")
    job_desk.retry(db, int(order.subject))


def _cancel(db: Session, giver: Scope, order: AdminOrder) -> None:
    job = _job(db, order)
    if job.status in ACTIVE:  # one that has ended stays as it is
        audit.note(db, job.tenant_id, giver, "job.cancelled", f"job {job.id}")
        job_desk.cancel(db, int(order.subject))


def _job(db: Session, order: AdminOrder) -> Job:
    job = db.get(Job, int(order.subject))
    if job is None:
        raise NotFound
    return job


def _set_banner(db: Session, giver: Scope, order: AdminOrder) -> None:
    banner.put(db, order.values)
    audit.note(db, giver.tenant_id, giver, "banner.set", begins=order.values["begins"][:MINUTE], ends=order.values["ends"][:MINUTE])
    db.commit()


def _clear_banner(db: Session, giver: Scope, _order: AdminOrder) -> None:
    banner.put(db, None)
    audit.note(db, giver.tenant_id, giver, "banner.set", ends="")
    db.commit()


def _studio(db: Session, slug: str) -> int:
    found = db.exec(select(Tenant.id).where(col(Tenant.slug) == slug, col(Tenant.kind) == TenantKind.STUDIO)).first()
    if found is None:
        raise NotFound
    return found


_DEEDS: dict[str, Callable[[Session, Scope, AdminOrder], Any]] = {
    admin_orders.CREATE: _create,
    admin_orders.SUSPEND: _suspend,
    admin_orders.RESUME: _resume,
    admin_orders.LIMIT: _limit,
    admin_orders.RETRY: _retry,
    admin_orders.CANCEL: _cancel,
    admin_orders.SET_BANNER: _set_banner,
    admin_orders.CLEAR_BANNER: _clear_banner,
}
