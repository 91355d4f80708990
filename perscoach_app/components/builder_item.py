"""One exercise in the homework builder: a line that opens into its fields."""

from typing import Any

import reflex as rx

from perscoach_app.components import drag
from perscoach_app.components.buttons import button
from perscoach_app.components.icons import icon
from perscoach_app.components.native import page_element
from perscoach_app.components.stage import poster_stage
from perscoach_app.components.strictness_choice import strictness_choice
from perscoach_app.components.text import t, texts_json
from perscoach_app.components.typed_stepper import typed_stepper
from perscoach_app.state.builder import BuilderState
from perscoach_app.state.builder_rows import BuilderItem
from perscoach_app.state.client_targets import ClientTargetsState
from perscoach_app.tables import Side

SIDES = tuple(Side)


def builder_item(item: rx.Var[BuilderItem]) -> rx.Component:
    """A row of the workout: seen as a line, edited in place, taken by its handle."""
    return drag.row(
        rx.cond(item.opens, rx.el.p(t("builder.superset"), class_name="asked-turns"), rx.fragment()),
        rx.el.div(
            rx.el.details(
                rx.el.summary(
                    poster_stage(item.poster),
                    rx.el.span(
                        rx.el.b(item.title),
                        rx.el.span(item.plan, class_name="muted small num"),
                        rx.cond(item.note != "", rx.el.span(item.note, class_name="item-note small"), rx.fragment()),
                        class_name="item-words",
                    ),
                ),
                _fields(item),
                open=BuilderState.fresh == item.id,
                custom_attrs={"name": "item"},  # one is open at a time
            ),
            drag.handle(icon("grip"), label=t("builder.handle", title=item.title), class_name="handle"),
            class_name="item",
        ),
        name=item.name,
        title=item.title,
        picture=item.poster,
        turns=t("builder.turns"),
        class_name=["item-row", rx.cond(item.superset > 0, "in-turn", ""), rx.cond(item.closes, "last", "")],
        key=item.id,
    )


def _fields(item: rx.Var[BuilderItem]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _number(item, "sets", item.sets),
            rx.cond(item.timed, _number(item, "hold_s", item.amount), _number(item, "repetitions", item.amount)),
            _number(item, "rest_s", item.rest),
            _number(item, "load_kg", item.load, decimal=True),
            _text(item, "band", item.band, placeholder=t("builder.band_example")),
            _text(item, "tempo", item.tempo, placeholder="3-1-1-0"),
            _chosen("asked", rx.cond(item.timed, "time", "reps"), ("reps", "time"), lambda what: BuilderState.ask_for(item.id, what)),
            _chosen("side", item.side, SIDES, lambda side: BuilderState.set_field(item.id, "side", side)),
            _strictness(item),
            class_name="item-grid",
        ),
        rx.cond(item.problem != "", rx.el.p(item.problem, class_name="field-error", role="alert"), rx.fragment()),
        rx.el.label(
            rx.el.span(t("builder.note"), class_name="field-name"),
            rx.el.textarea(
                default_value=item.note,
                rows="2",
                placeholder=t("builder.note_example"),
                on_blur=lambda text: BuilderState.set_field(item.id, "note", text),
                key=BuilderState.reading,
            ),
            class_name="field",
        ),
        _voice(item),
        _deeds(item),
        class_name="item-fields",
    )


def _number(item: rx.Var[BuilderItem], field: str, value: Any, *, decimal: bool = False) -> rx.Component:
    return typed_stepper(
        t(f"builder.field_{field}"),
        value,
        of=item.title,
        write=lambda text: BuilderState.set_field(item.id, field, text),
        less=BuilderState.step(item.id, field, -1),
        more=BuilderState.step(item.id, field, 1),
        decimal=decimal,
    )


def _text(item: rx.Var[BuilderItem], field: str, value: Any, **props: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(t(f"builder.field_{field}"), class_name="field-name"),
        rx.el.input(
            type="text", default_value=value, on_blur=lambda text: BuilderState.set_field(item.id, field, text), key=value, **props
        ),
        class_name="field",
    )


def _chosen(field: str, value: Any, options: tuple[str, ...], on_change: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(t(f"builder.field_{field}"), class_name="field-name"),
        rx.el.select(*(rx.el.option(t(f"builder.{field}_{option}"), value=option) for option in options), value=value, on_change=on_change),
        class_name="field",
    )


def _strictness(item: rx.Var[BuilderItem]) -> rx.Component:
    return strictness_choice(item.strictness, lambda value: BuilderState.set_field(item.id, "strictness", value))


def _voice(item: rx.Var[BuilderItem]) -> rx.Component:
    """`voice.js` records and sends; then the page reads the workout anew."""
    label = rx.cond(item.voice != "", t("builder.voice_again_of", title=item.title), t("builder.voice_of", title=item.title))
    return page_element(
        "voice",
        rx.cond(
            item.voice != "",
            rx.el.audio(src=item.voice, controls=True, preload="none", aria_label=t("asked.voice", title=item.title)),
            rx.fragment(),
        ),
        rx.el.div(
            button(
                rx.cond(item.voice != "", t("builder.voice_again"), t("builder.voice")),
                kind="ghost slim",
                picture="voice",
                custom_attrs={"data-record": ""},
                aria_label=label,
            ),
            rx.cond(
                item.voice != "",
                button(t("builder.voice_forget"), kind="ghost slim", picture="bin", on_click=BuilderState.forget_voice(item.id)),
                rx.fragment(),
            ),
            rx.el.button(type="button", hidden=True, on_click=BuilderState.read_again, custom_attrs={"data-kept": ""}),
            class_name="side-by-side",
        ),
        rx.el.p(role="status", class_name="small muted", custom_attrs={"data-said": ""}),
        custom_attrs={"endpoint": f"/api/voice/{item.id}", "texts": texts_json("voice")},
        class_name="stack-s",
    )


def _deeds(item: rx.Var[BuilderItem]) -> rx.Component:
    return rx.el.div(
        _deed("up", "builder.up", BuilderState.move(item.id, -1), item, disabled=item.top),
        _deed("down", "builder.down", BuilderState.move(item.id, 1), item, disabled=item.bottom),
        rx.cond(
            item.superset > 0,
            button(t("builder.part"), kind="ghost slim", picture="chain", on_click=BuilderState.part(item.id)),
            rx.cond(
                item.top & item.bottom,
                rx.fragment(),
                button(t("builder.join"), kind="ghost slim", picture="chain", on_click=BuilderState.join(item.id)),
            ),
        ),
        button(t("builder.for_client"), kind="ghost slim", picture="person", on_click=ClientTargetsState.open_exercise(item.exercise)),
        _deed("copy", "builder.duplicate", BuilderState.duplicate(item.id), item),
        _deed("bin", "builder.remove", BuilderState.remove(item.id), item),
        class_name="item-deeds",
    )


def _deed(picture: str, words: str, event: Any, item: rx.Var[BuilderItem], **props: Any) -> rx.Component:
    return rx.el.button(
        icon(picture), type="button", on_click=event, aria_label=t(f"{words}_of", title=item.title), class_name="square", **props
    )
