"""`/admin/jobs`: jobs of all studios, by number, and the workers."""

import reflex as rx

from perscoach_app.components.admin_orders import orders
from perscoach_app.components.buttons import button
from perscoach_app.components.chips import chip, chips
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.components.workers import workers
from perscoach_app.state.admin_jobs import FILTERS, AdminJob, AdminJobsState


def jobs_page() -> rx.Component:
    """The list changes by itself; each row has the one thing that can be done about it."""
    return frame(
        rx.el.div(rx.el.h1(t("admin.jobs")), class_name="page-head"),
        alert(AdminJobsState.problem),
        rx.el.div(
            rx.el.div(
                chips(
                    *(
                        chip(t(f"admin.filter_{name}"), AdminJobsState.which == name, on_click=AdminJobsState.choose(name))
                        for name in FILTERS
                    ),
                    label=t("admin.jobs"),
                ),
                rx.cond(
                    AdminJobsState.jobs.length() > 0,
                    rx.el.ul(rx.foreach(AdminJobsState.jobs, _job), class_name="panel-rows"),
                    empty("frame", t("admin.no_jobs"), t("admin.no_jobs_words"), framed=True),
                ),
                class_name="stack",
            ),
            rx.el.div(workers(AdminJobsState.workers), orders(AdminJobsState.orders), class_name="stack"),
            class_name="two",
        ),
        here="admin_jobs",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(jobs_page, route="/admin/jobs", title=t("admin.jobs_title"), on_load=AdminJobsState.load)


def _job(job: rx.Var[AdminJob]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(job.title),
            rx.el.p(job.facts, class_name="muted small num"),
            rx.cond(job.why != "", rx.el.p(job.why, class_name="why"), rx.fragment()),
            rx.cond(job.running, rx.el.progress(value=job.percent, max=100, aria_label=job.label, class_name="job-bar"), rx.fragment()),
            rx.el.p(when(job.moment), class_name="muted small"),
            class_name="cell",
        ),
        rx.el.div(rx.el.span(job.badge, class_name=["badge num", job.tone]), _deed(job), class_name="job-deeds"),
        class_name="card",
        key=job.id,
    )


def _deed(job: rx.Var[AdminJob]) -> rx.Component:
    return rx.cond(
        job.active,
        button(t("admin.stop"), kind="ghost slim", aria_label=t("admin.stop") + " " + job.label, on_click=AdminJobsState.cancel(job.id)),
        rx.cond(
            job.again,
            button(
                t("admin.again"),
                kind="ghost slim",
                picture="again",
                aria_label=t("admin.again") + " " + job.label,
                on_click=AdminJobsState.retry(job.id),
            ),
            rx.fragment(),
        ),
    )
