"""`/shadow/[training]`: Shadow Mode over the whole window. No navigation, no state: a lost socket must not disturb a set."""

import reflex as rx

from perscoach_app.own_files import SHADOW_MODE, unchanging
from perscoach_app.shadow import shadow_mode
from perscoach_app.texts import LANGUAGES, say
from perscoach_training.look import Look

_OWN_ADDRESS = "(typeof window === 'undefined' ? '' : decodeURIComponent(window.location.pathname.replace(/\\/+$/, '').split('/').pop()))"
"""The training's id as the browser reads it: the page begins before the socket is there, and without it."""

_TROUBLES = {"404": "not_found", "401": "sign_in", "0": "load_failed", "python": "python"}
"""What may keep the training from being opened, by the answer's status."""
_FINAL = ("404", "401")
"""What another try does not change."""


def shadow_page() -> rx.Component:
    """The live training."""
    return rx.el.main(shadow_mode(main=unchanging(SHADOW_MODE), training=rx.Var(_OWN_ADDRESS, _var_type=str), words=words()), id="content")


def words() -> dict[str, dict[str, object]]:
    """By language, the faces shown before the plan, which carries all other words, is there: ``opening``, and each trouble."""
    return {language: {"opening": _face(language, "opening"), **_troubles(language)} for language in LANGUAGES}


def _troubles(language: str) -> dict[str, object]:
    again = {"id": "again", "label": say(language, "shadow_door.again"), "kind": "main"}
    home = {"id": "home", "label": say(language, "shadow_door.home")}
    ways = {name: [home] if name in _FINAL else [again, home] for name in _TROUBLES}
    return {
        name: _face(language, key, text=say(language, f"shadow_door.{key}_hint"), choices=ways[name]) for name, key in _TROUBLES.items()
    }


def _face(language: str, key: str, **card: object) -> dict[str, object]:
    shown = {"id": key, "title": say(language, f"shadow_door.{key}"), **card}
    return Look().changes({"state": "trouble" if card else "opening", "card": shown})


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(shadow_page, route="/shadow/[training]", title="Shadow Mode")
