"""The exercises of a homework as the client sees them: on her own page and in the trainer's preview."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from perscoach_app.components.stage import poster_stage
from perscoach_app.components.text import t
from perscoach_app.state.homework_items import HomeworkItem

Under = Callable[[rx.Var[HomeworkItem]], rx.Component]


def homework_items(rows: Any, under: Under | None = None) -> rx.Component:
    """A numbered list; `under` adds what a page has of its own below each exercise: ticks, a button to start."""
    return rx.el.ol(rx.foreach(rows, lambda row: _item(row, under)), class_name="asked-list")


def _item(row: rx.Var[HomeworkItem], under: Under | None) -> rx.Component:
    return rx.el.li(
        rx.cond(row.opens != "", rx.el.p(row.opens, class_name="asked-turns"), rx.fragment()),
        rx.el.article(
            poster_stage(row.poster),
            rx.el.div(
                rx.el.h3(row.title),
                rx.el.p(row.plan, class_name="num"),
                rx.cond(row.tempo != "", rx.el.p(row.tempo, class_name="muted small num"), rx.fragment()),
                rx.cond(row.ready, rx.fragment(), rx.el.p(t("asked.not_ready"), class_name="muted small")),
                rx.cond(row.note != "", rx.el.p(row.note, class_name="asked-note"), rx.fragment()),
                rx.cond(
                    row.voice != "",
                    rx.el.audio(src=row.voice, controls=True, preload="none", aria_label=row.voice_label),
                    rx.fragment(),
                ),
                class_name="stack-s",
            ),
            under(row) if under else rx.fragment(),
            class_name="asked",
        ),
        class_name=["asked-row", rx.cond(row.superset > 0, "in-turn", ""), rx.cond(row.closes, "last", "")],
        key=row.id,
    )
