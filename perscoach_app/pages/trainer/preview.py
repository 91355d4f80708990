"""`/trainer/homework/[workout]/preview`: the homework as the client will see it."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.homework_items import homework_items
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.notes import note
from perscoach_app.components.skeleton import skeleton
from perscoach_app.components.text import t
from perscoach_app.state.preview import PreviewState


def preview_page() -> rx.Component:
    """The client's own components, without anything to press."""
    state = PreviewState
    shown = rx.el.div(
        link(icon("back"), t("builder.back"), to=state.builder, class_name="crumb"),
        note(t("builder.preview_words"), picture="eye"),
        rx.el.div(
            rx.el.h1(state.title),
            rx.el.p(state.time_words, class_name="muted num"),
            rx.cond(state.note != "", rx.el.p(state.note, class_name="asked-note"), rx.fragment()),
            class_name="stack-s",
        ),
        rx.cond(
            state.items.length() > 0,
            homework_items(state.items),
            rx.el.p(t("builder.preview_empty"), class_name="muted"),
        ),
        class_name="stack homework-preview",
    )
    return frame(rx.cond(state.found, shown, skeleton("rows")), here="homework")


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(preview_page, route="/trainer/homework/[workout]/preview", title=t("builder.preview_title"), on_load=PreviewState.load)
