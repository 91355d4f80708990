"""`/privacy`: whose policy it is and what it says; open to everybody."""

import reflex as rx

from perscoach_app.services import agreements, policy, tenants
from perscoach_app.services.policy import Policy
from perscoach_app.state.my_data import PaperCard, card_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class PolicyState(Visitor):
    """A studio's policy on its host, the product's on the base domain."""

    policy: Policy = policy.of_product()
    kept: str = ""
    papers: list[PaperCard] = []

    @rx.event
    def load(self) -> None:
        """Reads nothing of anybody's but what the studio says of itself."""
        with open_session(reading=True) as db:
            self._look(db)
            tenant = tenants.by_host(db, self.router.headers.host)
            self.policy = policy.of_tenant(tenant) if tenant else policy.of_product()
        if self.place == "base":
            self.place = "ok"
        self.kept = say(self.voice, "policy.retention_days", n=self.policy.retention_days)
        self.papers = [card_of(paper, self.voice) for paper in agreements.blank(self.language)]
