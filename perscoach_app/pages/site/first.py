"""`/`: a landing for trainers on the base domain, the trainer's mini-site on hers."""

import reflex as rx

from perscoach_app.components.buttons import link_button, outside_button
from perscoach_app.components.frame import frame
from perscoach_app.components.steps import product_picture, spectrum, steps
from perscoach_app.components.text import t
from perscoach_app.state.site import SiteState
from perscoach_app.state.visitor import Visitor


def first_page() -> rx.Component:
    """Which of the two is shown is decided by the host name."""
    return frame(_mini_site(), base=_landing())


def add_to(app: rx.App) -> None:
    """Adds the page."""
    title = rx.match(
        Visitor.place,
        ("ok", t("mini.page_title", name=Visitor.tenant_name)),
        ("unknown_host", t("unknown.page_title")),
        t("landing.page_title"),
    )
    app.add_page(first_page, route="/", title=title, on_load=SiteState.load)


def _landing() -> rx.Component:
    example = rx.cond(
        SiteState.example_url != "",
        rx.el.div(outside_button(t("landing.example"), SiteState.example_url, kind="large", picture="arrow"), class_name="actions"),
        rx.fragment(),
    )
    return rx.fragment(
        _hero(rx.el.h1(t("landing.title")), rx.el.p(t("landing.lead"), class_name="lead"), example),
        rx.el.div(
            _part(t("landing.how"), steps("landing", ("film", "train", "see"))),
            rx.el.div(
                _card(t("landing.own_site"), t("landing.own_site_words")),
                _card(t("landing.entry"), t("landing.entry_words")),
                class_name="pair",
            ),
            class_name="stack-l",
        ),
    )


def _mini_site() -> rx.Component:
    actions = rx.cond(
        Visitor.signed_in,
        rx.el.div(
            rx.cond(Visitor.is_trainer, link_button(t("mini.library"), "/trainer", kind="large"), rx.fragment()),
            link_button(t("mini.train"), "/home", kind=rx.cond(Visitor.is_trainer, "large ghost", "large"), picture="play"),
            class_name="actions",
        ),
        rx.fragment(),
    )
    return rx.fragment(
        _hero(
            rx.el.span(t("mini.kicker"), class_name="overline"),
            rx.el.h1(Visitor.tenant_name),
            rx.el.p(rx.cond(Visitor.tenant_about != "", Visitor.tenant_about, t("mini.title")), class_name="lead"),
            actions,
        ),
        rx.el.div(
            rx.cond(Visitor.signed_in, rx.fragment(), _how_to_enter()),
            _part(t("mini.how"), steps("mini", ("stand", "repeat", "report"))),
            class_name="stack-l",
        ),
    )


def _hero(*words: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.div(*words, spectrum()), product_picture(), class_name="hero")


def _how_to_enter() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("mini.enter_title")),
        rx.el.p(t("mini.enter_words")),
        rx.el.p(t("mini.enter_lost"), class_name="muted"),
        class_name="card entry",
    )


def _part(title: rx.Var[str], body: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), body)


def _card(title: rx.Var[str], words: rx.Var[str]) -> rx.Component:
    return rx.el.section(rx.el.h2(title), rx.el.p(words), class_name="card")
