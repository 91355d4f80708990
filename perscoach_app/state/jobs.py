"""The trainer's processing page: what runs, what waits, what ended, and what the month's budgets hold."""

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import budgets, costs, job_board
from perscoach_app.state.deeds import JobDeeds
from perscoach_app.state.job_lines import JobLine, ended_line, running_line, waiting_line
from perscoach_app.state.meters import Meter, Price, gpu_meter, price_of, storage_meter
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.texts import say

A_MINUTE = (60.0, *costs.PHONE)  # what the prices are told for


class JobsState(JobDeeds, Watching, Visitor):
    """All jobs of the tenant."""

    running: list[JobLine] = []
    waiting: list[JobLine] = []
    ended: list[JobLine] = []
    meters: list[Meter] = []
    prices: list[Price] = []
    summary: str = ""

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        self.problem = ""
        return JobsState.follow() if self._look_again() else None

    def _fill(self, db: Session) -> bool:
        """Reads everything anew; False when the caller may not see it (any more)."""
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.running, self.waiting, self.ended, self.meters, self.prices = [], [], [], [], []
            return False
        found, before = job_board.board(db, scope), (self._shape(), bool(self.meters))
        self._show("running", [running_line(line, self.language) for line in found.running])
        self._show("waiting", [waiting_line(line, place, self.language) for place, line in enumerate(found.waiting, 1)])
        self._show("ended", [ended_line(line, self.language) for line in found.ended])
        if (self._shape(), True) != before or found.running:  # what the budgets hold changes with the jobs only
            used = budgets.usage(db, scope)
            self._show("meters", [gpu_meter(used, self.language), storage_meter(used, self.language)])
        self._show("prices", [price_of(estimate, self.language, now=not place) for place, estimate in enumerate(costs.estimate(*A_MINUTE))])
        self.summary = _summary(len(self.running), len(self.waiting), self.language)
        return True

    def _show(self, name: str, fresh: list[JobLine] | list[Meter] | list[Price]) -> None:
        """What did not change is not sent to the browser again."""
        if getattr(self, name) != fresh:
            setattr(self, name, fresh)

    def _shape(self) -> tuple[int, ...]:
        return tuple(line.id for line in (*self.running, *self.waiting, *self.ended))


def _summary(running: int, waiting: int, language: str) -> str:
    if not running and not waiting:
        return say(language, "jobs.idle")
    parts = (("jobs.count_running", running), ("jobs.count_waiting", waiting))
    return " · ".join(say(language, key, n=n) for key, n in parts if n)
