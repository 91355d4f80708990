"""`/sign-up`: a trainer makes her site. On the base domain only."""

import reflex as rx

from perscoach_app.components.fields import text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.post_form import new_password_field, post_form
from perscoach_app.components.refusals import lost
from perscoach_app.components.text import t
from perscoach_app.state.sign_up import SignUpState

PROMISES = ("people", "lock", "check")


def sign_up_page() -> rx.Component:
    """The form, and why one may trust us with it."""
    return frame(
        lost(),
        base=rx.el.div(
            rx.el.section(
                rx.el.h1(t("sign_up.title")),
                rx.el.p(t("sign_up.lead"), class_name="lead"),
            ),
            rx.el.section(_form(), class_name="card way-in"),
            rx.el.ul(*(_promise(picture) for picture in PROMISES), class_name="promises"),
            class_name="sign-up",
        ),
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(sign_up_page, route="/sign-up", title=t("sign_up.page_title"), on_load=SignUpState.load)


def _promise(picture: str) -> rx.Component:
    return rx.el.li(
        icon(picture),
        rx.el.div(rx.el.h2(t(f"sign_up.promise_{picture}")), rx.el.p(t(f"sign_up.promise_{picture}_words"), class_name="muted")),
    )


def _form() -> rx.Component:
    return post_form(
        "/api/sign-up",
        text_field("name", t("sign_up.name"), auto_complete="name", required=True, max_length=120, on_blur=SignUpState.take_name),
        text_field(
            "slug",
            t("sign_up.slug"),
            hint=rx.cond(SignUpState.slug_words != "", SignUpState.slug_words, t("sign_up.slug_hint")),
            error=SignUpState.slug_problem,
            value=SignUpState.slug,
            on_change=SignUpState.take_slug,
            required=True,
            max_length=63,
            auto_complete="off",
            auto_capitalize="none",
            spell_check=False,
        ),
        text_field("email", t("sign_up.email"), kind="email", hint=t("sign_up.email_hint"), auto_complete="email", required=True),
        new_password_field(t("sign_up.password")),
        words=t("sign_up.button"),
        after=rx.fragment(icon("mail"), rx.el.h2(t("sign_up.sent")), rx.el.p(t("sign_up.sent_words"), class_name="muted")),
    )
