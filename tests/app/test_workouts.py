"""A workout in the trainer's hands: exercises in, out, in another order, in supersets; two pages at once; foreign hands."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from perscoach_app.services import workout_edit, workout_items, workouts
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.services.workout_edit import Removed
from perscoach_app.services.workout_errors import ITEMS_MOST, FieldRefused, WorkoutFull, WorkoutMoved
from perscoach_app.tables.database import open_session
from tests.app.house import House


@pytest.fixture
def db(house: House) -> Iterator[Session]:
    with open_session() as session:
        yield session


class Builder:
    """A page: it knows the workout and the revision it has read."""

    def __init__(self, db: Session, scope: Scope, workout: str = "") -> None:
        self.db, self.scope = db, scope
        self.workout = workout or workouts.make(db, scope, "Ноги, понедельник")
        self.read()

    def read(self) -> workouts.WorkoutShown:
        found = workouts.get(self.db, self.scope, self.workout)
        self.revision, self.items = found.revision, found.items
        return found

    def do(self, deed: str, *args: object, **named: object) -> object:
        done = getattr(workout_edit, deed)(self.db, self.scope, self.workout, self.revision, *args, **named)
        self.read()
        return done

    def ids(self) -> list[str]:
        return [item.id for item in self.items]

    def supersets(self) -> list[int | None]:
        return [item.asked.superset for item in self.items]


@pytest.fixture
def squat(house: House) -> str:
    return house.exercise(house.anna)


@pytest.fixture
def page(house: House, db: Session, squat: str) -> Builder:
    """Three times the squat, to be told apart by what is asked."""
    page = Builder(db, house.anna.scope)
    for sets in (1, 2, 3):
        page.do("change", page.do("add", squat), {"sets": sets})
    return page


def sets(page: Builder) -> list[int]:
    return [item.asked.sets for item in page.items]


def test_an_order_by_moving(page: Builder) -> None:
    page.do("move", page.ids()[2], 0)
    assert sets(page) == [3, 1, 2]
    page.do("move", page.ids()[0], 99)
    assert sets(page) == [1, 2, 3]


def test_a_superset_is_joined_entered_and_left(page: Builder, squat: str) -> None:
    page.do("join", page.ids()[1])
    assert page.supersets() == [1, 1, None]
    page.do("move", page.ids()[2], 1)  # between the two
    assert (sets(page), page.supersets()) == ([1, 3, 2], [1, 1, 1])
    page.do("part", page.ids()[1])  # out of the middle: below
    assert (sets(page), page.supersets()) == ([1, 2, 3], [1, 1, None])
    page.do("add", squat)
    page.do("join", page.ids()[3])
    assert page.supersets() == [1, 1, 2, 2]
    page.do("join", page.ids()[2])
    assert page.supersets() == [1, 1, 1, 1]
    page.do("join", page.ids()[0], page.ids()[2])
    assert sets(page) == [2, 3, 1, 3]


def test_what_is_removed_comes_back_as_it_was(page: Builder) -> None:
    page.do("join", page.ids()[1])
    before = page.ids(), page.supersets(), sets(page)
    removed = page.do("remove", page.ids()[1])
    assert (sets(page), page.supersets()) == ([1, 3], [None, None])
    page.do("restore", removed)
    assert (page.ids(), page.supersets(), sets(page)) == before
    with pytest.raises(NotFound):
        page.do("restore", removed)  # it is there


def test_after_other_changes_undo_only_brings_it_back(page: Builder) -> None:
    removed = page.do("remove", page.ids()[0])
    page.do("move", page.ids()[1], 0)
    page.do("restore", removed)
    assert sets(page) == [1, 3, 2]


def test_asking_for_time_ends_asking_for_repetitions(page: Builder) -> None:
    item = page.ids()[0]
    page.do("change", item, {"hold_s": "40", "load_kg": "2,5", "tempo": "3 – 1 – 1 – 0", "side": "each", "band": " красная "})
    asked = page.items[0].asked
    assert (asked.hold_s, asked.repetitions, asked.load_kg, asked.tempo, asked.band) == (40, None, 2.5, "3-1-1-0", "красная")
    page.do("change", item, {"repetitions": 12, "load_kg": "", "tempo": ""})
    asked = page.items[0].asked
    assert (asked.hold_s, asked.repetitions, asked.load_kg, asked.tempo) == (None, 12, None, "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sets", 0),
        ("sets", 21),
        ("sets", "три"),
        ("sets", None),
        ("sets", True),
        ("repetitions", 201),
        ("repetitions", 2.5),
        ("hold_s", 4),
        ("hold_s", 3601),
        ("load_kg", -1),
        ("load_kg", "1e9"),
        ("load_kg", float("nan")),
        ("rest_s", 901),
        ("side", "up"),
        ("tempo", "3-1-1"),
        ("tempo", "0-0-0-0"),
        ("tempo", "быстро"),
        ("strictness", 0.4),
        ("band", "к" * 41),
        ("note", "к" * 1001),
        ("tenant_id", "2"),
        ("voice_key", "tenants/2/voice/x.webm"),
        ("superset", 1),
    ],
)
def test_nobody_is_asked_the_impossible(page: Builder, field: str, value: object) -> None:
    before = page.items
    with pytest.raises(FieldRefused) as refused:
        page.do("change", page.ids()[0], {field: value})
    assert refused.value.sentence("ru")[-1] == refused.value.sentence("en")[-1] == "."
    page.db.rollback()
    assert page.read().items == before


def test_the_second_of_two_pages_is_told(page: Builder) -> None:
    other = Builder(page.db, page.scope, page.workout)
    page.do("move", page.ids()[2], 0)
    with pytest.raises(WorkoutMoved):
        other.do("remove", other.ids()[0])
    with pytest.raises(WorkoutMoved):
        workouts.write(other.db, other.scope, other.workout, other.revision, title="Руки")
    assert other.read() == page.read()
    other.do("remove", other.ids()[0])


def test_a_copy_is_its_own(page: Builder, house: House) -> None:
    page.do("join", page.ids()[1])
    template = workouts.copy(page.db, page.scope, page.workout, as_template=True)
    again = Builder(page.db, page.scope, workouts.copy(page.db, page.scope, template, title="Ноги, среда"))
    assert (sets(again), again.supersets()) == (sets(page), page.supersets())
    again.do("remove", again.ids()[0])
    assert sets(page) == [1, 2, 3]
    found = {
        line.title: (line.is_template, len(line.exercises)) for line in workouts.list_all(page.db, page.scope) if line.id != page.workout
    }
    assert found == {"Ноги, понедельник": (True, 3), "Ноги, среда": (False, 2)}


def test_a_removed_workout_leaves_the_list_and_comes_back(page: Builder) -> None:
    workouts.remove(page.db, page.scope, page.workout)
    assert workouts.list_all(page.db, page.scope) == []
    with pytest.raises(NotFound):
        workouts.get(page.db, page.scope, page.workout)
    workouts.restore(page.db, page.scope, page.workout)
    assert sets(page) == [1, 2, 3]


def test_a_homework_has_an_end(page: Builder, squat: str) -> None:
    for _ in range(ITEMS_MOST - 3):
        page.do("add", squat)
    with pytest.raises(WorkoutFull, match=str(ITEMS_MOST)):
        page.do("duplicate", page.ids()[0])


@pytest.mark.parametrize("who", ["boris", "viktor", "maria"])
def test_in_foreign_hands_there_is_nothing(page: Builder, house: House, squat: str, who: str) -> None:
    scope, item, before = getattr(house, who).scope, page.ids()[0], page.read()
    deeds = {
        "add": (squat,),
        "duplicate": (item,),
        "change": (item, {"sets": 9}),
        "move": (item, 2),
        "join": (item,),
        "part": (item,),
        "remove": (item,),
        "restore": (Removed(before.items and workout_items.parse_id(item), []),),
    }
    for deed, args in deeds.items():
        with pytest.raises(NotFound):
            getattr(workout_edit, deed)(page.db, scope, page.workout, page.revision, *args)
    for one in (workouts.get, workouts.copy, workouts.remove, workouts.restore):
        with pytest.raises(NotFound):
            one(page.db, scope, page.workout)
    with pytest.raises(NotFound):
        workouts.write(page.db, scope, page.workout, page.revision, title="x")
    assert page.read() == before


def test_no_foreign_exercise_and_no_foreign_item_comes_in(page: Builder, house: House) -> None:
    page.db.commit()
    foreign = house.exercise(house.boris)
    other = Builder(page.db, house.boris.scope)
    theirs = other.do("add", foreign)
    for deed, args in {"add": (foreign,), "move": (theirs, 0), "join": (page.ids()[0], theirs)}.items():
        with pytest.raises(NotFound):
            page.do(deed, *args)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("add", "duplicate", "move", "join", "join_below", "part", "remove", "undo")), st.integers(0, 7), st.integers(0, 7)
    ),
    max_size=14,
)


@given(DEEDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_the_order_stays_whole(house: House, squat: str, db: Session, deeds: list[tuple[str, int, int]]) -> None:
    page = Builder(db, house.anna.scope)
    page.do("add", squat)
    for deed, which, where in deeds:
        count = len(page.items)
        item = page.ids()[which % count] if count else ""
        if deed == "add":
            page.do("add", squat, where)
        elif count and deed == "undo":
            before = page.read().items
            page.do("restore", page.do("remove", item))
            assert page.items == before
        elif count and deed == "join_below":
            page.do("join", item, page.ids()[where % count])
        elif count:
            page.do(deed, item, *([where] if deed == "move" else []))
        _check_whole(page)


def _check_whole(page: Builder) -> None:
    rows = workout_items.of(page.db, page.scope, workout_items.parse_id(page.workout))
    assert [row.position for row in rows] == list(range(len(rows)))
    numbers = page.supersets()
    seen: list[int] = []
    for at, number in enumerate(numbers):
        if number is None:
            continue
        assert number in (numbers[at - 1] if at else None, numbers[at + 1] if at + 1 < len(numbers) else None)
        if not at or numbers[at - 1] != number:
            seen.append(number)
    assert seen == list(range(1, len(seen) + 1))
