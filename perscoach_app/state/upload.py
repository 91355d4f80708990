"""The upload page: what was uploaded lately, live while it is looked at and processed."""

import asyncio

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, jobs, recent_uploads
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.processing import Wishes
from perscoach_app.state.uploads import Upload, upload_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import PERIOD_S, still_here
from perscoach_app.tables import ExerciseUpdate
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class UploadState(Visitor):
    """The trainer's latest uploads."""

    uploads: list[Upload] = []
    look: str = Wishes().look
    quality: str = Wishes().quality
    """What her clip before was made with."""
    problem: str = ""
    _watch: int = 0
    """Grows with every visit, so that the loop of an earlier visit ends."""

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive: new clips may come at any moment."""
        self.problem = ""
        with open_session(reading=True) as db:
            if not self._fill(db):
                return None
            scope = self._come_in(db, trainer_only=True)
            usual = recent_uploads.usual_wishes(db, scope) if scope else Wishes()
        self.look, self.quality = usual.look, usual.quality
        return UploadState.follow()

    @rx.event
    def rename(self, exercise_id: str, title: str) -> None:
        """Gives a clip its title, in the language it is written in: the reader's own."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            title = title.strip()
            known = next((one.title for one in self.uploads if one.id == exercise_id), "")
            if not title or title == known:
                return
            try:
                change = ExerciseUpdate(title_ru=title) if self.language == "ru" else ExerciseUpdate(title_en=title)
                exercises.update(db, scope, exercise_id, change)
                self._tell(say(self.language, "upload.title_saved"))
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._fill(db)

    @rx.event
    def retry(self, exercise_id: str) -> None:
        """Puts a failed clip in the queue again."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            self.problem = ""
            try:
                jobs.retry(db, scope, exercise_id)
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._fill(db)

    @rx.event
    def cancel(self, job_id: int) -> None:
        """Stops a job: the trainer films again."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            self.problem = ""
            try:
                jobs.cancel(db, scope, job_id)
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._fill(db)

    @rx.event(background=True)
    async def follow(self) -> None:
        """Reads the tables every second while the page is open and the trainer signed in."""
        async with self:
            self._watch += 1
            mine, page = self._watch, self.path
        while True:
            await asyncio.sleep(PERIOD_S)
            async with self:
                if self._watch != mine or self.router.url.path != page or not still_here(self):
                    return
                with open_session(reading=True) as db:
                    if not self._fill(db):
                        return

    def _fill(self, db: Session) -> bool:
        """Reads the uploads anew; False when the caller may not see them (any more)."""
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.uploads = []
            return False
        fresh = [upload_of(one, self.language) for one in recent_uploads.recent(db, scope)]
        if fresh != self.uploads:  # an unchanged list is not sent to the browser again
            self.uploads = fresh
        return True
