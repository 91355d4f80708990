"""Where one can go: the sections of a trainer's and a client's house, as a bar on top, as tabs under the thumb, and in the menu."""

from collections.abc import Iterable
from dataclasses import dataclass

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.native import link
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Section:
    """One way to go; its words are `nav.<name>`."""

    name: str
    path: str
    picture: str


REPORTS = Section("reports", "/trainer/reports", "chart")
CALENDAR = Section("calendar", "/trainer/calendar", "days")
HOMEWORK = Section("homework", "/trainer/homework", "list")
TRAINER = (
    Section("today", "/trainer", "home"),
    Section("library", "/trainer/library", "clips"),
    HOMEWORK,
    CALENDAR,
    Section("clients", "/trainer/clients", "people"),
    REPORTS,
)
CLIENT = (
    Section("home", "/home", "home"),
    Section("progress", "/home/progress", "chart"),
    Section("messages", "/home/messages", "mail"),
)
ACCOUNT = Section("account", "/account", "gear")
TRAINER_MENU = (
    Section("site", "/trainer/site", "light"),
    Section("voice", "/trainer/voice", "voice"),
    Section("team", "/trainer/team", "person"),
    Section("jobs", "/trainer/jobs", "frame"),
    Section("support", "/trainer/support", "key"),
    Section("data", "/trainer/privacy", "lock"),
    ACCOUNT,
)
CLIENT_MENU = (Section("mine", "/home/mine", "lock"), ACCOUNT)
IN_MENU = (HOMEWORK, CALENDAR)
"""Of a trainer's sections those that have no room under the thumb: plans are made at a table, reports are read everywhere."""
NEW = {"reports": Visitor.new_reports, "today": Visitor.new_messages, "messages": Visitor.new_messages}
"""What is counted on the way to a section, by the section's name."""
MOST_SHOWN = 99
ADMIN = (
    Section("panel", "/admin", "home"),
    Section("studios", "/admin/tenants", "people"),
    Section("admin_jobs", "/admin/jobs", "frame"),
    Section("errors", "/admin/errors", "warn"),
)
ADMIN_MENU = (Section("audit", "/admin/audit", "list"), Section("banner", "/admin/banner", "info"), ACCOUNT)
MENU = "menu"
"""The id of the account menu: a popover, so Escape and a press outside close it."""


def bar(sections: Iterable[Section], here: str) -> rx.Component:
    """The sections in the banner of a wide window."""
    return rx.el.nav(*(_to(section, here) for section in sections), class_name="sections", aria_label=t("nav.main"))


def tabs(sections: Iterable[Section], here: str) -> rx.Component:
    """The same within reach of a thumb; what has no room is in the menu."""
    sections = tuple(sections)
    return rx.el.nav(
        *(_to(section, here, pictured=True) for section in sections),
        rx.el.button(icon("more"), rx.el.span(t("nav.more")), _new_in_menu(sections), type="button", custom_attrs={"popoverTarget": MENU}),
        class_name="tabs",
        aria_label=t("nav.main"),
    )


def _new_in_menu(shown: tuple[Section, ...]) -> rx.Component:
    """A dot where something new is behind «more» alone: a trainer's reports on a phone."""
    if REPORTS in shown or shown == CLIENT:
        return rx.fragment()
    dot = rx.fragment(rx.el.i(class_name="count bare", aria_hidden="true"), rx.el.span(t("looks.new_inside"), class_name="hidden-but-read"))
    return rx.cond(Visitor.new_reports > 0, dot, rx.fragment())


def entries(sections: Iterable[Section], here: str, kind: str = "") -> rx.Component:
    """Lines of the menu."""
    return rx.fragment(*(_to(section, here, pictured=True, kind=kind) for section in sections))


def _to(section: Section, here: str, *, pictured: bool = False, kind: str = "") -> rx.Component:
    current = {"aria_current": "page"} if section.name == here else {}
    words = rx.el.span(t(f"nav.{section.name}"))
    return link(icon(section.picture) if pictured else "", words, _new(section), to=section.path, class_name=kind, **current)


def _new(section: Section) -> rx.Component:
    """How much is new there, seen and heard."""
    count = NEW.get(section.name)
    if count is None:
        return rx.fragment()
    seen = rx.el.i(rx.cond(count > MOST_SHOWN, f"{MOST_SHOWN}+", count.to_string()), class_name="count", aria_hidden="true")
    return rx.cond(count > 0, rx.fragment(seen, rx.el.span(t("looks.new", n=count), class_name="hidden-but-read")), rx.fragment())
