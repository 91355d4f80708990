"""A sentence that matters, an empty page that teaches."""

from typing import Any

import reflex as rx

from perscoach_app.components.icons import icon


def note(words: Any, kind: str = "", picture: str = "info") -> rx.Component:
    """A remark; `kind` is empty, `warn` or `bad`."""
    return rx.el.div(icon(picture), rx.el.p(words), class_name=f"note {kind}".strip(), role="note")


def alert(words: Any) -> rx.Component:
    """What went wrong just now, read out at once; nothing while `words` is empty."""
    return rx.el.div(
        rx.cond(words != "", rx.el.div(icon("warn"), rx.el.p(words), class_name="note bad"), rx.fragment()),
        role="alert",
    )


def empty(picture: str, title: Any, words: Any, *actions: rx.Component, framed: bool = False) -> rx.Component:
    """An empty state: what will be here and how to begin."""
    return rx.el.div(
        icon(picture),
        rx.el.h2(title),
        rx.el.p(words),
        *actions,
        class_name="empty framed" if framed else "empty",
    )
