"""`/parent/[token]`: five documents, none ticked, and one button."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.native import hidden, native_form
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.my_data import PaperCard
from perscoach_app.state.parent import ParentState


def parent_page() -> rx.Component:
    """What may leave the child's device; or thanks, when it was said."""
    return frame(rx.cond(ParentState.child != "", _ask(), _spent()), kind="my-data", shape="form")


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(parent_page, route="/parent/[token]", title=t("parent.page_title"), on_load=ParentState.load)


def _ask() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(rx.el.h1(t("parent.title", name=ParentState.child)), rx.el.p(t("parent.lead"), class_name="lead")),
            class_name="page-head",
        ),
        native_form(
            hidden("token", ParentState.ticket),
            rx.foreach(ParentState.papers, _paper),
            rx.el.button(t("parent.send"), type="submit", class_name="button large"),
            action="/api/parent",
            method="post",
            class_name="stack",
        ),
        class_name="policy",
    )


def _paper(paper: rx.Var[PaperCard]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name="documents", value=paper.name),
        rx.el.span(rx.el.b(paper.title), rx.el.span(paper.first), rx.foreach(paper.rest, rx.el.span)),
        class_name="card paper-tick",
        key=paper.name,
    )


def _spent() -> rx.Component:
    return rx.cond(
        ParentState.thanked,
        alone(rx.el.h1(t("parent.thanks_title")), rx.el.p(t("parent.thanks", contact=ParentState.contact), class_name="muted")),
        alone(rx.el.h1(t("parent.spent_title")), rx.el.p(t("parent.spent"), class_name="muted")),
    )
