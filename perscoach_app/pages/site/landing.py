"""The product's own first page, for trainers: what a client sees, what the trainer gets, and how to begin."""

import reflex as rx

from perscoach_app.components.buttons import link_button, outside_button
from perscoach_app.components.icons import icon
from perscoach_app.components.ring import ring
from perscoach_app.components.steps import SPECTRUM, product_picture, spectrum, steps, tone_of
from perscoach_app.components.text import t
from perscoach_app.state.site import SiteState

_POINTS = ("own_site", "link", "homework", "privacy")
_PICTURES = {"own_site": "home", "link": "chain", "homework": "list", "privacy": "person"}
_EXAMPLE_SCORE = 78
_EXAMPLE_MOMENTS = ("fair", "poor")


def landing() -> rx.Component:
    """From the promise to the button."""
    return rx.el.div(
        rx.el.section(
            rx.el.div(rx.el.h1(t("landing.title")), rx.el.p(t("landing.lead"), class_name="lead"), _begin(), spectrum()),
            product_picture(),
            class_name="hero",
        ),
        rx.el.section(rx.el.h2(t("landing.how")), steps("landing", ("film", "train", "see"))),
        rx.el.section(
            rx.el.div(
                rx.el.h2(t("landing.report")),
                rx.el.p(t("landing.report_words"), class_name="lead"),
                class_name="stack",
            ),
            _report(),
            class_name="beside",
        ),
        rx.el.section(rx.el.h2(t("landing.all")), rx.el.ul(*(_point(name) for name in _POINTS), class_name="points")),
        rx.el.section(
            rx.el.h2(t("landing.begin")),
            rx.el.p(t("landing.begin_words"), class_name="lead"),
            _begin(),
            rx.el.p(t("landing.entry"), class_name="muted small"),
            class_name="begin",
        ),
        class_name="site stack-l",
    )


def _begin() -> rx.Component:
    return rx.el.div(
        link_button(t("landing.sign_up"), "/sign-up", kind="large", picture="arrow"),
        rx.cond(
            SiteState.example_url != "",
            outside_button(t("landing.example"), SiteState.example_url, kind="large ghost"),
            rx.fragment(),
        ),
        class_name="actions",
    )


def _report() -> rx.Component:
    """A report in small, drawn with the report's own parts. A picture for those who see; the words beside it say what it is."""
    moments = (rx.el.li(rx.el.i(class_name=f"mark {tone}"), rx.el.span(t(f"landing.moment.{tone}"))) for tone in _EXAMPLE_MOMENTS)
    return rx.el.div(
        rx.el.div(
            ring(_EXAMPLE_SCORE, "good", "", size="92px"),
            rx.el.div(rx.el.strong(t("landing.moment.title")), rx.el.span(t("landing.moment.facts"), class_name="muted small")),
            class_name="example-head",
        ),
        rx.el.div(*(rx.el.i(class_name=tone_of(height), style={"height": f"{height}%"}) for height in SPECTRUM), class_name="mini-strip"),
        rx.el.ul(*moments, class_name="example-moments"),
        class_name="card example",
        aria_hidden="true",
    )


def _point(name: str) -> rx.Component:
    return rx.el.li(
        icon(_PICTURES[name]), rx.el.h3(t(f"landing.point.{name}")), rx.el.p(t(f"landing.point.{name}_words"), class_name="muted")
    )
