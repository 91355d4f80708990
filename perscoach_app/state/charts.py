"""Numbers over the weeks as small drawings: plain lines and bars, whose places are worked out here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 340.0, 132.0
"""Of a chart's own units; the page scales it to the room there is."""
LEFT, RIGHT, TOP, BOTTOM = 44.0, 332.0, 20.0, 106.0
"""Where the line may lie: left of it is room for the names of levels, below for the dates."""
EDGE = 8.0
"""Where bars begin: they need no names of levels beside them."""
BAR_SHARE = 0.62
"""Of a bar's place; the rest keeps neighbours apart."""

Valued = tuple[date, float, str, str]
"""A day, its value, and both in words."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One day. `last` is drawn larger: it is where she stands now."""

    x: float
    y: float
    label: str
    last: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A value across the chart that means something, with its name."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One line over time. `label` says in a sentence what the drawing shows."""

    name: str
    was: str
    now: str
    label: str
    path: str
    dots: list[Dot]
    levels: list[Level]
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of a row of bars."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    count: str
    label: str
    here: bool


def line(name: str, label: str, values: Sequence[Valued], top: float, levels: Sequence[tuple[float, str]]) -> Chart:
    """A chart of at least two values, oldest first, over 0..`top`.

    Args:
        label: what a screen reader says in place of the drawing.
        levels: values across it, with their names.
    """
    first, last = values[0][0], values[-1][0]
    days = max(1, (last - first).days)

    def height(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * min(value, top) / top, 1)

    dots = [
        Dot(round(LEFT + (RIGHT - LEFT) * (day - first).days / days, 1), height(value), f"{when}: {said}", place == len(values) - 1)
        for place, (day, value, when, said) in enumerate(values)
    ]
    return Chart(
        name=name,
        was=values[0][3],
        now=values[-1][3],
        label=label,
        path="M" + "L".join(f"{dot.x} {dot.y}" for dot in dots),
        dots=dots,
        levels=[Level(height(value), said) for value, said in levels],
        begins=values[0][2],
        ends=values[-1][2],
    )


def columns(values: Sequence[tuple[int, str]]) -> list[Column]:
    """A row of bars, each with its number and what is said of it; the last is the one that is not over yet."""
    most = max(1, *(value for value, _ in values))
    room = (RIGHT - EDGE) / len(values)
    bars = []
    for place, (value, said) in enumerate(values):
        middle, tall = EDGE + room * (place + 0.5), (BOTTOM - TOP) * value / most
        bars.append(
            Column(
                x=round(middle - room * BAR_SHARE / 2, 1),
                y=round(BOTTOM - tall, 1),
                width=round(room * BAR_SHARE, 1),
                height=round(tall, 1),
                middle=round(middle, 1),
                count=str(value) if value else "",
                label=said,
                here=place == len(values) - 1,
            )
        )
    return bars
