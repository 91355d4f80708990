"""A clip that may be removed, and what the trainer should know first."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, removal
from perscoach_app.services.scope import Scope
from perscoach_app.state import words
from perscoach_app.state.clips import title_of
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Removal:
    """What the question names; every string is in the reader's language."""

    id: str
    title: str
    question: str
    uses: str  # what goes on using it
    stops: bool  # a job is under way


@dataclass(frozen=True, slots=True)
class Removed:
    """A clip that can still be brought back."""

    id: str
    title: str
    back_label: str


class Removing(rx.State, mixin=True):
    """The question on a page; stands before `Deeds`."""

    removing: Removal | None = None
    """The clip that may be removed, and what depends on it."""

    @rx.event
    def keep(self) -> None:
        """Removes nothing."""
        self.removing = None

    def _ask_removal(self, exercise_id: str) -> None:
        """Says what depends on a clip before it is removed."""
        self.removing = self._do(lambda db, scope: removal_of(db, scope, exercise_id), reading=True, fill=False)


def removed_clips(db: Session, scope: Scope) -> list[Removed]:
    """What was removed lately."""
    titles = [(str(row.id), title_of(row, scope.language)) for row in removal.recent(db, scope)]
    return [Removed(row_id, title, say(scope.language, "library.bring_back_of", title=title)) for row_id, title in titles]


def removal_of(db: Session, scope: Scope, exercise_id: str) -> Removal:
    """The question about one clip.

    Raises:
        NotFound: no such exercise in this tenant.
    """
    exercise, uses, voice = exercises.get(db, scope, exercise_id), removal.uses_of(db, scope, exercise_id), scope.language
    title = title_of(exercise, voice)
    kept = words.joined(
        say(voice, "library.in_workouts", n=uses.workouts) if uses.workouts else "",
        say(voice, "library.in_reports", n=uses.trainings) if uses.trainings else "",
    )
    return Removal(
        id=exercise.id,
        title=title,
        question=say(voice, "library.remove_of", title=title),
        uses=kept,
        stops=exercise.job is not None and exercise.job.active,
    )
