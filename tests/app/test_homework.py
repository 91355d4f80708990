"""A client's day: opened, ticked off set by set, trained in Shadow Mode, finished."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from perscoach_app.services import assigning_errors as refusals
from perscoach_app.services import homework, sets, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.planned_days import DayState
from perscoach_app.services.sets import SetNumbers
from perscoach_app.tables import Homework, SetDone, TrainingSession, WorkoutItem
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app import training
from tests.app.house import House
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly
from tests.app.test_assignments import DAY, shown

__all__ = ["clock"]


def opened(house: House, key: str) -> homework.HomeworkDay:
    with open_session(reading=True) as db:
        return homework.open_day(db, house.maria.scope, key)


def item_of(house: House, key: str, at: int = 0) -> str:
    return opened(house, key).items[at].shown.id


def tick(house: House, key: str, item: str, number: int, numbers: SetNumbers | None = None) -> None:
    with open_session() as db:
        homework.tick(db, house.maria.scope, key, item, number, numbers)


def trained(house: House, key: str, item: str, number: int, reps: int) -> None:
    """A set in Shadow Mode, to its report."""
    samples = [[i / 5, 90.0, 0.5, 0.2, min(reps, i // 5), [90.0] * 14] for i in range(5 * reps + 5)]
    training.done(house.maria, training.of_day(house.maria, key, item), number - 1, samples, reps + 1.0)


def test_the_overview_says_what_is_on(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY, *range(7)))
    clock.at(MONDAY + 10 * DAY)
    with open_session(reading=True) as db:
        seen = homework.overview(db, house.maria.scope)
        nothing = homework.overview(db, house.olga.scope)
    assert [day.day for day in seen.today] == [MONDAY + 10 * DAY]
    assert [(MONDAY + 10 * DAY - day.day).days for day in seen.late] == [1, 2, 3, 4, 5, 6, 7]
    assert [(MONDAY + 10 * DAY - day.day).days for day in seen.past] == [8, 9, 10]
    assert len(seen.coming) == 14
    assert nothing == homework.Overview([], [], [], [])


def test_reading_begins_nothing_and_the_first_set_begins_the_day(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    assert opened(house, key).day.state == DayState.PLANNED
    item = item_of(house, key)
    tick(house, key, item, 1)
    tick(house, key, item, 1, SetNumbers(repetitions=9, load_kg=4))
    seen = opened(house, key)
    assert seen.day.state == DayState.BEGUN
    assert seen.next == (uuid.UUID(item), 2)
    (done,) = seen.items[0].done.values()
    assert (done.number, done.repetitions, done.load_kg) == (1, 9, 4.0)


def test_the_last_set_finishes_the_day_and_taking_one_back_reopens_it(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY), exercises=2)}-{MONDAY}"
    for at in range(2):
        for number in (1, 2):
            assert opened(house, key).day.state != DayState.DONE
            tick(house, key, item_of(house, key, at), number)
    assert (opened(house, key).day.state, opened(house, key).next) == (DayState.DONE, None)
    with open_session() as db:
        homework.untick(db, house.maria.scope, key, item_of(house, key), 2)
    assert opened(house, key).day.state == DayState.BEGUN


def test_finishing_early_needs_one_set(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    with open_session() as db, pytest.raises(refusals.NothingDone):
        homework.finish(db, house.maria.scope, key)
    tick(house, key, item_of(house, key), 1)
    for _ in range(2):
        with open_session() as db:
            homework.finish(db, house.maria.scope, key)
    assert opened(house, key).day.state == DayState.DONE


def test_a_day_that_has_not_come_cannot_be_begun(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY + DAY))}-{MONDAY + DAY}"
    assert not opened(house, key).can_start
    with open_session() as db, pytest.raises(refusals.DayNotCome) as refusal:
        trainings.for_day(db, house.maria.scope, key)
    assert refusal.value.sentence("ru").startswith("Эта домашка на 24\u00a0ноября.")
    assert shown(house, house.maria, MONDAY, MONDAY + DAY)[0].homework_id is None


def test_what_shadow_mode_counted_is_the_sets_proposal(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    item = item_of(house, key)
    trained(house, key, item, 1, reps=7)
    (done,) = opened(house, key).items[0].done.values()
    assert (done.number, done.repetitions, done.load_kg, done.session_id is not None) == (1, 7, 6.0, True)

    tick(house, key, item, 2, SetNumbers(repetitions=8))  # her own word
    trained(house, key, item, 2, reps=3)  # stands, whatever was counted afterwards
    assert opened(house, key).items[0].done[2].repetitions == 8
    assert opened(house, key).day.state == DayState.DONE


@pytest.mark.parametrize(
    ("reps", "hold_s", "lasted_s", "expected"), [(0, None, 30, None), (0, 40, 55, 40), (0, 40, 25.4, 25), (9, 40, 0, None)]
)
def test_what_a_session_stands_for(reps: int, hold_s: int | None, lasted_s: float, expected: float | None) -> None:
    item = WorkoutItem(tenant_id=1, workout_id=uuid.uuid4(), exercise_id=uuid.uuid4(), position=0, hold_s=hold_s)
    numbers = sets.counted(item, reps, lasted_s)
    assert (numbers.hold_s if numbers else None) == expected


def test_a_session_closed_at_once_is_no_set(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    trained(house, key, item_of(house, key), 1, reps=0)
    assert opened(house, key).items[0].done == {}


def test_two_tabs_begin_one_day(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    item = item_of(house, key)
    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(lambda n: tick(house, key, item, 1 + n % 2), range(8)))
    with open_session(reading=True) as db:
        assert len(db.exec(select(Homework)).all()) == 1
        assert sorted(row.number for row in db.exec(select(SetDone))) == [1, 2]


@pytest.mark.parametrize(
    "numbers", [SetNumbers(repetitions=-1), SetNumbers(repetitions=1001), SetNumbers(load_kg=float("nan")), SetNumbers(hold_s=3601)]
)
def test_numbers_nobody_does_are_refused(house: House, clock: Clock, numbers: SetNumbers) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    with pytest.raises(refusals.NumbersRefused):
        tick(house, key, item_of(house, key), 1, numbers)
    assert opened(house, key).day.state == DayState.PLANNED


def test_only_sets_there_are_can_be_ticked(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    other = f"{given_to(house, house.olga, weekly(MONDAY))}-{MONDAY}"
    with open_session(reading=True) as db:
        strange = homework.open_day(db, house.olga.scope, other).items[0].shown.id
    for item, number in ((item_of(house, key), 0), (item_of(house, key), 3), (strange, 1), ("x", 1), (str(uuid.uuid4()), 1)):
        with pytest.raises(NotFound):
            tick(house, key, item, number)
    with open_session(reading=True) as db:
        assert db.exec(select(Homework)).all() == []


def test_what_was_done_of_a_removed_exercise_is_still_shown(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY), exercises=3)}-{MONDAY}"
    gone = [item_of(house, key, at) for at in (0, 1)]
    tick(house, key, gone[0], 1)
    with open_session() as db:
        for item in gone:
            row = db.get_one(WorkoutItem, uuid.UUID(item))
            row.removed_at = now()
            db.add(row)
        db.commit()
    seen = opened(house, key)
    assert [item.shown.id for item in seen.items] == [gone[0], item_of(house, key, 1)]
    assert seen.next == (uuid.UUID(seen.items[1].shown.id), 1)
    with pytest.raises(NotFound):
        tick(house, key, gone[0], 2)


def test_a_superset_is_done_in_turn() -> None:
    def item(n: int, number_of_sets: int, superset: int | None = None) -> WorkoutItem:
        return WorkoutItem(
            id=uuid.UUID(int=n),
            tenant_id=1,
            workout_id=uuid.UUID(int=0),
            exercise_id=uuid.UUID(int=0),
            position=n,
            sets=number_of_sets,
            superset=superset,
        )

    order = sets.wanted([item(1, 2), item(2, 2, 1), item(3, 3, 1), item(4, 1, 2), item(5, 1, 2)])
    assert [(item_id.int, number) for item_id, number in order] == [(1, 1), (1, 2), (2, 1), (3, 1), (2, 2), (3, 2), (3, 3), (4, 1), (5, 1)]


def test_a_free_session_is_no_homework(house: House, clock: Clock) -> None:
    exercise = house.ready_exercise(house.anna)
    session = training.trained(house.maria, exercise, [], 5.0, repetitions=4)
    with open_session() as db:
        assert db.get_one(TrainingSession, uuid.UUID(session)).homework_id is None
        assert db.exec(select(SetDone)).all() == []
