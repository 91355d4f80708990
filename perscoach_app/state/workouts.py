"""The trainer's homework: workouts and templates, and ways to begin a new one."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import workouts
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.scope import Scope
from perscoach_app.services.workouts import WorkoutLine
from perscoach_app.state import words
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_app.texts.formats import duration

MINUTE_S = 60
NAMED = 3  # exercises that a line names before «и ещё 2»


@dataclass(frozen=True, slots=True)
class WorkoutRow:
    """A workout or a template in the list."""

    id: str
    title: str
    exercises: str  # «Приседание, Выпад и ещё 2»
    facts: str  # «4 упражнения · ≈ 24 мин»
    posters: list[str]
    href: str
    changed: str  # ISO 8601


class WorkoutsState(Visitor):
    """All workouts of the tenant."""

    rows: list[WorkoutRow] = []
    templates: list[WorkoutRow] = []
    wanted: str = ""
    any_at_all: bool = False
    problem: str = ""
    removed_words: str = ""
    _removed: str = ""

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.problem, self.wanted, self.removed_words, self._removed = "", "", "", ""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                self.rows, self.templates = [], []
                return
            self._fill(db, scope)

    @rx.event
    def search(self, wanted: str) -> None:
        """Narrows both lists."""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            self.wanted = wanted
            self._fill(db, scope)

    @rx.event
    def make(self) -> rx.event.EventSpec | None:
        """An empty homework, opened in the builder."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return None
            fresh = workouts.make(db, scope)
        return rx.redirect(f"/trainer/homework/{fresh}")

    @rx.event
    def copy_of(self, workout_id: str) -> rx.event.EventSpec | None:
        """A duplicate of a homework, or a homework from a template, opened in the builder."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return None
            self.problem = ""
            try:
                source = workouts.get(db, scope, workout_id)
                plain = source.is_template or not source.title
                named = source.title if plain else say(self.voice, "workouts.copy_name", title=source.title)
                fresh = workouts.copy(db, scope, workout_id, title=named)
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
                return None
        return rx.redirect(f"/trainer/homework/{fresh}")

    @rx.event
    def remove(self, workout_id: str) -> None:
        """Out of the list; it can come back."""
        title = next((row.title for row in [*self.rows, *self.templates] if row.id == workout_id), "")
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            self.problem = ""
            try:
                workouts.remove(db, scope, workout_id)
                self._removed, self.removed_words = workout_id, say(self.voice, "workouts.removed", title=title)
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._fill(db, scope)

    @rx.event
    def undo(self) -> None:
        """Brings back what was just removed."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None or not self._removed:
                return
            try:
                workouts.restore(db, scope, self._removed)
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._removed, self.removed_words = "", ""
            self._fill(db, scope)

    def _fill(self, db: Session, scope: Scope) -> None:
        lines = workouts.list_all(db, scope)
        self.any_at_all = bool(lines)
        sought = self.wanted.casefold().split()
        fitting = [line for line in lines if all(word in _sought(line) for word in sought)]
        self.rows = [_row(line, self.voice) for line in fitting if not line.is_template]
        self.templates = [_row(line, self.voice) for line in fitting if line.is_template]


def _sought(line: WorkoutLine) -> str:
    return " ".join((line.title, line.note, *line.exercises)).casefold()


def _row(line: WorkoutLine, voice: str) -> WorkoutRow:
    titles = list(dict.fromkeys(line.exercises))
    named, more = ", ".join(titles[:NAMED]), len(titles) - NAMED
    about = say(voice, "builder.about", time=duration(voice, MINUTE_S * line.minutes)) if line.exercises else ""
    return WorkoutRow(
        id=line.id,
        title=line.title or say(voice, "workouts.untitled"),
        exercises=say(voice, "workouts.and_more", named=named, n=more) if more > 0 else named,
        facts=words.joined(say(voice, "builder.count", n=len(line.exercises)), about),
        posters=[poster for poster in line.posters if poster],
        href=f"/trainer/homework/{line.id}",
        changed=line.updated_at.isoformat(),
    )
