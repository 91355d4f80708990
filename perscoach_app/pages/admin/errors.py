"""`/admin/errors`: exceptions of ours, by place."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.notes import alert, empty
from perscoach_app.components.text import t
from perscoach_app.state.admin_errors import AdminErrorsState, ProblemRow


def errors_page() -> rx.Component:
    """The latest first; words of exceptions are never kept."""
    return frame(
        rx.el.div(rx.el.div(rx.el.h1(t("admin.errors")), rx.el.p(t("admin.errors_words"), class_name="muted")), class_name="page-head"),
        alert(AdminErrorsState.problem),
        rx.cond(
            AdminErrorsState.problems.length() > 0,
            rx.el.ul(rx.foreach(AdminErrorsState.problems, _problem), class_name="panel-rows"),
            empty("check", t("admin.no_errors"), t("admin.no_errors_words"), framed=True),
        ),
        here="errors",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(errors_page, route="/admin/errors", title=t("admin.errors_title"), on_load=AdminErrorsState.load)


def _problem(row: rx.Var[ProblemRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(row.kind),
            rx.el.p(row.place, class_name="machine"),
            rx.el.p(row.process, " · ", t("admin.first_time"), " ", when(row.first), " · ", t("admin.last_time"), " ", when(row.last)),
            class_name="cell",
        ),
        rx.el.div(
            rx.el.span(row.times, class_name="badge warn num"),
            button(t("admin.settle"), kind="ghost slim", aria_label=row.label, on_click=AdminErrorsState.settle(row.id)),
            class_name="job-deeds",
        ),
        class_name="card",
        key=row.id,
    )
