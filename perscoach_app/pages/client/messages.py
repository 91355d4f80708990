"""`/home/messages`: what she and her trainer say to each other."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.text import t
from perscoach_app.components.thread import thread
from perscoach_app.state.messages import ThreadState


def messages_page() -> rx.Component:
    """Her own thread."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("talk.title")), rx.el.p(t("mine.messages_lead"), class_name="muted")),
            class_name="page-head",
        ),
        thread(),
        here="messages",
        kind="narrow",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(messages_page, route="/home/messages", title=t("talk.title"), on_load=ThreadState.load)
