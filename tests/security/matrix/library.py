"""The library and an exercise's page are the trainer's."""

from perscoach_app.state.exercise import ExerciseState
from perscoach_app.state.library import LibraryState
from tests.security.walls.rows import TRAINER, Event

EXERCISE, WAITING = "/trainer/exercise/{exercise}", "/trainer/exercise/{waiting}"

ROWS = (
    Event(LibraryState, "load", TRAINER, at="/trainer"),
    Event(LibraryState, "retry", TRAINER, at="/trainer", arguments=("{exercise}",)),
    Event(LibraryState, "cancel", TRAINER, at="/trainer", arguments=("{job}",)),
    Event(LibraryState, "follow", TRAINER, at="/trainer", after=("load",)),
    Event(ExerciseState, "load", TRAINER, at=EXERCISE),
    Event(ExerciseState, "retry", TRAINER, at=EXERCISE),
    Event(ExerciseState, "process_again", TRAINER, at=EXERCISE, arguments=({"look": "warm", "quality": "publish"},)),
    Event(ExerciseState, "cancel", TRAINER, at=WAITING),
    Event(ExerciseState, "try_it", TRAINER, at=EXERCISE),
    Event(ExerciseState, "follow", TRAINER, at=WAITING, after=("load",)),
)
