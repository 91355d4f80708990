"""A trainer makes her site: its address is suggested and checked while she types."""

import reflex as rx

from perscoach_app.services import addresses, sign_up, tenants
from perscoach_app.services.errors import NameTaken
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class SignUpState(Visitor):
    """The form's address; everything else goes to the server without passing here."""

    slug: str = ""
    slug_words: str = ""
    """«anna.pers.coach свободен»."""
    slug_problem: str = ""
    _chosen: bool = False
    """She has written an address herself: the name suggests none any more."""

    @rx.event
    def load(self) -> None:
        """The page is on the base domain; a trainer's own site has none."""
        with open_session(reading=True) as db:
            self._look(db)
        self.slug, self.slug_words, self.slug_problem, self._chosen = "", "", "", False
        if self.place == "ok":
            self.place = "not_found"

    @rx.event
    def take_name(self, name: str) -> None:
        """Suggests an address made of the name."""
        if not self._chosen:
            self._check(sign_up.suggestion(name[:200]))

    @rx.event
    def take_slug(self, slug: str) -> None:
        """Says whether the address she writes is free."""
        self._chosen = bool(slug.strip())
        self._check(slug.strip().lower()[:63])

    def _check(self, slug: str) -> None:
        host = self.router.headers.host
        self.slug, self.slug_words, self.slug_problem = slug, "", ""
        if not slug or tenants.read_host(host).kind != "base":
            return
        with open_session(reading=True) as db:
            free = tenants.is_free(db, slug)
        if free:
            self.slug_words = say(self.language, "sign_up.free", address=addresses.shown(slug, host))
        else:
            self.slug_problem = NameTaken(slug=slug).sentence(self.language)
