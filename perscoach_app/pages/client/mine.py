"""`/home/mine`: what is kept of her trainings, until when, and how to delete it."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.state.mine import FilmRow, KeptRow, MineState


def mine_page() -> rx.Component:
    """A card for each training of which more than numbers is kept; the agreements are a step away."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("mine.title")), rx.el.p(t("mine.lead"), class_name="muted")),
            class_name="page-head",
        ),
        alert(MineState.problem),
        rx.el.div(
            rx.el.section(
                rx.cond(
                    MineState.seen_by != "", rx.el.p(icon("eye"), rx.el.span(MineState.seen_by), class_name="kept-seen"), rx.fragment()
                ),
                rx.cond(
                    MineState.moves, rx.el.p(icon("person"), rx.el.span(t("mine.movement_words")), class_name="kept-seen"), rx.fragment()
                ),
                rx.cond(
                    MineState.rows.length() > 0,
                    rx.el.ul(rx.foreach(MineState.rows, _kept), class_name="stack"),
                    empty("lock", t("mine.empty_title"), t("mine.empty_words"), framed=True),
                ),
                class_name="stack",
            ),
            rx.el.aside(
                rx.el.h2(t("mine.papers"), class_name="overline"),
                rx.el.p(t("mine.papers_words"), class_name="muted"),
                link_button(t("mine.to_papers"), "/account/privacy", kind="ghost block", picture="lock"),
                class_name="card stack",
            ),
            class_name="two",
        ),
        here="mine",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(mine_page, route="/home/mine", title=t("mine.page_title"), on_load=MineState.load)


def _kept(row: rx.Var[KeptRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            poster_stage(row.poster),
            rx.el.div(
                rx.el.h2(link(row.title, to=row.href)),
                rx.el.p(when(row.started), class_name="muted small"),
                rx.el.p(row.until, class_name="muted small num"),
            ),
            class_name="progress-head",
        ),
        rx.foreach(row.films, _film),
        rx.cond(row.movement, _movement(row), rx.fragment()),
        class_name="card stack kept",
        key=row.id,
    )


def _film(film: rx.Var[FilmRow]) -> rx.Component:
    return rx.el.div(
        rx.el.p(icon("clips"), rx.el.span(film.line, class_name="num")),
        rx.cond(
            film.video != "",
            rx.el.details(
                rx.el.summary(icon("play"), rx.el.span(t("mine.watch")), aria_label=film.watch_label),
                rx.el.video(
                    src=film.video, controls=True, plays_inline=True, preload="none", aria_label=film.watch_label, class_name="film"
                ),
            ),
            rx.fragment(),
        ),
        _asked(film.id, t("mine.drop"), film.drop_label, t("mine.drop_sure"), MineState.drop(film.id)),
        class_name="kept-part",
        key=film.id,
    )


def _movement(row: rx.Var[KeptRow]) -> rx.Component:
    return rx.el.div(
        rx.el.p(icon("person"), rx.el.span(t("mine.movement"))),
        _asked(row.id, t("mine.forget"), row.forget_label, t("mine.forget_sure"), MineState.forget(row.id)),
        class_name="kept-part",
    )


def _asked(what: Any, words: Any, label: Any, question: Any, deed: Any) -> rx.Component:
    """A deed that cannot be undone asks first, in its own place."""
    return rx.cond(
        MineState.asked == what,
        rx.el.div(
            rx.el.span(question),
            button(words, kind="danger slim", on_click=deed),
            button(t("mine.keep"), kind="ghost slim", on_click=MineState.keep),
            class_name="film-ask",
            role="group",
        ),
        button(words, kind="ghost slim", picture="bin", aria_label=label, on_click=MineState.ask(what)),
    )
