"""A number over the weeks, drawn; read without colour, and said in a sentence to those who do not see it."""

from typing import Any

import reflex as rx

from perscoach_app.state.charts import BOTTOM, EDGE, HEIGHT, LEFT, RIGHT, WIDTH, Chart, Column, Dot, Level

_BOX = f"0 0 {WIDTH:g} {HEIGHT:g}"
_EDGE, _LEFT, _RIGHT, _FLOOR, _DAYS = f"{EDGE:g}", f"{LEFT:g}", f"{RIGHT:g}", f"{BOTTOM:g}", f"{HEIGHT - 8:g}"


def chart(of: rx.Var[Chart]) -> rx.Component:
    """One line, with what it was and what it is in words above it."""
    return rx.el.figure(
        rx.el.figcaption(
            rx.el.span(of.name, class_name="muted small"),
            rx.el.span(rx.el.span(of.was, class_name="muted"), " → ", rx.el.strong(of.now), class_name="num", aria_hidden="true"),
            class_name="between",
        ),
        rx.el.svg(
            rx.foreach(of.levels, _level),
            _floor(_LEFT),
            rx.el.path(d=of.path, class_name="chart-line"),
            rx.foreach(of.dots, _dot),
            _words(of.begins, _LEFT, "start"),
            _words(of.ends, _RIGHT, "end"),
            view_box=_BOX,
            role="img",
            aria_label=of.label,
        ),
        class_name="chart",
    )


def bars(of: Any, begins: Any, ends: Any) -> rx.Component:
    """A row of bars with their numbers; the list beside it says the same."""
    return rx.fragment(
        rx.el.svg(
            _floor(_EDGE),
            rx.foreach(of, _column),
            _words(begins, _EDGE, "start"),
            _words(ends, _RIGHT, "end"),
            view_box=_BOX,
            aria_hidden="true",
            class_name="chart-bars",
        ),
        rx.el.ol(rx.foreach(of, lambda column: rx.el.li(column.label)), class_name="hidden-but-read"),
    )


def _floor(begins: str) -> rx.Component:
    return rx.el.svg.line(x1=begins, x2=_RIGHT, y1=_FLOOR, y2=_FLOOR, class_name="chart-floor")


def _words(words: Any, x: str, anchor: str) -> rx.Component:
    return rx.el.svg.text(words, x=x, y=_DAYS, text_anchor=anchor, class_name="chart-day")


def _level(level: rx.Var[Level]) -> rx.Component:
    return rx.el.g(
        rx.el.svg.line(x1="0", x2=_RIGHT, y1=level.y.to_string(), y2=level.y.to_string(), class_name="chart-level"),
        rx.el.svg.text(level.words, x="0", y=(level.y - 4).to_string(), class_name="chart-word"),
    )


def _dot(dot: rx.Var[Dot]) -> rx.Component:
    return rx.el.g(
        rx.el.svg.title(dot.label),
        rx.el.svg.circle(
            cx=dot.x.to_string(),
            cy=dot.y.to_string(),
            r=rx.cond(dot.last, "5.5", "3.2"),
            class_name=rx.cond(dot.last, "chart-dot last", "chart-dot"),
        ),
    )


def _column(column: rx.Var[Column]) -> rx.Component:
    return rx.el.g(
        rx.el.svg.rect(
            x=column.x.to_string(),
            y=column.y.to_string(),
            width=column.width.to_string(),
            height=column.height.to_string(),
            rx="3",
            class_name=rx.cond(column.here, "chart-bar here", "chart-bar"),
        ),
        rx.el.svg.text(
            column.count, x=column.middle.to_string(), y=(column.y - 5).to_string(), text_anchor="middle", class_name="chart-count"
        ),
    )
