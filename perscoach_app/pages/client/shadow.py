"""`/shadow/[training]`: Shadow Mode over the whole window. No navigation, no state: a lost socket must not disturb a set."""

import reflex as rx

from perscoach_app.shadow import shadow_mode
from perscoach_app.texts import LANGUAGES, say

_OWN_ADDRESS = "(typeof window === 'undefined' ? '' : decodeURIComponent(window.location.pathname.replace(/\\/+$/, '').split('/').pop()))"
"""The training's id as the browser reads it: the page begins before the socket is there, and without it."""

_TROUBLES = {"404": "not_found", "401": "sign_in", "0": "load_failed", "python": "python"}
"""What may keep the training from being opened, by the answer's status."""


def shadow_page() -> rx.Component:
    """The live training."""
    return rx.el.main(shadow_mode(training=rx.Var(_OWN_ADDRESS, _var_type=str), words=words()), id="content")


def words() -> dict[str, dict[str, object]]:
    """By language, what is said before the plan, which carries all other words, is there."""
    return {language: _words(language) for language in LANGUAGES}


def _words(language: str) -> dict[str, object]:
    troubles = {
        name: {"title": say(language, f"shadow_door.{key}"), "text": say(language, f"shadow_door.{key}_hint")}
        for name, key in _TROUBLES.items()
    }
    return {"troubles": troubles, **{name: say(language, f"shadow_door.{name}") for name in ("opening", "again", "home")}}


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(shadow_page, route="/shadow/[training]", title="Shadow Mode")
