"""The client's home: today's homework, what comes, what was."""

from datetime import date

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, homework, local_time, personal_data, progress, trainings
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.homework import Overview
from perscoach_app.services.planned_days import DayState
from perscoach_app.services.progress import Rhythm
from perscoach_app.services.scope import Scope
from perscoach_app.state import days, words
from perscoach_app.state.clips import Clip, clip_of
from perscoach_app.state.days import DayCard, DayLine
from perscoach_app.state.reminding import Reminding
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.visits import VisitRow, row_of
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say

PAST_SHOWN = 6  # the newest; the whole history is on the page of her progress
COMING_SHOWN = 5


class HomeState(Reminding, Visitor):
    """The caller's own homework, ready exercises and results. A trainer sees it too: it is how clients see her site."""

    lead: str = ""
    """How steadily she trains; to who has never trained, how it goes."""
    news: str = ""
    """That her trainer has written."""
    leaving_at: str = ""
    """When the deletion she asked for begins; empty: none was."""
    today_words: str = ""
    today: list[DayCard] = []
    all_done: bool = False
    rest: str = ""
    """What to say when nothing is on today."""
    late: list[DayLine] = []
    coming: list[DayLine] = []
    earlier: list[DayLine] = []
    clips: list[Clip] = []
    past: list[VisitRow] = []
    best_words: str = ""
    problem: str = ""

    @rx.event
    def load(self) -> None:
        """Reads homework, exercises and past sessions."""
        self.clips, self.past, self.problem = [], [], ""
        with open_session(reading=True) as db:
            scope = self._come_in(db)
            if scope is None:
                return
            self._show_days(db, scope)
            self.lead = self._rhythm(progress.rhythm(db, scope))
            self.news = say(self.voice, "home.news", n=self.new_messages) if self.new_messages and not scope.is_trainer else ""
            self._show_wish(db, scope)
            leaving = personal_data.present(db, scope).deletion
            self.leaving_at = leaving.due_at.isoformat() if leaving and leaving.due_at else ""
            ready = [exercise for exercise in exercises.list_all(db, scope) if exercise.version > 0]
            done = progress.history(db, scope, limit=PAST_SHOWN)
        self.clips = [clip_of(exercise, self.voice) for exercise in ready]
        self.past = [row_of(visit, self.voice) for visit in done]
        scores = [visit.score for visit in done if visit.score is not None]
        self.best_words = say(self.voice, "home.best", n=round(max(scores))) if scores else ""
        if not self.today and not self.rest and self.clips:
            self.rest = say(self.voice, "home.rest_free")

    @rx.event
    def start(self, exercise_id: str) -> rx.event.EventSpec | None:
        """Begins a training of one's own accord and goes to Shadow Mode."""
        with open_session() as db:
            scope = self._come_in(db)
            if scope is None:
                return None
            try:
                fresh = trainings.for_exercise(db, scope, exercise_id)
            except ServiceError:
                self.problem = say(self.voice, "home.gone")
                return None
        return rx.redirect(f"/shadow/{fresh}")

    def _rhythm(self, seen: Rhythm) -> str:
        if not seen.ever:
            return say(self.voice, "home.lead")
        if seen.this_week:
            trained = say(self.voice, "home.this_week", n=seen.this_week)
            return words.joined(trained, say(self.voice, "home.in_a_row", n=seen.in_a_row)) if seen.in_a_row > 1 else trained
        return say(self.voice, "home.weeks_behind", n=seen.in_a_row) if seen.in_a_row > 1 else say(self.voice, "home.back")

    def _show_days(self, db: Session, scope: Scope) -> None:
        seen, now = homework.overview(db, scope), local_time.today(db, scope.tenant_id)
        self.today_words = say(self.voice, "home.today", day=days.in_sentence(now, self.voice))
        self.today = [days.card(day, homework.progress(db, scope, day), now, self.voice) for day in seen.today]
        self.all_done = bool(seen.today) and all(day.state == DayState.DONE for day in seen.today)
        self.late = [days.line(day, now, self.voice) for day in seen.late]
        self.coming = [days.line(day, now, self.voice) for day in seen.coming[:COMING_SHOWN]]
        self.earlier = [days.line(day, now, self.voice) for day in seen.past]
        self.rest = self._rest(seen, now)

    def _rest(self, seen: Overview, now: date) -> str:
        if seen.today or not seen.coming:
            return ""
        soonest = seen.coming[0]
        return say(self.voice, "home.rest_next", day=days.when(soonest.day, now, self.voice), title=days.title_of(soonest, self.voice))
