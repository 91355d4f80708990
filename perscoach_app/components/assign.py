"""The panel that gives a workout: whom, when, what that means in words, and what stands already.

`AssignState.load_panel` belongs into the page's `on_load`, behind the page's own event; the workout is the one the address names.
"""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.chips import chip, chips
from perscoach_app.components.fields import select_field, text_field
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t
from perscoach_app.services.assignments import MOST_WEEKS
from perscoach_app.state.assign import AssignState, Receiver
from perscoach_app.state.plans import GivenRow, Weekday
from perscoach_app.texts import say


def assign_panel() -> rx.Component:
    """The whole panel."""
    return rx.el.section(
        rx.el.h2(t("assign.title"), class_name="overline"),
        rx.cond(AssignState.changing != "", _changing(), _whom()),
        _when(),
        rx.el.p(AssignState.summary, class_name="assign-sum", role="status"),
        alert(AssignState.refusal),
        rx.el.div(
            rx.cond(
                AssignState.changing != "",
                rx.fragment(
                    button(t("assign.leave"), kind="ghost", on_click=AssignState.leave),
                    button(t("assign.save"), on_click=AssignState.give),
                ),
                button(t("assign.give"), kind="large", on_click=AssignState.give),
            ),
            class_name="form-actions",
        ),
        _given(),
        class_name="assign stack",
    )


def _whom() -> rx.Component:
    return rx.cond(
        AssignState.clients.length() + AssignState.groups.length() > 0,
        rx.el.div(
            rx.el.h3(t("assign.whom"), class_name="field-name"),
            chips(
                rx.foreach(AssignState.clients, lambda each: _receiver(each, "client")),
                rx.foreach(AssignState.groups, lambda each: _receiver(each, "group")),
                link_button("+", "/trainer/clients", kind="chip", aria_label=t("assign.invite")),
                label=t("assign.whom"),
            ),
            class_name="field",
        ),
        rx.el.div(
            rx.el.p(t("assign.nobody"), class_name="muted"),
            link_button(t("assign.invite"), "/trainer/clients", kind="ghost", picture="plus"),
            class_name="stack-s",
        ),
    )


def _receiver(each: rx.Var[Receiver], kind: str) -> rx.Component:
    return chip(each.name, each.chosen, on_click=AssignState.choose(kind, each.id), key=f"{kind}-{each.id}")


def _changing() -> rx.Component:
    return rx.el.p(t("assign.changing", words=AssignState.changing_words), class_name="muted")


def _when() -> rx.Component:
    often = (("1", t("assign.every_week")), *((str(n), _every(n)) for n in range(2, MOST_WEEKS + 1)))
    return rx.el.div(
        rx.el.h3(t("assign.when"), class_name="field-name"),
        rx.el.div(chips(rx.foreach(AssignState.weekdays, _weekday), label=t("assign.when")), class_name="assign-week"),
        rx.el.p(t("assign.weekdays_hint"), class_name="field-hint"),
        rx.el.div(
            _date("starts_on", rx.cond(AssignState.repeats, t("assign.from"), t("assign.day")), AssignState.starts_on),
            rx.cond(
                AssignState.repeats,
                rx.fragment(
                    _date("ends_on", t("assign.until"), AssignState.ends_on, hint=t("assign.until_hint")),
                    select_field(
                        "every_weeks",
                        t("assign.every"),
                        often,
                        value=AssignState.every_weeks,
                        on_change=lambda value: AssignState.write("every_weeks", value),
                    ),
                ),
                rx.fragment(),
            ),
            text_field(
                "remind_at",
                t("assign.remind"),
                kind="time",
                hint=t("assign.remind_hint"),
                value=AssignState.remind_at,
                on_change=lambda value: AssignState.write("remind_at", value),
            ),
            class_name="assign-fields",
        ),
        class_name="field",
    )


def _every(weeks: int) -> rx.Var[str]:
    return rx.cond(AssignState.language == "en", say("en", "assign.every_weeks", n=weeks), say("ru", "assign.every_weeks", n=weeks))


def _weekday(day: rx.Var[Weekday]) -> rx.Component:
    return chip(day.short, day.chosen, title=day.whole, on_click=AssignState.choose("weekday", day.number), key=day.whole)


def _date(name: str, label: rx.Var[str], value: rx.Var[str], hint: rx.Var[str] | str = "") -> rx.Component:
    return text_field(
        name,
        label,
        kind="date",
        hint=hint,
        min=AssignState.first_possible,
        value=value,
        on_change=lambda written: AssignState.write(name, written),
    )


def _given() -> rx.Component:
    return rx.cond(
        AssignState.given.length() > 0,
        rx.el.div(
            rx.el.h3(t("assign.given"), class_name="field-name"),
            rx.el.ul(rx.foreach(AssignState.given, _row), class_name="assign-given"),
            class_name="field",
        ),
        rx.fragment(),
    )


def _row(row: rx.Var[GivenRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.strong(row.receiver), rx.el.p(row.words, class_name="muted small num")),
        rx.el.div(
            button(t("assign.change"), kind="ghost slim", aria_label=row.change_label, on_click=AssignState.change(row.id)),
            button(t("assign.end"), kind="ghost slim", aria_label=row.end_label, on_click=AssignState.end(row.id)),
            class_name="assign-deeds",
        ),
        key=row.id,
    )
