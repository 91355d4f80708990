"""The latest orders on a page of the panel, and what became of each."""

import reflex as rx

from perscoach_app.components.moment_time import when
from perscoach_app.components.text import t
from perscoach_app.state.admin_page import OrderLine


def orders(lines: rx.Var[list[OrderLine]]) -> rx.Component:
    """Read out when one changes; nothing where none was given."""
    return rx.cond(
        lines.length() > 0,
        rx.el.section(
            rx.el.h2(t("admin.orders")),
            rx.el.ul(rx.foreach(lines, _order), class_name="orders", aria_live="polite"),
            class_name="card",
        ),
        rx.fragment(),
    )


def _order(line: rx.Var[OrderLine]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(line.words),
            rx.el.p(when(line.given), class_name="muted small"),
            rx.cond(line.why != "", rx.el.p(line.why, class_name="why"), rx.fragment()),
        ),
        rx.el.span(line.state, class_name=["badge", line.tone]),
        key=line.id,
    )
