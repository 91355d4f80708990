"""Small rounded buttons: days, people, tags. Several may be chosen."""

from typing import Any

import reflex as rx

from perscoach_app.components.icons import icon


def chip(words: Any, chosen: Any = False, **props: Any) -> rx.Component:
    """A toggle; `chosen` is a bool or a Var of one, `on_click` what a press does."""
    return rx.el.button(words, type="button", aria_pressed=rx.cond(chosen, "true", "false"), class_name="chip", **props)


def tag(words: Any, *, remove: Any = None, remove_label: Any = "") -> rx.Component:
    """A word that belongs to a thing; with `remove` (an event) it can be taken away."""
    if remove is None:
        return rx.el.span(words, class_name="chip still")
    return rx.el.span(
        words, rx.el.button(icon("cross"), type="button", on_click=remove, aria_label=remove_label), class_name="chip still removable"
    )


def chips(*children: rx.Component, label: Any) -> rx.Component:
    """A row of chips that belong together."""
    return rx.el.div(*children, role="group", aria_label=label, class_name="chips")
