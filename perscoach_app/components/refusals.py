"""Why a page is not shown, and what to do: each a sentence and a way on."""

from typing import Any

import reflex as rx

from perscoach_app.components.buttons import link_button, outside_button
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor
from perscoach_app.texts import LANGUAGES, say


def lost() -> rx.Component:
    """No such page, or not for this visitor: the same answer."""
    return alone(
        rx.el.div("404", class_name="code", aria_hidden="true"),
        rx.el.h1(t("lost.title")),
        rx.el.p(t("lost.words"), class_name="muted"),
        link_button(t("lost.back"), "/", picture="arrow"),
    )


def signed_out() -> rx.Component:
    """The page needs a sign-in."""
    return alone(
        rx.el.h1(t("signed_out.title")),
        rx.el.p(t("signed_out.words"), class_name="muted"),
        # a page loaded anew: it reads the cookie the browser has by now
        outside_button(t("nav.sign_in"), f"/sign-in?next={Visitor.path}", picture="arrow"),
    )


def broken() -> rx.Component:
    """Something of ours failed."""
    return alone(
        rx.el.h1(t("failed.title")),
        rx.el.p(t("failed.words"), class_name="muted"),
        outside_button(t("failed.again"), "", picture="again"),
    )


def unknown_host() -> rx.Component:
    """No site at this address: said in both languages, since nobody knows who came."""
    return alone(
        *(_unknown_in(language) for language in LANGUAGES),
        rx.cond(
            Visitor.base_url != "",
            outside_button(say("en", "unknown.base"), Visitor.base_url, kind="ghost", picture="arrow"),
            rx.fragment(),
        ),
    )


def alone(*content: Any, kind: str = "") -> rx.Component:
    """One card in the middle of the page."""
    return rx.el.div(*content, class_name=f"alone {kind}".strip())


def _unknown_in(language: str) -> rx.Component:
    return rx.el.section(
        rx.el.h1(say(language, "unknown.title")) if language == LANGUAGES[0] else rx.el.h2(say(language, "unknown.title")),
        rx.el.p(say(language, "unknown.words"), class_name="muted"),
        custom_attrs={"lang": language},
    )
