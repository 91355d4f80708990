"""The panel's audit: who did what, by number."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import admin_panel, audit
from perscoach_app.state.admin_page import AdminPage
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import PublishedDeed
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class DeedRow:
    """A line, in the reader's language."""

    id: int
    at: str
    slug: str
    words: str
    who: str
    subject: str
    more: str


class AdminAuditState(AdminPage, Visitor):
    """The newest lines, of all studios or one, of all deeds or one."""

    lines: list[DeedRow] = []
    deeds: list[tuple[str, str]] = []
    slugs: list[tuple[str, str]] = []
    deed: str = ""
    slug: str = ""

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        self.problem = self.deed = self.slug = ""
        return AdminAuditState.follow() if self._look_again() else None

    @rx.event
    def choose_deed(self, deed: str) -> None:
        """Lines of one deed."""
        self.deed = deed if deed in audit.DEEDS else ""
        self._look_again()

    @rx.event
    def choose_studio(self, slug: str) -> None:
        """Lines of one studio."""
        self.slug = slug[:63]
        self._look_again()

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return self._clear("lines", "deeds", "slugs")
        language = self.language
        self._show("lines", [_row(line, language) for line in admin_panel.deeds(db, scope, self.deed, self.slug)])
        everything = ("", say(language, "admin.all_deeds"))
        self._show("deeds", [everything, *sorted(((deed, deed_words(deed, language)) for deed in audit.DEEDS), key=lambda pair: pair[1])])
        studios = [(each.slug, each.slug) for each in admin_panel.studios(db, scope)]
        self._show("slugs", [("", say(language, "admin.all_studios")), *studios, (scope.tenant_slug, scope.tenant_slug)])
        return True


def deed_words(deed: str, language: str) -> str:
    """What was done."""
    name = deed.replace(".", "_")
    return say(language, f"deed.{name}")


def _row(line: PublishedDeed, language: str) -> DeedRow:
    role, _, number = line.actor.partition(" ")
    return DeedRow(
        id=line.entry_id,
        at=line.at.isoformat(),
        slug=line.slug,
        words=deed_words(line.deed, language) if line.deed in audit.DEEDS else line.deed,
        who=say(language, f"deed.by_{role}", n=number) if role else say(language, "deed.by_itself"),
        subject=line.subject,
        more=", ".join(f"{name} {value}" for name, value in line.values.items() if value not in ("", None)),
    )
