"""The panel's jobs: of all studios, by number, without what a video shows or is called."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import admin_orders, admin_panel
from perscoach_app.state.admin_overview import WorkerRow, worker_row
from perscoach_app.state.admin_page import AdminPage
from perscoach_app.state.meters import cost_words
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import joined, percent
from perscoach_app.tables import PublishedJob
from perscoach_app.tables.job import ACTIVE
from perscoach_app.texts import keys, say
from perscoach_app.texts.formats import duration

FILTERS = ("active", "failed", "all")
TONES = {"running": "live", "ready": "live still", "failed": "bad"}
SHOWN = 60


@dataclass(frozen=True, slots=True)
class AdminJob:
    """A job, in the reader's language."""

    id: int
    title: str
    badge: str
    tone: str
    percent: int
    running: bool
    facts: str
    why: str
    moment: str
    active: bool
    again: bool
    label: str


class AdminJobsState(AdminPage, Visitor):
    """Jobs of one kind, and who works on them."""

    jobs: list[AdminJob] = []
    workers: list[WorkerRow] = []
    which: str = "active"

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        asked = self.router.url.query_parameters.get("which", "")  # a trouble on the first page leads to what failed
        self.problem, self.which = "", asked if asked in FILTERS else "active"
        return AdminJobsState.follow() if self._look_again() else None

    @rx.event
    def choose(self, which: str) -> None:
        """Those under way, those that failed, or all."""
        self.which = which if which in FILTERS else "active"
        self._look_again()

    @rx.event
    def cancel(self, job_id: int) -> None:
        """Orders a job to be stopped."""
        self._do(lambda db, scope: admin_orders.cancel(db, scope, int(job_id)))

    @rx.event
    def retry(self, job_id: int) -> None:
        """Orders a job to be begun again."""
        self._do(lambda db, scope: admin_orders.retry(db, scope, int(job_id)))

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return self._clear("jobs", "workers")
        found = admin_panel.jobs(db, scope, "" if self.which == "all" else self.which)[:SHOWN]
        self._show("jobs", [_row(job, self.language) for job in found])
        self._show("workers", [worker_row(worker, self.language) for worker in admin_panel.workers(db, scope)])
        self._show_orders(db, scope, admin_orders.RETRY, admin_orders.CANCEL)
        return True


def _row(job: PublishedJob, language: str) -> AdminJob:
    key = f"job.stage.{job.stage}"
    stage = say(language, key if key in keys(language) else "job.stage.other") if job.status == "running" else ""
    title = say(language, "admin.job", n=job.job_id, slug=job.slug)
    return AdminJob(
        id=job.job_id,
        title=title,
        badge=percent(language, 100 * job.progress) if job.status == "running" else say(language, f"job.{job.status}"),
        tone=TONES.get(job.status, ""),
        percent=round(100 * job.progress),
        running=job.status == "running",
        facts=joined(
            stage,
            say(language, "admin.attempts", n=job.attempts) if job.attempts > 1 else "",
            duration(language, job.busy_s) if job.busy_s >= 1 else "",
            cost_words(language, job.cost_usd) if job.cost_usd else "",
            job.device.upper(),
            job.worker,
        ),
        why=joined(admin_panel.why(job, language), job.error_code) if job.status == "failed" else "",
        moment=(job.finished_at or job.created_at).isoformat(),
        active=job.status in ACTIVE,
        again=job.status in ("failed", "cancelled"),
        label=say(language, "admin.job_of", n=job.job_id),
    )
