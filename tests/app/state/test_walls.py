"""Every event that reads or writes asks who is calling: a matrix of events and callers. An event without a row fails the test."""

import pytest

from perscoach_app.services import exercises, jobs, sessions
from perscoach_app.state.enter import EnterState
from perscoach_app.state.exercise import ExerciseState
from perscoach_app.state.home import HomeState
from perscoach_app.state.language import LanguageState
from perscoach_app.state.library import LibraryState
from perscoach_app.state.report import ReportState
from perscoach_app.state.reports import ReportsState
from perscoach_app.state.site import SiteState
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from tests.app.state.browsing import House, run, visit

TRAINER_ONLY = [
    (LibraryState, "load", "/trainer"),
    (LibraryState, "retry", "/trainer"),
    (LibraryState, "cancel", "/trainer"),
    (ExerciseState, "load", "/trainer/exercise/{exercise}"),
    (ExerciseState, "retry", "/trainer/exercise/{exercise}"),
    (ExerciseState, "process_again", "/trainer/exercise/{exercise}"),
    (ExerciseState, "cancel", "/trainer/exercise/{waiting}"),
    (ExerciseState, "try_it", "/trainer/exercise/{exercise}"),
    (ReportsState, "load", "/trainer/reports"),
]
SIGNED_IN = [
    (HomeState, "load", "/home"),
    (HomeState, "start", "/home"),
    (ReportState, "load", "/report/{exercise}"),
    (ReportState, "once_more", "/report/{exercise}"),
]
EVERYBODY = {
    (SiteState, "load"),
    (EnterState, "load"),
    (Visitor, "arrive"),
    (Visitor, "lose_way"),
    (Visitor, "break_down"),
}
BACKGROUND = {(LibraryState, "follow"), (ExerciseState, "follow")}  # they only repeat `_fill`, which begins with `_come_in`
STATES = (LanguageState, Visitor, SiteState, EnterState, LibraryState, ExerciseState, ReportsState, HomeState, ReportState)


def test_every_event_has_a_row() -> None:
    listed = {(state, name) for state, name, _ in TRAINER_ONLY + SIGNED_IN} | EVERYBODY | BACKGROUND
    real = {(state, name) for state in STATES for name in state.event_handlers if name in vars(state)}
    assert {(state, name) for state, name in real if name != "setvar"} == listed


@pytest.mark.parametrize("page", STATES)
def test_the_browser_cannot_write_a_state(page: type) -> None:
    assert not [name for name in page.event_handlers if name.startswith("set_")]
    with pytest.raises(AttributeError):  # Reflex's own `setvar` finds no setter to call
        run(page(_reflex_internal_init=True), "setvar", "language", "en")


@pytest.mark.parametrize(("page", "event", "path"), TRAINER_ONLY + SIGNED_IN)
@pytest.mark.parametrize("caller", ["nobody", "client", "foreign_trainer", "foreign_cookie"])
def test_the_wrong_caller_sees_and_changes_nothing(house: House, page: type, event: str, path: str, caller: str) -> None:
    exercise_id = house.ready_exercise(house.anna)
    waiting = house.exercise(house.anna, "lunge")
    if caller == "client" and (page, event, path) in SIGNED_IN:
        return  # a client may: what she sees is told in test_pages
    member, host = {
        "nobody": (None, "anna.localhost"),
        "client": (house.maria, "anna.localhost"),
        "foreign_trainer": (house.boris, "boris.localhost"),
        "foreign_cookie": (house.boris, "anna.localhost"),
    }[caller]
    state = visit(page, path.format(exercise=exercise_id, waiting=waiting), member, host=host)
    before = counts(house)
    with open_session() as db:
        job = exercises.get(db, house.anna.scope, waiting).job
    assert job is not None
    arguments: dict[object, object] = {
        (HomeState, "start"): exercise_id,
        (LibraryState, "retry"): exercise_id,
        (LibraryState, "cancel"): job.id,
        (ExerciseState, "process_again"): {"look": "warm", "quality": "publish"},
    }
    run(state, event, *(arguments[key] for key in [(page, event)] if key in arguments))
    assert counts(house) == before
    shown = repr(state.dict())
    assert exercise_id not in shown
    assert waiting not in shown.replace(state.path, "")  # the address is the caller's own
    assert "Приседание" not in shown
    if caller in ("nobody", "foreign_cookie"):
        assert state.place == "signed_out"
    elif caller == "client":
        assert state.place == "not_found"


def counts(house: House) -> tuple[int, int, int, int]:
    """Exercises, jobs, jobs still to be done and finished sessions of Anna's house."""
    with open_session() as db:
        scope = house.anna.scope
        every, active = jobs.list_all(db, scope), jobs.list_all(db, scope, active_only=True)
        return len(exercises.list_all(db, scope)), len(every), len(active), len(sessions.list_all(db, scope))
