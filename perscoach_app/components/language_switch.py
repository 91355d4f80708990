"""RU / EN: a plain form, so that it works before and without anything else."""

import reflex as rx

from perscoach_app.components.native import hidden, native_form
from perscoach_app.components.text import t
from perscoach_app.state.language import LanguageState
from perscoach_app.state.visitor import Visitor


def language_switch() -> rx.Component:
    """Two buttons that post the choice and bring the visitor back to the same page."""
    return native_form(
        hidden("next", Visitor.path),
        _choice("ru", "RU", "Русский"),
        _choice("en", "EN", "English"),
        action="/api/language",
        method="post",
        class_name="languages",
        aria_label=t("site.language"),
    )


def _choice(language: str, short: str, name: str) -> rx.Component:
    return rx.el.button(
        short,
        type="submit",
        name="language",
        value=language,
        aria_label=f"{short}, {name}",
        aria_pressed=rx.cond(LanguageState.language == language, "true", "false"),
        custom_attrs={"lang": language},
    )
