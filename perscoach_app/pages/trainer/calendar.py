"""`/trainer/calendar`: a month on a desktop, an agenda on a phone; the same list, laid out twice."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.dialog import actions, dialog
from perscoach_app.components.fields import select_field, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.state.calendar import CalendarState, Cell, Entry

State = CalendarState


def calendar_page() -> rx.Component:
    """Who has what, and what became of it."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("calendar.title")), rx.el.p(State.count_words, class_name="muted num")),
            select_field("client", t("calendar.client"), State.clients, value=State.client, on_change=State.choose_client),
            class_name="page-head",
        ),
        rx.el.section(
            _turning(),
            rx.el.div(rx.foreach(State.weekdays, rx.el.span), class_name="month-names", aria_hidden="true"),
            rx.el.ol(rx.foreach(State.cells, _cell), class_name="month", aria_label=State.month_words),
            rx.cond(
                State.filled,
                rx.fragment(),
                empty(
                    "days",
                    t("calendar.empty_title"),
                    t("calendar.empty_words"),
                    link_button(t("calendar.empty_action"), "/trainer/homework"),
                    framed=True,
                ),
            ),
            class_name="stack",
        ),
        _opened(),
        here="calendar",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(calendar_page, route="/trainer/calendar", title=t("calendar.page_title"), on_load=CalendarState.load)


def _turning() -> rx.Component:
    return rx.el.div(
        rx.el.h2(State.month_words, aria_live="polite"),
        button("", kind="ghost slim", picture="back", aria_label=t("calendar.earlier"), on_click=State.turn(-1)),
        button(t("calendar.now"), kind="ghost slim", on_click=State.turn(0)),
        button("", kind="ghost slim", picture="arrow", aria_label=t("calendar.later"), on_click=State.turn(1)),
        class_name="month-turn",
        role="group",
        aria_label=t("calendar.month"),
    )


def _cell(cell: rx.Var[Cell]) -> rx.Component:
    return rx.el.li(
        rx.el.h3(
            rx.el.span(cell.number, class_name="month-number", aria_hidden="true"),
            rx.el.span(cell.words, class_name="month-words"),
        ),
        rx.el.ul(rx.foreach(cell.homework, _entry)),
        class_name=[
            "month-day",
            rx.cond(cell.today, "today", ""),
            rx.cond(cell.inside, "", "outside"),
            rx.cond(cell.homework.length() > 0, "", "bare"),
        ],
        aria_current=rx.cond(cell.today, "date", "false"),
        key=cell.day,
    )


def _entry(entry: rx.Var[Entry]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.match(entry.state, ("done", icon("check")), ("missed", icon("cross")), rx.el.i()),
            rx.el.span(entry.client, class_name="entry-who"),
            rx.el.span(entry.title, class_name="entry-what"),
            type="button",
            title=entry.label,
            on_click=State.open_entry(entry.key, entry.client_id),
            class_name="entry " + entry.state,
        ),
        key=f"{entry.key}-{entry.client_id}",
    )


def _opened() -> rx.Component:
    day = State.opened
    return dialog(
        "day",
        rx.cond(day, day.client, ""),
        rx.cond(
            day,
            rx.fragment(
                rx.el.div(
                    rx.el.p(rx.el.strong(day.title)),
                    rx.el.p(day.when, class_name="muted num"),
                    rx.el.p(
                        rx.el.span(day.state_words, class_name="badge " + day.tone), " ", rx.el.span(day.progress, class_name="muted num")
                    ),
                    class_name="stack-s",
                ),
                rx.el.div(
                    link(t("calendar.to_workout"), to=day.to_workout),
                    link(t("calendar.to_client"), to=day.to_client),
                    class_name="day-ways",
                ),
                alert(State.refusal),
                rx.cond(day.movable, _moving(), rx.el.p(t("calendar.stays"), class_name="muted small")),
            ),
            rx.fragment(),
        ),
        showing=State.opened.is_not_none(),
        on_close=State.close_entry,
    )


def _moving() -> rx.Component:
    return rx.el.form(
        text_field(
            "to",
            t("calendar.move_to"),
            kind="date",
            hint=t("calendar.move_hint"),
            min=State.first_possible,
            default_value=State.opened.day,
            required=True,
        ),
        actions(button(t("calendar.move"), type="submit")),
        on_submit=State.move,
        class_name="stack-s",
        key=State.opened.key,
    )
