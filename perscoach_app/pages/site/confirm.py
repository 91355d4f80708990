"""`/confirm/[token]`: this address is mine. Opening the page confirms nothing; the button does."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.native import hidden, native_form
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.way_in import ConfirmState


def confirm_page() -> rx.Component:
    """One button, or why there is none."""
    return frame(rx.cond(ConfirmState.guest != "", _ask(), _spent()), shape="form")


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(confirm_page, route="/confirm/[token]", title=t("confirm.page_title"), on_load=ConfirmState.load)


def _ask() -> rx.Component:
    return alone(
        rx.el.h1(t("confirm.title", name=ConfirmState.guest)),
        rx.el.p(rx.cond(ConfirmState.opens, t("confirm.opens", site=ConfirmState.address), t("confirm.changes")), class_name="muted"),
        native_form(
            hidden("token", ConfirmState.ticket),
            rx.el.button(
                rx.cond(ConfirmState.opens, t("confirm.open"), t("confirm.change")), type="submit", class_name="button large block"
            ),
            action="/api/confirm",
            method="post",
        ),
    )


def _spent() -> rx.Component:
    return alone(
        rx.el.h1(t("confirm.spent_title")),
        rx.el.p(t("confirm.spent"), class_name="muted"),
        link_button(t("confirm.sign_in"), "/sign-in", picture="arrow"),
    )
