"""What a page looks like before its words are there: its outlines, softly breathing."""

from typing import Literal

import reflex as rx

from perscoach_app.components.text import t

Kind = Literal["page", "cards", "rows", "form", "clip"]
_PARTS: dict[str, tuple[str, int]] = {
    "page": ("line", 4),
    "cards": ("tile", 6),
    "rows": ("row", 5),
    "form": ("input", 5),
    "clip": ("pane", 2),
}


def skeleton(kind: Kind = "page") -> rx.Component:
    """The outlines of a page: plain words, `cards` of a library, `rows` of a list, a `form`, or one `clip` with what stands beside it."""
    part, number = _PARTS[kind]
    return rx.el.div(
        rx.el.span(t("site.loading"), class_name="hidden-but-read"),
        rx.el.i(class_name="ghost-title"),
        rx.el.div(*(rx.el.i(class_name=f"ghost-{part}") for _ in range(number)), class_name=f"ghosts {kind}"),
        role="status",
        class_name="skeleton",
    )
