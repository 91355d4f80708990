"""`/trainer/support`: which trainings were opened to the product's support, who looked, and the way to end it."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.state.grants import GrantRow, GrantsState


def support_page() -> rx.Component:
    """Every grant of the site, with every look."""
    return frame(
        rx.el.div(rx.el.div(rx.el.h1(t("grant.page")), rx.el.p(t("grant.page_words"), class_name="muted")), class_name="page-head"),
        alert(GrantsState.problem),
        rx.cond(
            GrantsState.rows.length() > 0,
            rx.el.ul(rx.foreach(GrantsState.rows, _grant), class_name="panel-rows"),
            empty("key", t("grant.none"), t("grant.none_words"), framed=True),
        ),
        here="support",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(support_page, route="/trainer/support", title=t("grant.page_title"), on_load=GrantsState.load)


def _grant(row: rx.Var[GrantRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(link(row.reason, to=row.href)),
            rx.el.p(t("grant.given"), " ", when(row.given), " · ", t("grant.until"), " ", when(row.until), class_name="muted small"),
            rx.cond(
                row.looks.length() > 0,
                rx.el.ul(rx.foreach(row.looks, rx.el.li), class_name="look-moments"),
                rx.el.p(t("grant.nobody"), class_name="muted small"),
            ),
            class_name="cell",
        ),
        rx.el.div(
            rx.el.span(row.badge, class_name=["badge", row.tone]),
            rx.cond(
                row.open,
                button(t("grant.revoke"), kind="danger slim", aria_label=row.revoke_label, on_click=GrantsState.revoke(row.id)),
                rx.fragment(),
            ),
            class_name="job-deeds",
        ),
        class_name="card",
        key=row.id,
    )
