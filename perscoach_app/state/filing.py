"""What a clip is called, where it is filed and how strictly it is judged: the part of the exercise page's state that the trainer writes."""

from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, library, removal
from perscoach_app.services.library import STEPS, STRICTNESS, fold
from perscoach_app.services.scope import Scope
from perscoach_app.state.clips import renaming
from perscoach_app.state.removing import Removing
from perscoach_app.tables import ExercisePublic, ExerciseUpdate
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class Filing(Removing, mixin=True):
    """Name, tags, strictness, and the way out of the library; stands before `Deeds`."""

    naming: bool = False
    """The name is being written."""
    tags: list[str] = []
    other_tags: list[str] = []
    """Tags of the library that this clip does not have."""
    strictness: int = STEPS.index("usual")
    """A step of the scale, 0 the most forgiving."""
    strictness_words: str = ""

    @rx.event
    def name_clip(self) -> None:
        """Opens the name for writing, or closes it."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True):
                self.naming = not self.naming

    @rx.event
    def rename(self, form: dict[str, Any]) -> None:
        """Gives the clip another name."""
        new = renaming(str(form.get("title", "")), self.language)
        self._do(lambda db, scope: exercises.update(db, scope, self._last_part(), new))
        self.naming = bool(self.problem)

    @rx.event
    def add_tag(self, form: dict[str, Any]) -> None:
        """Files the clip under one more word."""
        word = str(form.get("tag", ""))
        self._do(lambda db, scope: library.set_tags(db, scope, self._last_part(), [*self.tags, word]))

    @rx.event
    def drop_tag(self, word: str) -> None:
        """Takes a word away."""
        left = [tag for tag in self.tags if fold(tag) != fold(word)]
        self._do(lambda db, scope: library.set_tags(db, scope, self._last_part(), left))

    @rx.event
    def set_step(self, step: float) -> None:
        """Judges the clip more or less strictly from the next training on; a slider tells a number."""
        if step not in range(len(STEPS)):
            return
        new = ExerciseUpdate(strictness=STRICTNESS[STEPS[int(step)]])
        self._do(lambda db, scope: exercises.update(db, scope, self._last_part(), new))

    @rx.event
    def ask_removal(self) -> None:
        """Says what depends on the clip before it is removed."""
        self._ask_removal(self._last_part())

    @rx.event
    def remove(self) -> rx.event.EventSpec | None:
        """Removes the clip and goes back to the library."""
        self.removing = None

        def remove(db: Session, scope: Scope) -> rx.event.EventSpec:
            removal.remove(db, scope, self._last_part())
            self._tell(say(self.voice, "library.removed", title=self.clip.title if self.clip else ""))
            return rx.redirect("/trainer/library")

        return self._do(remove, fill=False)

    def _show_filing(self, db: Session, scope: Scope, exercise: ExercisePublic) -> None:
        own = {fold(tag) for tag in exercise.tags}
        self.tags = exercise.tags
        self.other_tags = [tag for tag in library.tags(db, scope) if fold(tag) not in own]
        self.strictness = library.step_of(exercise.strictness)
        self.strictness_words = say(self.voice, f"exercise.strictness_of.{STEPS[self.strictness]}")
