"""What the trainer writes about a clip: tags and strictness, and the question before it is removed."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.chips import chips
from perscoach_app.components.dialog import actions, dialog
from perscoach_app.components.icons import icon
from perscoach_app.components.text import t
from perscoach_app.services.library import STEPS, TAG_LONGEST, TAGS_MOST
from perscoach_app.state.exercise import ExerciseState

SAID = (STEPS[0], "usual", STEPS[-1])  # the steps whose words stand under the scale


def tags() -> rx.Component:
    """The clip's tags; a new one is written or chosen from those the library has."""
    known = rx.el.datalist(rx.foreach(ExerciseState.other_tags, lambda name: rx.el.option(value=name)), id="known-tags")
    more = rx.el.form(
        rx.el.input(
            name="tag",
            placeholder=t("exercise.tag_new"),
            aria_label=t("exercise.tag_new"),
            max_length=TAG_LONGEST,
            auto_complete="off",
            list="known-tags",
            key=ExerciseState.tags.join("\n"),
        ),
        known,
        button(t("exercise.tag_add"), kind="ghost", type="submit"),
        on_submit=ExerciseState.add_tag,
        class_name="one-line",
    )
    return rx.el.section(
        rx.el.h2(t("exercise.tags"), class_name="overline"),
        rx.cond(
            ExerciseState.tags.length() > 0,
            chips(rx.foreach(ExerciseState.tags, _tag), label=t("exercise.tags")),
            rx.el.p(t("exercise.tags_words"), class_name="muted small"),
        ),
        rx.cond(ExerciseState.tags.length() < TAGS_MOST, more, rx.fragment()),
        class_name="card stack-s",
    )


def strictness() -> rx.Component:
    """The scale, in words."""
    return rx.el.section(
        rx.el.label(
            rx.el.span(
                rx.el.h2(t("exercise.strictness"), class_name="overline"),
                rx.el.b(ExerciseState.strictness_words, role="status"),
                class_name="between",
            ),
            rx.el.input(
                type="range",
                min=0,
                max=len(STEPS) - 1,
                step=1,
                value=ExerciseState.strictness,
                on_change=ExerciseState.set_step,
                aria_valuetext=ExerciseState.strictness_words,
                class_name="scale",
            ),
        ),
        rx.el.div(*(rx.el.span(t(f"exercise.strictness_of.{step}")) for step in SAID), class_name="scale-words", aria_hidden="true"),
        rx.el.p(t("exercise.strictness_words"), class_name="muted small"),
        class_name="card stack-s",
    )


def removal(state: Any) -> rx.Component:
    """The question, with what goes on using the clip. `state` has `removing`, `keep` and `remove`."""
    asked = state.removing
    return dialog(
        "remove-clip",
        asked.question,
        rx.el.p(t("library.remove_words")),
        rx.cond(asked.uses != "", rx.el.p(t("library.remove_kept", uses=asked.uses)), rx.fragment()),
        rx.cond(asked.stops, rx.el.p(t("library.remove_stops")), rx.fragment()),
        actions(
            button(t("library.leave"), kind="ghost", on_click=state.keep),
            button(t("library.remove"), kind="danger", picture="bin", on_click=state.remove),
        ),
        showing=state.removing,
        on_close=state.keep,
    )


def _tag(name: rx.Var[str]) -> rx.Component:
    label = t("exercise.tag_drop", tag=name)
    take_away = rx.el.button(icon("cross"), type="button", on_click=ExerciseState.drop_tag(name), aria_label=label)
    return rx.el.span(name, take_away, class_name="chip still removable")
