"""Forms that our own routes answer: passwords never pass through a state, and what was typed stays when it is refused."""

from typing import Any

import reflex as rx

from perscoach_app.components.fields import text_field
from perscoach_app.components.icons import icon
from perscoach_app.components.native import native_form, page_element
from perscoach_app.components.text import t
from perscoach_app.own_files import unchanging


def post_form(
    action: str, *fields: rx.Component, words: Any, after: rx.Component | None = None, following: Any = None, kind: str = "large block"
) -> rx.Component:
    """Fields and one button; see `assets/pages/post.js`.

    Args:
        action: the route; it answers `{"go": address}`, or anything else when `after` is to be shown.
        words: of the button.
        after: what is shown instead of the form when it is sent.
        following: where to go instead of where the route says; empty for there.
    """
    return page_element(
        "post",
        rx.script(src=unchanging("/pages/post.js"), type="module"),
        native_form(
            *fields,
            rx.el.p(class_name="problem", role="alert"),
            rx.el.button(rx.el.span(words), type="submit", class_name=f"button {kind}"),
            action=action,
            method="post",
            class_name="stack",
        ),
        rx.el.div(after, class_name="when-sent stack", hidden=True, tab_index=-1, role="status") if after is not None else rx.fragment(),
        custom_attrs={"data-failed": t("form.failed"), **({"data-next": following} if following is not None else {})},
    )


def passkey_button(way: str, words: Any, *, kind: str = "large block ghost", following: Any = None) -> rx.Component:
    """A button for a passkey: `enter` uses one, `make` makes one. It hides itself where browsers have none."""
    return page_element(
        "passkey",
        rx.script(src=unchanging("/pages/passkey.js"), type="module"),
        rx.el.button(icon("key"), rx.el.span(words), type="button", class_name=f"button {kind}"),
        rx.el.p(class_name="problem", role="alert"),
        custom_attrs={
            "way": way,
            "data-failed": t("form.failed"),
            "data-known": t("form.passkey_known"),
            **({"data-next": following} if following is not None else {}),
        },
    )


def new_password_field(words: rx.Var[str]) -> rx.Component:
    """A password that is made just now."""
    return text_field(
        "password", words, kind="password", hint=t("form.password_hint"), auto_complete="new-password", required=True, min_length=10
    )
