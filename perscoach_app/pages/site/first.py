"""`/`: a landing for trainers on the base domain, the trainer's mini-site on hers."""

import reflex as rx

from perscoach_app.components.buttons import link_button
from perscoach_app.components.frame import frame
from perscoach_app.components.mini_site import mini_site
from perscoach_app.components.text import t
from perscoach_app.pages.site.landing import landing
from perscoach_app.state.site import SiteState
from perscoach_app.state.visitor import Visitor


def first_page() -> rx.Component:
    """Which of the two is shown is decided by the host name."""
    return frame(mini_site(SiteState.site, _onwards()), base=landing())


def add_to(app: rx.App) -> None:
    """Adds the page."""
    title = rx.match(
        Visitor.place,
        ("ok", t("mini.page_title", name=Visitor.tenant_name)),
        ("unknown_host", t("unknown.page_title")),
        t("landing.page_title"),
    )
    app.add_page(first_page, route="/", title=title, on_load=SiteState.load)


def _onwards() -> rx.Component:
    """To one's own pages, or how to come in."""
    return rx.cond(
        Visitor.signed_in,
        rx.el.div(
            rx.cond(Visitor.is_trainer, link_button(t("mini.library"), "/trainer/library", kind="large"), rx.fragment()),
            link_button(t("mini.train"), "/home", kind=rx.cond(Visitor.is_trainer, "large ghost", "large"), picture="play"),
            class_name="actions",
        ),
        rx.fragment(
            rx.el.div(link_button(t("mini.sign_in"), "/sign-in", kind="large"), class_name="actions"),
            rx.el.p(t("mini.enter_words"), class_name="muted small"),
        ),
    )
