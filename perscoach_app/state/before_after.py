"""«Было — стало»: one exercise of the client's, with the film of her first and her latest best repetition."""

import asyncio

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import before_after, progress
from perscoach_app.services.before_after import Pair
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.state.progress import ExerciseCard, card_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import formats, say


class BeforeAfterState(Visitor):
    """One exercise over the weeks, and what there is to compare."""

    card: ExerciseCard = ExerciseCard("", "", "", "", "", [], [], "")
    video: str = ""
    """Signed link to the film; empty while it is drawn, and where there is none."""
    file_name: str = ""
    pair_words: str = ""
    drawing: bool = False
    failed: bool = False

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Reads the exercise named by the address; one the caller never trained is *not found*. Has the film drawn where it is not yet."""
        with open_session(reading=True) as db:
            scope = self._come_in(db)
            if scope is None:
                return None
            try:
                found = progress.of_exercise(db, scope, self._last_part())
            except NotFound:
                self._miss()
                return None
            pair = self._fill(db, scope)
        self.card = card_of(found, self.voice)
        self.file_name = f"{self.card.title} {formats.day('en', found.points[0].day, year=True)}.mp4"
        self.failed, self.drawing = False, pair is not None and not self.video
        return BeforeAfterState.draw() if self.drawing else None

    @rx.event(background=True)
    async def draw(self) -> None:
        """Draws the film; the page stays usable meanwhile."""
        async with self:
            with open_session(reading=True) as db:
                scope = self._come_in(db)
            if scope is None or not self.drawing:
                return
            exercise = self._last_part()
        try:
            await asyncio.to_thread(before_after.make, scope, exercise)
        except NotFound:  # what is stored cannot be read, or was taken back meanwhile
            async with self:
                self.drawing, self.failed = False, True
            return
        async with self:
            with open_session(reading=True) as db:
                again = self._come_in(db)
                if again is not None:
                    self._fill(db, again)
            self.drawing = False

    def _fill(self, db: Session, scope: Scope) -> Pair | None:
        pair = before_after.of(db, scope, self._last_part())
        self.video, self.pair_words = "", ""
        if pair is not None:
            self.video = pair.video
            days = [before_after.line_of(self.voice, best) for best in (pair.before, pair.after)]
            self.pair_words = say(self.voice, "before_after.words", before=days[0], after=days[1])
        return pair
