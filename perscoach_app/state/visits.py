"""Trainings in a list: one line a visit, whatever number of sets it had."""

from dataclasses import dataclass

from perscoach_app.services.progress import Visit
from perscoach_app.state import words
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One training."""

    href: str
    title: str
    poster: str
    started: str  # ISO 8601; the browser writes it in the reader's own time zone
    score: int
    scored: bool
    tone: str
    facts: str
    score_label: str


def row_of(visit: Visit, voice: str) -> VisitRow:
    """The line of a training."""
    title = visit.title(voice)
    scored = words.percent(voice, visit.score) if visit.score is not None else say(voice, "reports.no_score")
    return VisitRow(
        href=f"/report/{visit.first}",
        title=say(voice, "progress.and_others", title=title, n=visit.others) if visit.others else title,
        poster=visit.poster,
        started=visit.started_at.isoformat(),
        score=round(visit.score or 0),
        scored=visit.score is not None,
        tone=words.tone(visit.score),
        facts=words.joined(
            say(voice, "progress.sets_n", n=visit.sets),
            say(voice, "report.reps", n=visit.reps) if visit.reps else "",
            words.duration(voice, visit.duration_s),
            say(voice, "progress.hurt") if visit.pain else "",
        ),
        score_label=f"{say(voice, 'report.score')}: {scored}",
    )
