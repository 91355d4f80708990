"""The app's pages, registered once: Reflex allows one app a process."""

from functools import cache

import reflex as rx

from perscoach_app.pages import register


@cache
def pages() -> dict[str, object]:
    """What makes each page, by its route."""
    app = rx.App()
    register(app)
    return {route: page.component for route, page in app._unevaluated_pages.items()}
