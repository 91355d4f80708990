"""A trainer opens one training to the product's support, sees who looked, and takes it back."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import addresses, grants
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import Tenant
from perscoach_app.texts import say
from perscoach_app.texts.formats import moment


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant, in the reader's language."""

    id: int
    reason: str
    href: str
    given: str
    until: str
    open: bool
    badge: str
    tone: str
    looks: list[str]
    revoke_label: str


class GrantsState(Deeds, Visitor):
    """`/trainer/support`: everything that was opened."""

    rows: list[GrantRow] = []

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.problem = ""
        self._look_again()

    @rx.event
    def revoke(self, grant_id: int) -> None:
        """Ends a grant at once."""

        def revoke(db: Session, scope: Scope) -> None:
            grants.revoke(db, scope, int(grant_id))
            self._tell(say(self.language, "grant.revoked"))

        self._do(revoke)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.rows = []
            return False
        zone = db.get_one(Tenant, scope.tenant_id).timezone
        self.rows = [_row(each, zone, self.language) for each in grants.listed(db, scope)]
        return True


class GrantState(Deeds, Visitor):
    """The dialog on a report: why, for how long, and the link to send."""

    giving: bool = False
    hours: str = "24"
    link: str = ""

    @rx.event
    def ask(self) -> None:
        """Opens the dialog for the training of this report."""

        def ask(_db: Session, _scope: Scope) -> None:
            self.giving, self.hours, self.link = True, "24", ""

        self._do(ask, reading=True)

    @rx.event
    def choose(self, hours: str) -> None:
        """For how long."""
        self.hours = hours if hours.isdigit() and int(hours) in grants.HOURS else "24"

    @rx.event
    def give(self, form: dict[str, Any]) -> None:
        """Opens the training, and shows the link once."""
        host = self.router.headers.host

        def give(db: Session, scope: Scope) -> None:
            token = grants.give(db, scope, self._last_part(), str(form.get("grant_reason", "")), int(self.hours))
            self.link = f"{addresses.origin(scope.tenant_slug, host)}/look/{token}"

        self._do(give)

    @rx.event
    def leave(self) -> None:
        """Closes the dialog; the link is not kept."""
        self.giving, self.link, self.problem = False, "", ""

    def _fill(self, db: Session) -> bool:
        return self._come_in(db, trainer_only=True) is not None


def _row(given: grants.Given, zone: str, language: str) -> GrantRow:
    state = "open" if given.open else "revoked" if given.revoked_at else "over"
    return GrantRow(
        id=given.id,
        reason=given.reason,
        href=f"/report/{given.training}",
        given=given.given_at.isoformat(),
        until=given.until.isoformat(),
        open=given.open,
        badge=say(language, f"grant.state_{state}"),
        tone="live" if given.open else "",
        looks=[say(language, "grant.look", n=number, at=moment(language, at, zone)) for at, number in given.uses],
        revoke_label=say(language, "grant.revoke_of", reason=given.reason),
    )
