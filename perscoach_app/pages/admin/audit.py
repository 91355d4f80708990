"""`/admin/audit`: who did what, by number."""

import reflex as rx

from perscoach_app.components.fields import select_field
from perscoach_app.components.frame import frame
from perscoach_app.components.moment_time import when
from perscoach_app.components.notes import empty
from perscoach_app.components.text import t
from perscoach_app.state.admin_audit import AdminAuditState, DeedRow

HEADS = ("when", "studio", "deed", "who", "subject")


def audit_page() -> rx.Component:
    """The newest first."""
    return frame(
        rx.el.div(rx.el.div(rx.el.h1(t("admin.audit")), rx.el.p(t("admin.audit_words"), class_name="muted")), class_name="page-head"),
        rx.el.div(
            select_field(
                "deed", t("admin.head_deed"), AdminAuditState.deeds, value=AdminAuditState.deed, on_change=AdminAuditState.choose_deed
            ),
            select_field(
                "studio", t("admin.head_studio"), AdminAuditState.slugs, value=AdminAuditState.slug, on_change=AdminAuditState.choose_studio
            ),
            class_name="fields panel-filters",
        ),
        rx.cond(
            AdminAuditState.lines.length() > 0,
            rx.el.div(
                rx.el.table(
                    rx.el.thead(rx.el.tr(*(rx.el.th(t(f"admin.head_{name}"), scope="col") for name in HEADS))),
                    rx.el.tbody(rx.foreach(AdminAuditState.lines, _line)),
                    class_name="deeds num",
                ),
                class_name="card",
            ),
            empty("list", t("admin.no_deeds"), t("admin.no_deeds_words"), framed=True),
        ),
        here="audit",
        shape="rows",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(audit_page, route="/admin/audit", title=t("admin.audit_title"), on_load=AdminAuditState.load)


def _line(line: rx.Var[DeedRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(when(line.at)),
        rx.el.td(line.slug),
        rx.el.th(line.words, scope="row"),
        rx.el.td(line.who),
        rx.el.td(line.subject, rx.cond(line.more != "", rx.el.small(line.more), rx.fragment())),
        key=line.id,
    )
