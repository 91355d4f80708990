"""What a clip holds: a strip with the edges of the chosen piece to drag, and a list. `cuts.js` joins them to the player."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.icons import icon
from perscoach_app.components.text import t
from perscoach_app.state.cuts import STEP_S, Cut
from perscoach_app.state.exercise import ExerciseState


def cut_strip(cuts: Any) -> rx.Component:
    """The clip's whole length from left to right. The stretches are a picture of the list; the edges are sliders with keys of their own."""
    return rx.el.div(
        rx.el.div(
            rx.foreach(cuts, _stretch),
            rx.el.i(class_name="cut-needle"),
            class_name="cut-strip",
            aria_hidden="true",
            custom_attrs={"data-cuts": ""},
        ),
        rx.cond(ExerciseState.edges.length() > 0, _edges(), rx.fragment()),
        class_name="cut-line",
    )


def cut_tools() -> rx.Component:
    """What is done at the place the player shows, and the way back."""
    return rx.el.div(
        _at_playhead("split", "scissors", ExerciseState.split),
        _at_playhead("add_part", "plus", ExerciseState.add_piece),
        button(t("exercise.undo"), kind="ghost slim", picture="undo", disabled=~ExerciseState.can_undo, on_click=ExerciseState.undo),
        class_name="side-by-side cut-tools",
    )


def cut_editor() -> rx.Component:
    """The chosen piece: its name, its edges in numbers, and what can be made of it."""
    cut = ExerciseState.chosen_cut
    name = rx.el.form(
        rx.el.label(
            rx.el.span(t("exercise.part_name"), class_name="field-name"),
            rx.el.input(name="label", default_value=cut.name, placeholder=cut.proposed, max_length=200, key=f"{cut.number}{cut.name}"),
            class_name="field",
        ),
        button(t("library.save"), kind="ghost", type="submit"),
        on_submit=ExerciseState.name_piece,
        class_name="one-line",
    )
    last = cut.number + 1 >= ExerciseState.cuts.length()
    return rx.el.section(
        name,
        rx.el.p(ExerciseState.edges[0].words, " – ", ExerciseState.edges[1].words, " · ", cut.count, class_name="muted num", role="status"),
        rx.el.div(
            button(t("exercise.make"), kind="ghost slim", picture="clips", on_click=ExerciseState.make_exercise),
            button(t("exercise.merge"), kind="ghost slim", picture="join", disabled=last, on_click=ExerciseState.merge),
            button(t("exercise.drop_part"), kind="ghost slim", picture="bin", on_click=ExerciseState.drop_piece),
            class_name="side-by-side",
        ),
        class_name="card stack-s cut-editor",
        aria_label=cut.label,
    )


def cut_list(cuts: Any) -> rx.Component:
    """The pieces as buttons."""
    return rx.el.ol(rx.foreach(cuts, lambda cut: rx.el.li(_row(cut))), class_name="cut-list")


def _stretch(cut: rx.Var[Cut]) -> rx.Component:
    return rx.el.span(
        rx.foreach(cut.ticks, lambda left: rx.el.i(style={"left": left})),
        rx.el.b(cut.name),
        title=cut.label,
        style={"left": cut.left, "width": cut.width},
        on_click=ExerciseState.choose_piece(cut.number),
        custom_attrs={"data-seek": cut.at, "data-until": cut.until, "data-chosen": (cut.number == ExerciseState.chosen).to_string()},
    )


def _edges() -> rx.Component:
    """Two native sliders, each over the part of the strip where its edge may go. A form, so that one event hears of both."""
    return rx.el.form(
        _edge("start", 0, "exercise.part_start"),
        _edge("end", 1, "exercise.part_end"),
        on_submit=ExerciseState.trim,
        key=f"{ExerciseState.chosen}-{ExerciseState.drawn}",
        class_name="cut-edges",
    )


def _edge(name: str, number: int, label: str) -> rx.Component:
    edge = ExerciseState.edges[number]
    return rx.el.input(
        type="range",
        name=name,
        default_value=edge.at,
        min=edge.least,
        max=edge.most,
        step=STEP_S,
        style={"--left": edge.left, "--width": edge.width},
        aria_label=t(label),
        aria_valuetext=edge.words,
        custom_attrs={"data-edge": ""},
    )


def _row(cut: rx.Var[Cut]) -> rx.Component:
    return rx.el.button(
        rx.el.b(cut.name),
        rx.el.span(cut.count, class_name="num"),
        rx.el.span(cut.span, class_name="num muted"),
        type="button",
        aria_label=cut.label,
        on_click=ExerciseState.choose_piece(cut.number),
        custom_attrs={"data-seek": cut.at, "data-until": cut.until, "data-chosen": (cut.number == ExerciseState.chosen).to_string()},
    )


def _at_playhead(words: str, picture: str, deed: Any) -> rx.Component:
    """A button whose event is told where the player is; `cuts.js` writes it down."""
    place = rx.el.input(type="hidden", name="at", default_value="0", custom_attrs={"data-at": ""})
    label = rx.el.span(t(f"exercise.{words}"))
    return rx.el.form(place, rx.el.button(icon(picture), label, type="submit", class_name="button ghost slim"), on_submit=deed)
