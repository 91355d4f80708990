"""`/shadow/[session]`: Shadow Mode over the whole window. No navigation, no state: a lost socket must not disturb a set."""

import reflex as rx

from perscoach_app.shadow import shadow_mode

_OWN_ADDRESS = "(typeof window === 'undefined' ? '' : decodeURIComponent(window.location.pathname.replace(/\\/+$/, '').split('/').pop()))"
"""The session's id as the browser reads it: the page begins before the socket is there, and without it."""


def shadow_page() -> rx.Component:
    """The live training."""
    return rx.el.main(shadow_mode(session=rx.Var(_OWN_ADDRESS, _var_type=str)), id="content")


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(shadow_page, route="/shadow/[session]", title="Shadow Mode")
