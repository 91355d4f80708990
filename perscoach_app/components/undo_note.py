"""«Убрали „Выпад“ · Вернуть»: what was just taken away can come back."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.text import t


def undo_note(words: Any, undo: Any) -> rx.Component:
    """Nothing while `words` is empty; read out when it appears."""
    return rx.el.div(
        rx.cond(
            words != "",
            rx.el.div(rx.el.p(words), button(t("builder.undo"), kind="ghost slim", picture="again", on_click=undo), class_name="note undo"),
            rx.fragment(),
        ),
        role="status",
    )
