"""`/trainer/privacy`: what a studio promises about data, and its clients under eighteen."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import parents, policy, site
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class MinorRow:
    """A client under eighteen."""

    id: int
    name: str
    told: str
    grown_label: str


class DataSettingsState(Deeds, Visitor):
    """For trainers."""

    operator: str = ""
    contact: str = ""
    days: str = "90"
    region: str = ""
    only_here: bool = False
    gpu_region: str = ""
    gpu_only_here: bool = False
    minors: list[MinorRow] = []
    filled: int = 0
    """Changes when the fields have to take new values."""

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.problem = ""
        self._look_again()

    @rx.event
    def save(self, form: dict[str, Any]) -> None:
        """All of it at once."""

        def change(db: Session, scope: Scope) -> None:
            policy.change(
                db,
                scope,
                str(form.get("operator", "")),
                str(form.get("contact", "")),
                int(days) if (days := str(form.get("days", ""))).isdecimal() else 0,
                only_here=bool(form.get("only_here")),
                gpu_only_here=bool(form.get("gpu_only_here")),
            )
            self._tell(say(self.voice, "data_settings.saved"))

        self._do(change)

    @rx.event
    def grown(self, person_id: int) -> None:
        """A client is eighteen now."""

        def grow(db: Session, scope: Scope) -> None:
            parents.of_age(db, scope, person_id)
            self._tell(say(self.voice, "data_settings.grown"))

        self._do(grow)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            return False
        present = policy.of_tenant(site.own_tenant(db, scope))
        self.operator, self.contact, self.days = present.operator, present.operator_contact, str(present.retention_days)
        self.region, self.only_here = present.region or get_settings().region, present.only_here
        self.gpu_region, self.gpu_only_here = present.gpu_region, present.gpu_only_here
        self.minors = [self._row(minor) for minor in parents.minors(db, scope)]
        self.filled += 1
        return True

    def _row(self, minor: parents.Minor) -> MinorRow:
        key = "data_settings.agreed" if minor.agreed else "data_settings.waits"
        label = say(self.voice, "data_settings.of_age_of", name=minor.name)
        return MinorRow(minor.id, minor.name, say(self.voice, key, name=minor.parent), label)
