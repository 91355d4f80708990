"""A person in a list: initials, name, a line about her, when she was here."""

from typing import Any

import reflex as rx

from perscoach_app.components.moment_time import when
from perscoach_app.components.text import t


def face(letters: Any) -> rx.Component:
    """Initials in a circle; decoration beside the name."""
    return rx.el.span(letters, class_name="face", aria_hidden="true")


def person_row(letters: Any, name: rx.Component, about: Any, seen: Any, status: Any, *actions: rx.Component, **props: Any) -> rx.Component:
    """One line of a list. `seen` is an ISO moment, or empty: then `status` says why she was never here."""
    return rx.el.li(
        face(letters),
        rx.el.div(
            rx.el.h2(name),
            rx.cond(about != "", rx.el.p(about, class_name="muted small"), rx.fragment()),
            class_name="cell",
        ),
        rx.el.p(rx.cond(seen != "", rx.fragment(t("clients.seen"), " ", when(seen)), status), class_name="muted small seen"),
        rx.el.div(*actions, class_name="row-actions"),
        class_name="person",
        **props,
    )
