"""`/home/progress`: how often she trains, and how each exercise goes."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.chart import bars
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.notes import empty
from perscoach_app.components.progress_card import charts_and_table
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.components.visits import visits
from perscoach_app.state.progress import ExerciseCard, ProgressState


def progress_page() -> rx.Component:
    """The weeks first, then a card for each exercise."""
    return frame(
        rx.el.div(
            rx.el.div(
                link(icon("back"), t("progress.crumb"), to="/home", class_name="crumb"),
                rx.el.h1(t("progress.title")),
                rx.el.p(t("progress.lead"), class_name="muted"),
            ),
            class_name="page-head",
        ),
        rx.cond(
            ProgressState.cards.length() > 0,
            rx.el.div(
                rx.el.div(_weeks(), rx.foreach(ProgressState.cards, _card), class_name="progress-cards"),
                rx.el.section(
                    rx.el.h2(t("progress.history"), class_name="overline"),
                    visits(ProgressState.past),
                    rx.cond(
                        ProgressState.has_more, button(t("progress.more"), kind="ghost block", on_click=ProgressState.more), rx.fragment()
                    ),
                    class_name="stack",
                ),
                class_name="stack-l",
            ),
            empty(
                "chart",
                t("progress.empty_title"),
                t("progress.empty_words"),
                link_button(t("progress.empty_go"), "/home", picture="play"),
                framed=True,
            ),
        ),
        here="progress",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(progress_page, route="/home/progress", title=t("progress.page_title"), on_load=ProgressState.load)


def _weeks() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("progress.weeks"), class_name="overline"),
            rx.el.span(ProgressState.weeks_words, class_name="muted small num"),
            class_name="between",
        ),
        bars(ProgressState.weeks, t("progress.weeks_ago"), t("progress.this_week")),
        class_name="card stack-s",
    )


def _card(card: rx.Var[ExerciseCard]) -> rx.Component:
    return rx.el.article(
        rx.el.div(
            poster_stage(card.poster),
            rx.el.div(rx.el.h2(link(card.title, to=card.href)), rx.el.p(card.facts, class_name="muted small num")),
            class_name="progress-head",
        ),
        charts_and_table(card),
        rx.cond(
            card.compares,
            link_button(t("progress.before_after"), card.href, kind="ghost block", picture="people", aria_label=card.compare_label),
            rx.fragment(),
        ),
        class_name="card stack",
        key=card.id,
    )
