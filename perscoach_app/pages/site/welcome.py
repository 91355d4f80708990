"""`/welcome`: after the first time through an invitation, a way to come back without one. It may be left for later."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.native import link
from perscoach_app.components.post_form import passkey_button
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.way_in import WelcomeState


def welcome_page() -> rx.Component:
    """The way on first; then what makes the next time easier."""
    return frame(
        alone(
            rx.el.h1(t("welcome.title", name=Visitor.first_name)),
            rx.el.p(t("welcome.words"), class_name="muted"),
            link_button(t("welcome.start"), WelcomeState.start, kind="large block", picture="arrow"),
            rx.el.section(
                rx.el.h2(t("welcome.next_time")),
                rx.el.p(t("welcome.next_time_words"), class_name="muted"),
                passkey_button("make", t("welcome.passkey"), following=WelcomeState.start),
                link(t("welcome.password"), to="/account"),
            ),
            kind="way-in",
        ),
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(welcome_page, route="/welcome", title=t("welcome.page_title"), on_load=WelcomeState.load)
