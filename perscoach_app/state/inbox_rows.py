"""Reports that wait, as rows of a list."""

from dataclasses import dataclass

from perscoach_app.services.inbox import Report
from perscoach_app.state import findings, words
from perscoach_app.state.bars import SmallBar, small_bars_of
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Mark:
    """A badge."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One training."""

    training: str
    href: str
    client: str
    title: str
    at: str  # ISO moment
    facts: str  # «2 из 3 подходов · 24 повтора»
    worst: str  # the first of the worst moments in a sentence; empty where nothing was off
    marks: list[Mark]
    new: bool
    waits: bool
    score: int
    scored: bool
    tone: str
    score_label: str
    bars: list[SmallBar]
    label: str
    aside_label: str


def row_of(report: Report, voice: str) -> InboxRow:
    """The row of one training, in the trainer's words."""
    digest, score, title = report.digest, report.score, report.title(voice)
    said = words.percent(voice, score) if score is not None else say(voice, "reports.no_score")
    worst = next(iter(digest.get("moments") or []), None)
    return InboxRow(
        training=report.training,
        href=f"/report/{report.training}",
        client=report.client,
        title=title,
        at=report.at.isoformat(),
        facts=words.joined(
            say(voice, "inbox.sets", done=digest.get("sets", 0), n=digest.get("sets_asked", 0)),
            say(voice, "inbox.reps", n=digest["reps"]) if digest.get("reps") else "",
            say(voice, "inbox.unverified") if digest.get("verified") == "none" else "",
        ),
        worst=findings.fault(worst, voice) if worst else "",
        marks=_marks(report, voice),
        new=report.new,
        waits=report.waits,
        score=round(score or 0),
        scored=score is not None,
        tone=words.tone(score),
        score_label=f"{say(voice, 'report.score')}: {said}",
        bars=small_bars_of(digest.get("strip") or []),
        label=say(voice, "inbox.open_of", client=report.client, title=title),
        aside_label=say(voice, "inbox.aside_of", client=report.client, title=title),
    )


def _marks(report: Report, voice: str) -> list[Mark]:
    found = []
    if report.pain:
        found.append(Mark(say(voice, "inbox.pain"), "bad"))
    if report.unread:
        found.append(Mark(say(voice, "inbox.asks"), "warn"))
    if report.new:
        found.append(Mark(say(voice, "inbox.new"), "live"))
    if report.film:
        found.append(Mark(say(voice, "inbox.film"), ""))
    return found
