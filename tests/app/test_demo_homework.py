"""The demo's house has a day of homework in it."""

from perscoach_app.services import homework
from perscoach_app.setup import demo_homework
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.planning import MONDAY, Clock, clock

__all__ = ["clock"]


def test_maria_finds_homework_of_what_is_ready_today_and_every_other_day(house: House, clock: Clock) -> None:
    for slug in ("squat", "lateral-raise"):
        house.ready_exercise(house.anna, slug)
    house.exercise(house.anna, "lunge")
    for _ in range(2):
        with open_session() as db:
            demo_homework.give(db, house.anna.scope, house.maria.scope)
    with open_session(reading=True) as db:
        seen = homework.overview(db, house.maria.scope)
        far = homework.progress(db, house.maria.scope, seen.today[0])
    assert [day.day for day in seen.today] == [MONDAY]
    assert [day.day.weekday() for day in seen.coming] == [2, 4, 0, 2, 4, 0]
    assert [item.asked.repetitions for item in far.items] == [10, 12]


def test_nothing_ready_is_no_homework(house: House, clock: Clock) -> None:
    with open_session() as db:
        demo_homework.give(db, house.anna.scope, house.maria.scope)
    with open_session(reading=True) as db:
        assert homework.overview(db, house.maria.scope) == homework.Overview([], [], [], [])
