"""`/account/privacy`: what I agreed to, and what is to become of my data."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button, outside_button
from perscoach_app.components.dialog import actions, closer, dialog, opener
from perscoach_app.components.fields import text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.notes import alert, note
from perscoach_app.components.text import t
from perscoach_app.state.my_data import MyDataState, PaperCard
from perscoach_app.state.visitor import Visitor


def my_data_page() -> rx.Component:
    """Everybody sees her own alone."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("my_data.title")), rx.el.p(t("my_data.lead"), class_name="muted")),
            rx.el.div(
                link_button(t("my_data.to_account"), "/account", kind="ghost slim", picture="back"),
                link_button(t("my_data.policy"), "/privacy", kind="ghost slim", picture="lock"),
                class_name="actions",
            ),
            class_name="page-head",
        ),
        alert(MyDataState.problem),
        rx.el.section(
            rx.el.h2(t("my_data.agreements")),
            rx.cond(MyDataState.under_age, note(t("my_data.parent_decides", name=MyDataState.parent), picture="person"), rx.fragment()),
            rx.el.ul(rx.foreach(MyDataState.papers, _paper), class_name="papers"),
            class_name="stack",
        ),
        rx.el.div(_archive(), _deletion(), class_name="halves"),
        rx.cond(Visitor.is_trainer, rx.fragment(), _parent()),
        _question(),
        _last_question(),
        here="account",
        kind="my-data",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(my_data_page, route="/account/privacy", title=t("my_data.page_title"), on_load=MyDataState.load)


def _paper(paper: rx.Var[PaperCard]) -> rx.Component:
    deed = rx.cond(
        paper.given,
        button(t("my_data.withdraw"), kind="ghost", aria_label=paper.withdraw_label, on_click=MyDataState.ask(paper.name)),
        rx.cond(
            MyDataState.under_age,
            rx.fragment(),
            button(t("my_data.agree"), kind="ghost", picture="check", aria_label=paper.agree_label, on_click=MyDataState.agree(paper.name)),
        ),
    )
    state = rx.el.p(
        rx.el.span(paper.told),
        rx.cond(paper.given_at != "", rx.fragment(" · ", when(paper.given_at)), rx.fragment()),
        " · ",
        rx.el.span(paper.version),
        class_name="muted small",
    )
    return rx.el.li(
        rx.el.div(rx.el.h3(paper.title), rx.el.p(paper.first), _more(paper.rest), state, class_name="stack-s"),
        deed,
        class_name=rx.cond(paper.given, "card paper given", "card paper"),
        id=paper.name,
        key=paper.name,
    )


def _more(words: rx.Var[list[str]]) -> rx.Component:
    return rx.el.details(rx.el.summary(t("my_data.read")), rx.foreach(words, rx.el.p), class_name="more-words")


def _parent() -> rx.Component:
    told = rx.cond(
        MyDataState.parent_agreed,
        t("my_data.parent_agreed", name=MyDataState.parent),
        t("my_data.parent_waits", name=MyDataState.parent),
    )
    form = rx.el.form(
        rx.el.div(
            text_field("parent_name", t("my_data.parent_name"), required=True),
            text_field("parent_email", t("my_data.parent_email"), kind="email", required=True),
            class_name="fields",
        ),
        actions(button(t("my_data.parent_ask"), kind="ghost", picture="mail", type="submit")),
        on_submit=MyDataState.ask_parent,
        class_name="stack",
    )
    return rx.el.section(
        rx.el.details(
            rx.el.summary(rx.el.h2(t("my_data.minor"))),
            rx.el.div(
                rx.el.p(t("my_data.minor_words"), class_name="muted"),
                rx.cond(MyDataState.under_age, note(told, picture="person"), rx.fragment()),
                form,
                class_name="stack",
            ),
            open=MyDataState.under_age,
        ),
        class_name="card minor",
    )


def _archive() -> rx.Component:
    ready = rx.fragment(
        rx.el.p(MyDataState.archive_words, " ", when(MyDataState.archive_until), class_name="muted small"),
        actions(
            button(t("my_data.archive_again"), kind="ghost", on_click=MyDataState.ask_archive),
            outside_button(t("my_data.archive_fetch"), MyDataState.archive_href, picture="download"),
        ),
    )
    waits = rx.fragment(
        note(t("my_data.archive_waits"), picture="download"), actions(button(t("my_data.look"), kind="ghost", on_click=MyDataState.load))
    )
    ask = actions(button(t("my_data.archive_ask"), kind="ghost", picture="download", on_click=MyDataState.ask_archive))
    return rx.el.section(
        rx.el.h2(t("my_data.archive")),
        rx.el.p(t("my_data.archive_words"), class_name="muted"),
        rx.cond(MyDataState.archive_href != "", ready, rx.cond(MyDataState.archive_waits, waits, ask)),
        class_name="card stack",
    )


def _deletion() -> rx.Component:
    asked = rx.fragment(
        rx.el.p(t("my_data.deletion_waits"), " ", when(MyDataState.deletion_at), class_name="note warn"),
        actions(button(t("my_data.stay"), on_click=MyDataState.keep_me)),
    )
    clients = rx.fragment(
        rx.el.p(t("my_data.delete_words"), class_name="muted"),
        rx.cond(MyDataState.deletion_at != "", asked, actions(opener("delete-me", t("my_data.delete_ask"), kind="ghost", picture="bin"))),
    )
    return rx.el.section(
        rx.el.h2(t("my_data.delete")),
        rx.cond(Visitor.is_trainer, rx.el.p(t("my_data.trainer_words"), class_name="muted"), clients),
        class_name="card stack",
    )


def _last_question() -> rx.Component:
    delete = button(
        t("my_data.delete_do"),
        kind="danger",
        on_click=MyDataState.ask_deletion,
        custom_attrs={"command": "close", "commandfor": "delete-me"},
    )
    return dialog(
        "delete-me",
        t("my_data.delete_title"),
        rx.el.p(t("my_data.delete_words")),
        rx.el.p(t("my_data.delete_first"), class_name="muted"),
        actions(closer("delete-me", t("my_data.keep")), delete),
    )


def _question() -> rx.Component:
    return dialog(
        "withdraw",
        t("my_data.surely_title", title=MyDataState.asked_title),
        rx.el.p(MyDataState.asked_words),
        actions(
            button(t("my_data.keep"), kind="ghost", on_click=MyDataState.keep),
            button(t("my_data.withdraw"), kind="danger", on_click=MyDataState.withdraw(MyDataState.asked)),
        ),
        showing=MyDataState.asked != "",
        on_close=MyDataState.keep,
    )
