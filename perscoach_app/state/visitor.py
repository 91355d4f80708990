"""Who is here, on whose site, and what the page may show."""

import logging
import time
from typing import Literal

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import banner, branding, browsers, tenants, waiting
from perscoach_app.services.banner import Told
from perscoach_app.services.scope import Scope
from perscoach_app.state.language import LanguageState
from perscoach_app.state.words import given, initials
from perscoach_app.tables import Address
from perscoach_app.tables.database import open_session
from perscoach_app.texts import choose_language, choose_voice

log = logging.getLogger(__name__)

COUNTED_S = 15.0
"""The numbers in the header may be this old on a page that stays open; every new address counts afresh."""
TOLD_S = 6.0
"""How long a toast stays, as its style sheet has it: a page opened later must not show it again."""

Place = Literal["loading", "ok", "base", "unknown_host", "signed_out", "not_found", "failed"]


class Visitor(LanguageState):
    """What every page knows. `place` says what the frame shows: the page itself (`ok`), or why not."""

    place: str = "loading"
    site_label: str = ""
    """The tenant's label, the bold part of the logo; empty on the base domain."""
    site_rest: str = ""
    tenant_name: str = ""
    person_name: str = ""
    first_name: str = ""
    person_initials: str = ""
    is_trainer: bool = False
    is_admin: bool = False
    signed_in: bool = False
    path: str = "/"
    base_url: str = ""
    """The product's own first page, for those whose address names no site."""
    brand: dict[str, str] = branding.Brand().css
    """The tenant's colours as CSS custom properties."""
    theme: str = ""
    """`light` or `dark`; empty until the server has answered, and the cookie's choice holds (assets/pages/light.js)."""
    banner: str = ""
    """What everybody is told on top of every page, and when the works it tells of begin and end (ISO 8601)."""
    banner_begins: str = ""
    banner_ends: str = ""
    told: str = ""
    """What was just done, for the toast."""
    told_at: float = 0.0
    new_reports: int = 0
    """Nobody opened them yet; of a trainer."""
    new_messages: int = 0
    _counted: tuple[str, float] = ("", 0.0)
    """The address at which these two were counted, and when."""
    _whose: int | None = None
    """The person all these states were filled for."""
    _missing: tuple[str, str] = ("", "")
    """An address that names nothing for the caller, and the state that looked: a page may have several, and the others do not know."""

    def _come_in(self, db: Session, *, trainer_only: bool = False) -> Scope | None:
        """Asks the database who is calling, and whether this page is for them.

        Every event that reads or writes anything begins with this. A trainer's page is *not found* for others.
        """
        scope = self._look(db)
        if self.place in ("base", "unknown_host"):
            self.place = "not_found" if self.place == "base" else "unknown_host"
            return None
        if scope is None:
            self.place = "signed_out"
            return None
        missed = self._missing[0] == self.path and self._missing[1] != type(self).__name__
        if missed or (trainer_only and not scope.is_trainer):
            self.place = "not_found"
            return None
        self._missing = ("", "")
        self.place = "ok"
        return scope

    def _miss(self) -> None:
        """What the address names is not there for the caller. Only the state that looked for it may find it after all."""
        self.place, self._missing = "not_found", (self.path, type(self).__name__)

    def _look(self, db: Session) -> Scope | None:
        """Reads host, person and language; refuses nobody. `place` becomes `ok`, `base` or `unknown_host`."""
        headers = self.router.headers
        host = tenants.read_host(headers.host)
        tenant = tenants.by_host(db, headers.host)
        scope = browsers.whoami_on(db, tenant, browsers.cookie_in(headers.cookie), headers.host, by_page=True) if tenant else None
        self._belong_to(scope.person_id if scope else None)
        if time.time() - self.told_at > TOLD_S:
            self.told = ""
        self.language = choose_language(scope.language if scope else None, headers.cookie, headers.accept_language)
        to_client = tenant is not None and not (scope is not None and scope.is_trainer)
        self.voice = choose_voice(self.language, familiar=to_client and tenant.address == Address.TY)
        self.path = self.router.url.path or "/"
        self.place = "ok" if tenant else "base" if host.kind == "base" else "unknown_host"
        self.site_label, _, rest = host.host.partition(".") if tenant else ("", "", "pers.coach")
        self.site_rest = f".{rest}" if tenant else rest
        self.base_url = "" if tenant or host.kind != "tenant" else f"//{headers.host.partition('.')[2]}/"
        self.tenant_name = tenant.name if tenant else ""
        self.brand = (branding.brand_of(tenant.accent, tenant.tint) if tenant else branding.Brand()).css
        self.theme = "light" if (scope.light if scope else browsers.light_in(headers.cookie)) else "dark"
        self.signed_in, self.is_trainer = scope is not None, scope is not None and scope.is_trainer
        self.is_admin = scope is not None and scope.is_admin
        self.person_name = scope.name if scope else ""
        self.first_name = given(self.person_name)
        self.person_initials = initials(self.person_name)
        self._tell_everybody(banner.present(db))
        self._count_new(db, scope)
        return scope

    def _count_new(self, db: Session, scope: Scope | None) -> None:
        """The numbers in the header, not at every click: what they count was last changed by somebody else."""
        if scope is None or (self._counted[0] == self.path and time.time() - self._counted[1] < COUNTED_S):
            return
        found = waiting.for_caller(db, scope)
        self.new_reports, self.new_messages = found.reports, found.messages
        self._counted = (self.path, time.time())

    def _has_read(self, messages: int) -> None:
        """What the caller was shown just now is counted no longer, however lately it was counted."""
        self.new_messages = max(0, self.new_messages - messages)

    def _tell_everybody(self, told: Told | None) -> None:
        self.banner = told.text(self.language) if told else ""
        self.banner_begins, self.banner_ends = (told.begins, told.ends) if told else ("", "")

    def _look_at_site(self, db: Session) -> Scope | None:
        """As `_look`, for a page that every site has and the base domain has not."""
        scope = self._look(db)
        if self.place == "base":
            self.place = "not_found"
        return scope

    def _belong_to(self, person: int | None) -> None:
        """A tab keeps its states when somebody else signs in or out: what the person before was shown must not stay in them."""
        if person == self._whose:
            return
        top: rx.State = self
        while isinstance(top.parent_state, LanguageState):
            top = top.parent_state
        top.reset()
        self._whose = person

    def _tell(self, words: str) -> None:
        """A word about what was just done, on this page or the one it leads to."""
        self.told, self.told_at = words, time.time()

    def _last_part(self) -> str:
        """The changing end of this page's address: `/report/<this>`."""
        return self.path.rstrip("/").rpartition("/")[2]

    @rx.event
    def arrive(self) -> None:
        """A page that is for everybody on a tenant's site or the base domain."""
        with open_session(reading=True) as db:
            self._look(db)

    @rx.event
    def lose_way(self) -> None:
        """The page for addresses that lead nowhere."""
        with open_session(reading=True) as db:
            self._look(db)
        if self.place != "unknown_host":
            self.place = "not_found"

    @rx.event
    def break_down(self) -> None:
        """Something of ours failed: say so instead of leaving a half-filled page."""
        self.place = "failed"


def tell_of_failure(exception: Exception) -> rx.event.EventSpec | None:
    """Reflex's hook for exceptions in events: log it, show our own page."""
    log.error("an event failed", exc_info=exception)
    return Visitor.break_down()
