"""What a summary says, in sentences: the headline, the moments, the limbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perscoach_app.state import words
from perscoach_app.tables import ReportPublic
from perscoach_app.texts import keys, say

GREAT_FROM = 85  # above this nothing needs a «but»
HARDLY_SEEN = 0.2  # below this share of time any number would mislead
MOMENTS_SHOWN = 3

_GROUPS = {"upper_arm": "arms", "forearm": "arms", "thigh": "legs", "shin": "legs", "foot": "feet"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch worth talking about."""

    at: str  # seconds, for the player
    title: str
    line: str
    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class LimbLine:
    """One limb's score over the whole session."""

    name: str
    score: str
    width: str  # CSS
    tone: str


def headline(report: ReportPublic, language: str, *, own: bool) -> str:
    """The sentence a report opens with."""
    if report.seen is not None and report.seen < HARDLY_SEEN:
        return say(language, "headline.unseen_self" if own else "headline.unseen")
    score = report.score
    if score is None:
        return say(language, "headline.empty")
    if score >= GREAT_FROM:
        return say(language, "headline.great")
    grade = words.tone(score)
    fault = _fault(report.summary)
    if fault is None:
        return say(language, f"headline.{grade}")
    return say(language, f"headline.{grade}_but", limb=say(language, f"headline.limb.{fault}"))


def moments_of(moments: Sequence[Mapping[str, Any]], language: str) -> list[Moment]:
    """The worst moments, worst first as the summary has them."""
    return [_moment(moment, language) for moment in moments[:MOMENTS_SHOWN]]


def limbs_of(limbs: Mapping[str, Mapping[str, Any]], language: str) -> list[LimbLine]:
    """All limbs the summary speaks of, the worst first; those without a score last."""
    scores = {name: limb.get("score") for name, limb in limbs.items()}
    order = sorted(scores, key=lambda name: (scores[name] is None, scores[name] or 0.0))
    return [_limb(name, scores[name], language) for name in order]


def trend(report: ReportPublic, others: Sequence[ReportPublic], language: str) -> str:
    """The score against the same client's session with the same exercise before; empty when there is no score."""
    before = [
        other
        for other in others
        if (other.client_id, other.exercise_id) == (report.client_id, report.exercise_id)
        and other.started_at < report.started_at
        and other.score is not None
    ]
    if report.score is None:
        return ""
    if not before:
        return say(language, "report.trend_first")
    last = max(before, key=lambda other: other.started_at)
    change = round(report.score) - round(last.score or 0.0)
    key = "same" if change == 0 else "up" if change > 0 else "down"
    return say(language, f"report.trend_{key}", n=abs(change))


def _moment(moment: Mapping[str, Any], language: str) -> Moment:
    start, end, limb, score = float(moment["start_s"]), float(moment["end_s"]), moment.get("limb"), moment.get("score")
    said = (moment.get("words") or {}).get(language) or (_name(limb, language) if limb else say(language, "report.moment_one"))
    span = f"{words.clock(start)}–{words.clock(end)}" if words.clock(start) != words.clock(end) else words.clock(start)
    named = _name(limb, language) if limb else ""
    line = words.joined(span, "" if named.lower() in said.lower() else named, words.percent(language, score))
    return Moment(
        at=f"{start:.2f}", title=said, line=line, tone=words.tone(score), label=say(language, "report.show_of", time=words.clock(start))
    )


def _limb(name: str, score: float | None, language: str) -> LimbLine:
    return LimbLine(
        name=_name(name, language),
        score=words.percent(language, score) if score is not None else "–",
        width=f"{max(3, round(score))}%" if score is not None else "0",
        tone=words.tone(score) or "none",
    )


def _name(limb: str, language: str) -> str:
    key = f"limb.{limb}"
    return say(language, key) if key in keys(language) else limb


def _fault(summary: Mapping[str, Any]) -> str | None:
    """The group of the limb that was worst over the session or, where all were fine on the whole, in the worst moment."""
    found = [(limb["score"], name) for name, limb in (summary.get("limbs") or {}).items() if limb.get("score") is not None]
    found = [pair for pair in found if pair[0] <= words.GOOD_ABOVE] or [
        (moment["score"], moment["limb"])
        for moment in summary.get("moments") or []
        if moment.get("limb") and moment.get("score") is not None
    ]
    if not found:
        return None
    worst = min(found)[1]
    side, _, part = worst.partition("_")
    return _GROUPS.get(part, worst) if side in ("left", "right") else worst
