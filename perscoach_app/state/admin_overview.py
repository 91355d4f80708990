"""The panel's first page: the installation in a few numbers, and whether somebody works."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import admin_panel, admin_troubles, problems
from perscoach_app.services.admin_panel import Overview, Worker
from perscoach_app.services.admin_troubles import Trouble
from perscoach_app.state.admin_page import AdminPage
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import joined
from perscoach_app.texts import say
from perscoach_app.texts.formats import decimal, duration, money, size


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it is of."""

    name: str
    value: str
    detail: str
    href: str
    tone: str


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker, in the reader's language."""

    name: str
    about: str
    seen: str
    badge: str
    tone: str


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """Something that is wrong, what to do, and where."""

    kind: str
    words: str
    href: str
    tone: str


class AdminState(AdminPage, Visitor):
    """Numbers, workers, the latest orders."""

    figures: list[Figure] = []
    workers: list[WorkerRow] = []
    counted: str = ""
    troubles: list[TroubleRow] = []
    calm: bool = False
    """Nothing is wrong, and that is known."""

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        self.problem = ""
        return AdminState.follow() if self._look_again() else None

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            self.calm = False
            return self._clear("figures", "workers", "troubles")
        seen, known = admin_panel.overview(db, scope), admin_panel.workers(db, scope)
        errors = sum(problem.count for problem in problems.listed(db, scope))
        self._show("figures", figures_of(seen, errors, self.language))
        self._show("workers", [worker_row(worker, self.language) for worker in known])
        wrong = admin_troubles.now(db, scope)
        self._show("troubles", [_trouble_row(each, self.language) for each in wrong])
        self.calm = not wrong
        self.counted = seen.counted_at.isoformat() if seen.counted_at else ""
        self._show_orders(db, scope)
        return True


def figures_of(seen: Overview, errors: int, language: str) -> list[Figure]:
    """The page's cards."""

    def figure(name: str, value: str, detail: str, page: str, tone: str = "") -> Figure:
        return Figure(say(language, f"admin.figure_{name}"), value, detail, f"/admin/{page}", tone)

    suspended = say(language, "admin.suspended", n=seen.suspended) if seen.suspended else ""
    expected = say(language, "admin.expected", cost=money(language, seen.expected_usd)) if seen.expected_usd else ""
    failed = say(language, "admin.failed_week", n=seen.failed_week) if seen.failed_week else ""
    return [
        figure("studios", decimal(language, seen.studios), suspended, "tenants"),
        figure("clients", decimal(language, seen.clients), say(language, "admin.trainings_week", n=seen.trainings_week), "tenants"),
        figure("cost", money(language, seen.month_usd), joined(_busy(seen, language), expected), "tenants"),
        figure("storage", size(language, seen.storage_bytes), "", "tenants"),
        figure("jobs", decimal(language, seen.running + seen.waiting), failed, "jobs", "warn" if seen.failed_week else ""),
        figure("errors", decimal(language, errors), "", "errors", "warn" if errors else ""),
    ]


def _trouble_row(trouble: Trouble, language: str) -> TroubleRow:
    words = say(language, f"troubles.{trouble.kind}", n=trouble.n, subject=trouble.subject)
    return TroubleRow(trouble.kind, words, f"/admin/{trouble.page}", "bad" if trouble.bad else "warn")


def _busy(seen: Overview, language: str) -> str:
    return say(language, "admin.busy", time=duration(language, seen.gpu_seconds)) if seen.gpu_seconds >= 1 else ""


def worker_row(worker: Worker, language: str) -> WorkerRow:
    """What it does, or since when it is silent."""
    doing = say(language, "admin.works_on", n=worker.job) if worker.job else say(language, "admin.waits")
    state = "alive" if worker.alive else "silent"
    return WorkerRow(
        name=worker.name,
        about=joined(worker.device.upper(), doing if worker.alive else ""),
        seen="" if worker.alive else worker.seen_at.isoformat(),
        badge=say(language, f"admin.worker_{state}"),
        tone="live" if worker.alive else "bad",
    )
