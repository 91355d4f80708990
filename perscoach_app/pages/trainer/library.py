"""`/trainer`: the library."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.clip_card import clip_card
from perscoach_app.components.frame import frame
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.state.library import LibraryState


def library_page() -> rx.Component:
    """Cards that change by themselves, or how to begin."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("library.title")), rx.el.p(LibraryState.count_words, class_name="muted num", role="status")),
            link_button(t("library.add"), "/trainer/upload", picture="plus"),
            class_name="page-head",
        ),
        alert(LibraryState.problem),
        rx.cond(
            LibraryState.clips.length() > 0,
            rx.el.ul(rx.foreach(LibraryState.clips, clip_card), class_name="clips"),
            empty(
                "person",
                t("library.empty_title"),
                t("library.empty_words"),
                link_button(t("library.empty_action"), "/trainer/upload", picture="upload"),
                framed=True,
            ),
        ),
        here="library",
        shape="cards",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(library_page, route="/trainer", title=t("library.page_title"), on_load=LibraryState.load)
