"""The page behind a one-time link. Opening it spends nothing: messengers look at links before people do."""

import reflex as rx

from perscoach_app.services import sign_in
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import given
from perscoach_app.tables.database import open_session


class EnterState(Visitor):
    """Whose link it is, if it still works."""

    guest: str = ""
    """The name the link was made for; empty when the link cannot be used."""
    greeting: str = ""
    ticket: str = ""
    """The link's secret, handed on by the form's POST alone."""
    start: str = "/"
    """Where somebody goes who is signed in already."""

    @rx.event
    def load(self) -> None:
        """Looks at the link without spending it."""
        with open_session(reading=True) as db:
            self._look(db)
            if self.place == "base":
                self.place = "not_found"
            secret = self._last_part()
            owner = sign_in.guest(db, secret, self.router.headers.host) if self.place == "ok" else None
        self.guest = owner.name if owner else ""
        self.greeting = given(self.guest)
        self.ticket = secret if owner else ""
        self.start = "/trainer" if self.is_trainer else "/home"
        if owner and not self.signed_in and owner.language != self.language and "pc_language" not in self.router.headers.cookie:
            self.language = owner.language  # greet in the language the trainer chose for this person
