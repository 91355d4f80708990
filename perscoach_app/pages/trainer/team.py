"""`/trainer/team`: the trainers of this site."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.dialog import actions, dialog
from perscoach_app.components.fields import select_field, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.invitation import invitation_dialog
from perscoach_app.components.notes import alert
from perscoach_app.components.person_row import person_row
from perscoach_app.components.text import t
from perscoach_app.state.team import TeamState, TrainerRow


def team_page() -> rx.Component:
    """Who trains here; each with clients and homework of her own, one library for all."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("team.title")), rx.el.p(t("team.lead"), class_name="muted")),
            button(t("team.invite"), picture="plus", on_click=TeamState.add(True)),
            class_name="page-head",
        ),
        rx.el.ul(rx.foreach(TeamState.rows, _row), class_name="people"),
        _invite_dialog(),
        _farewell(),
        invitation_dialog(),
        here="team",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(team_page, route="/trainer/team", title=t("team.page_title"), on_load=TeamState.load)


def _row(row: rx.Var[TrainerRow]) -> rx.Component:
    return person_row(
        row.initials,
        rx.el.span(row.name),
        row.about,
        row.seen,
        t("team.waiting"),
        rx.cond(
            row.waiting,
            button(
                t("clients.link"), kind="ghost slim", picture="share", aria_label=row.link_label, on_click=TeamState.invite_again(row.id)
            ),
            rx.fragment(),
        ),
        rx.cond(
            TeamState.rows.length() > 1,
            button(t("team.remove"), kind="ghost slim", picture="cross", aria_label=row.remove_label, on_click=TeamState.ask(row.id)),
            rx.fragment(),
        ),
        key=row.id,
    )


def _invite_dialog() -> rx.Component:
    return dialog(
        "add-trainer",
        t("team.invite_title"),
        alert(TeamState.problem),
        rx.el.form(
            text_field("trainer_name", t("clients.name"), required=True, max_length=120, auto_complete="off"),
            text_field("trainer_email", t("form.email"), kind="email", hint=t("team.email_hint"), auto_complete="off"),
            actions(
                button(t("clients.cancel"), kind="ghost", on_click=TeamState.add(False)),
                button(t("team.send"), type="submit"),
            ),
            on_submit=TeamState.invite,
            reset_on_submit=True,
            class_name="stack",
        ),
        showing=TeamState.adding,
        on_close=TeamState.add(False),
    )


def _farewell() -> rx.Component:
    return dialog(
        "farewell",
        t("team.remove_title", name=TeamState.leaving_name),
        rx.el.form(
            rx.el.p(t("team.remove_words")),
            select_field("heir", t("team.heir"), TeamState.heirs, error=TeamState.question),
            actions(
                button(t("clients.cancel"), kind="ghost", on_click=TeamState.keep), button(t("team.remove"), kind="danger", type="submit")
            ),
            on_submit=TeamState.remove,
            class_name="stack",
        ),
        showing=TeamState.asking,
        on_close=TeamState.keep,
    )
