"""`/trainer/reports`: finished sessions of all clients."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import empty
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.strip import small_strip
from perscoach_app.components.text import t
from perscoach_app.state.reports import ReportsState
from perscoach_app.state.sessions import SessionRow


def reports_page() -> rx.Component:
    """One row a session: who, what, when, the strip, the score."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("reports.title")), rx.el.p(ReportsState.count_words, class_name="muted num")),
            class_name="page-head",
        ),
        rx.cond(
            ReportsState.rows.length() > 0,
            rx.el.ul(rx.foreach(ReportsState.rows, _row), class_name="rows"),
            empty(
                "chart",
                t("reports.empty_title"),
                t("reports.empty_words"),
                link_button(t("reports.empty_action"), "/trainer", kind="ghost"),
                framed=True,
            ),
        ),
        here="reports",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(reports_page, route="/trainer/reports", title=t("reports.page_title"), on_load=ReportsState.load)


def _row(row: rx.Var[SessionRow]) -> rx.Component:
    return rx.el.li(
        poster_stage(row.poster),
        rx.el.div(
            rx.el.h2(link(row.client, to=row.href, aria_label=row.label)),
            rx.el.p(row.title, class_name="muted"),
            class_name="cell",
        ),
        small_strip(row.bars),
        rx.el.div(when(row.started), rx.el.p(row.facts, class_name="muted small num"), class_name="cell"),
        ring(row.score, row.tone, row.score_label, known=row.scored),
        class_name="row",
    )
