"""The lower half of a report: exercises with their sets, the repetitions of the open one, limb × time, and what was not seen."""

from typing import Any

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.ring import ring
from perscoach_app.components.text import t
from perscoach_app.state.report import ReportState
from perscoach_app.state.report_sets import ExerciseRow, HeatRow, RepetitionRow, SetTab
from perscoach_app.tables import Judgement


def exercises() -> rx.Component:
    """One card an exercise; a press on a set opens it in the player."""
    return rx.el.section(
        rx.el.h2(t("digest.exercises"), class_name="overline"),
        rx.el.ul(rx.foreach(ReportState.exercises, _exercise), class_name="stack"),
        class_name="stack",
    )


def repetitions() -> rx.Component:
    """What each repetition of the open set was like; the trainer's marks teach the score."""
    return rx.cond(
        ReportState.repetitions.length() > 0,
        rx.el.section(
            _of_the_set(t("digest.reps")),
            rx.cond(
                ReportState.own,
                rx.fragment(),
                rx.el.p(
                    rx.cond(ReportState.teaches, t("digest.marks_words"), t("digest.mark_kept_hint")), class_name="muted small not-printed"
                ),
            ),
            rx.el.ol(rx.foreach(ReportState.repetitions, _repetition), class_name="repetitions"),
            class_name="stack",
        ),
        rx.fragment(),
    )


def heat() -> rx.Component:
    """Limb × time of the open set; a press shows the moment (`report.js`)."""
    return rx.cond(
        ReportState.heat.length() > 0,
        rx.el.section(
            _of_the_set(t("digest.heat")),
            rx.el.ul(rx.foreach(ReportState.heat, _heat), class_name="heat"),
            rx.el.p(t("digest.heat_words"), class_name="muted small"),
            class_name="stack",
        ),
        rx.fragment(),
    )


def unseen() -> rx.Component:
    """Said plainly."""
    return rx.el.section(
        rx.el.h2(t("digest.unseen"), class_name="overline"),
        rx.cond(
            ReportState.unseen.length() > 0,
            rx.el.ul(rx.foreach(ReportState.unseen, lambda words: rx.el.li(icon("info"), rx.el.span(words))), class_name="unseen"),
            rx.el.p(t("digest.unseen_none"), class_name="muted"),
        ),
        class_name="stack",
    )


def _of_the_set(words: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h2(words, class_name="overline"), rx.el.span(ReportState.set_name, class_name="muted small"), class_name="between"
    )


def _exercise(one: rx.Var[ExerciseRow]) -> rx.Component:
    return rx.el.li(
        ring(one.score, one.tone, one.score_label, known=one.scored),
        rx.el.div(
            rx.el.h3(one.title),
            rx.el.p(one.facts, class_name="muted small num"),
            rx.cond(
                one.feeling != "", rx.el.span(one.feeling, class_name=rx.cond(one.pain, "chip still pain", "chip still")), rx.fragment()
            ),
            class_name="cell",
        ),
        rx.el.div(
            rx.cond(
                one.trend != "",
                rx.el.svg(rx.el.path(d=one.trend), view_box="0 0 100 30", class_name="trend", aria_hidden="true"),
                rx.fragment(),
            ),
            rx.el.span(one.trend_words, class_name="muted small num"),
            class_name="cell",
        ),
        rx.el.div(rx.foreach(one.sets, _tab), class_name="set-tabs", role="group", aria_label=one.title),
        class_name="card exercise-row",
    )


def _tab(one: rx.Var[SetTab]) -> rx.Component:
    return rx.el.button(
        rx.el.span(one.words),
        rx.el.b(one.score, class_name="num " + one.tone),
        type="button",
        disabled=one.session == "",
        aria_pressed=rx.cond((one.session != "") & (one.session == ReportState.set_id), "true", "false"),
        on_click=ReportState.choose(one.position),
        class_name="set-tab",
        custom_attrs={"data-set": one.session},
    )


def _repetition(row: rx.Var[RepetitionRow]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.b(row.number, class_name="num", aria_hidden="true"),
            rx.el.span(row.name, class_name="hidden-but-read"),
            rx.el.span(rx.el.i(style={"width": row.width}), class_name="limb-bar", aria_hidden="true"),
            rx.el.b(row.score, class_name="num"),
            rx.el.span(row.words, class_name="muted small num"),
            type="button",
            class_name="repetition-show",
            custom_attrs={"data-seek": row.at, "data-say": row.label},
        ),
        rx.cond(
            row.markable & ~ReportState.own,
            rx.el.div(
                _mark(row, Judgement.RIGHT.value, t("digest.right"), row.right_label, "check"),
                _mark(row, Judgement.MEND.value, t("digest.mend"), row.mend_label, "pencil"),
                class_name="marks not-printed",
            ),
            rx.fragment(),
        ),
        class_name="repetition limb " + row.tone,
    )


def _mark(row: rx.Var[RepetitionRow], judgement: str, words: Any, label: Any, picture: str) -> rx.Component:
    return rx.el.button(
        icon(picture),
        rx.el.span(words),
        type="button",
        aria_pressed=rx.cond(row.mark == judgement, "true", "false"),
        aria_label=label,
        on_click=ReportState.mark(row.index, judgement),
        class_name="chip",
    )


def _heat(row: rx.Var[HeatRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.name, aria_hidden="true"),
        rx.el.svg(
            rx.el.path(d=row.good, class_name="good"),
            rx.el.path(d=row.fair, class_name="fair"),
            rx.el.path(d=row.poor, class_name="poor"),
            rx.el.path(d=row.signs, class_name="signs"),
            view_box=ReportState.heat_box,
            preserve_aspect_ratio="none",
            role="img",
            aria_label=row.label,
            custom_attrs={"data-heat": ""},
        ),
    )
