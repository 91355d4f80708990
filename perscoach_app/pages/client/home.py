"""`/home`: what to train today, and what came of it before."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.state.clips import Clip
from perscoach_app.state.home import HomeState
from perscoach_app.state.sessions import SessionRow
from perscoach_app.state.visitor import Visitor


def home_page() -> rx.Component:
    """One big button an exercise."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("home.title", name=Visitor.first_name)), rx.el.p(t("home.lead"), class_name="muted")),
            class_name="page-head",
        ),
        alert(HomeState.problem),
        rx.el.div(
            rx.cond(
                HomeState.clips.length() > 0,
                rx.el.section(
                    rx.el.h2(t("home.exercises"), class_name="overline"),
                    rx.el.ul(rx.foreach(HomeState.clips, _exercise), class_name="goes"),
                    class_name="stack",
                ),
                empty("person", t("home.empty_title"), t("home.empty_words"), framed=True),
            ),
            rx.el.section(
                rx.el.div(
                    rx.el.h2(t("home.past"), class_name="overline"),
                    rx.el.span(HomeState.best_words, class_name="muted small num"),
                    class_name="between",
                ),
                rx.cond(
                    HomeState.past.length() > 0,
                    rx.el.ul(rx.foreach(HomeState.past, _past), class_name="rows"),
                    rx.el.p(t("home.past_empty"), class_name="muted"),
                ),
                class_name="stack",
            ),
            class_name="stack-l",
        ),
        here="home",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(home_page, route="/home", title=t("home.page_title"), on_load=HomeState.load)


def _exercise(clip: rx.Var[Clip]) -> rx.Component:
    return rx.el.li(
        poster_stage(clip.poster),
        rx.el.div(
            rx.el.h3(clip.title),
            rx.el.p(clip.line, class_name="muted num"),
            button(t("home.start"), kind="large", picture="play", aria_label=clip.start_label, on_click=HomeState.start(clip.id)),
        ),
        class_name="go",
        key=clip.id,
    )


def _past(row: rx.Var[SessionRow]) -> rx.Component:
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
