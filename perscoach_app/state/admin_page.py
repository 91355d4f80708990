"""What the pages of the panel share: they are for administrators alone, and show what became of the latest orders."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session

from perscoach_app.services import admin_orders
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.texts import say

ORDERS_SHOWN = 5
LOOK_EVERY_S = 2.0  # as often as workers publish


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order, in the reader's language."""

    id: str
    words: str
    state: str  # of the badge
    tone: str
    why: str
    given: str  # ISO 8601


class AdminPage(Watching, Deeds, mixin=True):
    """Stands before `Visitor`. The page's state has `_fill(db)`, as for `Deeds`."""

    orders: list[OrderLine] = []
    _trainers_page: ClassVar[bool] = False
    _period_s: ClassVar[float] = LOOK_EVERY_S

    def _come_in(self, db: Session, *, trainer_only: bool = False) -> Scope | None:
        """Not found for everybody but administrators."""
        scope = Visitor._come_in(self, db)
        if scope is not None and not scope.is_admin:
            self.place = "not_found"
            return None
        return scope

    def _show(self, name: str, fresh: object) -> None:
        """What did not change is not sent to the browser again."""
        if getattr(self, name) != fresh:
            setattr(self, name, fresh)

    def _show_orders(self, db: Session, scope: Scope, *verbs: str) -> None:
        found = admin_orders.newest(db, scope, *verbs)[:ORDERS_SHOWN]
        self._show("orders", [_line(order, self.language) for order in found])

    def _clear(self, *names: str) -> bool:
        """Nothing stays in the state of a page whose reader may not see it any more."""
        for name in ("orders", *names):
            setattr(self, name, [])
        return False


def _line(order: admin_orders.Order, language: str) -> OrderLine:
    verb, state = order.verb.replace(".", "_"), order.state
    return OrderLine(
        id=order.id,
        words=say(language, f"admin.order_{verb}", subject=order.subject),
        state=say(language, f"admin.state_{state}"),
        tone={"done": "live still", "refused": "bad", "taken": "live"}.get(state, ""),
        why=order.why,
        given=order.given_at.isoformat(),
    )
