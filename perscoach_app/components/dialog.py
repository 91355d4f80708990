"""A question before everything else: the browser's own `<dialog>`, so focus, Escape and the page behind are right by themselves."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.icons import icon
from perscoach_app.components.native import page_element
from perscoach_app.components.text import t


def dialog(name: str, title: Any, *content: Any, showing: Any = None, on_close: Any = None, kind: str = "") -> rx.Component:
    """A dialog; on a phone it comes up as a sheet.

    Either a button opens it (`opener(name, …)`), or the state does: `showing` is a bool Var and `on_close` the event that makes it False.

    Args:
        name: its id on the page.
        title: its heading.
        *content: usually a form, whose last row is `actions(...)`.
        showing: open while this Var is True.
        on_close: what Escape, the cross and a press outside do when the state opens it.
        kind: a CSS class, such as `broad`.
    """
    way_out = {"on_click": on_close} if on_close is not None else {"custom_attrs": {"command": "close", "commandfor": name}}
    return page_element(
        "dialog",
        rx.el.dialog(
            rx.el.header(
                rx.el.h2(title, id=f"{name}-title"),
                rx.el.button(icon("cross"), type="button", aria_label=t("site.close"), class_name="close", **way_out),
            ),
            rx.el.div(*content, class_name="stack"),
            id=name,
            aria_labelledby=f"{name}-title",
            class_name=f"dialog {kind}".strip(),
        ),
        **({"custom_attrs": {"showing": rx.cond(showing, "yes", "no")}} if showing is not None else {}),
    )


def opener(name: str, words: Any, **props: Any) -> rx.Component:
    """The button that opens the dialog `name`; the rest as for `button`."""
    return button(words, custom_attrs={"command": "show-modal", "commandfor": name}, **props)


def closer(name: str, words: Any) -> rx.Component:
    """A quiet button that closes a dialog opened by `opener`."""
    return button(words, kind="ghost", custom_attrs={"command": "close", "commandfor": name})


def actions(*buttons: rx.Component) -> rx.Component:
    """The last row of a dialog or a form: the deed itself stands last, where the thumb is."""
    return rx.el.div(*buttons, class_name="form-actions")
