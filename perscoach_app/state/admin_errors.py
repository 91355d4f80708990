"""The panel's errors: exceptions of ours, by where they came from and how often."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import problems
from perscoach_app.state.admin_page import AdminPage
from perscoach_app.state.visitor import Visitor
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One place that fails."""

    id: int
    kind: str
    place: str
    process: str
    times: str
    first: str
    last: str
    label: str


class AdminErrorsState(AdminPage, Visitor):
    """What is not settled."""

    problems: list[ProblemRow] = []

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        self.problem = ""
        return AdminErrorsState.follow() if self._look_again() else None

    @rx.event
    def settle(self, problem_id: int) -> None:
        """Puts one aside until it happens again."""
        self._do(lambda db, scope: problems.settle(db, scope, int(problem_id)))

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return self._clear("problems")
        language = self.language
        rows = [
            ProblemRow(
                id=row.id or 0,
                kind=row.kind,
                place=row.place,
                process=say(language, f"admin.process_{row.process}"),
                times=say(language, "admin.times", n=row.count),
                first=row.first_at.isoformat(),
                last=row.last_at.isoformat(),
                label=say(language, "admin.settle_of", kind=row.kind),
            )
            for row in problems.listed(db, scope)
        ]
        self._show("problems", rows)
        return True
