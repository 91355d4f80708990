"""`/admin/banner`: a word to everybody, on every page of every studio."""

import reflex as rx

from perscoach_app.components.admin_orders import orders
from perscoach_app.components.buttons import button
from perscoach_app.components.dialog import actions
from perscoach_app.components.fields import area_field, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t
from perscoach_app.state.admin_banner import AdminBannerState


def banner_page() -> rx.Component:
    """The form; what is told now stands above it, as on every page."""
    return frame(
        rx.el.div(rx.el.div(rx.el.h1(t("admin.banner")), rx.el.p(t("admin.banner_words"), class_name="muted")), class_name="page-head"),
        alert(AdminBannerState.problem),
        rx.el.div(_form(), orders(AdminBannerState.orders), class_name="two"),
        here="banner",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(banner_page, route="/admin/banner", title=t("admin.banner_title"), on_load=AdminBannerState.load)


def _form() -> rx.Component:
    state = AdminBannerState
    return rx.el.form(
        area_field("text_ru", t("admin.banner_ru"), rows=2, max_length=300, required=True, default_value=state.text_ru, lang="ru"),
        area_field("text_en", t("admin.banner_en"), rows=2, max_length=300, required=True, default_value=state.text_en, lang="en"),
        rx.el.div(
            text_field(
                "begins", t("admin.begins"), kind="datetime-local", hint=t("admin.begins_hint", zone=state.zone), default_value=state.begins
            ),
            text_field("ends", t("admin.ends"), kind="datetime-local", hint=t("admin.ends_hint"), required=True, default_value=state.ends),
            class_name="fields",
        ),
        actions(
            rx.cond(state.there, button(t("admin.banner_away"), kind="danger", on_click=state.take_away), rx.fragment()),
            button(t("admin.banner_put"), type="submit"),
        ),
        on_submit=state.put,
        class_name="stack card",
        key=state.text_ru + state.ends,
    )
