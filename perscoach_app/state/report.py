"""The report of one session, for the trainer and for the client it belongs to."""

from typing import ClassVar

import reflex as rx

from perscoach_app.services import exercises, homework, reports, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.state import words
from perscoach_app.state.bars import Bar, bars_of
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.findings import LimbLine, Moment, headline, limbs_of, moments_of, trend
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import ReportPublic
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class ReportState(Deeds, Visitor):
    """What the report shows, ready in the reader's language."""

    title: str = ""
    client: str = ""
    started: str = ""
    headline: str = ""
    facts: str = ""
    score: int = 0
    scored: bool = False
    tone: str = ""
    score_label: str = ""
    trend: str = ""
    verified: bool = False
    own: bool = False
    """The reader is the person who trained."""
    video: str = ""
    stacked: str = ""
    """The clip for browsers without VP9 alpha; empty where it was not made."""
    poster: str = ""
    clip_s: float = 0.0
    clip_label: str = ""
    bars: list[Bar] = []
    moments: list[Moment] = []
    limbs: list[LimbLine] = []
    homework: str = ""
    """The reader's own day of homework this was a set of."""
    _exercise: str = ""
    _trainers_page: ClassVar[bool] = False

    @rx.event
    def load(self) -> None:
        """Reads the session named by the address. Somebody else's is *not found*."""
        with open_session(reading=True) as db:
            scope = self._come_in(db)
            if scope is None:
                return
            try:
                report = reports.report(db, scope, self._last_part())
                exercise = exercises.get(db, scope, report.exercise_id)
                others = reports.list_all(db, scope, client_id=report.client_id, exercise_id=report.exercise_id, before=report.started_at)
                video, stacked = reports.videos(db, scope, report)
                day = homework.day_of_session(db, scope, report.id)
            except NotFound:
                self._miss()
                return
        self.own = report.client_id == scope.person_id
        self.video, self.stacked, self.poster, self.clip_s = video, stacked, report.poster, exercise.duration_s or 0.0
        self._exercise = report.exercise_id
        self.homework = f"/home/homework/{day}" if day else ""
        self.problem = ""
        self.trend = trend(report, others, self.language)
        self._show(report)

    @rx.event
    def once_more(self) -> rx.event.EventSpec | None:
        """Trains the same exercise again."""
        return self._do(lambda db, scope: rx.redirect(f"/shadow/{trainings.for_exercise(db, scope, self._exercise)}"), fill=False)

    def _show(self, report: ReportPublic) -> None:
        language, summary = self.language, report.summary
        self.title, self.client, self.started = report.title(language), report.client_name, report.started_at.isoformat()
        self.score, self.scored, self.tone = round(report.score or 0), report.score is not None, words.tone(report.score)
        self.score_label = f"{say(language, 'report.score')}: {words.percent(language, report.score)}"
        self.verified = report.verified
        self.headline = headline(report, language, own=self.own)
        self.facts = words.joined(
            say(language, "report.reps", n=report.reps) if report.reps else "",
            words.duration(language, report.duration_s),
            say(language, "report.seen", n=round(100 * report.seen)) if report.seen is not None else "",
        )
        self.clip_label = say(language, "report.clip_alt", title=self.title)
        self.bars = bars_of(summary.get("strip") or [], language)
        self.moments = moments_of(summary.get("moments") or [], language)
        self.limbs = limbs_of(summary.get("limbs") or {}, language)
