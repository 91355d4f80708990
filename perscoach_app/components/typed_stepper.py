"""A number that is typed or pressed: − 12 +. Written when the field is left, or at once by a press."""

from typing import Any

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.text import t


def typed_stepper(label: Any, value: Any, *, of: Any, write: Any, less: Any, more: Any, decimal: bool = False) -> rx.Component:
    """A stepper whose middle is a native field with the numeric keyboard.

    Args:
        label: what is counted.
        value: a Var of the number as text.
        of: what it belongs to, for screen readers.
        write: event that takes the typed text.
        less: event of −.
        more: event of +.
        decimal: the keyboard has a decimal mark.
    """
    return rx.el.div(
        rx.el.span(label, class_name="field-name", aria_hidden="true"),
        rx.el.div(
            rx.el.button(icon("minus"), type="button", on_click=less, aria_label=t("builder.less", what=label, title=of)),
            rx.el.input(
                type="text",
                input_mode="decimal" if decimal else "numeric",
                auto_complete="off",
                default_value=value,
                on_blur=write,
                aria_label=t("builder.number_of", what=label, title=of),
                key=value,  # a new number is a new field: what stood in it is gone
            ),
            rx.el.button(icon("plus"), type="button", on_click=more, aria_label=t("builder.more", what=label, title=of)),
            class_name="stepper",
        ),
        class_name="field",
    )
