"""What there is of one exercise over the weeks: its charts, and the same as numbers."""

import reflex as rx

from perscoach_app.components.chart import chart
from perscoach_app.components.text import t
from perscoach_app.state.progress import ExerciseCard, Row

COLUMNS = ("day", "sets", "score", "range", "reps")


def charts_and_table(card: rx.Var[ExerciseCard]) -> rx.Component:
    """The charts; the table is folded away."""
    return rx.fragment(
        rx.cond(card.only != "", rx.el.p(card.only, class_name="muted small"), rx.fragment()),
        rx.el.div(rx.foreach(card.charts, chart), class_name="charts"),
        rx.el.details(
            rx.el.summary(t("progress.table")),
            rx.el.div(
                rx.el.table(
                    rx.el.thead(rx.el.tr(*(rx.el.th(t(f"progress.column_{name}"), scope="col") for name in COLUMNS))),
                    rx.el.tbody(rx.foreach(card.rows, _row)),
                    aria_label=card.table_label,
                ),
                class_name="numbers",
                tab_index=0,
                role="region",
                aria_label=card.table_label,
            ),
        ),
    )


def _row(row: rx.Var[Row]) -> rx.Component:
    cells = (row.sets, row.score, row.reach, row.reps)
    return rx.el.tr(rx.el.th(row.day, scope="row"), *(rx.el.td(cell) for cell in cells))
