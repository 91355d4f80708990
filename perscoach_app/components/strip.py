"""The strip of a session: one bar a stretch of time, high and green where it matched."""

from typing import Any

import reflex as rx

from perscoach_app.components.text import t
from perscoach_app.state.bars import Bar


def strip(bars: Any) -> rx.Component:
    """The big strip under a player. The slider over it is the browser's own: mouse, finger and keys move it; `report.js` hears of it."""
    return rx.el.div(
        rx.foreach(bars, _bar),
        rx.el.i(class_name="strip-needle", aria_hidden="true"),
        rx.el.input(type="range", default_value=0, min=0, max=bars.length() - 1, step=1, aria_label=t("report.strip")),
        class_name="strip",
    )


def strip_list(bars: Any) -> rx.Component:
    """The same as a list, for people who read with their ears."""
    return rx.el.ol(rx.foreach(bars, lambda bar: rx.el.li(bar.label)), class_name="hidden-but-read")


def small_strip(bars: Any) -> rx.Component:
    """The strip as a small picture in a list; the numbers beside it say the same."""
    return rx.el.div(
        rx.foreach(bars, lambda bar: rx.el.i(class_name=bar.tone, style={"height": bar.height})),
        class_name="mini-strip",
        aria_hidden="true",
    )


def legend() -> rx.Component:
    """What the three tones mean."""
    return rx.el.ul(
        *(rx.el.li(t(f"report.legend_{tone}"), class_name=tone) for tone in ("good", "fair", "poor")),
        rx.el.li(t("report.unseen")),
        class_name="legend",
    )


def _bar(bar: rx.Var[Bar]) -> rx.Component:
    return rx.el.i(
        class_name="strip-bar " + bar.tone,
        style={"height": bar.height},
        title=bar.label,
        aria_hidden="true",
        custom_attrs={
            "data-start": bar.start_s,
            "data-end": bar.end_s,
            "data-label": bar.label,
            "data-score": bar.score,
            "data-tone": bar.tone,
        },
    )
