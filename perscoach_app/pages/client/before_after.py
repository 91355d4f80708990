"""`/home/progress/[exercise]`: «было — стало», two skeletons in step, and the exercise's charts."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.notes import empty, note
from perscoach_app.components.progress_card import charts_and_table
from perscoach_app.components.text import t
from perscoach_app.state.before_after import BeforeAfterState as State


def before_after_page() -> rx.Component:
    """The film first: it says more than any number."""
    return frame(
        rx.el.div(
            rx.el.div(
                link(icon("back"), t("before_after.crumb"), to="/home/progress", class_name="crumb"),
                rx.el.h1(State.card.title),
                rx.el.p(State.card.facts, class_name="muted num"),
            ),
            class_name="page-head",
        ),
        rx.el.div(
            rx.el.section(
                rx.el.h2(t("before_after.title"), class_name="overline"),
                rx.cond(State.video != "", _film(), rx.cond(State.drawing, _being_drawn(), _nothing())),
                class_name="stack",
            ),
            rx.el.section(
                rx.el.h2(t("before_after.numbers"), class_name="overline"),
                rx.el.div(charts_and_table(State.card), class_name="card stack"),
                class_name="stack",
            ),
            class_name="two",
        ),
        here="progress",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(
        before_after_page,
        route="/home/progress/[exercise]",
        title=t("before_after.page_title"),
        on_load=State.load,
    )


def _film() -> rx.Component:
    return rx.el.figure(
        rx.el.video(
            src=State.video,
            controls=True,
            loop=True,
            auto_play=True,
            muted=True,
            plays_inline=True,
            aria_label=State.pair_words,
            class_name="pair-film",
        ),
        rx.el.figcaption(State.pair_words, class_name="muted small num"),
        link(
            icon("download"),
            rx.el.span(t("before_after.save")),
            to=State.video,
            download=State.file_name,
            reload_document=True,
            class_name="button ghost",
        ),
        rx.el.p(t("before_after.only_lines"), class_name="muted small"),
        class_name="stack-s",
    )


def _being_drawn() -> rx.Component:
    return rx.el.div(
        rx.el.i(class_name="ghost-pane"), rx.el.p(t("before_after.drawing"), class_name="muted"), role="status", class_name="pair-wait"
    )


def _nothing() -> rx.Component:
    return rx.cond(
        State.failed,
        note(t("before_after.failed"), kind="warn", picture="warn"),
        empty("people", t("before_after.empty_title"), t("before_after.empty_words"), framed=True),
    )
