"""The strip: a session's score over time, as bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perscoach_app.state import words
from perscoach_app.texts import say

FLOOR = 12  # per cent of the strip's height: the worst score still has to be seen and hit with a finger
UNSEEN = 6
AT_MOST = 160  # bars that a wide screen still shows apart


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time. Height *and* colour say the score; a stretch nobody was seen in is low and grey."""

    start_s: float
    end_s: float
    tone: str
    height: str  # CSS
    score: str
    label: str


@dataclass(frozen=True, slots=True)
class SmallBar:
    """One of a strip that is only a picture: 45 of those are in a list."""

    tone: str
    height: str  # CSS


def small_bars_of(scores: Sequence[float | None]) -> list[SmallBar]:
    """A digest's strip."""
    return [SmallBar(words.tone(score), _height(score)) for score in scores]


def bars_of(strip: Sequence[Mapping[str, Any]], language: str, at_most: int = AT_MOST) -> list[Bar]:
    """Bars of a summary's strip; neighbours are joined where there are more than `at_most`."""
    size = -(-len(strip) // at_most) if strip else 1
    return [_bar(strip[i : i + size], language) for i in range(0, len(strip), size)]


def _bar(parts: Sequence[Mapping[str, Any]], language: str) -> Bar:
    start, end = float(parts[0]["start_s"]), float(parts[-1]["end_s"])
    scored = [(float(p["score"]), float(p["end_s"]) - float(p["start_s"])) for p in parts if p.get("score") is not None]
    weight = sum(length for _, length in scored)
    score = sum(value * length for value, length in scored) / weight if weight > 0 else scored[0][0] if scored else None
    spoken = words.percent(language, score) if score is not None else say(language, "report.strip_none")
    return Bar(
        start_s=start,
        end_s=end,
        tone=words.tone(score),
        height=_height(score),
        score=spoken,
        label=say(language, "report.strip_part", start=words.clock(start), end=words.clock(end), words=spoken),
    )


def _height(score: float | None) -> str:
    return f"{UNSEEN if score is None else max(FLOOR, round(score))}%"
