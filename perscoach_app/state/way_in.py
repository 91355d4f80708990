"""The pages one gets in by: signing in, a link from a letter, a new password, and what a newcomer is offered."""

from urllib.parse import parse_qs, urlsplit

import reflex as rx

from perscoach_app.services import addresses, people, sign_in, sign_up, tenants
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import given
from perscoach_app.tables import LinkPurpose, Role
from perscoach_app.tables.database import open_session


class SignInState(Visitor):
    """Where to go afterwards."""

    following: str = ""
    start: str = "/"
    """Where somebody goes who is signed in already."""

    @rx.event
    def load(self) -> None:
        """Whose site it is; the page that asked for the sign-in is told by `?next=`."""
        with open_session(reading=True) as db:
            self._look(db)
        if self.place == "base":
            self.place = "not_found"
        asked = parse_qs(urlsplit(self.router.url).query).get("next", [""])[0]
        self.following = addresses.local_path(asked) if asked else ""
        self.start = self.following or ("/trainer" if self.is_trainer else "/home")


class ConfirmState(Visitor):
    """A link that confirms an address: on a new site, which is not open yet, or on one that is."""

    guest: str = ""
    ticket: str = ""
    address: str = ""
    """The site's."""
    opens: bool = False
    """Confirming opens a new site."""

    @rx.event
    def load(self) -> None:
        """Looks at the link without spending it."""
        host, secret = self.router.headers.host, ""
        with open_session(reading=True) as db:
            self._look(db)
            secret = self._last_part()
            self.opens = self.place == "unknown_host" and tenants.pending_by_host(db, host) is not None
            owner = sign_up.guest(db, secret, host) if self.place == "ok" or self.opens else None
        if self.place == "base":
            self.place = "not_found"
        if self.opens:
            self.place, self.address = "ok", tenants.read_host(host).host
            self.site_label, _, rest = self.address.partition(".")
            self.site_rest = f".{rest}"
        self.guest = given(owner.name) if owner else ""
        self.ticket = secret if owner else ""


class ResetState(Visitor):
    """A link for a new password."""

    guest: str = ""
    email: str = ""
    ticket: str = ""

    @rx.event
    def load(self) -> None:
        """Looks at the link without spending it."""
        with open_session(reading=True) as db:
            self._look(db)
            if self.place == "base":
                self.place = "not_found"
            secret = self._last_part()
            good = self.place == "ok"
            owner = sign_in.guest(db, secret, self.router.headers.host, LinkPurpose.RESET) if good else None
        self.guest, self.email = (given(owner.name), owner.email or "") if owner else ("", "")
        self.ticket = secret if owner else ""


class WelcomeState(Visitor):
    """After the first time through an invitation: a way to come back without one."""

    start: str = "/home"
    email: str = ""

    @rx.event
    def load(self) -> None:
        """Only for who is signed in."""
        with open_session(reading=True) as db:
            scope = self._come_in(db)
            if scope is None:
                return
            self.email = people.row_of(db, scope, scope.person_id).email or ""
        self.start = "/trainer" if scope.is_trainer else "/home"


class AdminState(Visitor):
    """The administrators' page, as long as there is no panel."""

    @rx.event
    def load(self) -> None:
        """Not found for everybody else."""
        with open_session(reading=True) as db:
            scope = self._come_in(db)
        if scope is not None and scope.role != Role.ADMIN:
            self.place = "not_found"
