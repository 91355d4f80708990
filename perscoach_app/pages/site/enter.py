"""`/enter/[token]`: the page behind a one-time link."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.native import hidden, native_form
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.way_in import EnterState


def enter_page() -> rx.Component:
    """One button, or why there is none."""
    return frame(rx.cond(EnterState.guest != "", _welcome(), _spent()))


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(enter_page, route="/enter/[token]", title=t("enter.page_title"), on_load=EnterState.load)


def _site() -> rx.Var[str]:
    return Visitor.site_label + Visitor.site_rest


def _welcome() -> rx.Component:
    return alone(
        rx.el.h1(t("enter.title", name=EnterState.greeting)),
        rx.el.p(t("enter.words", site=_site()), class_name="muted"),
        native_form(
            hidden("token", EnterState.ticket),
            rx.el.button(t("enter.button", name=EnterState.guest, site=_site()), type="submit", class_name="button large block"),
            action="/api/sign-in",
            method="post",
        ),
        rx.el.p(t("enter.stays"), class_name="muted small"),
    )


def _spent() -> rx.Component:
    return alone(
        rx.el.h1(t("enter.spent_title")),
        rx.el.p(t("enter.spent"), class_name="muted"),
        rx.cond(
            Visitor.signed_in,
            rx.fragment(rx.el.p(t("enter.already")), link_button(t("enter.continue"), EnterState.start, picture="arrow")),
            link_button(t("lost.back"), "/", kind="ghost"),
        ),
    )
