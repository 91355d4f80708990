"""Buttons and links that look like them."""

from typing import Any

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.native import link


def _classes(kind: Any, picture: str) -> Any:
    """An arrow points onwards: it stands behind the words."""
    return ["button", kind, "onward" if picture == "arrow" else ""]


def button(words: Any, *, kind: Any = "", picture: str = "", **props: Any) -> rx.Component:
    """A button; `kind` adds classes such as `ghost`, `large`, `slim`, `block`."""
    props.setdefault("type", "button")
    return rx.el.button(icon(picture) if picture else "", rx.el.span(words), class_name=_classes(kind, picture), **props)


def link_button(words: Any, href: Any, *, kind: Any = "", picture: str = "", **props: Any) -> rx.Component:
    """A link inside the site that looks like a button."""
    return link(icon(picture) if picture else "", rx.el.span(words), to=href, class_name=_classes(kind, picture), **props)


def outside_button(words: Any, href: Any, *, kind: Any = "", picture: str = "", **props: Any) -> rx.Component:
    """A link that loads its page anew: another host, or a page with a life of its own."""
    picture_of = icon(picture) if picture else ""
    return link(picture_of, rx.el.span(words), to=href, reload_document=True, class_name=_classes(kind, picture), **props)
