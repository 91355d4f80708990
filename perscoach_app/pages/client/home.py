"""`/home`: what is on today, what comes, and what came of it before."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.fields import switch
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link, page_element
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.state.clips import Clip
from perscoach_app.state.days import DayCard, DayLine
from perscoach_app.state.home import HomeState
from perscoach_app.state.sessions import SessionRow
from perscoach_app.state.visitor import Visitor


def home_page() -> rx.Component:
    """One big button for today; the rest below."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("home.title", name=Visitor.first_name)), rx.el.p(t("home.lead"), class_name="muted")),
            class_name="page-head",
        ),
        alert(HomeState.problem),
        rx.el.div(
            _today(),
            rx.el.div(_lines(t("home.late"), HomeState.late), _lines(t("home.coming"), HomeState.coming), class_name="stack-l"),
            _free(),
            rx.el.div(_past(), _lines(t("home.earlier"), HomeState.earlier), _reminders(), class_name="stack-l"),
            class_name="two home",
        ),
        rx.script(src="/shadow/ahead.js", type="module"),
        here="home",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(home_page, route="/home", title=t("home.page_title"), on_load=HomeState.load)


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
            rx.el.ul(rx.foreach(HomeState.past, _session), class_name="rows"),
            rx.el.p(t("home.past_empty"), class_name="muted"),
        ),
        class_name="stack",
    )


def _session(row: rx.Var[SessionRow]) -> rx.Component:
    return rx.el.li(
        poster_stage(row.poster),
        rx.el.div(
            rx.el.h3(link(row.title, to=row.href)),
            rx.el.p(when(row.started), class_name="muted small"),
            rx.el.p(row.facts, class_name="muted small num"),
        ),
        ring(row.score, row.tone, row.score_label, known=row.scored),
        class_name="row past",
    )


def _reminders() -> rx.Component:
    return rx.el.section(
        rx.cond(
            HomeState.can_remind,
            switch(
                "reminders", t("home.remind"), hint=HomeState.remind_hint, checked=HomeState.reminders, on_change=HomeState.wish_reminders
            ),
            rx.el.p(HomeState.remind_hint, " ", link(t("home.to_account"), to="/account"), class_name="muted small"),
        ),
        rx.cond(HomeState.push_key != "", _push(), rx.fragment()),
        id="reminders",
        class_name="stack-s",
    )


def _push() -> rx.Component:
    words = {name: t(f"remind.push_{name}") for name in ("on", "off", "refused")}
    return rx.fragment(
        page_element("push", custom_attrs={"public-key": HomeState.push_key, **words}),
        rx.script(src="/pages/push.js", type="module"),
    )
