"""`/account`: one's own name, address, ways in and signed-in devices."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.dialog import actions
from perscoach_app.components.fields import text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.language_switch import language_switch
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import native_form
from perscoach_app.components.notes import alert, note
from perscoach_app.components.post_form import new_password_field, passkey_button, post_form
from perscoach_app.components.reminding import reminding
from perscoach_app.components.text import t
from perscoach_app.components.theme_switch import theme_switch
from perscoach_app.state.account import AccountState, DeviceRow, KeyRow


def account_page() -> rx.Component:
    """Everybody sees her own alone."""
    return frame(
        rx.el.div(rx.el.h1(t("account.title")), class_name="page-head"),
        alert(AccountState.problem),
        rx.el.div(
            rx.el.div(_profile(), _part(t("notice.section"), reminding(AccountState)), _password(), class_name="stack"),
            rx.el.div(_keys(), _devices(), _my_data(), class_name="stack"),
            class_name="halves",
        ),
        here="account",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(account_page, route="/account", title=t("account.page_title"), on_load=AccountState.load)


def _profile() -> rx.Component:
    return _part(
        t("account.profile"),
        rx.el.form(
            text_field("own_name", t("account.name"), default_value=AccountState.own_name, auto_complete="name", required=True),
            actions(button(t("account.save"), kind="ghost", type="submit")),
            on_submit=AccountState.save_name,
            class_name="stack",
            key="name-" + AccountState.own_name,
        ),
        rx.el.form(
            text_field(
                "own_email",
                t("form.email"),
                kind="email",
                hint=t("account.email_hint"),
                default_value=AccountState.email,
                auto_complete="email",
                required=True,
            ),
            rx.cond(
                AccountState.email_sent != "", note(t("account.email_sent", email=AccountState.email_sent), picture="mail"), rx.fragment()
            ),
            actions(button(t("account.save_email"), kind="ghost", type="submit")),
            on_submit=AccountState.save_email,
            class_name="stack",
            key="email-" + AccountState.email,
        ),
        rx.el.div(rx.el.span(t("site.language"), class_name="field-name"), language_switch(), class_name="field"),
        rx.el.div(rx.el.span(t("looks.theme"), class_name="field-name"), theme_switch(), class_name="field"),
    )


def _password() -> rx.Component:
    fresh = new_password_field(t("reset.password"))
    current = text_field("current", t("account.current"), kind="password", auto_complete="current-password", required=True)
    return _part(
        t("form.password"),
        rx.cond(AccountState.email == "", note(t("account.password_needs_email")), rx.fragment()),
        rx.cond(
            AccountState.has_password,
            post_form("/api/account/password", current, fresh, words=t("account.change_password"), kind="ghost"),
            post_form("/api/account/password", fresh, words=t("account.set_password"), kind="ghost"),
        ),
        rx.el.p(t("account.password_words"), class_name="muted small"),
    )


def _keys() -> rx.Component:
    return _part(
        t("account.keys"),
        rx.el.p(t("account.keys_words"), class_name="muted small"),
        rx.cond(AccountState.keys.length() > 0, rx.el.ul(rx.foreach(AccountState.keys, _key), class_name="lines"), rx.fragment()),
        passkey_button("make", t("account.add_key"), kind="ghost"),
    )


def _key(row: rx.Var[KeyRow]) -> rx.Component:
    return rx.el.li(
        icon("key"),
        rx.el.div(
            rx.el.input(
                default_value=row.name,
                aria_label=t("account.key_name"),
                max_length=80,
                class_name="quiet",
                on_blur=lambda name: AccountState.rename_key(row.id, name),
            ),
            rx.el.p(rx.cond(row.used != "", _since("account.used", row.used), _since("account.made", row.made)), class_name="muted small"),
        ),
        button(t("account.remove_key"), kind="ghost slim", aria_label=row.remove_label, on_click=AccountState.remove_key(row.id)),
        key=row.id,
    )


def _since(key: str, moment: rx.Var[str]) -> rx.Component:
    return rx.fragment(t(key), " ", when(moment))


def _devices() -> rx.Component:
    return _part(
        t("account.devices"),
        rx.el.ul(rx.foreach(AccountState.devices, _device), class_name="lines"),
        native_form(
            rx.el.button(icon("exit"), rx.el.span(t("account.out_everywhere")), type="submit", class_name="button ghost"),
            action="/api/sign-out/everywhere",
            method="post",
        ),
        rx.el.p(t("account.out_words"), class_name="muted small"),
    )


def _device(row: rx.Var[DeviceRow]) -> rx.Component:
    return rx.el.li(
        icon("phone"),
        rx.el.div(
            rx.el.p(row.name),
            rx.el.p(rx.cond(row.current, t("account.this_one"), when(row.seen)), class_name="muted small"),
        ),
        rx.cond(
            row.current,
            rx.fragment(),
            button(t("account.end"), kind="ghost slim", aria_label=row.end_label, on_click=AccountState.end_device(row.id)),
        ),
        key=row.id,
    )


def _my_data() -> rx.Component:
    return _part(
        t("my_data.title"),
        rx.el.p(t("my_data.link_words"), class_name="muted small"),
        actions(link_button(t("my_data.link"), "/account/privacy", kind="ghost", picture="lock")),
    )


def _part(title: rx.Var[str], *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *content, class_name="card stack")
