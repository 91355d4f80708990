"""The top of every page but Shadow Mode: logo, sections, and behind one's own initials everything else."""

import reflex as rx

from perscoach_app.components import sections
from perscoach_app.components.buttons import link_button
from perscoach_app.components.icons import icon
from perscoach_app.components.language_switch import language_switch
from perscoach_app.components.native import link, native_form
from perscoach_app.components.text import t
from perscoach_app.components.theme_switch import theme_switch
from perscoach_app.state.visitor import Visitor


def header(here: str = "") -> rx.Component:
    """The banner; `here` names the section that is open."""
    return rx.el.header(
        rx.el.div(
            logo(),
            _for_whom(*(sections.bar(each, here) for each in (sections.TRAINER, sections.CLIENT, sections.ADMIN))),
            rx.el.div(
                rx.cond(Visitor.signed_in, _account(here), rx.fragment(language_switch(), _way_in())),
                class_name="account",
            ),
            class_name="wide",
        ),
        class_name="top",
    )


def thumb_tabs(here: str = "") -> rx.Component:
    """The sections at the bottom of a phone."""
    return _for_whom(
        sections.tabs((section for section in sections.TRAINER if section not in sections.IN_MENU), here),
        sections.tabs(sections.CLIENT, here),
        sections.tabs(sections.ADMIN, here),
    )


def logo() -> rx.Component:
    """`anna.pers.coach`, the trainer's label in bold; it leads to the first page."""
    return link(rx.el.b(Visitor.site_label), Visitor.site_rest, to="/", class_name="logo")


def _for_whom(trainer: rx.Component, client: rx.Component, admin: rx.Component) -> rx.Component:
    member = rx.cond(Visitor.is_trainer, trainer, rx.cond(Visitor.is_admin, admin, client))
    return rx.cond(Visitor.signed_in, member, rx.fragment())


def _way_in() -> rx.Component:
    return rx.match(
        Visitor.place,
        ("base", link_button(t("nav.sign_up"), "/sign-up", kind="slim")),
        ("unknown_host", rx.fragment()),
        ("loading", rx.fragment()),
        link_button(t("nav.sign_in"), "/sign-in", kind="ghost slim"),
    )


def _account(here: str) -> rx.Component:
    return rx.fragment(
        rx.el.button(
            Visitor.person_initials,
            type="button",
            class_name="initials",
            title=Visitor.person_name,
            aria_label=t("nav.menu_of", name=Visitor.person_name),
            custom_attrs={"popoverTarget": sections.MENU},
        ),
        rx.el.div(
            rx.el.p(t("nav.signed_in_as", name=Visitor.person_name), class_name="menu-who"),
            rx.el.nav(
                _for_whom(
                    rx.fragment(
                        sections.entries(sections.IN_MENU, here, kind="narrow-only"),
                        sections.entries(sections.TRAINER_MENU, here),
                    ),
                    sections.entries(sections.CLIENT_MENU, here),
                    sections.entries(sections.ADMIN_MENU, here),
                ),
                aria_label=t("nav.menu"),
            ),
            rx.el.div(
                language_switch(),
                theme_switch(),
                native_form(
                    rx.el.button(icon("exit"), rx.el.span(t("nav.sign_out")), type="submit", class_name="button ghost slim"),
                    action="/api/sign-out",
                    method="post",
                ),
                class_name="menu-foot",
            ),
            id=sections.MENU,
            class_name="menu",
            custom_attrs={"popover": "auto"},
        ),
    )
