"""The pages one gets in by: signing in, a link from the trainer or a letter, a new password, and what a newcomer is offered."""

from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import reflex as rx

from perscoach_app.services import addresses, people, sign_in, sign_up, tenants
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import given
from perscoach_app.tables import LinkPurpose, PersonPublic
from perscoach_app.tables.database import open_session
from perscoach_app.texts.language import LANGUAGE_COOKIE


class SignInState(Visitor):
    """Where to go afterwards."""

    following: str = ""
    start: str = "/"
    """Where somebody goes who is signed in already."""

    @rx.event
    def load(self) -> None:
        """Whose site it is; the page that asked for the sign-in is told by `?next=`."""
        with open_session(reading=True) as db:
            self._look_at_site(db)
        asked = parse_qs(urlsplit(self.router.url).query).get("next", [""])[0]
        self.following = addresses.local_path(asked) if asked else ""
        self.start = self.following or ("/trainer" if self.is_trainer else "/home")


class Linked(rx.State, mixin=True):
    """Stands before `Visitor`: the page behind a one-time link. Opening it spends nothing: messengers look at links before people do."""

    _purpose: ClassVar[LinkPurpose] = LinkPurpose.ENTER
    guest: str = ""
    """The name the link was made for; empty when the link cannot be used."""
    greeting: str = ""
    ticket: str = ""
    """The link's secret, handed on by the form's POST alone."""
    start: str = "/"
    """Where somebody goes who is signed in already."""

    def _look_at_link(self) -> PersonPublic | None:
        with open_session(reading=True) as db:
            self._look_at_site(db)
            secret = self._last_part()
            owner = sign_in.guest(db, secret, self.router.headers.host, self._purpose) if self.place == "ok" else None
        self.guest = owner.name if owner else ""
        self.greeting, self.ticket = given(self.guest), secret if owner else ""
        self.start = "/trainer" if self.is_trainer else "/home"
        return owner


class EnterState(Linked, Visitor):
    """A link that the trainer gave."""

    @rx.event
    def load(self) -> None:
        """Looks at the link without spending it, and greets in the language the trainer chose for this person."""
        owner = self._look_at_link()
        if owner and not self.signed_in and owner.language != self.language and LANGUAGE_COOKIE not in self.router.headers.cookie:
            self.language = owner.language


class ResetState(Linked, Visitor):
    """A link for a new password."""

    _purpose: ClassVar[LinkPurpose] = LinkPurpose.RESET
    email: str = ""
    """What the browser's own list of passwords keeps the new one under."""

    @rx.event
    def load(self) -> None:
        """Looks at the link without spending it."""
        owner = self._look_at_link()
        self.email = (owner.email or "") if owner else ""


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
