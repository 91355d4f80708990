"""What hurts a client, before everything else on the trainer's page."""

import reflex as rx

from perscoach_app.components.buttons import button, link_button, outside_button
from perscoach_app.components.icons import icon
from perscoach_app.components.moment_time import when
from perscoach_app.components.native import link
from perscoach_app.components.text import t
from perscoach_app.state.pains import Pain, PainsState


def pains() -> rx.Component:
    """Nothing while nothing hurts; read out when something comes."""
    return rx.el.div(
        rx.cond(
            PainsState.pains.length() > 0,
            rx.el.section(
                rx.el.h2(t("pain.title"), class_name="overline"),
                rx.el.ul(rx.foreach(PainsState.pains, _pain), class_name="stack-s"),
                class_name="pains stack-s",
            ),
            rx.fragment(),
        ),
        role="status",
    )


def _pain(pain: rx.Var[Pain]) -> rx.Component:
    return rx.el.li(
        icon("warn"),
        rx.el.div(
            rx.el.h3(rx.cond(pain.report != "", link(pain.line, to=pain.report), pain.line)),
            rx.el.p(when(pain.at), class_name="muted small"),
            rx.el.p(pain.about, class_name="small num"),
        ),
        rx.el.div(
            rx.cond(
                pain.write != "",
                outside_button(t("pain.write"), pain.write, picture="mail", aria_label=pain.write_label),
                link_button(t("pain.card"), pain.card, picture="person", aria_label=pain.card_label),
            ),
            button(t("pain.done"), kind="ghost", picture="check", aria_label=pain.done_label, on_click=PainsState.put_aside(pain.id)),
            class_name="pain-deeds",
        ),
        class_name="pain",
        key=pain.id.to_string(),
    )
