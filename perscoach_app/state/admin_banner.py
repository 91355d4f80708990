"""The panel's word to everybody."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import admin_orders, banner
from perscoach_app.services.scope import Scope
from perscoach_app.state.admin_page import AdminPage
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import Tenant
from perscoach_app.texts import say

FIELD = "%Y-%m-%dT%H:%M"  # of an `<input type="datetime-local">`


class AdminBannerState(AdminPage, Visitor):
    """What is told now, and the form for it. Times are those of the platform's own zone."""

    text_ru: str = ""
    text_en: str = ""
    begins: str = ""
    ends: str = ""
    zone: str = ""
    there: bool = False

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the form with what is told now, and follows the orders."""
        self.problem = ""
        if not self._look_again():
            return None
        return AdminBannerState.follow()

    @rx.event
    def put(self, form: dict[str, Any]) -> None:
        """Orders a word to everybody."""

        def put(db: Session, scope: Scope) -> None:
            zone = _zone(db, scope)
            begins, ends = (_moment(form.get(name), zone) for name in ("begins", "ends"))
            words = (str(form.get(name, "")) for name in ("text_ru", "text_en"))
            admin_orders.set_banner(db, scope, banner.Wish(*words, begins, ends))
            self._tell(say(self.language, "admin.banner_ordered"))

        self._do(put)

    @rx.event
    def take_away(self) -> None:
        """Orders it to be taken away."""
        self._do(admin_orders.clear_banner)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            self.text_ru = self.text_en = self.begins = self.ends = ""
            return self._clear()
        zone, told = _zone(db, scope), banner.present(db)
        self.there, self.zone = told is not None, str(zone)
        self.text_ru, self.text_en = (told.text_ru, told.text_en) if told else ("", "")
        self.begins, self.ends = (_field(told.begins, zone), _field(told.ends, zone)) if told else ("", "")
        self._show_orders(db, scope, admin_orders.SET_BANNER, admin_orders.CLEAR_BANNER)
        return True


def _zone(db: Session, scope: Scope) -> ZoneInfo:
    return ZoneInfo(db.get_one(Tenant, scope.tenant_id).timezone)


def _moment(given: object, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(str(given), FIELD).replace(tzinfo=zone)
    except ValueError:
        return None


def _field(moment: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(moment).astimezone(zone).strftime(FIELD) if moment else ""
