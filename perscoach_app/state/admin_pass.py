"""From the panel to a trainer's host: an administrator who was sent a grant's link gets a pass for one look."""

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import addresses, grants
from perscoach_app.services.scope import Scope
from perscoach_app.state.admin_page import AdminPage
from perscoach_app.state.visitor import Visitor


class AdminPassState(AdminPage, Visitor):
    """The address ends in `<label>/<secret>`; nothing of the studio's is read here."""

    slug: str = ""

    @rx.event
    def load(self) -> None:
        """Says whose training is to be looked at, and that it will be noted."""
        self.problem = ""
        self._look_again()

    @rx.event
    def enter(self) -> rx.event.EventSpec | None:
        """Goes there with a pass."""
        host = self.router.headers.host

        def enter(_db: Session, scope: Scope) -> rx.event.EventSpec:
            slug, token = self._named()
            written = grants.write_pass(scope, slug, token)
            return rx.redirect(f"{addresses.origin(slug, host)}/look/{token}?pass={written}")

        return self._do(enter, reading=True, fill=False)

    def _fill(self, db: Session) -> bool:
        self.slug = self._named()[0] if self._come_in(db) is not None else ""
        return self.slug != ""

    def _named(self) -> tuple[str, str]:
        """Whose site, and the link's secret."""
        rest, _, token = self.path.rstrip("/").rpartition("/")
        return rest.rpartition("/")[2], token
