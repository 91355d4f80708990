"""`/trainer/homework`: workouts and templates."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.components.undo_note import undo_note
from perscoach_app.state.workouts import WorkoutRow, WorkoutsState


def homework_page() -> rx.Component:
    """What there is, or how to begin."""
    state = WorkoutsState
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("workouts.title")), rx.el.p(t("workouts.lead"), class_name="muted")),
            button(t("workouts.new"), picture="plus", on_click=state.make),
            class_name="page-head",
        ),
        alert(state.problem),
        undo_note(state.removed_words, state.undo),
        rx.cond(state.any_at_all, _lists(), _empty()),
        here="homework",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(homework_page, route="/trainer/homework", title=t("workouts.page_title"), on_load=WorkoutsState.load)


def _empty() -> rx.Component:
    return empty(
        "list",
        t("workouts.empty_title"),
        t("workouts.empty_words"),
        rx.el.ol(*(rx.el.li(t(f"workouts.how_{step}")) for step in ("drag", "ask", "give")), class_name="how"),
        button(t("workouts.empty_action"), kind="large", picture="plus", on_click=WorkoutsState.make),
        framed=True,
    )


def _lists() -> rx.Component:
    state = WorkoutsState
    nothing = (state.rows.length() == 0) & (state.templates.length() == 0)
    return rx.el.div(
        rx.el.input(
            type="search",
            placeholder=t("workouts.search"),
            aria_label=t("workouts.search"),
            default_value=state.wanted,
            on_change=state.search.debounce(250),
            class_name="search",
        ),
        rx.cond(nothing, rx.el.p(t("workouts.nothing"), class_name="muted", role="status"), rx.fragment()),
        rx.cond(state.rows.length() > 0, rx.el.ul(rx.foreach(state.rows, _workout), class_name="workouts"), rx.fragment()),
        rx.cond(
            state.templates.length() > 0,
            rx.el.section(
                rx.el.h2(t("workouts.templates"), class_name="overline"),
                rx.el.p(t("workouts.templates_words"), class_name="muted small"),
                rx.el.ul(rx.foreach(state.templates, _template), class_name="workouts"),
                class_name="stack-s",
            ),
            rx.fragment(),
        ),
        class_name="stack-l",
    )


def _workout(row: rx.Var[WorkoutRow]) -> rx.Component:
    again = rx.el.button(
        icon("copy"),
        type="button",
        class_name="square",
        aria_label=t("workouts.duplicate_of", title=row.title),
        on_click=WorkoutsState.copy_of(row.id),
    )
    return _row(row, again)


def _template(row: rx.Var[WorkoutRow]) -> rx.Component:
    start = button(
        t("workouts.use"), kind="ghost slim", aria_label=t("workouts.use_of", title=row.title), on_click=WorkoutsState.copy_of(row.id)
    )
    return _row(row, start)


def _picture(poster: rx.Var[str]) -> rx.Component:
    return poster_stage(poster)


def _row(row: rx.Var[WorkoutRow], *deeds: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.foreach(row.posters, _picture), class_name="pictures", aria_hidden="true"),
        rx.el.div(
            rx.el.h3(link(row.title, to=row.href)),
            rx.el.p(row.exercises, class_name="muted"),
            rx.el.p(row.facts, class_name="muted small num"),
            class_name="cell",
        ),
        when(row.changed, "muted small"),
        rx.el.div(
            *deeds,
            rx.el.button(
                icon("bin"),
                type="button",
                class_name="square",
                aria_label=t("workouts.remove_of", title=row.title),
                on_click=WorkoutsState.remove(row.id),
            ),
            class_name="side-by-side",
        ),
        class_name="workout",
        key=row.id,
    )
