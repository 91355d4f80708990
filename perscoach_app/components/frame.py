"""The frame of every page: landmarks, skip link, and what to show when the page itself may not be shown."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from perscoach_app.components.banner import banner
from perscoach_app.components.header import header, thumb_tabs
from perscoach_app.components.native import anchor, link, page_element
from perscoach_app.components.refusals import broken, lost, signed_out, unknown_host
from perscoach_app.components.skeleton import Kind, skeleton
from perscoach_app.components.text import t
from perscoach_app.components.theme_switch import theme_switch
from perscoach_app.components.toast import toast
from perscoach_app.services.branding import Brand
from perscoach_app.state.language import LanguageState
from perscoach_app.state.visitor import Visitor


def frame(*content: rx.Component, base: rx.Component | None = None, here: str = "", kind: str = "", shape: Kind = "page") -> rx.Component:
    """A whole page.

    Args:
        *content: shown when `Visitor.place` is `ok`.
        base: shown on the base domain, where most pages do not exist.
        here: the open section, for the navigation.
        kind: a CSS class of the page's own.
        shape: the outlines shown while the server answers.
    """
    return rx.el.div(
        anchor(t("site.skip"), href="#content", class_name="skip"),
        header(here),
        banner(),
        rx.el.main(
            rx.match(
                Visitor.place,
                ("ok", rx.fragment(*content)),
                ("base", base if base is not None else lost()),
                ("loading", skeleton(shape)),
                ("signed_out", signed_out()),
                ("not_found", lost()),
                ("unknown_host", unknown_host()),
                broken(),
            ),
            id="content",
            tab_index=-1,
            class_name=f"body wide {kind}".strip(),
        ),
        rx.el.footer(
            rx.el.div(
                rx.el.span(t("site.product")),
                rx.el.span(t("site.privacy")),
                link(t("policy.footer"), to="/privacy"),
                rx.cond(Visitor.signed_in, "", theme_switch()),
                class_name="wide",
            ),
            class_name="foot",
        ),
        thumb_tabs(here),
        toast(),
        page_element("language", custom_attrs={"lang": LanguageState.language}),
        class_name="page " + Visitor.theme,
        style={name: Visitor.brand[name] for name in Brand().css},
    )


def offline_note() -> rx.Component:
    """Says that the server cannot be reached, on any page but Shadow Mode."""
    return rx.cond(has_connection_errors, rx.el.div(t("site.offline"), class_name="offline", role="status"), rx.fragment())
