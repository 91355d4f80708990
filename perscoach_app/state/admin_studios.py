"""The panel's studios: made, closed, opened, given budgets. Numbers only; what is in them is their trainers'."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import addresses, admin_orders, admin_panel
from perscoach_app.services.scope import Scope
from perscoach_app.state.admin_page import AdminPage
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import joined
from perscoach_app.tables import StudioFigures, TenantStatus
from perscoach_app.texts import say
from perscoach_app.texts.formats import money, size

GB = 10**9
FAIR_FROM, POOR_FROM = 75, 95  # percent of a budget, as on the trainer's own page
TONES = {TenantStatus.ACTIVE: "live still", TenantStatus.SUSPENDED: "bad", TenantStatus.PENDING: "warn"}


@dataclass(frozen=True, slots=True)
class StudioRow:
    """A studio, in the reader's language."""

    slug: str
    name: str
    href: str
    status: str
    badge: str
    tone: str
    facts: str
    money: str
    money_percent: int
    money_tone: str
    room: str
    room_percent: int
    room_tone: str
    seen: str  # ISO 8601; empty for never
    close_label: str
    open_label: str
    limit_label: str


class AdminStudiosState(AdminPage, Visitor):
    """All studios, and the dialogs about one."""

    studios: list[StudioRow] = []
    query: str = ""
    asking: str = ""
    """The open dialog: `create`, `suspend`, `limit`, or none."""
    about: str = ""
    """The label of the studio it is about."""
    gpu_usd: str = ""
    storage_gb: str = ""

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        self.query = self.problem = self.asking = self.about = ""
        return AdminStudiosState.follow() if self._look_again() else None

    @rx.event
    def search(self, query: str) -> None:
        """Studios by a part of their label or name."""
        self.query = query[:100]
        self._look_again()

    @rx.event
    def ask(self, dialog: str, slug: str) -> None:
        """Opens a dialog about a studio."""

        def ask(db: Session, scope: Scope) -> None:
            found = next((each for each in admin_panel.studios(db, scope) if each.slug == slug), None)
            self.asking, self.about = dialog, found.slug if found else ""
            self.gpu_usd = f"{found.budget_usd:g}" if found else ""
            self.storage_gb = f"{found.storage_budget_bytes / GB:g}" if found else ""

        self._do(ask, reading=True)

    @rx.event
    def leave(self) -> None:
        """Closes it."""
        self.asking = self.problem = ""

    @rx.event
    def create(self, form: dict[str, Any]) -> None:
        """Orders a new studio; its trainer gets a letter."""

        def create(db: Session, scope: Scope) -> None:
            words = (str(form.get(name, "")) for name in ("studio_slug", "studio_name", "studio_email", "studio_language"))
            admin_orders.create_studio(db, scope, *words)
            self.asking = ""

        self._do(create)

    @rx.event
    def suspend(self) -> None:
        """Orders the studio of the dialog to be closed."""

        def suspend(db: Session, scope: Scope) -> None:
            admin_orders.suspend(db, scope, self.about)
            self.asking = ""

        self._do(suspend)

    @rx.event
    def resume(self, slug: str) -> None:
        """Orders a closed studio to be opened."""
        self._do(lambda db, scope: admin_orders.resume(db, scope, slug))

    @rx.event
    def limit(self, form: dict[str, Any]) -> None:
        """Orders other budgets for the studio of the dialog."""

        def limit(db: Session, scope: Scope) -> None:
            gpu_usd, storage_gb = (_number(form.get(name)) for name in ("gpu_usd", "storage_gb"))
            admin_orders.limit(db, scope, self.about, gpu_usd=gpu_usd, storage_bytes=storage_gb * GB)
            self.asking = ""

        self._do(limit)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            self.about = self.gpu_usd = self.storage_gb = ""
            return self._clear("studios")
        wanted, host = self.query.casefold().strip(), self.router.headers.host
        found = [each for each in admin_panel.studios(db, scope) if wanted in f"{each.slug} {each.name}".casefold()]
        self._show("studios", [studio_row(each, host, self.language) for each in found])
        self._show_orders(db, scope, admin_orders.CREATE, admin_orders.SUSPEND, admin_orders.RESUME, admin_orders.LIMIT)
        return True


def studio_row(studio: StudioFigures, host: str, language: str) -> StudioRow:
    """Its numbers in words."""
    money_percent = _percent(studio.month_usd + studio.expected_usd, studio.budget_usd)
    room_percent = _percent(studio.storage_bytes, studio.storage_budget_bytes)
    used = say(language, "jobs.used_of", used=money(language, studio.month_usd), budget=money(language, studio.budget_usd))
    room = say(language, "jobs.used_of", used=size(language, studio.storage_bytes), budget=size(language, studio.storage_budget_bytes))
    return StudioRow(
        slug=studio.slug,
        name=studio.name,
        href=addresses.origin(studio.slug, host),
        status=studio.status,
        badge=say(language, f"admin.status_{studio.status}"),
        tone=TONES[TenantStatus(studio.status)],
        facts=joined(
            say(language, "admin.clients", n=studio.clients),
            say(language, "admin.exercises", n=studio.exercises),
            say(language, "admin.trainings", n=studio.trainings),
            say(language, "admin.trainings_week", n=studio.trainings_week),
        ),
        money=used,
        money_percent=money_percent,
        money_tone=_tone(money_percent),
        room=room,
        room_percent=room_percent,
        room_tone=_tone(room_percent),
        seen=studio.last_seen_at.isoformat() if studio.last_seen_at else "",
        close_label=say(language, "admin.close_of", slug=studio.slug),
        open_label=say(language, "admin.open_of", slug=studio.slug),
        limit_label=say(language, "admin.limit_of", slug=studio.slug),
    )


def _percent(used: float, budget: float) -> int:
    return 100 if budget <= 0 else min(100, round(100 * used / budget))


def _tone(percent: int) -> str:
    return "poor" if percent >= POOR_FROM else "fair" if percent >= FAIR_FROM else "good"


def _number(given: object) -> float:
    """What a field holds; no number at all is refused with the rest that cannot be meant."""
    try:
        return float(str(given).replace(",", "."))
    except ValueError:
        return float("nan")
