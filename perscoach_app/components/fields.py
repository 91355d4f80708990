"""Form fields: a label, the control, a hint below it, and what is wrong with it. `docs/looks.md` shows them all."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from perscoach_app.components.icons import icon


def text_field(name: str, label: Any, *, hint: Any = "", error: Any = "", kind: str = "text", **props: Any) -> rx.Component:
    """One line. `kind` is an HTML type (`email`, `password`, `tel`, `url`, `date`, `time`, `number`, `search`, `color`)."""
    return _field(name, label, rx.el.input(type=kind, **_control(name, hint, error), **props), hint, error)


def area_field(name: str, label: Any, *, hint: Any = "", error: Any = "", rows: int = 4, **props: Any) -> rx.Component:
    """Several lines; grows with what is written where the browser can."""
    return _field(name, label, rx.el.textarea(rows=str(rows), **_control(name, hint, error), **props), hint, error)


def select_field(
    name: str, label: Any, options: Sequence[tuple[str, Any]] | rx.Var[Any], *, hint: Any = "", error: Any = "", **props: Any
) -> rx.Component:
    """One of a list. `options` are pairs of value and words, or a Var of such pairs."""
    if isinstance(options, rx.Var):
        shown = rx.foreach(options, lambda pair: rx.el.option(pair[1], value=pair[0]))
        return _field(name, label, rx.el.select(shown, **_control(name, hint, error), **props), hint, error)
    return _field(name, label, rx.el.select(*_options(options), **_control(name, hint, error), **props), hint, error)


def switch(name: str, label: Any, *, hint: Any = "", **props: Any) -> rx.Component:
    """On or off; takes effect at once, or with its form."""
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", role="switch", **_control(name, hint, ""), **props),
            rx.el.span(label),
            class_name="switch",
        ),
        _hint(name, hint),
        class_name="field",
    )


def choices(name: str, label: Any, options: Sequence[tuple[str, Any]], chosen: Any, **props: Any) -> rx.Component:
    """One of a few, all seen at once (radio buttons that look like one bar). `chosen` is the value or a Var of it; add `on_change`."""
    return rx.el.fieldset(
        rx.el.legend(label, class_name="field-name"),
        rx.el.div(
            *(
                rx.el.label(rx.el.input(type="radio", name=name, value=value, checked=chosen == value, **props), rx.el.span(words))
                for value, words in options
            ),
            class_name="choices",
        ),
        class_name="field",
    )


def stepper(label: Any, value: Any, *, less: Any, more: Any, less_label: Any, more_label: Any, unit: Any = "") -> rx.Component:
    """A number with − and + for thumbs; the middle is read out when it changes.

    Args:
        label: what is counted.
        value: the number as it is shown, or a Var of it.
        less: event for −.
        more: event for +.
        less_label: what − is called to a screen reader.
        more_label: what + is called to a screen reader.
        unit: a small word behind the number.
    """
    return rx.el.div(
        rx.el.span(label, class_name="field-name"),
        rx.el.div(
            rx.el.button(icon("minus"), type="button", on_click=less, aria_label=less_label),
            rx.el.output(rx.el.b(value), rx.el.small(unit), aria_live="polite"),
            rx.el.button(icon("plus"), type="button", on_click=more, aria_label=more_label),
            class_name="stepper",
        ),
        class_name="field",
        role="group",
        aria_label=label,
    )


def _field(name: str, label: Any, control: rx.Component, hint: Any, error: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=_id(name), class_name="field-name"),
        control,
        _hint(name, hint),
        rx.el.p(error, id=f"{_id(name)}-error", class_name="field-error", role="alert"),
        class_name="field",
    )


def _control(name: str, hint: Any, error: Any) -> dict[str, Any]:
    described = [f"{_id(name)}-hint"] if _given(hint) else []
    wrong = error != "" if isinstance(error, rx.Var) else bool(error)
    return {
        "id": _id(name),
        "name": name,
        "aria_describedby": " ".join([*described, f"{_id(name)}-error"]),
        "aria_invalid": rx.cond(wrong, "true", "false"),
    }


def _hint(name: str, hint: Any) -> rx.Component:
    return rx.el.p(hint, id=f"{_id(name)}-hint", class_name="field-hint") if _given(hint) else rx.fragment()


def _options(pairs: Sequence[tuple[str, Any]]) -> list[rx.Component]:
    return [rx.el.option(words, value=value) for value, words in pairs]


def _id(name: str) -> str:
    return f"field-{name}"


def _given(words: Any) -> bool:
    return isinstance(words, rx.Var) or bool(words)
