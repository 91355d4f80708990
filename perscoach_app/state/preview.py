"""A homework as the client will see it, for the trainer who writes it."""

import reflex as rx

from perscoach_app.services import workouts
from perscoach_app.services.errors import NotFound
from perscoach_app.state.homework_items import HomeworkItem, homework_items
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_app.texts.formats import duration

MINUTE_S = 60


class PreviewState(Visitor):
    """The workout that the address names: `/trainer/homework/<this>/preview`."""

    title: str = ""
    note: str = ""
    time_words: str = ""
    items: list[HomeworkItem] = []
    builder: str = ""
    found: bool = False

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.items, self.found = [], False
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            parts = self.path.strip("/").split("/")
            try:
                shown = workouts.get(db, scope, parts[2] if len(parts) > 2 else "")
            except NotFound:
                self._miss()
                return
        self.found, self.builder = True, f"/trainer/homework/{shown.id}"
        self.title, self.note = shown.title or say(self.voice, "workouts.untitled"), shown.note
        self.items = homework_items(shown.items, self.voice)
        self.time_words = say(self.voice, "builder.about", time=duration(self.voice, MINUTE_S * shown.minutes)) if shown.items else ""
