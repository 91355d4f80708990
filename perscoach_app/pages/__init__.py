"""One file a page. `register(app)` gives the app its pages and what surrounds them."""

import reflex as rx

from perscoach_app.pages import lost, report, shell
from perscoach_app.pages.client import home, shadow
from perscoach_app.pages.site import enter, first
from perscoach_app.pages.trainer import exercise, jobs, library, reports, upload

__all__ = ["register"]


def register(app: rx.App) -> None:
    """Dresses the app and adds its pages."""
    shell.dress(app)
    for page in (first, enter, library, upload, exercise, jobs, reports, home, shadow, report, lost):
        page.add_to(app)
