"""The top of every page but Shadow Mode: logo, sections, language, way out."""

from collections.abc import Sequence

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.language_switch import language_switch
from perscoach_app.components.native import link, native_form
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor

TRAINER_SECTIONS = (("library", "/trainer"), ("reports", "/trainer/reports"), ("upload", "/trainer/upload"))
CLIENT_SECTIONS = (("home", "/home"),)


def header(here: str = "") -> rx.Component:
    """The banner; `here` names the section that is open."""
    return rx.el.header(
        rx.el.div(
            logo(),
            rx.cond(
                Visitor.signed_in,
                rx.cond(Visitor.is_trainer, _sections(TRAINER_SECTIONS, here), _sections(CLIENT_SECTIONS, here)),
                rx.fragment(),
            ),
            rx.el.div(
                language_switch(),
                rx.cond(Visitor.signed_in, _account(), rx.fragment()),
                class_name="account",
            ),
            class_name="wide",
        ),
        class_name="top",
    )


def logo() -> rx.Component:
    """`anna.pers.coach`, the trainer's label in bold; it leads to the first page."""
    return link(rx.el.b(Visitor.site_label), Visitor.site_rest, to="/", class_name="logo")


def _sections(sections: Sequence[tuple[str, str]], here: str) -> rx.Component:
    return rx.el.nav(
        *(link(t(f"nav.{name}"), to=path, **({"aria_current": "page"} if name == here else {})) for name, path in sections),
        class_name="sections",
        aria_label=t("nav.main"),
    )


def _account() -> rx.Component:
    return rx.fragment(
        rx.el.span(
            Visitor.person_initials,
            class_name="initials",
            role="img",
            title=Visitor.person_name,
            aria_label=t("nav.signed_in_as", name=Visitor.person_name),
        ),
        native_form(
            rx.el.button(icon("exit"), rx.el.span(t("nav.sign_out")), type="submit", class_name="button ghost slim"),
            action="/api/sign-out",
            method="post",
        ),
    )
