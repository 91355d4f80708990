"""`/sign-in/mail` and `/reset`: a link comes by mail. The answer is the same whether the address is known or not."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.post_form import post_form
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.pages.site.sign_in import email_field
from perscoach_app.state.way_in import SignInState


def link_page() -> rx.Component:
    """A link to sign in by."""
    return _page("by_mail", "/api/sign-in/mail")


def forgotten_page() -> rx.Component:
    """A link to set a new password."""
    return _page("forgotten", "/api/reset/mail")


def add_to(app: rx.App) -> None:
    """Adds both pages."""
    app.add_page(link_page, route="/sign-in/mail", title=t("by_mail.page_title"), on_load=SignInState.load)
    app.add_page(forgotten_page, route="/reset", title=t("forgotten.page_title"), on_load=SignInState.load)


def _page(section: str, action: str) -> rx.Component:
    sent = rx.fragment(icon("mail"), rx.el.h2(t("form.sent")), rx.el.p(t("form.sent_words"), class_name="muted"))
    return frame(
        alone(
            rx.el.h1(t(f"{section}.title")),
            rx.el.p(t(f"{section}.words"), class_name="muted"),
            post_form(action, email_field("email"), words=t(f"{section}.button"), after=sent),
            rx.el.div(link(t("form.back"), to="/sign-in"), class_name="other-ways"),
            kind="way-in",
        ),
        shape="form",
    )
