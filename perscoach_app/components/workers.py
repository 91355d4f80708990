"""Who works jobs off, and who has fallen silent."""

import reflex as rx

from perscoach_app.components.moment_time import when
from perscoach_app.components.notes import note
from perscoach_app.components.text import t
from perscoach_app.state.admin_overview import WorkerRow


def workers(rows: rx.Var[list[WorkerRow]]) -> rx.Component:
    """A card; where there is nobody it says what to do."""
    return rx.el.section(
        rx.el.h2(t("admin.workers")),
        rx.cond(
            rows.length() > 0,
            rx.el.ul(rx.foreach(rows, _worker), class_name="orders"),
            note(t("admin.no_worker"), kind="warn", picture="warn"),
        ),
        class_name="card",
    )


def _worker(row: rx.Var[WorkerRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row.name, class_name="machine"),
            rx.el.p(
                row.about,
                rx.cond(row.seen != "", rx.fragment(" · ", t("admin.last_seen"), " ", when(row.seen)), ""),
                class_name="muted small",
            ),
        ),
        rx.el.span(row.badge, class_name=["badge", row.tone]),
        key=row.name,
    )
