"""Finished sessions as rows of a list."""

from dataclasses import dataclass

from perscoach_app.state import words
from perscoach_app.state.bars import Bar, bars_of
from perscoach_app.tables import ReportPublic
from perscoach_app.texts import say

ROW_BARS = 36  # as many as a row has room for


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One finished session."""

    href: str
    client: str
    title: str
    poster: str
    started: str  # ISO 8601; the browser writes it in the reader's own time zone
    score: int
    scored: bool
    tone: str
    facts: str
    label: str
    score_label: str
    bars: list[Bar]


def row_of(report: ReportPublic, language: str) -> SessionRow:
    """The row of one session."""
    title = report.title(language)
    score_label = (
        say(language, "report.score")
        + ": "
        + (words.percent(language, report.score) if report.score is not None else say(language, "reports.no_score"))
    )
    return SessionRow(
        href=f"/report/{report.id}",
        client=report.client_name,
        title=title,
        poster=report.poster,
        started=report.started_at.isoformat(),
        score=round(report.score or 0),
        scored=report.score is not None,
        tone=words.tone(report.score),
        facts=words.joined(
            say(language, "report.reps", n=report.reps) if report.reps else "",
            words.duration(language, report.duration_s),
        ),
        label=say(language, "reports.open_of", client=report.client_name, title=title),
        score_label=score_label,
        bars=bars_of(report.summary.get("strip") or [], language, at_most=ROW_BARS),
    )
