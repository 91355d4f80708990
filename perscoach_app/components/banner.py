"""What everybody is told on top of every page: planned works, or a trouble we know of."""

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor


def banner() -> rx.Component:
    """Nothing most of the time."""
    return rx.cond(
        Visitor.banner != "",
        rx.el.div(
            rx.el.div(icon("info"), rx.el.p(Visitor.banner, " ", _times()), class_name="wide"),
            class_name="told-to-all",
            role="status",
        ),
        rx.fragment(),
    )


def _times() -> rx.Component:
    return rx.cond(
        Visitor.banner_begins != "",
        rx.el.span(t("banner.works"), " ", when(Visitor.banner_begins), " – ", when(Visitor.banner_ends), class_name="num"),
        rx.fragment(),
    )
