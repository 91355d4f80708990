"""One stage, three ways to see a clip: as it plays, before and after, in space. Radio buttons and CSS choose."""

import reflex as rx

from perscoach_app.components.native import page_element
from perscoach_app.components.stage import clip_stage
from perscoach_app.components.text import t
from perscoach_app.state.exercise import ExerciseState

TURNS = {"front": "0 0.08", "side": "1.5708 0.08", "above": "0 1.5"}  # radians to the side and upwards


def views() -> rx.Component:
    """The clip's stage with what can be shown instead; where there is nothing else, the stage alone."""
    clip = clip_stage(ExerciseState.video, ExerciseState.stacked, ExerciseState.clip.poster, ExerciseState.video_label)
    return rx.el.div(
        rx.el.fieldset(
            rx.el.legend(t("exercise.views"), class_name="hidden-but-read"),
            rx.el.div(
                _way("clip", checked=True),
                rx.cond(ExerciseState.before != "", _way("wipe"), rx.fragment()),
                rx.cond(ExerciseState.body != "", _way("body"), rx.fragment()),
                class_name="choices",
            ),
            class_name="field",
        ),
        rx.el.div(
            clip,
            rx.cond(ExerciseState.before != "", _wipe(), rx.fragment()),
            rx.cond(ExerciseState.body != "", _body(), rx.fragment()),
            class_name="panes",
        ),
        class_name="views",
    )


def _way(name: str, *, checked: bool = False) -> rx.Component:
    radio = rx.el.input(type="radio", name="view", value=name, default_checked=checked)
    return rx.el.label(radio, rx.el.span(t(f"exercise.view_{name}")))


def _wipe() -> rx.Component:
    """The poster's frame, as it was filmed and cut out; a native slider lies over both."""
    return rx.el.div(
        rx.el.div(
            rx.el.img(src=ExerciseState.before, alt=t("exercise.filmed"), loading="lazy", decoding="async"),
            rx.el.div(
                rx.el.img(src=ExerciseState.clip.poster, alt=t("exercise.after"), loading="lazy", decoding="async"), class_name="after"
            ),
            rx.el.i(class_name="border"),
            rx.el.span(t("exercise.filmed"), class_name="badge plain left", aria_hidden="true"),
            rx.el.span(t("exercise.after"), class_name="badge plain right", aria_hidden="true"),
            rx.el.input(
                type="range", min=0, max=100, step=1, default_value="50", aria_label=t("exercise.wipe"), custom_attrs={"data-wipe": ""}
            ),
            class_name="wipe-box",
        ),
        class_name="stage pane-wipe",
    )


def _body() -> rx.Component:
    return page_element(
        "body",
        rx.el.p(t("exercise.body_loading"), class_name="pane-words loading", role="status"),
        rx.el.p(t("exercise.body_failed"), class_name="pane-words failed"),
        rx.el.p(t("exercise.body_words"), id="body-words", class_name="pane-words hint"),
        rx.el.div(
            *(
                rx.el.button(t(f"exercise.body_{name}"), type="button", class_name="chip", custom_attrs={"data-turn": turn})
                for name, turn in TURNS.items()
            ),
            class_name="chips",
        ),
        role="group",
        tab_index=0,
        aria_label=t("exercise.body", title=ExerciseState.clip.title),
        aria_describedby="body-words",
        class_name="stage pane-body",
        custom_attrs={"body": ExerciseState.body},
    )
