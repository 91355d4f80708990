"""`/parent/[token]`: what a parent is asked. Opening the page decides nothing; the button does."""

import reflex as rx

from perscoach_app.services import agreements, parents, policy, tenants
from perscoach_app.state.my_data import PaperCard, card_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import given
from perscoach_app.tables.database import open_session


class ParentState(Visitor):
    """The child's first name and the documents, to who holds the link."""

    child: str = ""
    ticket: str = ""
    contact: str = ""
    """How to reach the studio: taking back must be as easy as giving was."""
    thanked: bool = False
    """The decision has just been sent."""
    papers: list[PaperCard] = []

    @rx.event
    def load(self) -> None:
        """Looks at the link without spending it."""
        with open_session(reading=True) as db:
            self._look_at_site(db)
            secret = self._last_part()
            tenant = tenants.by_host(db, self.router.headers.host)
            child = parents.child_of(db, secret, self.router.headers.host) if self.place == "ok" else None
        self.contact = (policy.of_tenant(tenant).operator_contact or tenant.name) if tenant else ""
        self.thanked = secret == parents.THANKS
        self.child = given(child.name) if child else ""
        self.ticket = secret if child else ""
        self.papers = [card_of(paper, self.language) for paper in agreements.blank(self.language)] if child else []
