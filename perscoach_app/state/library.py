"""The trainer's library and its upload page: the same clips, live while they are processed."""

import asyncio

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, jobs
from perscoach_app.services.errors import ServiceError
from perscoach_app.state.clips import Clip, clip_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import PERIOD_S, still_here
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class LibraryState(Visitor):
    """All exercises of the tenant."""

    clips: list[Clip] = []
    count_words: str = ""
    problem: str = ""
    _watch: int = 0
    """Grows with every visit, so that the loop of an earlier visit ends."""

    @rx.var
    def moving_clips(self) -> list[Clip]:
        """What is being processed, or failed: the list under the upload."""
        return [clip for clip in self.clips if clip.moving or clip.state == "failed"]

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        self.problem = ""
        with open_session(reading=True) as db:
            if not self._fill(db):
                return None
        return LibraryState.follow()

    @rx.event
    def retry(self, exercise_id: str) -> rx.event.EventSpec | None:
        """Puts a failed exercise in the queue again."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return None
            self.problem = ""
            try:
                jobs.retry(db, scope, exercise_id)
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._fill(db)
        return LibraryState.follow()

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
        """Reads the job table every second while the page is open and the trainer signed in."""
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
                if not self._worth_watching():
                    return

    def _fill(self, db: Session) -> bool:
        """Reads the library anew; False when the caller may not see it (any more)."""
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.clips = []
            return False
        fresh = [clip_of(exercise, self.language) for exercise in exercises.list_all(db, scope)]
        if fresh != self.clips:  # an unchanged list is not sent to the browser again
            self.clips = fresh
        self.count_words = _count(self.clips, self.language)
        return True

    def _worth_watching(self) -> bool:
        """On the upload page new clips may come at any moment; in the library only running ones change."""
        return self.path.rstrip("/").endswith("/upload") or any(clip.moving for clip in self.clips)


def _count(clips: list[Clip], language: str) -> str:
    total, ready = len(clips), sum(clip.trainable for clip in clips)
    all_of_them = say(language, "library.count", n=total)
    if total == 0:
        return ""
    if ready == total:
        return f"{all_of_them} · {say(language, 'library.count_all_ready', n=total)}"
    return f"{all_of_them} · {say(language, 'library.count_ready', n=ready)}"
