"""The client's own video beside the strip: the strip and the moments lead to their place in it (`report.js`)."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.text import t
from perscoach_app.state.filmed import FilmedState


def film_player() -> rx.Component:
    """The video; the player's strip and button move it, a click plays and pauses. While it is made, a word."""
    return rx.cond(
        FilmedState.film != "",
        rx.el.video(
            src=FilmedState.film,
            class_name="film",
            plays_inline=True,
            preload="metadata",
            aria_label=t("report_film.label"),
            custom_attrs={"data-film": ""},
        ),
        rx.fragment(),
    )


def film_line() -> rx.Component:
    """What the video is, and a way to delete it, which asks first."""
    question = rx.el.div(
        rx.el.span(t("report_film.sure")),
        button(t("report_film.drop"), kind="danger slim", on_click=FilmedState.drop),
        button(t("report_film.keep"), kind="ghost slim", on_click=FilmedState.keep),
        class_name="film-ask",
        role="group",
    )
    return rx.cond(
        FilmedState.film_there,
        rx.el.div(
            rx.el.span(FilmedState.film_words, class_name="muted small num", role="status"),
            rx.cond(FilmedState.film_asked, question, button(t("report_film.drop"), kind="ghost slim", on_click=FilmedState.ask)),
            class_name="film-line",
        ),
        rx.fragment(),
    )
