"""`/look/[token]`: one training, for an administrator with a trainer's grant and a pass of the platform's."""

import reflex as rx

from perscoach_app.components.buttons import outside_button
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.notes import note
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.findings import Moment
from perscoach_app.state.look import LookedSet, LookState


def look_page() -> rx.Component:
    """What was granted and nothing else: it can only be read."""
    return frame(rx.cond(LookState.opened, _training(), _way_there()))


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(look_page, route="/look/[token]", title=t("admin.look_page"), on_load=LookState.load)


def _way_there() -> rx.Component:
    return alone(
        rx.el.h1(t("admin.look_closed")),
        rx.el.p(t("admin.look_closed_words"), class_name="muted"),
        outside_button(t("admin.look_panel"), LookState.panel, kind="ghost"),
    )


def _training() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("admin.look_title")),
            rx.el.p(t("admin.look_until"), " ", when(LookState.until), class_name="muted"),
            class_name="page-head",
        ),
        note(LookState.reason, picture="voice"),
        rx.cond(
            LookState.sets.length() > 0,
            rx.el.ul(rx.foreach(LookState.sets, _set), class_name="panel-rows"),
            rx.el.p(t("admin.look_empty"), class_name="muted"),
        ),
        class_name="stack",
    )


def _set(one: rx.Var[LookedSet]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(one.title),
            rx.el.p(one.facts, class_name="muted small num"),
            rx.el.p(when(one.started), class_name="muted small"),
            rx.el.ul(rx.foreach(one.moments, _moment), class_name="look-moments"),
            rx.cond(
                one.film != "",
                rx.el.video(src=one.film, controls=True, preload="metadata", plays_inline=True, class_name="film"),
                rx.fragment(),
            ),
            class_name="cell",
        ),
        rx.el.span(one.score, class_name=["badge num", one.tone]),
        class_name="card",
        key=one.id,
    )


def _moment(moment: rx.Var[Moment]) -> rx.Component:
    return rx.el.li(moment.title, " ", rx.el.span(moment.line, class_name="muted"))
