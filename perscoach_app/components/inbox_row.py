"""A report in a list: who, what, how well, what was worst. The whole row opens it."""

from typing import Any

import reflex as rx

from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.ring import ring
from perscoach_app.components.strip import small_strip
from perscoach_app.state.inbox_rows import InboxRow, Mark


def inbox_row(row: rx.Var[InboxRow], *deeds: Any) -> rx.Component:
    """A row; `deeds` are buttons that do not open it."""
    return rx.el.li(
        ring(row.score, row.tone, row.score_label, known=row.scored),
        rx.el.div(
            rx.el.h2(link(row.client, to=row.href, aria_label=row.label)),
            rx.el.p(rx.el.span(row.title), " · ", when(row.at), class_name="muted small"),
            rx.cond(row.worst != "", rx.el.p(row.worst, class_name="inbox-worst"), rx.fragment()),
            rx.el.div(rx.foreach(row.marks, _mark), rx.el.span(row.facts, class_name="muted small num"), class_name="inbox-marks"),
            class_name="cell",
        ),
        small_strip(row.bars),
        rx.el.div(*deeds, class_name="inbox-deeds") if deeds else rx.fragment(),
        class_name=["row inbox", rx.cond(row.new, "new", "")],
        key=row.training,
    )


def _mark(mark: rx.Var[Mark]) -> rx.Component:
    return rx.el.span(mark.words, class_name="badge " + mark.tone)
