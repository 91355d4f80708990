"""The trainer's list of finished sessions."""

import reflex as rx

from perscoach_app.services import reports
from perscoach_app.state.sessions import SessionRow, row_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class ReportsState(Visitor):
    """All finished sessions of the tenant."""

    rows: list[SessionRow] = []
    count_words: str = ""

    @rx.event
    def load(self) -> None:
        """Reads the list."""
        self.rows = []
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            self.rows = [row_of(report, self.language) for report in reports.list_all(db, scope)]
        self.count_words = say(self.language, "reports.count", n=len(self.rows)) if self.rows else ""
