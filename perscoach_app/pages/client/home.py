"""`/home`: what is on today, what comes, and what came of it before."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.reminding import reminding
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.components.visits import visits
from perscoach_app.own_files import unchanging
from perscoach_app.state.clips import Clip
from perscoach_app.state.days import DayCard, DayLine
from perscoach_app.state.home import HomeState
from perscoach_app.state.visitor import Visitor


def home_page() -> rx.Component:
    """One big button for today; the rest below."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("home.title", name=Visitor.first_name)), rx.el.p(HomeState.lead, class_name="muted")),
            class_name="page-head",
        ),
        alert(HomeState.problem),
        rx.cond(HomeState.leaving_at != "", _leaving(), rx.fragment()),
        rx.cond(HomeState.news != "", _news(), rx.fragment()),
        rx.el.div(
            _today(),
            rx.el.div(_lines(t("home.late"), HomeState.late), _lines(t("home.coming"), HomeState.coming), class_name="stack-l"),
            _free(),
            rx.el.div(
                _past(),
                _lines(t("home.earlier"), HomeState.earlier),
                rx.el.section(reminding(HomeState), id="reminders", class_name="stack-s"),
                class_name="stack-l",
            ),
            class_name="two home",
        ),
        rx.script(src=unchanging("/shadow/ahead.js"), type="module"),
        here="home",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(home_page, route="/home", title=t("home.page_title"), on_load=HomeState.load)


def _leaving() -> rx.Component:
    """Whoever asked to be deleted, or had somebody else ask with her phone, sees it where she looks first."""
    return rx.el.div(
        icon("warn"),
        rx.el.p(t("my_data.leaving"), " ", when(HomeState.leaving_at), ". ", link(t("my_data.leaving_stop"), to="/account/privacy")),
        class_name="note warn",
        role="note",
    )


def _news() -> rx.Component:
    return link(icon("mail"), rx.el.span(HomeState.news), icon("arrow"), to="/home/messages", class_name="note news")


def _today() -> rx.Component:
    return rx.cond(
        HomeState.today.length() > 0,
        rx.el.section(
            rx.el.h2(HomeState.today_words, class_name="overline"),
            rx.cond(HomeState.all_done, rx.el.p(t("home.all_done"), class_name="day-praise"), rx.fragment()),
            rx.el.ul(rx.foreach(HomeState.today, _card), class_name="stack"),
            class_name="stack",
        ),
        rx.cond(
            HomeState.rest != "",
            rx.el.section(
                rx.el.h2(HomeState.today_words, class_name="overline"),
                rx.el.div(rx.el.h3(t("home.rest")), rx.el.p(HomeState.rest, class_name="muted"), class_name="card stack-s"),
                class_name="stack",
            ),
            empty("days", t("home.empty_title"), t("home.empty_words"), framed=True),
        ),
    )


def _card(day: rx.Var[DayCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.foreach(day.posters, _poster), class_name="day-posters", aria_hidden="true"),
        rx.el.h3(day.title),
        rx.el.p(day.line, class_name="muted num"),
        rx.cond(
            day.progress != "",
            rx.fragment(day_bar(day.share), rx.el.p(day.progress, class_name="muted small num")),
            rx.fragment(),
        ),
        link_button(
            day.deed,
            day.href,
            kind=rx.cond(day.done, "large block ghost", "large block"),
            picture="play",
            aria_label=day.label,
        ),
        class_name=["card day-card", rx.cond(day.done, "done", "")],
        key=day.href,
    )


def _poster(poster: rx.Var[str]) -> rx.Component:
    return poster_stage(poster)  # a foreach takes functions of one argument only


def day_bar(share: rx.Var[str]) -> rx.Component:
    """How far a day is, as a bar; the words beside it say the same."""
    return rx.el.div(rx.el.i(style={"width": share}), class_name="day-bar", aria_hidden="true")


def _lines(title: rx.Var[str], lines: rx.Var[list[DayLine]]) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        rx.el.section(
            rx.el.h2(title, class_name="overline"), rx.el.ul(rx.foreach(lines, _line), class_name="day-lines"), class_name="stack-s"
        ),
        rx.fragment(),
    )


def _line(day: rx.Var[DayLine]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(day.when, class_name="muted small num"),
            rx.el.span(day.title, class_name="day-title"),
            rx.cond(day.state != "", rx.el.span(day.state, class_name="badge " + day.tone), rx.fragment()),
            to=day.href,
        ),
        key=day.href,
    )


def _free() -> rx.Component:
    return rx.cond(
        HomeState.clips.length() > 0,
        rx.el.section(
            rx.el.h2(t("home.free"), class_name="overline"),
            rx.el.p(t("home.free_words"), class_name="muted small"),
            rx.el.ul(rx.foreach(HomeState.clips, _exercise), class_name="goes"),
            class_name="stack",
        ),
        rx.fragment(),
    )


def _exercise(clip: rx.Var[Clip]) -> rx.Component:
    return rx.el.li(
        poster_stage(clip.poster),
        rx.el.div(
            rx.el.h3(clip.title),
            rx.el.p(clip.line, class_name="muted num"),
            button(t("home.start"), kind="ghost", picture="play", aria_label=clip.start_label, on_click=HomeState.start(clip.id)),
        ),
        class_name="go",
        key=clip.id,
    )


def _past() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("home.past"), class_name="overline"),
            rx.el.span(HomeState.best_words, class_name="muted small num"),
            class_name="between",
        ),
        rx.cond(
            HomeState.past.length() > 0,
            rx.fragment(visits(HomeState.past), link_button(t("home.all_past"), "/home/progress", kind="ghost block", picture="chart")),
            rx.el.p(t("home.past_empty"), class_name="muted"),
        ),
        class_name="stack",
    )
