"""Sun or moon: a plain form, as the language is."""

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.native import hidden, native_form
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor


def theme_switch() -> rx.Component:
    """Two buttons that post the choice and bring the visitor back to the same page."""
    return native_form(
        hidden("next", Visitor.path),
        _choice("dark", "false", "moon"),
        _choice("light", "true", "light"),
        action="/api/theme",
        method="post",
        class_name="languages",
        aria_label=t("looks.theme"),
    )


def _choice(theme: str, value: str, picture: str) -> rx.Component:
    return rx.el.button(
        icon(picture),
        type="submit",
        name="light",
        value=value,
        title=t(f"looks.{theme}"),
        aria_label=t(f"looks.{theme}"),
        aria_pressed=rx.cond(Visitor.theme == theme, "true", "false"),
    )
