"""One exercise of the trainer's: the clip, what is known about it, and a way to try it."""

import asyncio
from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import clip_facts, exercises, jobs, sessions
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.state import words
from perscoach_app.state.clips import Clip, clip_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import PERIOD_S, still_here
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of «About the clip»."""

    name: str
    value: str


class ExerciseState(Visitor):
    """The exercise that the address names."""

    clip: Clip | None = None
    video: str = ""
    video_label: str = ""
    facts: list[Fact] = []
    warnings: list[str] = []
    problem: str = ""
    _watch: int = 0

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page; while the clip is processed, keeps it alive."""
        self.clip, self.problem = None, ""
        with open_session(reading=True) as db:
            if not self._fill(db):
                return None
        return ExerciseState.follow() if self.clip and self.clip.moving else None

    @rx.event
    def retry(self) -> rx.event.EventSpec | None:
        """Processes the clip again."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return None
            try:
                jobs.retry(db, scope, self._last_part())
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._fill(db)
        return ExerciseState.follow()

    @rx.event
    def try_it(self) -> rx.event.EventSpec | None:
        """Opens a session of the trainer's own with this exercise."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return None
            try:
                fresh = sessions.start(db, scope, self._last_part())
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
                return None
        return rx.redirect(f"/shadow/{fresh}")

    @rx.event(background=True)
    async def follow(self) -> None:
        """Reads the job every second until the clip is done or nobody looks."""
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
                if self.clip is None or not self.clip.moving:
                    return

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            return False
        try:
            exercise = exercises.get(db, scope, self._last_part())
            known = clip_facts.of(db, scope, exercise.id)
        except NotFound:
            self.place = "not_found"
            return False
        self.clip = clip_of(exercise, self.language)
        self.video = exercise.video
        self.video_label = say(self.language, "exercise.preview", title=self.clip.title)
        self.facts = _facts(known, self.language)
        self.warnings = list(known.warnings)
        return True


def _facts(known: clip_facts.ClipFacts, language: str) -> list[Fact]:
    lines = (
        ("exercise.length", say(language, "time.seconds", n=words.decimal(language, known.duration_s)) if known.duration_s else ""),
        ("exercise.frames", f"{known.frames}" if known.frames else ""),
        ("exercise.fps", words.decimal(language, known.fps) if known.fps else ""),
        ("exercise.size", f"{known.size[0]} × {known.size[1]}" if known.size else ""),
        ("exercise.crop", f"{known.source_size[0]} × {known.source_size[1]}" if known.source_size else ""),
        ("exercise.took", words.duration(language, known.took_s)),
    )
    return [Fact(say(language, key), value) for key, value in lines if value]
