"""Any address that leads nowhere."""

import reflex as rx

from perscoach_app.components.frame import frame
from perscoach_app.components.text import t
from perscoach_app.state.visitor import Visitor


def lost_page() -> rx.Component:
    """The frame shows what is to say: no such page, or no such site."""
    return frame()


def add_to(app: rx.App) -> None:
    """Adds the page for unknown addresses."""
    app.add_page(lost_page, route="404", title=t("lost.page_title"), on_load=Visitor.lose_way)
