"""`/sign-in`: on a trainer's site, for the trainer and her clients alike."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.fields import text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.post_form import passkey_button, post_form
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.way_in import SignInState


def sign_in_page() -> rx.Component:
    """A passkey, a password, or a letter."""
    return frame(rx.cond(Visitor.signed_in, _already(), _ways()), shape="form")


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(sign_in_page, route="/sign-in", title=t("sign_in.page_title"), on_load=SignInState.load)


def email_field(name: str) -> rx.Component:
    """An address; each on a page has a name of its own."""
    return text_field(name, t("form.email"), kind="email", auto_complete="username webauthn", required=True)


def _ways() -> rx.Component:
    return alone(
        rx.el.h1(t("sign_in.title")),
        rx.el.p(t("sign_in.words", name=Visitor.tenant_name), class_name="muted"),
        passkey_button("enter", t("sign_in.passkey"), following=SignInState.following),
        rx.el.p(rx.el.span(t("sign_in.or")), class_name="or"),
        post_form(
            "/api/sign-in/password",
            email_field("email"),
            text_field("password", t("form.password"), kind="password", auto_complete="current-password", required=True),
            words=t("sign_in.button"),
            following=SignInState.following,
        ),
        rx.el.div(link(t("sign_in.forgotten"), to="/reset"), link(t("sign_in.by_mail"), to="/sign-in/mail"), class_name="other-ways"),
        rx.el.p(icon("info"), rx.el.span(t("sign_in.clients")), class_name="muted small hint-line"),
        kind="way-in",
    )


def _already() -> rx.Component:
    return alone(
        rx.el.h1(t("sign_in.already", name=Visitor.first_name)), link_button(t("enter.continue"), SignInState.start, picture="arrow")
    )
