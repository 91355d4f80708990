"""On a report: open this one training to the product's support, for a while, and get the link to send."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.dialog import actions, dialog
from perscoach_app.components.fields import area_field, choices
from perscoach_app.components.native import page_element
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t
from perscoach_app.own_files import unchanging
from perscoach_app.state.grants import GrantState
from perscoach_app.state.visitor import Visitor


def grant_access() -> rx.Component:
    """A quiet button for trainers, and its dialog, on a page whose address ends in a training's number."""
    return rx.cond(
        Visitor.is_trainer,
        rx.fragment(
            button(t("grant.open"), kind="ghost slim", picture="key", on_click=GrantState.ask),
            dialog(
                "grant",
                t("grant.title"),
                rx.script(src=unchanging("/pages/share.js"), type="module"),
                alert(GrantState.problem),
                rx.cond(GrantState.link != "", _link(), _form()),
                showing=GrantState.giving,
                on_close=GrantState.leave,
            ),
        ),
        rx.fragment(),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.p(t("grant.words"), class_name="muted small"),
        area_field("grant_reason", t("grant.reason"), hint=t("grant.reason_hint"), rows=2, max_length=300, required=True),
        choices(
            "grant_hours",
            t("grant.hours"),
            (("1", t("grant.hour")), ("24", t("grant.day")), ("72", t("grant.three_days"))),
            GrantState.hours,
            on_change=GrantState.choose,
        ),
        actions(button(t("grant.cancel"), kind="ghost", on_click=GrantState.leave), button(t("grant.give"), type="submit")),
        on_submit=GrantState.give,
        class_name="stack",
    )


def _link() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("grant.send"), class_name="muted"),
        page_element(
            "share",
            rx.el.div(
                rx.el.input(type="text", value=GrantState.link, read_only=True, aria_label=t("invitation.link")),
                button(t("invitation.copy"), kind="ghost", picture="chain", custom_attrs={"data-way": "copy"}),
                class_name="link-line",
            ),
            rx.el.p(class_name="copied", role="status"),
            custom_attrs={"message": "", "link": GrantState.link, "data-copied": t("invitation.copied")},
            key=GrantState.link,
        ),
        actions(button(t("grant.done"), on_click=GrantState.leave)),
    )
