"""`/admin`: what an administrator finds before there is a panel: the commands that do the work."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.refusals import alone
from perscoach_app.components.text import t
from perscoach_app.state.way_in import AdminState

COMMANDS = (
    "perscoach tenant list",
    "perscoach tenant suspend NAME",
    "perscoach tenant resume NAME",
    "perscoach admin list",
    "perscoach doctor",
)


def admin_page() -> rx.Component:
    """Nothing of any trainer's is shown here."""
    return frame(
        alone(
            rx.el.h1(t("admin.title")),
            rx.el.p(t("admin.words"), class_name="muted"),
            rx.el.ul(*(rx.el.li(rx.el.code(command)) for command in COMMANDS), class_name="commands"),
        )
    )


def add_to(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(admin_page, route="/admin", title=t("admin.page_title"), on_load=AdminState.load)
