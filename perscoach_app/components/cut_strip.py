"""What a clip holds, cut by movement: a strip under the player and a list; each part takes the player there (`cuts.js`)."""

from typing import Any

import reflex as rx

from perscoach_app.state.cuts import Cut


def cut_strip(cuts: Any) -> rx.Component:
    """The clip's whole length from left to right. A picture of the list for those who see; the list has the words and the keys."""
    return rx.el.div(
        rx.foreach(cuts, _stretch),
        rx.el.i(class_name="cut-needle"),
        class_name="cut-strip",
        aria_hidden="true",
        custom_attrs={"data-cuts": ""},
    )


def cut_list(cuts: Any) -> rx.Component:
    """The same as buttons."""
    return rx.el.ol(rx.foreach(cuts, lambda cut: rx.el.li(_row(cut))), class_name="cut-list")


def _stretch(cut: rx.Var[Cut]) -> rx.Component:
    return rx.el.span(
        rx.foreach(cut.ticks, lambda left: rx.el.i(style={"left": left})),
        rx.el.b(cut.name),
        title=cut.label,
        style={"left": cut.left, "width": cut.width},
        custom_attrs={"data-seek": cut.at, "data-until": cut.until},
    )


def _row(cut: rx.Var[Cut]) -> rx.Component:
    return rx.el.button(
        rx.el.b(cut.name),
        rx.el.span(cut.count, class_name="num"),
        rx.el.span(cut.span, class_name="num muted"),
        type="button",
        aria_label=cut.label,
        custom_attrs={"data-seek": cut.at, "data-until": cut.until},
    )
