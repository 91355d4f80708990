"""`/admin/tenants`: the studios by number, and what is done about them."""

import reflex as rx

from perscoach_app.components.admin_orders import orders
from perscoach_app.components.buttons import button
from perscoach_app.components.dialog import actions, dialog
from perscoach_app.components.fields import select_field, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.state.admin_studios import AdminStudiosState, StudioRow
from perscoach_app.state.language import LanguageState


def studios_page() -> rx.Component:
    """The list, or how to begin."""
    new = button(t("admin.create"), picture="plus", on_click=AdminStudiosState.ask("create", ""))
    return frame(
        rx.el.div(rx.el.h1(t("admin.studios")), new, class_name="page-head"),
        rx.cond(AdminStudiosState.asking == "", alert(AdminStudiosState.problem), rx.fragment()),
        rx.el.div(
            rx.el.input(
                type="search",
                value=AdminStudiosState.query,
                on_change=AdminStudiosState.search,
                placeholder=t("admin.search"),
                aria_label=t("admin.search"),
                class_name="search",
            ),
            rx.cond(
                AdminStudiosState.studios.length() > 0,
                rx.el.ul(rx.foreach(AdminStudiosState.studios, _studio), class_name="studios"),
                empty("people", t("admin.no_studios"), t("admin.no_studios_words"), framed=True),
            ),
            orders(AdminStudiosState.orders),
            class_name="stack",
        ),
        _create(),
        _suspend(),
        _limit(),
        here="studios",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(studios_page, route="/admin/tenants", title=t("admin.studios_title"), on_load=AdminStudiosState.load)


def _studio(row: rx.Var[StudioRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(rx.el.a(row.slug, href=row.href, target="_blank", rel="noopener"), " ", rx.el.span(row.name, class_name="muted")),
            rx.el.p(row.facts, class_name="muted small num"),
            rx.el.p(
                rx.cond(row.seen != "", rx.fragment(t("admin.last_seen"), " ", when(row.seen)), t("admin.never_seen")),
                class_name="muted small",
            ),
            class_name="cell",
        ),
        rx.el.span(row.badge, class_name=["badge", row.tone]),
        _meter(t("admin.money"), row.money, row.money_percent, row.money_tone),
        _meter(t("admin.room"), row.room, row.room_percent, row.room_tone),
        rx.el.div(
            button(t("admin.limit"), kind="ghost slim", aria_label=row.limit_label, on_click=AdminStudiosState.ask("limit", row.slug)),
            rx.cond(
                row.status == "suspended",
                button(t("admin.open"), kind="ghost slim", aria_label=row.open_label, on_click=AdminStudiosState.resume(row.slug)),
                button(
                    t("admin.close"), kind="ghost slim", aria_label=row.close_label, on_click=AdminStudiosState.ask("suspend", row.slug)
                ),
            ),
            class_name="row-actions",
        ),
        class_name="studio card",
        key=row.slug,
    )


def _meter(name: rx.Var[str], words: rx.Var[str], percent: rx.Var[int], tone: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.p(name, class_name="muted small"),
        rx.el.p(words, class_name="num"),
        rx.el.div(rx.el.i(style={"width": f"{percent}%"}, class_name=tone), class_name="meter-bar", aria_hidden="true"),
        class_name="studio-meter",
    )


def _dialog(name: str, title: rx.Var[str], *content: rx.Component) -> rx.Component:
    return dialog(
        f"studio-{name}",
        title,
        alert(AdminStudiosState.problem),
        *content,
        showing=AdminStudiosState.asking == name,
        on_close=AdminStudiosState.leave,
    )


def _cancel() -> rx.Component:
    return button(t("admin.cancel"), kind="ghost", on_click=AdminStudiosState.leave)


def _create() -> rx.Component:
    return _dialog(
        "create",
        t("admin.create"),
        rx.el.form(
            text_field("studio_name", t("admin.name"), required=True, max_length=120, auto_complete="off"),
            text_field("studio_slug", t("admin.slug"), hint=t("admin.slug_hint"), required=True, max_length=63, auto_complete="off"),
            text_field("studio_email", t("admin.email"), kind="email", hint=t("admin.email_hint"), required=True, auto_complete="off"),
            select_field(
                "studio_language", t("admin.language"), (("ru", "Русский"), ("en", "English")), default_value=LanguageState.language
            ),
            actions(_cancel(), button(t("admin.create_do"), type="submit")),
            on_submit=AdminStudiosState.create,
            reset_on_submit=False,
            class_name="stack",
        ),
    )


def _suspend() -> rx.Component:
    return _dialog(
        "suspend",
        t("admin.suspend_title", slug=AdminStudiosState.about),
        rx.el.p(t("admin.suspend_words")),
        actions(_cancel(), button(t("admin.close"), kind="danger", on_click=AdminStudiosState.suspend)),
    )


def _limit() -> rx.Component:
    return _dialog(
        "limit",
        t("admin.limit_title", slug=AdminStudiosState.about),
        rx.el.form(
            text_field("gpu_usd", t("admin.gpu_usd"), kind="text", input_mode="decimal", default_value=AdminStudiosState.gpu_usd),
            text_field("storage_gb", t("admin.storage_gb"), kind="text", input_mode="decimal", default_value=AdminStudiosState.storage_gb),
            actions(_cancel(), button(t("admin.save"), type="submit")),
            on_submit=AdminStudiosState.limit,
            class_name="stack",
            key=AdminStudiosState.about,
        ),
    )
