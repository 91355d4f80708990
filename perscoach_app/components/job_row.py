"""A row of the processing page, whatever state its job is in."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.state.job_lines import JobLine
from perscoach_app.state.jobs import JobsState


def job_row(line: rx.Var[JobLine]) -> rx.Component:
    """Picture, title, how far it is, and the one thing that can be done about it."""
    return rx.el.li(
        poster_stage(line.poster, rx.cond(line.poster == "", icon("clips"), rx.fragment())),
        rx.el.div(
            rx.el.h3(rx.cond(line.href != "", link(line.title, to=line.href), rx.el.span(line.title))),
            rx.cond(line.line != "", rx.el.p(line.line, class_name="num"), rx.fragment()),
            rx.cond(line.moment != "", rx.el.p(when(line.moment), class_name="muted small"), rx.fragment()),
            rx.cond(line.why != "", rx.el.p(line.why, class_name="why"), rx.fragment()),
            rx.cond(line.status == "running", _bar(line), rx.fragment()),
            rx.cond(line.facts != "", rx.el.p(line.facts, class_name="muted small num"), rx.fragment()),
            class_name="job-words",
        ),
        rx.el.div(rx.el.span(line.badge, class_name=["badge num", line.tone]), _deed(line), class_name="job-deeds"),
        class_name="job-row",
        key=line.id.to_string(),
    )


def _bar(line: rx.Var[JobLine]) -> rx.Component:
    return rx.el.progress(value=line.percent, max=100, aria_label=line.label, class_name="job-bar")


def _deed(line: rx.Var[JobLine]) -> rx.Component:
    cancel = button(t("job.cancel"), kind="ghost slim", aria_label=line.cancel_label, on_click=JobsState.cancel(line.id))
    again = button(
        t("library.retry"), kind="ghost slim", picture="again", aria_label=line.retry_label, on_click=JobsState.retry(line.exercise)
    )
    return rx.match(line.status, ("running", cancel), ("queued", cancel), rx.cond(line.again, again, rx.fragment()))
