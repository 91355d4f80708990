"""The client's home: today's homework, what comes, what was."""

from datetime import date

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, homework, local_time, push, reminder_wishes, reports, trainings
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.homework import Overview
from perscoach_app.services.planned_days import DayState
from perscoach_app.services.scope import Scope
from perscoach_app.state import days
from perscoach_app.state.clips import Clip, clip_of
from perscoach_app.state.days import DayCard, DayLine
from perscoach_app.state.sessions import SessionRow, row_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say

PAST_SHOWN = 12  # the newest; a full history is a page of its own
COMING_SHOWN = 5


class HomeState(Visitor):
    """The caller's own homework, ready exercises and results. A trainer sees it too: it is how clients see her site."""

    today_words: str = ""
    today: list[DayCard] = []
    all_done: bool = False
    rest: str = ""
    """What to say when nothing is on today."""
    late: list[DayLine] = []
    coming: list[DayLine] = []
    earlier: list[DayLine] = []
    clips: list[Clip] = []
    past: list[SessionRow] = []
    best_words: str = ""
    reminders: bool = False
    remind_hint: str = ""
    can_remind: bool = False
    push_key: str = ""
    """What a browser subscribes with; empty where the installation has no web push."""
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
            self._show_wish(db, scope)
            ready = [exercise for exercise in exercises.list_all(db, scope) if exercise.version > 0]
            done = reports.list_all(db, scope, client_id=scope.person_id, limit=PAST_SHOWN)
        self.clips = [clip_of(exercise, self.voice) for exercise in ready]
        self.past = [row_of(report, self.voice) for report in done]
        scores = [report.score for report in done if report.score is not None]
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

    @rx.event
    def wish_reminders(self, wanted: bool) -> None:
        """Letters about homework, or none."""
        with open_session() as db:
            scope = self._come_in(db)
            if scope is None:
                return
            reminder_wishes.write(db, scope, wanted=wanted)
            self._show_wish(db, scope)
        self._tell(say(self.voice, "home.remind_on" if wanted else "home.remind_off"))

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

    def _show_wish(self, db: Session, scope: Scope) -> None:
        wish, self.push_key = reminder_wishes.read(db, scope), push.public_key()
        self.reminders, self.can_remind = wish.wanted, wish.email != ""
        self.remind_hint = say(self.voice, "home.remind_hint", email=wish.email) if wish.email else say(self.voice, "home.remind_no_mail")
