"""`/trainer/clients`: who trains here, and a link for whoever is to."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.chips import chip, chips
from perscoach_app.components.dialog import actions, dialog
from perscoach_app.components.fields import select_field, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.invitation import invitation_dialog
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.person_row import person_row
from perscoach_app.components.text import t
from perscoach_app.state.clients import ClientRow, ClientsState, GroupChip
from perscoach_app.state.language import LanguageState


def clients_page() -> rx.Component:
    """The list, or how to begin."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("clients.title")), rx.el.p(ClientsState.count_words, class_name="muted num", role="status")),
            button(t("clients.invite"), picture="plus", on_click=ClientsState.ask("client")),
            class_name="page-head",
        ),
        rx.cond(
            ClientsState.any_clients,
            rx.el.div(_filters(), _list(), class_name="stack"),
            empty(
                "people",
                t("clients.empty_title"),
                t("clients.empty_words"),
                button(t("clients.invite"), picture="plus", on_click=ClientsState.ask("client")),
                framed=True,
            ),
        ),
        _invite_dialog(),
        _new_group_dialog(),
        _group_dialog(),
        invitation_dialog(),
        here="clients",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(clients_page, route="/trainer/clients", title=t("clients.page_title"), on_load=ClientsState.load)


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="search",
            value=ClientsState.query,
            on_change=ClientsState.search,
            placeholder=t("clients.search"),
            aria_label=t("clients.search"),
            class_name="search",
        ),
        chips(
            rx.foreach(ClientsState.groups, _group),
            button(t("clients.new_group"), kind="ghost slim", picture="plus", on_click=ClientsState.ask("new_group")),
            rx.cond(
                ClientsState.group != 0,
                button(t("clients.edit_group"), kind="ghost slim", on_click=ClientsState.ask("group")),
                rx.fragment(),
            ),
            label=t("clients.groups"),
        ),
        class_name="client-filters",
    )


def _group(group: rx.Var[GroupChip]) -> rx.Component:
    return chip(group.label, group.id == ClientsState.group, on_click=ClientsState.choose(group.id))


def _list() -> rx.Component:
    return rx.cond(
        ClientsState.rows.length() > 0,
        rx.el.ul(rx.foreach(ClientsState.rows, _row), class_name="people"),
        rx.el.p(rx.cond(ClientsState.query == "", t("clients.group_empty"), t("clients.none_found")), class_name="muted", role="status"),
    )


def _row(row: rx.Var[ClientRow]) -> rx.Component:
    return person_row(
        row.initials,
        link(row.name, to=row.href),
        row.about,
        row.seen,
        row.status,
        button(
            t("clients.link"), kind="ghost slim", picture="share", aria_label=row.link_label, on_click=ClientsState.invite_again(row.id)
        ),
        key=row.id,
    )


def _dialog(name: str, title: rx.Var[str], *content: rx.Component) -> rx.Component:
    return dialog(
        f"clients-{name.replace('_', '-')}",
        title,
        alert(ClientsState.problem),
        *content,
        showing=ClientsState.asking == name,
        on_close=ClientsState.leave,
    )


def _cancel() -> rx.Component:
    return button(t("clients.cancel"), kind="ghost", on_click=ClientsState.leave)


def _invite_dialog() -> rx.Component:
    return _dialog(
        "client",
        t("clients.invite_title"),
        rx.el.form(
            text_field("client_name", t("clients.name"), hint=t("clients.name_hint"), required=True, max_length=120, auto_complete="off"),
            select_field("language", t("clients.language"), (("ru", "Русский"), ("en", "English")), default_value=LanguageState.language),
            rx.el.p(t("clients.invite_words"), class_name="muted small"),
            actions(_cancel(), button(t("clients.make_link"), type="submit")),
            on_submit=ClientsState.invite,
            reset_on_submit=True,
            class_name="stack",
        ),
    )


def _new_group_dialog() -> rx.Component:
    return _dialog(
        "new_group",
        t("clients.new_group_title"),
        rx.el.form(
            text_field("group_name", t("clients.group_name"), hint=t("clients.group_hint"), required=True, max_length=120),
            actions(_cancel(), button(t("clients.make_group"), type="submit")),
            on_submit=ClientsState.make_group,
            reset_on_submit=True,
            class_name="stack",
        ),
    )


def _group_dialog() -> rx.Component:
    """Who is in it, what it is called, and its end."""
    return _dialog(
        "group",
        ClientsState.group_name,
        rx.el.p(t("clients.members"), class_name="muted small"),
        chips(
            rx.foreach(ClientsState.members, lambda one: chip(one[1], one[2], on_click=ClientsState.put(one[0], ~one[2]))),
            label=t("clients.members"),
        ),
        rx.el.form(
            text_field("new_group_name", t("clients.group_name"), default_value=ClientsState.group_name, required=True, max_length=120),
            actions(button(t("clients.rename_group"), kind="ghost", type="submit")),
            on_submit=ClientsState.rename_group,
            class_name="stack",
            key=ClientsState.group,
        ),
        rx.el.p(t("clients.remove_group_words"), class_name="muted small"),
        actions(
            button(t("clients.remove_group"), kind="danger", on_click=ClientsState.remove_group),
            button(t("clients.done"), on_click=ClientsState.leave),
        ),
    )
