"""A client's trainings as a list."""

from typing import Any

import reflex as rx

from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import poster_stage
from perscoach_app.state.visits import VisitRow


def visits(rows: Any) -> rx.Component:
    """One line a training; it leads to its report."""
    return rx.el.ul(rx.foreach(rows, _visit), class_name="rows")


def _visit(row: rx.Var[VisitRow]) -> rx.Component:
    return rx.el.li(
        poster_stage(row.poster),
        rx.el.div(
            rx.el.h3(link(row.title, to=row.href)),
            rx.el.p(when(row.started), class_name="muted small"),
            rx.el.p(row.facts, class_name="muted small num"),
        ),
        ring(row.score, row.tone, row.score_label, known=row.scored),
        class_name="row past",
        key=row.href,
    )
