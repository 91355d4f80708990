"""The client's home: what to train, and what came of it."""

import reflex as rx

from perscoach_app.services import exercises, sessions
from perscoach_app.services.errors import ServiceError
from perscoach_app.state.clips import Clip, clip_of
from perscoach_app.state.sessions import SessionRow, row_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say

PAST_SHOWN = 12  # the newest; a full history is a page of its own


class HomeState(Visitor):
    """Ready exercises and the caller's own results. A trainer sees it too: it is how clients see her site."""

    clips: list[Clip] = []
    past: list[SessionRow] = []
    best_words: str = ""
    problem: str = ""

    @rx.event
    def load(self) -> None:
        """Reads exercises and past sessions."""
        self.clips, self.past, self.problem = [], [], ""
        with open_session(reading=True) as db:
            scope = self._come_in(db)
            if scope is None:
                return
            ready = [exercise for exercise in exercises.list_all(db, scope) if exercise.version > 0]
            done = sessions.list_all(db, scope, client_id=scope.person_id, limit=PAST_SHOWN)
        self.clips = [clip_of(exercise, self.language) for exercise in ready]
        self.past = [row_of(report, self.language) for report in done]
        scores = [report.score for report in done if report.score is not None]
        self.best_words = say(self.language, "home.best", n=round(max(scores))) if scores else ""

    @rx.event
    def start(self, exercise_id: str) -> rx.event.EventSpec | None:
        """Opens a session and goes to Shadow Mode."""
        with open_session() as db:
            scope = self._come_in(db)
            if scope is None:
                return None
            try:
                fresh = sessions.start(db, scope, exercise_id)
            except ServiceError:
                self.problem = say(self.language, "home.gone")
                return None
        return rx.redirect(f"/shadow/{fresh}")
