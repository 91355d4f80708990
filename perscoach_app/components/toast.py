"""«Сохранено»: a word about what was just done. States say it with `self._tell(words)`."""

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.state.visitor import Visitor


def toast() -> rx.Component:
    """In every frame; a screen reader reads it when it changes, eyes see it for some seconds."""
    return rx.el.div(
        rx.cond(Visitor.told != "", rx.el.p(icon("check"), rx.el.span(Visitor.told), key=Visitor.told_at), rx.fragment()),
        role="status",
        class_name="toasts",
    )
