"""`/trainer/reports`: the inbox. What hurts is on top, what was answered is out of the way."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.fields import choices
from perscoach_app.components.frame import frame
from perscoach_app.components.inbox_row import inbox_row
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.services.inbox import Shown
from perscoach_app.state.inbox import InboxState
from perscoach_app.state.inbox_rows import InboxRow


def reports_page() -> rx.Component:
    """Filters and one row a training."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("inbox.title")), rx.el.p(InboxState.count_words, class_name="muted num", role="status")),
            class_name="page-head",
        ),
        alert(InboxState.problem),
        rx.cond(
            InboxState.any_clients,
            rx.el.div(
                _filters(), rx.cond(InboxState.rows.length() > 0, rx.el.ul(rx.foreach(InboxState.rows, _row), class_name="rows"), _none())
            ),
            _nobody(),
        ),
        here="reports",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(reports_page, route="/trainer/reports", title=t("inbox.title"), on_load=InboxState.load)


def _filters() -> rx.Component:
    return rx.el.div(
        choices("shown", t("inbox.which"), [(one, t(f"inbox.show_{one}")) for one in Shown], InboxState.shown, on_change=InboxState.show),
        rx.el.select(
            rx.el.option(t("inbox.everybody"), value=""),
            rx.foreach(InboxState.clients, lambda pair: rx.el.option(pair[1], value=pair[0])),
            value=InboxState.client,
            on_change=InboxState.of_client,
            aria_label=t("inbox.client"),
        ),
        role="search",
        class_name="inbox-filters",
    )


def _row(row: rx.Var[InboxRow]) -> rx.Component:
    aside, back = InboxState.put_aside(row.training), InboxState.bring_back(row.training)
    return inbox_row(
        row,
        rx.cond(
            row.waits,
            button(t("inbox.aside"), kind="ghost slim", picture="check", aria_label=row.aside_label, on_click=aside),
            button(t("inbox.back"), kind="ghost slim", picture="undo", on_click=back),
        ),
    )


def _none() -> rx.Component:
    return rx.cond(
        (InboxState.shown == Shown.WAITING.value) & (InboxState.client == ""),
        empty("check", t("inbox.done_title"), t("inbox.done_words"), framed=True),
        empty("chart", t("inbox.none_title"), t("inbox.none_words"), framed=True),
    )


def _nobody() -> rx.Component:
    return empty("chart", t("inbox.nobody_title"), t("inbox.nobody_words"), link_button(t("inbox.invite"), "/trainer/clients"), framed=True)
