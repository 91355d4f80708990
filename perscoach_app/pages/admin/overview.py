"""`/admin`: the installation in a few numbers, and whether somebody works."""

import reflex as rx

from perscoach_app.components.admin_orders import orders
from perscoach_app.components.frame import frame
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.notes import alert
from perscoach_app.components.text import t
from perscoach_app.components.workers import workers
from perscoach_app.state.admin_overview import AdminState, Figure, TroubleRow


def overview_page() -> rx.Component:
    """Numbers only: nothing of any trainer's or client's is shown here."""
    return frame(
        rx.el.div(
            rx.el.div(rx.el.h1(t("admin.title")), rx.el.p(t("admin.words"), class_name="muted")),
            rx.cond(
                AdminState.counted != "",
                rx.el.p(t("admin.counted"), " ", when(AdminState.counted), class_name="muted small"),
                rx.fragment(),
            ),
            class_name="page-head",
        ),
        alert(AdminState.problem),
        rx.el.section(
            rx.el.ul(rx.foreach(AdminState.troubles, _trouble), class_name="troubles"),
            rx.cond(AdminState.calm, rx.el.p(icon("check"), t("troubles.none"), class_name="note good"), rx.fragment()),
            aria_label=t("troubles.title"),
            aria_live="polite",
        ),
        rx.el.ul(rx.foreach(AdminState.figures, _figure), class_name="panel-figures"),
        rx.el.div(workers(AdminState.workers), orders(AdminState.orders), class_name="halves"),
        here="panel",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(overview_page, route="/admin", title=t("admin.page_title"), on_load=AdminState.load)


def _trouble(row: rx.Var[TroubleRow]) -> rx.Component:
    return rx.el.li(
        link(icon("warn"), rx.el.span(row.words), rx.el.b(t("troubles.look")), to=row.href, class_name=f"note {row.tone}"),
        key=row.kind,
    )


def _figure(figure: rx.Var[Figure]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(figure.name, class_name="muted small"),
            rx.el.b(figure.value, class_name="num"),
            rx.el.span(figure.detail, class_name="small num"),
            to=figure.href,
            class_name="card",
        ),
        class_name=figure.tone,
        key=figure.name,
    )
