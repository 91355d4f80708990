"""`/reset/[token]`: a new password, by a link from a letter."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.native import hidden
from perscoach_app.components.post_form import new_password_field, post_form
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.way_in import ResetState


def reset_page() -> rx.Component:
    """One field and one button, or why there are none."""
    return frame(rx.cond(ResetState.ticket != "", _ask(), _spent()), shape="form")


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(reset_page, route="/reset/[token]", title=t("reset.page_title"), on_load=ResetState.load)


def _ask() -> rx.Component:
    return alone(
        rx.el.h1(t("reset.title", name=ResetState.greeting)),
        rx.el.p(t("reset.words"), class_name="muted"),
        post_form(
            "/api/reset",
            hidden("token", ResetState.ticket),
            rx.el.input(  # for the password's keeper: whose it is
                type="email", name="email", value=ResetState.email, auto_complete="username", read_only=True, hidden=True
            ),
            new_password_field(t("reset.password")),
            words=t("reset.button"),
        ),
        kind="way-in",
    )


def _spent() -> rx.Component:
    return alone(
        rx.el.h1(t("enter.spent_title")),
        rx.el.p(t("reset.spent"), class_name="muted"),
        link_button(t("reset.again"), "/reset", picture="arrow"),
    )
