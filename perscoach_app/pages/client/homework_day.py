"""`/home/homework/[day]`: one day of homework, to be done with one thumb."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.frame import frame
from perscoach_app.components.homework_items import homework_items
from perscoach_app.components.icons import icon
from perscoach_app.components.native import hidden, link
from perscoach_app.components.notes import alert, note
from perscoach_app.components.text import t
from perscoach_app.own_files import unchanging
from perscoach_app.pages.client.home import day_bar
from perscoach_app.state.homework_day import HomeworkDayState, SetRow
from perscoach_app.state.homework_items import HomeworkItem

State = HomeworkDayState


def homework_day_page() -> rx.Component:
    """The exercises with their sets; what is next stands within reach of the thumb."""
    return frame(
        rx.el.div(
            rx.el.div(
                link(icon("back"), t("day.crumb"), to="/home", class_name="crumb"),
                rx.el.h1(State.title),
                rx.el.p(State.when, " · ", State.progress, class_name="muted num"),
            ),
            class_name="page-head",
        ),
        rx.el.div(
            day_bar(State.share),
            alert(State.problem),
            rx.cond(State.ahead != "", note(State.ahead), rx.cond(State.finished, _finished(), rx.fragment())),
            rx.cond(State.note != "", rx.el.p(State.note, class_name="asked-note"), rx.fragment()),
            rx.cond(State.begun | (State.ahead != ""), rx.fragment(), rx.el.p(t("day.how"), class_name="muted small")),
            homework_items(State.items, _under),
            _ending(),
            class_name="stack day",
        ),
        _go(),
        rx.script(src=unchanging("/shadow/ahead.js"), type="module"),
        here="home",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(homework_day_page, route="/home/homework/[day]", title=t("day.page_title"), on_load=HomeworkDayState.load)


def _finished() -> rx.Component:
    return rx.el.div(
        icon("check"),
        rx.el.div(rx.el.strong(t("day.finished")), rx.el.p(t("day.finished_words"))),
        class_name="note good",
        role="status",
    )


def _under(row: rx.Var[HomeworkItem]) -> rx.Component:
    return rx.el.div(
        rx.el.ol(rx.foreach(State.sets[row.id], lambda each: _set(row, each)), class_name="sets", aria_label=t("day.sets")),
        rx.cond(
            State.open_items[row.id],
            button(
                t("day.start"),
                kind="ghost block",
                picture="play",
                aria_label=t("day.start_of", title=row.title),
                on_click=State.start(row.id),
            ),
            rx.fragment(),
        ),
        class_name="stack-s",
    )


def _set(row: rx.Var[HomeworkItem], each: rx.Var[SetRow]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.i(rx.cond(each.done, icon("check"), rx.fragment()), class_name="set-mark"),
            rx.el.span(each.name, class_name="muted"),
            rx.el.strong(each.words, class_name="num"),
            type="button",
            aria_pressed=rx.cond(each.done, "true", "false"),
            disabled=State.ahead != "",
            on_click=State.tick(row.id, each.number),
            class_name="set-tick",
        ),
        rx.cond(State.ahead == "", _edit(row, each), rx.fragment()),
        class_name=["set", rx.cond(each.done, "done", ""), rx.cond(each.here, "here", "")],
        key=f"{row.id}-{each.number}-{each.words}",
    )


def _edit(row: rx.Var[HomeworkItem], each: rx.Var[SetRow]) -> rx.Component:
    """The client's own numbers, folded away."""
    return rx.el.details(
        rx.el.summary(icon("more"), rx.el.span(each.edit_label, class_name="hidden-but-read")),
        rx.el.form(
            hidden("item", row.id),
            hidden("number", each.number.to_string()),
            rx.cond(
                each.timed,
                _number("hold", t("day.field_hold"), each.count, "numeric"),
                _number("reps", t("day.field_reps"), each.count, "numeric"),
            ),
            _number("load", t("day.field_load"), each.load, "decimal"),
            rx.el.label(
                rx.el.span(t("day.field_band"), class_name="field-name"),
                rx.el.input(name="band", default_value=each.band, max_length=40),
                class_name="field",
            ),
            button(t("day.write"), type="submit"),
            on_submit=State.write,
            class_name="set-form",
        ),
        class_name="set-edit",
    )


def _number(name: str, label: rx.Var[str], value: rx.Var[str], keys: str) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="field-name"),
        rx.el.input(name=name, default_value=value, input_mode=keys, autocomplete="off"),
        class_name="field",
    )


def _ending() -> rx.Component:
    return rx.cond(
        State.begun & ~State.finished,
        rx.el.div(
            rx.el.p(t("day.finish_words"), class_name="muted small"),
            button(t("day.finish"), kind="ghost block", on_click=State.finish),
            class_name="stack-s",
        ),
        rx.fragment(),
    )


def _go() -> rx.Component:
    return rx.cond(
        (State.next_words != "") & (State.ahead == "") & ~State.finished,
        rx.el.div(
            rx.el.p(t("day.next", what=State.next_words), class_name="small num"),
            button(State.go, kind="large block", picture="play", on_click=State.start("")),
            class_name="day-go",
        ),
        rx.fragment(),
    )
