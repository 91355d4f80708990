"""`/trainer/messages/<client>`: what a client and her trainers say to each other."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.text import t
from perscoach_app.components.thread import thread
from perscoach_app.state.messages import ThreadState


def thread_page() -> rx.Component:
    """Her name, the thread, the way to her card."""
    return frame(
        link(icon("back"), t("inbox.crumb"), to="/trainer", class_name="crumb"),
        rx.el.div(
            rx.el.div(rx.el.h1(ThreadState.client_name), rx.el.p(t("talk.title"), class_name="muted")),
            link(t("inbox.card"), to="/trainer/clients/" + ThreadState.client.to_string(), class_name="button ghost slim"),
            class_name="page-head",
        ),
        thread(),
        here="today",
        kind="narrow",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(thread_page, route="/trainer/messages/[client]", title=t("talk.title"), on_load=ThreadState.load)
