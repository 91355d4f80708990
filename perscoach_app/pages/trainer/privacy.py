"""`/trainer/privacy`: who answers for clients' data, how long they are kept, where they may be; and clients under eighteen."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button
from perscoach_app.components.dialog import actions
from perscoach_app.components.fields import select_field, switch, text_field
from perscoach_app.components.frame import frame
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t
from perscoach_app.services.retention import CHOICES
from perscoach_app.state.data_settings import DataSettingsState, MinorRow

_TIMES = ("month", "quarter", "half_year", "year")


def privacy_page() -> rx.Component:
    """A form, and who needs a parent."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("data_settings.title")), rx.el.p(t("data_settings.lead"), class_name="muted")),
            link_button(t("data_settings.see"), "/privacy", kind="ghost slim", picture="eye"),
            class_name="page-head",
        ),
        alert(DataSettingsState.problem),
        rx.el.div(_form(), _minors(), class_name="halves"),
        here="data",
        shape="form",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(privacy_page, route="/trainer/privacy", title=t("data_settings.page_title"), on_load=DataSettingsState.load)


def _form() -> rx.Component:
    state = DataSettingsState
    regions = rx.fragment(
        switch("only_here", t("data_settings.only_here", region=state.region), default_checked=state.only_here),
        switch("gpu_only_here", t("data_settings.gpu_only_here", region=state.gpu_region), default_checked=state.gpu_only_here),
    )
    return rx.el.form(
        text_field(
            "operator",
            t("data_settings.operator"),
            hint=t("data_settings.operator_hint"),
            default_value=state.operator,
            required=True,
            max_length=300,
        ),
        text_field(
            "contact",
            t("data_settings.contact"),
            hint=t("data_settings.contact_hint"),
            default_value=state.contact,
            required=True,
            max_length=300,
        ),
        select_field(
            "days",
            t("data_settings.keep"),
            [(str(days), t(f"data_settings.keep_{name}")) for days, name in zip(CHOICES, _TIMES, strict=True)],
            hint=t("data_settings.keep_hint"),
            default_value=state.days,
        ),
        rx.cond(state.region != "", regions, rx.el.p(t("data_settings.no_region"), class_name="muted small")),
        actions(button(t("data_settings.save"), type="submit")),
        on_submit=state.save,
        class_name="card stack",
        key=state.filled.to_string(),
    )


def _minors() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("data_settings.minors")),
        rx.cond(
            DataSettingsState.minors.length() > 0,
            rx.el.ul(rx.foreach(DataSettingsState.minors, _minor), class_name="stack"),
            rx.el.p(t("data_settings.minors_none"), class_name="muted"),
        ),
        class_name="card stack",
    )


def _minor(row: rx.Var[MinorRow]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.b(row.name), " · ", rx.el.span(row.told, class_name="muted")),
        button(t("data_settings.of_age"), kind="ghost slim", aria_label=row.grown_label, on_click=DataSettingsState.grown(row.id)),
        key=row.id,
    )
