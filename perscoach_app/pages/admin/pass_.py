"""`/admin/pass/[slug]/[token]`: a trainer sent a link to one of her trainings; from here an administrator goes there."""

import reflex as rx

from perscoach_app.components.buttons import button
from perscoach_app.components.frame import frame
from perscoach_app.components.notes import alert
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.admin_pass import AdminPassState


def pass_page() -> rx.Component:
    """Nothing of the studio's is read here."""
    return frame(
        alone(
            rx.el.h1(t("admin.pass_title", slug=AdminPassState.slug)),
            rx.el.p(t("admin.pass_words"), class_name="muted"),
            alert(AdminPassState.problem),
            button(t("admin.pass_go"), kind="large", picture="arrow", on_click=AdminPassState.enter),
        ),
        here="panel",
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(pass_page, route="/admin/pass/[slug]/[token]", title=t("admin.pass_page"), on_load=AdminPassState.load)
