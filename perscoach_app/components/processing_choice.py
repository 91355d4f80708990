"""How a clip is to be processed: three presets with what each takes, and below them every model by itself."""

from typing import Any

import reflex as rx

from gpu_jobs.relight import UNLIT
from perscoach_app.components.buttons import button
from perscoach_app.components.fields import choices
from perscoach_app.components.native import anchor
from perscoach_app.components.text import t
from perscoach_app.services.processing import LIGHTS, OWN, QUALITIES, STRENGTHS
from perscoach_app.state.choosing import Choosing, KindRows, ModelRow, PresetCard


def processing_choice(state: type[Choosing], price_of: Any) -> rx.Component:
    """Radio buttons by the names that `services.processing.wishes` reads; a form sends them, and `upload.js` with each file.

    Args:
        state: The page's.
        price_of: Words for what the times and prices are of.
    """
    return rx.el.div(
        rx.el.fieldset(
            rx.el.legend(t("processing.how"), class_name="field-name"),
            rx.foreach(state.presets, lambda card: _preset(state, card)),
            rx.cond(state.preset == OWN, _own(state), rx.fragment()),
            rx.el.p(price_of, class_name="muted small"),
            class_name="presets",
        ),
        rx.el.details(
            rx.el.summary(t("processing.more")),
            _models(state, "matting", state.mattings, state.matting),
            _models(state, "pose", state.poses, state.pose),
            _models(state, "relight", state.relights, state.relight),
            rx.cond(state.relight == UNLIT, rx.fragment(), _light(state)),
            _choice(state, "quality", [(value, t(f"exercise.quality_choice.{value}")) for value in QUALITIES], state.quality),
            class_name="more-choices",
        ),
        rx.cond(
            state.begin_words != "", button(state.begin_words, kind="ghost slim", picture="check", on_click=state.begin_with), rx.fragment()
        ),
        class_name="choosing",
    )


def _preset(state: type[Choosing], card: rx.Var[PresetCard]) -> rx.Component:
    chosen = rx.el.input(
        type="radio",
        name="preset",
        value=card.name,
        checked=state.preset == card.name,
        on_change=lambda value: state.choose("preset", value),
    )
    return rx.el.label(
        chosen,
        rx.el.span(
            rx.el.b(card.title),
            rx.el.small(card.takes, class_name="num"),
            rx.el.span(card.words),
            rx.el.small(card.uses),
            rx.cond(card.without != "", rx.el.small(card.without), rx.fragment()),
        ),
        class_name="preset",
    )


def _own(state: type[Choosing]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="preset", value=OWN, checked=True, read_only=True),
        rx.el.span(
            rx.el.b(t("processing.preset_own")), rx.el.small(state.expected, class_name="num"), rx.el.span(t("processing.words_own"))
        ),
        class_name="preset",
    )


def _models(state: type[Choosing], kind: str, rows: rx.Var[KindRows], chosen: rx.Var[str]) -> rx.Component:
    """Those that can be chosen, and, put away, those that cannot."""
    absent = rx.foreach(rows.away, lambda one: _model(state, kind, one, chosen, here=False))
    return rx.el.fieldset(
        rx.el.legend(t(f"processing.{kind}"), class_name="field-name"),
        rx.foreach(rows.here, lambda one: _model(state, kind, one, chosen, here=True)),
        rx.cond(rows.away_words != "", _away(rows.away_words, absent), rx.fragment()),
        class_name="models",
    )


def _away(words: rx.Var[str], absent: rx.Component) -> rx.Component:
    return rx.el.details(rx.el.summary(words), rx.el.p(t("processing.administrator"), class_name="muted small"), absent, class_name="away")


def _model(state: type[Choosing], kind: str, one: rx.Var[ModelRow], chosen: rx.Var[str], *, here: bool) -> rx.Component:
    radio = rx.el.input(
        type="radio",
        name=kind,
        value=one.name,
        checked=chosen == one.name,
        on_change=lambda value: state.choose(kind, value),
        disabled=not here,
    )
    needs = rx.cond(one.needs != "", rx.el.small(one.needs), rx.fragment())
    words = t("processing.licence", licence=one.licence)
    licence = anchor(words, href=one.licence_page, target="_blank", rel="noopener noreferrer")
    return rx.el.div(
        rx.el.label(radio, rx.el.span(rx.el.b(one.title), rx.el.span(one.about), needs)),
        rx.cond(one.lack != "", rx.el.small(one.lack), rx.fragment()),
        rx.cond(one.licence != "", licence, rx.fragment()),
        class_name="model",
    )


def _light(state: type[Choosing]) -> rx.Component:
    """Where the new light comes from, and how far it goes."""
    from_where = [(value, t(f"processing.light_{value}")) for value in LIGHTS]
    how_far = [(value, t(f"processing.strength_{value.replace('.', '')}")) for value in STRENGTHS]
    return rx.fragment(_choice(state, "light", from_where, state.light), _choice(state, "light_strength", how_far, state.light_strength))


def _choice(state: type[Choosing], name: str, options: list[tuple[str, Any]], chosen: rx.Var[str]) -> rx.Component:
    return choices(name, t(f"processing.{name}"), options, chosen, on_change=lambda value: state.choose(name, value))
