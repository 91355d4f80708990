"""How strictly an exercise is judged, where that differs from the exercise's own setting."""

from typing import Any

import reflex as rx

from perscoach_app.components.text import t
from perscoach_app.services.targets import SCALE


def strictness_choice(value: Any, on_change: Any) -> rx.Component:
    """A choice of three words and «as it is»; the value is the number as text, empty for «as it is»."""
    return rx.el.label(
        rx.el.span(t("target.strictness"), class_name="field-name"),
        rx.el.select(
            rx.el.option(t("target.strictness_own"), value=""),
            *(rx.el.option(t(f"target.strictness_{name}"), value=f"{number:g}") for name, number in SCALE.items()),
            value=value,
            on_change=on_change,
        ),
        class_name="field",
    )
