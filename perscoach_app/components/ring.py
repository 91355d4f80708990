"""The score ring: how much of the circle is coloured is the number inside."""

from typing import Any

import reflex as rx

RADIUS = 44  # in a 100 × 100 view box; leaves room for the stroke of 9
CIRCUMFERENCE = 276.46  # 2 π · 44


def ring(value: Any, tone: Any, label: Any, *, known: Any = True, on_stage: bool = False, size: str = "") -> rx.Component:
    """A ring.

    Args:
        value: whole number 0..100, or a Var of one.
        tone: `good`, `fair`, `poor` or empty for grey, or a Var of it.
        label: what a screen reader says instead of the drawing.
        known: False draws an empty ring with a dash.
        on_stage: lies on the grey stage.
        size: a CSS length; the stylesheet's own size when empty.
    """
    shown = rx.cond(known, value, 0)
    return rx.el.div(
        rx.el.svg(
            rx.el.circle(cx="50", cy="50", r=str(RADIUS), class_name="ring-track"),
            rx.el.circle(
                cx="50",
                cy="50",
                r=str(RADIUS),
                class_name="ring-value",
                stroke_dasharray=str(CIRCUMFERENCE),
                stroke_dashoffset=CIRCUMFERENCE * (1 - rx.Var.create(shown).to(int) / 100),
                custom_attrs={"visibility": rx.cond(rx.Var.create(shown).to(int) > 0, "visible", "hidden")},
            ),
            view_box="0 0 100 100",
            aria_hidden="true",
        ),
        rx.el.b(rx.cond(known, rx.fragment(value, rx.el.small("%")), rx.fragment("–")), aria_hidden="true"),
        role="img",
        aria_label=label,
        class_name=["ring", tone, "on-stage" if on_stage else ""],
        **({"style": {"--ring": size}} if size else {}),
    )
