"""What administrators order in their panel. A serving process may touch no studio's rows: it writes the order, a worker does it."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from perscoach_app.services import banner, emails, people, tenants
from perscoach_app.services.admin_errors import OrderUnclear, StoppedHalfway
from perscoach_app.services.scope import Scope, require_admin
from perscoach_app.tables import AdminOrder, Language, OrderState
from perscoach_app.tables.moments import now_of

CREATE, SUSPEND, RESUME, LIMIT = "tenant.create", "tenant.suspend", "tenant.resume", "tenant.limit"
RETRY, CANCEL = "job.retry", "job.cancel"
SET_BANNER, CLEAR_BANNER = "banner.set", "banner.clear"
SHOWN = 20  # the newest orders, with what became of them
LOST = timedelta(minutes=2)  # no order takes seconds: a worker that is silent for so long has ended
MOST = 1e15  # dollars or bytes: more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the panel shows it."""

    id: str
    verb: str
    subject: str
    state: str
    why: str  # it was refused
    given_at: datetime

    @property
    def open(self) -> bool:
        """Still to come or under way."""
        return self.state in (OrderState.WAITING, OrderState.TAKEN)


def create_studio(db: Session, scope: Scope, slug: str, name: str, email: str, language: str) -> None:
    """A new studio; its trainer gets a letter with her link. The administrator never sees that link.

    Raises:
        NameTaken, NameMissing, EmailInvalid: each says what to do.
    """
    require_admin(scope)
    clean = people.clean_name(name)
    address = emails.clean(email)
    tenants.check_free(db, slug)
    speaks = Language.EN if language == Language.EN else Language.RU
    _give(db, scope, CREATE, slug.strip().lower(), name=clean, email=address, language=str(speaks))


def suspend(db: Session, scope: Scope, slug: str) -> None:
    """Closes a studio: nobody gets in, nothing is deleted."""
    _give(db, scope, SUSPEND, slug)


def resume(db: Session, scope: Scope, slug: str) -> None:
    """Opens it again."""
    _give(db, scope, RESUME, slug)


def limit(db: Session, scope: Scope, slug: str, *, gpu_usd: float, storage_bytes: float) -> None:
    """Gives a studio budgets of its own.

    Raises:
        OrderUnclear: numbers that cannot be meant.
    """
    if not all(math.isfinite(each) and 0 <= each <= MOST for each in (gpu_usd, storage_bytes)):
        raise OrderUnclear
    _give(db, scope, LIMIT, slug, gpu_usd=gpu_usd, storage_bytes=round(storage_bytes))


def retry(db: Session, scope: Scope, job_id: int) -> None:
    """A job once more."""
    _give(db, scope, RETRY, str(job_id))


def cancel(db: Session, scope: Scope, job_id: int) -> None:
    """Stops a job."""
    _give(db, scope, CANCEL, str(job_id))


def set_banner(db: Session, scope: Scope, wish: banner.Wish) -> None:
    """A word to everybody.

    Raises:
        BannerUnclear: words missing, or times that cannot be meant.
    """
    require_admin(scope)
    _give(db, scope, SET_BANNER, "", **wish.checked())


def clear_banner(db: Session, scope: Scope) -> None:
    """Takes it away."""
    _give(db, scope, CLEAR_BANNER, "")


def newest(db: Session, scope: Scope, *verbs: str) -> list[Order]:
    """The newest orders of these kinds, with what became of them."""
    require_admin(scope)
    query = select(AdminOrder).where(col(AdminOrder.tenant_id) == scope.tenant_id).order_by(col(AdminOrder.given_at).desc()).limit(SHOWN)
    rows = db.exec(query.where(col(AdminOrder.verb).in_(verbs)) if verbs else query)
    return [_public(row, scope.language) for row in rows]


def take(db: Session) -> AdminOrder | None:
    """The order that has waited longest, for this worker alone; None where none waits. Commits."""
    moment = now_of(db)
    lost = StoppedHalfway().sentences
    db.exec(
        update(AdminOrder)
        .where(col(AdminOrder.state) == OrderState.TAKEN, col(AdminOrder.taken_at) < moment - LOST)
        .values(state=OrderState.REFUSED, answer=lost, values={}, done_at=moment)
    )
    row = db.exec(select(AdminOrder).where(col(AdminOrder.state) == OrderState.WAITING).order_by(col(AdminOrder.given_at))).first()
    mine = row is not None and (
        db.exec(
            update(AdminOrder)
            .where(col(AdminOrder.id) == row.id, col(AdminOrder.state) == OrderState.WAITING)
            .values(state=OrderState.TAKEN, taken_at=moment)
        ).rowcount
        == 1
    )
    db.commit()
    return row if mine else None


def settle(db: Session, order: AdminOrder, refusal: dict[str, str] | None) -> None:
    """Writes down what became of it. Commits."""
    state = OrderState.DONE if refusal is None else OrderState.REFUSED
    db.exec(update(AdminOrder).where(col(AdminOrder.id) == order.id).values(state=state, answer=refusal, values={}, done_at=now_of(db)))
    db.commit()


def _give(db: Session, scope: Scope, verb: str, subject: str, **values: Any) -> None:
    """Once: a second press while the first waits gives no second order, and what it says counts."""
    require_admin(scope)
    waiting = update(AdminOrder).where(
        col(AdminOrder.tenant_id) == scope.tenant_id,
        col(AdminOrder.verb) == verb,
        col(AdminOrder.subject) == subject,
        col(AdminOrder.state) == OrderState.WAITING,
    )
    if db.exec(waiting.values(given_by=scope.person_id, values=values)).rowcount == 0:
        db.add(AdminOrder(tenant_id=scope.tenant_id, given_by=scope.person_id, verb=verb, subject=subject, values=values))
    db.commit()


def _public(row: AdminOrder, language: str) -> Order:
    why = (row.answer or {}).get("ru" if language == "ru" else "en", "")
    return Order(str(row.id), row.verb, row.subject, row.state, why, row.given_at)
