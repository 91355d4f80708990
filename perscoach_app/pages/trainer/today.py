"""`/trainer`: the trainer's home. What hurts, which reports wait, who trains today, who skips, who writes."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.inbox_row import inbox_row
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert
from perscoach_app.components.pains import pains
from perscoach_app.components.text import t
from perscoach_app.state.inbox_rows import InboxRow
from perscoach_app.state.pains import PainsState
from perscoach_app.state.today import PersonLine, TodayState, TopicLine
from perscoach_app.state.visitor import Visitor


def today_page() -> rx.Component:
    """Reports to the left, people to the right; on a phone one below the other."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("today.title", name=Visitor.first_name)), rx.el.p(TodayState.day_words, class_name="muted")),
            class_name="page-head",
        ),
        pains(),
        alert(TodayState.problem),
        rx.el.div(
            rx.el.div(_reports(), class_name="stack-l"),
            rx.el.div(
                _people(t("today.writing"), TodayState.writing),
                _people(t("today.on_today"), TodayState.today, TodayState.today_words, t("today.nothing_today")),
                _people(t("today.skipped"), TodayState.skipped),
                _topics(),
                class_name="stack-l",
            ),
            class_name="two today",
        ),
        here="today",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(today_page, route="/trainer", title=t("nav.today"), on_load=[PainsState.load, TodayState.load])


def _reports() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("today.reports"), class_name="overline"),
        rx.cond(
            TodayState.reports.length() > 0,
            rx.el.ul(rx.foreach(TodayState.reports, _report), class_name="rows"),
            rx.el.div(rx.el.h3(t("today.no_reports")), rx.el.p(t("today.no_reports_words"), class_name="muted"), class_name="card stack-s"),
        ),
        rx.cond(TodayState.more, link_button(TodayState.waiting_words, "/trainer/reports", kind="ghost", picture="arrow"), rx.fragment()),
        class_name="stack",
    )


def _no_reports() -> rx.Component:
    words = rx.el.p(t("today.no_reports_words"), class_name="muted")
    return rx.el.div(rx.el.h3(t("today.no_reports")), words, class_name="card stack-s")


def _report(row: rx.Var[InboxRow]) -> rx.Component:
    return inbox_row(row)


def _people(title: Any, lines: Any, about: Any = "", nothing: Any = "") -> rx.Component:
    """A list of clients; without `nothing` an empty one is left out."""
    shown = rx.el.section(
        rx.el.div(rx.el.h2(title, class_name="overline"), rx.el.span(about, class_name="muted small num"), class_name="between"),
        rx.cond(
            lines.length() > 0,
            rx.el.ul(rx.foreach(lines, _person), class_name="today-lines"),
            rx.cond(TodayState.looked, rx.el.p(nothing, class_name="muted small"), rx.fragment()),
        ),
        class_name="stack-s",
    )
    return shown if isinstance(nothing, rx.Var) else rx.cond(lines.length() > 0, shown, rx.fragment())


def _person(line: rx.Var[PersonLine]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(rx.el.b(line.name), rx.el.span(line.about, class_name="muted small"), class_name="today-who"),
            rx.el.span(line.badge, class_name="badge " + line.tone),
            to=line.href,
        )
    )


def _topics() -> rx.Component:
    return rx.cond(
        TodayState.topics.length() > 0,
        rx.el.section(
            rx.el.h2(t("today.topics"), class_name="overline"),
            rx.el.ul(rx.foreach(TodayState.topics, _topic), class_name="today-lines"),
            class_name="stack-s",
        ),
        rx.fragment(),
    )


def _topic(line: rx.Var[TopicLine]) -> rx.Component:
    done = TodayState.discussed(line.message)
    return rx.el.li(
        link(rx.el.span(rx.el.b(line.name), rx.el.span(line.text, class_name="muted small"), class_name="today-who"), to=line.href),
        button(t("talk.discussed"), kind="ghost slim", picture="check", aria_label=line.done_label, on_click=done),
        class_name="with-deed",
        key=line.message,
    )
