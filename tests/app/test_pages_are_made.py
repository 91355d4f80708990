"""Pages are written in Python and checked by nothing until somebody compiles them: here each is made once."""

import reflex as rx

from perscoach_app.pages import register


def test_every_page_can_be_made() -> None:
    app = rx.App()
    register(app)
    for page in app._unevaluated_pages.values():
        assert (page.component() if callable(page.component) else page.component).render()
    assert "trainer/jobs" in app._unevaluated_pages
