"""A trainer's public site: shown to everybody on her host, and to herself while she edits it."""

import reflex as rx

from perscoach_app.components.icons import icon
from perscoach_app.components.steps import product_picture, spectrum, steps
from perscoach_app.components.text import t
from perscoach_app.state.site_view import SiteView


def mini_site(site: rx.Var[SiteView], *actions: rx.Component) -> rx.Component:
    """Who she is, how a lesson goes, how to reach her. `actions` stand under the headline."""
    return rx.el.div(
        rx.el.section(
            rx.el.div(
                rx.el.span(t("mini.kicker"), class_name="overline"),
                rx.el.h1(site.name),
                rx.el.p(rx.cond(site.headline != "", site.headline, t("mini.title")), class_name="lead"),
                *actions,
                spectrum(),
            ),
            rx.cond(
                site.photo != "",
                rx.el.img(src=site.photo, alt=site.name, class_name="portrait", custom_attrs={"fetchPriority": "high"}),
                product_picture(),
            ),
            class_name="hero",
        ),
        rx.cond(site.about.length() > 0, _about(site), rx.fragment()),
        rx.el.section(rx.el.h2(t("mini.how")), steps("mini", ("stand", "repeat", "report"))),
        rx.cond(site.reachable, _contact(site), rx.fragment()),
        class_name="site stack-l",
    )


def _about(site: rx.Var[SiteView]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("mini.about")),
        rx.el.div(rx.foreach(site.about, rx.el.p), class_name="prose"),
        class_name="about",
    )


def _contact(site: rx.Var[SiteView]) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(t("mini.contact")), rx.el.p(t("mini.contact_words"), class_name="muted")),
        rx.el.ul(
            _way(site.link, site.link, "chain", site.link_words, outside=True),
            _way(site.phone, site.phone_href, "phone", site.phone),
            _way(site.email, "mailto:" + site.email, "mail", site.email),
            class_name="ways",
        ),
        class_name="card contact",
    )


def _way(given: rx.Var[str], href: rx.Var[str], picture: str, words: rx.Var[str], *, outside: bool = False) -> rx.Component:
    elsewhere = {"target": "_blank", "rel": "noopener noreferrer"} if outside else {}
    return rx.cond(given != "", rx.el.li(rx.el.a(icon(picture), rx.el.span(words), href=href, **elsewhere)), rx.fragment())
