"""The trainer's homework: workouts and templates, and ways to begin a new one."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import workouts
from perscoach_app.services.scope import Scope
from perscoach_app.services.workouts import WorkoutLine
from perscoach_app.state import words
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
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


class WorkoutsState(Deeds, Visitor):
    """All workouts of the tenant."""

    rows: list[WorkoutRow] = []
    templates: list[WorkoutRow] = []
    wanted: str = ""
    any_at_all: bool = False
    removed_words: str = ""
    _removed: str = ""

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.problem, self.wanted, self.removed_words, self._removed = "", "", "", ""
        self._look_again()

    @rx.event
    def search(self, wanted: str) -> None:
        """Narrows both lists."""
        self.wanted = wanted
        self._look_again()

    @rx.event
    def make(self) -> rx.event.EventSpec | None:
        """An empty homework, opened in the builder."""
        return self._do(lambda db, scope: rx.redirect(f"/trainer/homework/{workouts.make(db, scope)}"), fill=False)

    @rx.event
    def copy_of(self, workout_id: str) -> rx.event.EventSpec | None:
        """A duplicate of a homework, or a homework from a template, opened in the builder."""

        def copy(db: Session, scope: Scope) -> rx.event.EventSpec:
            source = workouts.get(db, scope, workout_id)
            plain = source.is_template or not source.title
            named = source.title if plain else say(self.voice, "workouts.copy_name", title=source.title)
            return rx.redirect(f"/trainer/homework/{workouts.copy(db, scope, workout_id, title=named)}")

        return self._do(copy, fill=False)

    @rx.event
    def remove(self, workout_id: str) -> None:
        """Out of the list; it can come back."""
        title = next((row.title for row in [*self.rows, *self.templates] if row.id == workout_id), "")

        def remove(db: Session, scope: Scope) -> None:
            workouts.remove(db, scope, workout_id)
            self._removed, self.removed_words = workout_id, say(self.voice, "workouts.removed", title=title)

        self._do(remove)

    @rx.event
    def undo(self) -> None:
        """Brings back what was just removed."""

        def restore(db: Session, scope: Scope) -> None:
            gone, self._removed, self.removed_words = self._removed, "", ""
            if gone:
                workouts.restore(db, scope, gone)

        self._do(restore)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.rows, self.templates = [], []
            return False
        lines = workouts.list_all(db, scope)
        self.any_at_all = bool(lines)
        sought = self.wanted.casefold().split()
        fitting = [line for line in lines if all(word in _sought(line) for word in sought)]
        self.rows = [_row(line, self.voice) for line in fitting if not line.is_template]
        self.templates = [_row(line, self.voice) for line in fitting if line.is_template]
        return True


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
