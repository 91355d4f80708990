"""Where one can go: the sections of a trainer's and a client's house, as a bar on top, as tabs under the thumb, and in the menu."""

from collections.abc import Iterable
from dataclasses import dataclass

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.text import t


@dataclass(frozen=True, slots=True)
class Section:
    """One way to go; its words are `nav.<name>`."""

    name: str
    path: str
    picture: str


REPORTS = Section("reports", "/trainer/reports", "chart")
TRAINER = (
    Section("library", "/trainer", "clips"),
    Section("homework", "/trainer/homework", "list"),
    Section("calendar", "/trainer/calendar", "days"),
    Section("clients", "/trainer/clients", "people"),
    REPORTS,
)
CLIENT = (Section("home", "/home", "home"),)
ACCOUNT = Section("account", "/account", "gear")
TRAINER_MENU = (
    Section("site", "/trainer/site", "light"),
    Section("voice", "/trainer/voice", "voice"),
    Section("team", "/trainer/team", "person"),
    Section("jobs", "/trainer/jobs", "frame"),
    ACCOUNT,
)
CLIENT_MENU = (ACCOUNT,)
MENU = "menu"
"""The id of the account menu: a popover, so Escape and a press outside close it."""


def bar(sections: Iterable[Section], here: str) -> rx.Component:
    """The sections in the banner of a wide window."""
    return rx.el.nav(*(_to(section, here) for section in sections), class_name="sections", aria_label=t("nav.main"))


def tabs(sections: Iterable[Section], here: str) -> rx.Component:
    """The same within reach of a thumb; what has no room is in the menu."""
    return rx.el.nav(
        *(_to(section, here, pictured=True) for section in sections),
        rx.el.button(icon("more"), rx.el.span(t("nav.more")), type="button", custom_attrs={"popoverTarget": MENU}),
        class_name="tabs",
        aria_label=t("nav.main"),
    )


def entries(sections: Iterable[Section], here: str, kind: str = "") -> rx.Component:
    """Lines of the menu."""
    return rx.fragment(*(_to(section, here, pictured=True, kind=kind) for section in sections))


def _to(section: Section, here: str, *, pictured: bool = False, kind: str = "") -> rx.Component:
    current = {"aria_current": "page"} if section.name == here else {}
    words = rx.el.span(t(f"nav.{section.name}"))
    return link(icon(section.picture) if pictured else "", words, to=section.path, class_name=kind, **current)
