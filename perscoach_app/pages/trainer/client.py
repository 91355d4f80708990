"""`/trainer/clients/[person]`: one client's card."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.chips import chip, chips
from perscoach_app.components.client_targets import client_targets
from perscoach_app.components.dialog import actions, closer, dialog, opener
from perscoach_app.components.fields import area_field, select_field, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.invitation import invitation_dialog
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert
from perscoach_app.components.person_row import face
from perscoach_app.components.text import t
from perscoach_app.state.client_card import ClientCardState, FeltLine
from perscoach_app.state.client_targets import ClientTargetsState


def client_page() -> rx.Component:
    """Who she is, what is hers, how she gets in."""
    return frame(
        link(icon("back"), rx.el.span(t("client.back")), to="/trainer/clients", class_name="crumb"),
        rx.el.div(
            rx.el.div(
                face(ClientCardState.letters),
                rx.el.div(
                    rx.el.h1(ClientCardState.name),
                    rx.el.p(
                        rx.cond(
                            ClientCardState.seen != "",
                            rx.fragment(t("clients.seen"), " ", when(ClientCardState.seen)),
                            ClientCardState.status,
                        ),
                        class_name="muted",
                    ),
                ),
                class_name="who",
            ),
            link_button(t("client.calendar"), "/trainer/calendar", kind="ghost", picture="days"),
            class_name="page-head",
        ),
        alert(ClientCardState.problem),
        rx.el.div(
            rx.el.div(_about(), _felt(), client_targets(), class_name="stack-l"),
            rx.el.div(_groups(), _trainer(), _way_in(), _farewell(), class_name="stack"),
            class_name="two",
        ),
        invitation_dialog(),
        here="clients",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    fill = [ClientCardState.load, ClientTargetsState.load_client]
    app.add_page(client_page, route="/trainer/clients/[person]", title=t("client.page_title"), on_load=fill)


def _about() -> rx.Component:
    return rx.el.section(
        rx.el.form(
            text_field("card_name", t("clients.name"), default_value=ClientCardState.name, required=True, max_length=120),
            area_field("note", t("client.note"), hint=t("client.note_hint"), default_value=ClientCardState.note, max_length=2000),
            actions(button(t("client.save"), type="submit")),
            on_submit=ClientCardState.save,
            class_name="stack",
            key=ClientCardState.client_id,
        ),
        class_name="card",
    )


def _felt() -> rx.Component:
    """How her exercises felt to her."""
    return rx.el.section(
        rx.el.h2(t("felt.title"), class_name="overline"),
        rx.cond(
            ClientCardState.felt.length() > 0,
            rx.el.ul(rx.foreach(ClientCardState.felt, _felt_line), class_name="felt"),
            rx.el.p(t("felt.empty"), class_name="muted small"),
        ),
        class_name="card stack",
    )


def _felt_line(line: rx.Var[FeltLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.title),
        when(line.at, class_name="muted small"),
        rx.el.span(line.word, class_name="badge " + line.tone),
    )


def _groups() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("clients.groups"), class_name="overline"),
        rx.cond(
            ClientCardState.memberships.length() > 0,
            chips(
                rx.foreach(
                    ClientCardState.memberships, lambda each: chip(each[1], each[2], on_click=ClientCardState.put(each[0], ~each[2]))
                ),
                label=t("clients.groups"),
            ),
            rx.el.p(t("client.no_groups"), class_name="muted small"),
        ),
        class_name="card stack",
    )


def _trainer() -> rx.Component:
    return rx.cond(
        ClientCardState.trainers.length() > 1,
        rx.el.section(
            select_field(
                "trainer",
                t("client.trainer"),
                ClientCardState.trainers,
                value=ClientCardState.trainer,
                on_change=ClientCardState.hand_over,
            ),
            class_name="card",
        ),
        rx.fragment(),
    )


def _way_in() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("client.way_in"), class_name="overline"),
        rx.el.p(rx.cond(ClientCardState.email != "", ClientCardState.email, t("client.no_email")), class_name="muted small"),
        button(t("client.fresh_link"), kind="ghost block", picture="share", on_click=ClientCardState.invite_again),
        rx.cond(
            ClientCardState.has_link,
            button(t("client.revoke_link"), kind="ghost block", picture="cross", on_click=ClientCardState.revoke_link),
            rx.fragment(),
        ),
        rx.cond(
            ClientCardState.seen != "",
            button(t("client.end_browsers"), kind="ghost block", picture="exit", on_click=ClientCardState.end_browsers),
            rx.fragment(),
        ),
        class_name="card stack",
    )


def _farewell() -> rx.Component:
    return rx.fragment(
        opener("farewell", t("client.remove"), kind="ghost"),
        dialog(
            "farewell",
            t("client.remove_title", name=ClientCardState.name),
            rx.el.p(t("client.remove_words")),
            actions(closer("farewell", t("clients.cancel")), button(t("client.remove"), kind="danger", on_click=ClientCardState.remove)),
        ),
    )
