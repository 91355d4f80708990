"""The library and an exercise's page are the trainer's."""

from perscoach_app.state.exercise import ExerciseState
from perscoach_app.state.library import LibraryState
from tests.security.walls.rows import TRAINER, Event, everybody

LIBRARY, EXERCISE, WAITING = "/trainer/library", "/trainer/exercise/{exercise}", "/trainer/exercise/{waiting}"

CLOSES = everybody("closes a question, reads nothing")

ROWS = (
    Event(LibraryState, "load", TRAINER, at=LIBRARY),
    Event(LibraryState, "search", TRAINER, at=LIBRARY, arguments=("a",)),
    Event(LibraryState, "toggle_tag", TRAINER, at=LIBRARY, arguments=("a",), after=("load",)),
    Event(LibraryState, "sort", TRAINER, at=LIBRARY, arguments=("used",)),
    Event(LibraryState, "show_all", TRAINER, at=LIBRARY),
    Event(LibraryState, "name_clip", TRAINER, at=LIBRARY, arguments=("{exercise}",)),
    Event(LibraryState, "rename", TRAINER, at=LIBRARY, arguments=({"exercise": "{exercise}", "title": "mine"},)),
    Event(LibraryState, "ask_removal", TRAINER, at=LIBRARY, arguments=("{exercise}",)),
    Event(LibraryState, "keep", CLOSES, at=LIBRARY),
    Event(LibraryState, "remove", TRAINER, at=LIBRARY),
    Event(LibraryState, "bring_back", TRAINER, at=LIBRARY, arguments=("{exercise}",)),
    Event(LibraryState, "retry", TRAINER, at=LIBRARY, arguments=("{exercise}",)),
    Event(LibraryState, "cancel", TRAINER, at=LIBRARY, arguments=("{job}",)),
    Event(LibraryState, "follow", TRAINER, at=LIBRARY, after=("load",)),
    Event(ExerciseState, "load", TRAINER, at=EXERCISE),
    Event(ExerciseState, "retry", TRAINER, at=EXERCISE),
    Event(ExerciseState, "process_again", TRAINER, at=EXERCISE, arguments=({"look": "warm", "preset": "studio"},)),
    Event(ExerciseState, "choose", TRAINER, at=EXERCISE, arguments=("preset", "best")),
    Event(ExerciseState, "begin_with", TRAINER, at=EXERCISE, after=("load",)),
    Event(ExerciseState, "cancel", TRAINER, at=WAITING),
    Event(ExerciseState, "try_it", TRAINER, at=EXERCISE),
    Event(ExerciseState, "follow", TRAINER, at=WAITING, after=("load",)),
    Event(ExerciseState, "name_clip", TRAINER, at=EXERCISE),
    Event(ExerciseState, "rename", TRAINER, at=EXERCISE, arguments=({"title": "mine"},)),
    Event(ExerciseState, "add_tag", TRAINER, at=EXERCISE, arguments=({"tag": "mine"},)),
    Event(ExerciseState, "drop_tag", TRAINER, at=EXERCISE, arguments=("mine",)),
    Event(ExerciseState, "set_step", TRAINER, at=EXERCISE, arguments=(4,)),
    Event(ExerciseState, "ask_removal", TRAINER, at=EXERCISE),
    Event(ExerciseState, "keep", CLOSES, at=EXERCISE),
    Event(ExerciseState, "remove", TRAINER, at=EXERCISE),
    Event(ExerciseState, "choose_piece", TRAINER, at=EXERCISE, arguments=(0,)),
    Event(ExerciseState, "trim", TRAINER, at=EXERCISE, arguments=({"start": "0.5", "end": "1.5"},)),
    Event(ExerciseState, "name_piece", TRAINER, at=EXERCISE, arguments=({"label": "mine"},)),
    Event(ExerciseState, "merge", TRAINER, at=EXERCISE),
    Event(ExerciseState, "split", TRAINER, at=EXERCISE, arguments=({"at": "1.0"},)),
    Event(ExerciseState, "add_piece", TRAINER, at=EXERCISE, arguments=({"at": "1.0"},)),
    Event(ExerciseState, "drop_piece", TRAINER, at=EXERCISE),
    Event(ExerciseState, "undo", TRAINER, at=EXERCISE),
    Event(ExerciseState, "make_exercise", TRAINER, at=EXERCISE),
)
