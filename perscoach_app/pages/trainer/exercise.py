"""`/trainer/exercise/[exercise]`: one clip, large, with what is known about it."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, note, waiting
from perscoach_app.components.ring import ring
from perscoach_app.components.stage import clip_stage
from perscoach_app.components.text import t
from perscoach_app.state.exercise import ExerciseState, Fact


def exercise_page() -> rx.Component:
    """The clip, or how far it is."""
    return frame(
        rx.cond(ExerciseState.clip, _exercise(), waiting()),
        here="library",
        kind="exercise",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(exercise_page, route="/trainer/exercise/[exercise]", title=t("exercise.page_title"), on_load=ExerciseState.load)


def _exercise() -> rx.Component:
    clip = ExerciseState.clip
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                link(icon("back"), t("exercise.crumb"), to="/trainer", class_name="crumb"),
                rx.el.h1(clip.title),
            ),
            class_name="page-head",
        ),
        rx.el.div(
            rx.cond(ExerciseState.video != "", clip_stage(ExerciseState.video, clip.poster, ExerciseState.video_label), _unfinished()),
            rx.el.div(_actions(), _about(), class_name="stack"),
            class_name="two",
        ),
    )


def _unfinished() -> rx.Component:
    clip = ExerciseState.clip
    return rx.el.div(
        rx.el.div(
            rx.cond(
                clip.moving,
                ring(clip.percent, "good", clip.label, on_stage=True, size="168px"),
                ring(0, "", clip.why, known=False, on_stage=True, size="168px"),
            ),
            class_name="middle",
        ),
        class_name="stage",
    )


def _actions() -> rx.Component:
    clip = ExerciseState.clip
    return rx.fragment(
        alert(ExerciseState.problem),
        rx.cond(
            clip.moving,
            rx.el.div(
                rx.el.h2(t("exercise.processing")),
                rx.el.p(clip.line, class_name="num", role="status"),
                rx.el.p(t("exercise.processing_words"), class_name="muted small"),
                class_name="card stack-s",
            ),
            rx.fragment(),
        ),
        rx.cond(
            clip.state == "failed",
            rx.fragment(
                note(clip.why, "bad", "warn"),
                button(t("library.retry"), kind="ghost", picture="again", on_click=ExerciseState.retry),
            ),
            rx.fragment(),
        ),
        rx.cond(
            clip.trainable,
            rx.el.div(
                button(t("exercise.try"), kind="large block", picture="play", on_click=ExerciseState.try_it),
                rx.el.p(t("exercise.try_words"), class_name="muted small"),
                class_name="stack-s",
            ),
            rx.fragment(),
        ),
    )


def _about() -> rx.Component:
    return rx.cond(
        ExerciseState.clip.trainable,
        rx.fragment(
            rx.el.section(
                rx.el.h2(t("exercise.facts"), class_name="overline"),
                rx.el.dl(rx.foreach(ExerciseState.facts, _fact), class_name="facts"),
                class_name="card",
            ),
            rx.el.section(
                rx.el.h2(t("exercise.warnings"), class_name="overline"),
                rx.cond(
                    ExerciseState.warnings.length() > 0,
                    rx.fragment(rx.foreach(ExerciseState.warnings, lambda words: note(words, "warn", "warn"))),
                    rx.el.p(t("exercise.no_warnings"), class_name="muted"),
                ),
                class_name="stack-s",
            ),
        ),
        rx.fragment(),
    )


def _fact(fact: rx.Var[Fact]) -> rx.Component:
    return rx.el.div(rx.el.dt(fact.name), rx.el.dd(fact.value))
