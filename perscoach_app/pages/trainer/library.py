"""`/trainer/library`: all clips."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.chips import chip, chips
from perscoach_app.components.clip_card import clip_card
from perscoach_app.components.clip_filing import removal
from perscoach_app.components.frame import frame
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.services.library import ORDERS
from perscoach_app.state.library import SEARCH_LONGEST, LibraryState
from perscoach_app.state.removing import Removed

TYPING_MS = 200  # after the last key; a search at every key would show what nobody has finished typing


def library_page() -> rx.Component:
    """Cards that change by themselves, or how to begin."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("library.title")), rx.el.p(LibraryState.count_words, class_name="muted num", role="status")),
            link_button(t("library.add"), "/trainer/upload", picture="plus"),
            class_name="page-head",
        ),
        alert(LibraryState.problem),
        rx.cond((LibraryState.clips.length() > 0) | LibraryState.narrowed, _finding(), rx.fragment()),
        rx.cond(
            LibraryState.clips.length() > 0,
            rx.el.ul(rx.foreach(LibraryState.clips, clip_card), class_name="clips"),
            rx.cond(LibraryState.narrowed, _nothing_found(), _nothing_yet()),
        ),
        rx.cond(LibraryState.removed.length() > 0, _removed(), rx.fragment()),
        rx.cond(LibraryState.removing, removal(LibraryState), rx.fragment()),
        here="library",
        shape="cards",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(library_page, route="/trainer/library", title=t("library.page_title"), on_load=LibraryState.load)


def _finding() -> rx.Component:
    """Search, order, tags."""
    return rx.el.section(
        rx.el.input(
            type="search",
            default_value=LibraryState.words,
            placeholder=t("library.search"),
            aria_label=t("library.search_label"),
            max_length=SEARCH_LONGEST,
            auto_complete="off",
            on_change=LibraryState.search.debounce(TYPING_MS),
            key=LibraryState.cleared,
        ),
        rx.el.select(
            *(rx.el.option(t(f"library.order_of.{order}"), value=order) for order in ORDERS),
            value=LibraryState.order,
            on_change=LibraryState.sort,
            aria_label=t("library.order"),
        ),
        rx.cond(
            LibraryState.tags.length() > 0,
            chips(
                rx.foreach(LibraryState.tags, lambda tag: chip(tag.name, tag.chosen, on_click=LibraryState.toggle_tag(tag.name))),
                label=t("library.tags"),
            ),
            rx.fragment(),
        ),
        role="search",
        class_name="finding",
    )


def _removed() -> rx.Component:
    """What was removed lately, and the way back."""
    return rx.el.details(
        rx.el.summary(t("library.removed_lately")),
        rx.el.p(t("library.removed_words"), class_name="muted small"),
        rx.el.ul(rx.foreach(LibraryState.removed, _gone)),
        class_name="card again removed",
    )


def _gone(clip: rx.Var[Removed]) -> rx.Component:
    back = LibraryState.bring_back(clip.id)
    return rx.el.li(
        rx.el.span(clip.title),
        button(t("library.bring_back"), kind="ghost slim", picture="undo", aria_label=clip.back_label, on_click=back),
    )


def _nothing_found() -> rx.Component:
    return empty(
        "person",
        t("library.nothing_title"),
        t("library.nothing_words"),
        button(t("library.show_all"), kind="ghost", on_click=LibraryState.show_all),
        framed=True,
    )


def _nothing_yet() -> rx.Component:
    return empty(
        "person",
        t("library.empty_title"),
        t("library.empty_words"),
        link_button(t("library.empty_action"), "/trainer/upload", picture="upload"),
        framed=True,
    )
