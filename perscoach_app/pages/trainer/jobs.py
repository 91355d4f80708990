"""`/trainer/jobs`: what is processed, what waits, and what the month's budgets hold."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.job_row import job_row
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.state.jobs import JobsState
from perscoach_app.state.meters import Meter, Price


def jobs_page() -> rx.Component:
    """Lists that change by themselves; beside them the budgets and the prices."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("jobs.title")), rx.el.p(JobsState.summary, class_name="muted num", role="status")),
            link_button(t("library.add"), "/trainer/upload", picture="plus"),
            class_name="page-head",
        ),
        alert(JobsState.problem),
        rx.el.div(
            rx.el.div(
                _list("running", JobsState.running),
                _list("waiting", JobsState.waiting),
                _list("ended", JobsState.ended),
                rx.cond(
                    JobsState.running.length() + JobsState.waiting.length() + JobsState.ended.length() == 0,
                    empty(
                        "frame",
                        t("jobs.empty_title"),
                        t("jobs.empty_words"),
                        link_button(t("jobs.empty_action"), "/trainer/upload", picture="upload"),
                        framed=True,
                    ),
                    rx.fragment(),
                ),
                class_name="job-lists",
            ),
            rx.el.aside(
                rx.el.section(rx.el.h2(t("jobs.budgets")), rx.foreach(JobsState.meters, _meter), class_name="card"),
                _prices(),
                class_name="job-budgets",
                aria_label=t("jobs.budgets"),
            ),
            class_name="two",
        ),
        here="jobs",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(jobs_page, route="/trainer/jobs", title=t("jobs.page_title"), on_load=JobsState.load)


def _list(name: str, lines: rx.Var) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        rx.el.section(rx.el.h2(t(f"jobs.{name}")), rx.el.ul(rx.foreach(lines, job_row), class_name="job-rows")),
        rx.fragment(),
    )


def _meter(meter: rx.Var[Meter]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(meter.name),
        rx.el.p(meter.value, class_name="num"),
        rx.el.div(
            rx.el.i(style={"width": f"{meter.percent}%"}, class_name=meter.tone),
            rx.el.i(style={"width": f"{meter.expected}%"}, class_name="expected"),
            class_name="meter-bar",
            custom_attrs={"role": "meter"},
            aria_label=meter.label,
            aria_valuenow=meter.percent,
            aria_valuemin=0,
            aria_valuemax=100,
        ),
        rx.el.p(meter.detail, class_name="muted small num"),
        class_name="meter",
    )


def _prices() -> rx.Component:
    heads = (rx.el.th(t(f"jobs.price_{name}"), scope="col") for name in ("machine", "time", "cost"))
    return rx.el.section(
        rx.el.h2(t("jobs.prices")),
        rx.el.p(t("jobs.prices_words"), class_name="muted small"),
        rx.el.table(
            rx.el.thead(rx.el.tr(*heads), class_name="muted small"),
            rx.el.tbody(rx.foreach(JobsState.prices, _price)),
            class_name="prices num",
        ),
        rx.el.p(t("jobs.prices_assumed"), class_name="muted small"),
        class_name="card",
    )


def _price(price: rx.Var[Price]) -> rx.Component:
    now = rx.cond(price.now, rx.el.span(t("jobs.price_now"), class_name="badge live still"), rx.fragment())
    return rx.el.tr(
        rx.el.th(price.name, " ", now, scope="row"),
        rx.el.td(rx.cond(price.assumed, "≈\u00a0", ""), price.time),
        rx.el.td(price.cost),
    )
