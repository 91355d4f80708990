"""The homework builder, the list and the preview, as a trainer uses them."""

import pytest

from perscoach_app.services import workout_edit, workouts
from perscoach_app.state.builder import BuilderState
from perscoach_app.state.preview import PreviewState
from perscoach_app.state.workouts import WorkoutsState
from perscoach_app.tables.database import open_session
from tests.app.state.browsing import House, run, visit


@pytest.fixture
def squat(house: House) -> str:
    return house.ready_exercise(house.anna)


def new_workout(house: House) -> str:
    state = visit(WorkoutsState, "/trainer/homework", house.anna)
    run(state, "load")
    run(state, "make")
    with open_session(reading=True) as db:
        return workouts.list_all(db, house.anna.scope)[0].id


def builder(house: House, workout: str, language: str = "") -> BuilderState:
    state = visit(BuilderState, f"/trainer/homework/{workout}", house.anna, language=language)
    run(state, "load")
    return state


def filled(house: House, squat: str, count: int = 3) -> BuilderState:
    state = builder(house, new_workout(house))
    for number in range(count):
        run(state, "add", squat)
        run(state, "set_field", state.items[-1].id, "sets", str(number + 1))
    return state


def sets(state: BuilderState) -> str:
    return "".join(item.sets for item in state.items)


def test_a_workout_in_a_few_moves(house: House, squat: str) -> None:
    state = builder(house, new_workout(house))
    assert (state.items, state.time_words) == ([], "")
    assert [clip.title for clip in state.clips] == ["Приседание"]
    run(state, "write_title", state.shown, " Ноги, понедельник ")
    run(state, "drop", f"clip:{squat}", "end")
    run(state, "step", state.items[0].id, "repetitions", 1)
    run(state, "step", state.items[0].id, "rest_s", -1)
    run(state, "set_field", state.items[0].id, "load_kg", "2,5")
    assert state.title == "Ноги, понедельник"
    assert state.items[0].plan == "3 × 11 · 2,5\u00a0кг · отдых 45\u00a0с"
    assert state.time_words == "≈ 4\u00a0мин"
    assert builder(house, state.path.rpartition("/")[2]).items == [*state.items]  # all is written


@pytest.mark.parametrize(
    ("taken", "place", "order", "supersets"),
    [
        ("item:2", "item:0", "312", [0, 0, 0]),
        ("item:0", "item:2", "231", [0, 0, 0]),
        ("item:0", "end", "231", [0, 0, 0]),
        ("clip", "item:1", "1323", [0, 0, 0, 0]),
        ("clip", "end", "1233", [0, 0, 0, 0]),
        ("item:2", "join:0", "132", [1, 1, 0]),
        ("item:0", "join:1", "213", [1, 1, 0]),
    ],
)
def test_what_a_drop_means(house: House, squat: str, taken: str, place: str, order: str, supersets: list[int]) -> None:
    state = filled(house, squat)

    def named(what: str) -> str:
        kind, _, at = what.partition(":")
        return f"clip:{squat}" if kind == "clip" else f"{kind}:{state.items[int(at)].id}" if at else kind

    run(state, "drop", named(taken), named(place))
    assert sets(state) == order
    assert [item.superset for item in state.items] == supersets


def test_the_same_by_buttons(house: House, squat: str) -> None:
    state = filled(house, squat)
    run(state, "move", state.items[0].id, 1)
    assert sets(state) == "213"
    run(state, "join", state.items[2].id)
    assert [item.opens for item in state.items] == [False, True, False]
    run(state, "part", state.items[2].id)
    run(state, "duplicate", state.items[0].id)
    assert sets(state) == "2213"
    run(state, "remove", state.items[1].id)
    assert state.removed_words == "Убрали «Приседание»."
    run(state, "undo")
    assert (sets(state), state.removed_words) == ("2213", "")


def test_what_nobody_can_do_is_said_beside_the_field(house: House, squat: str) -> None:
    state = filled(house, squat, 1)
    item = state.items[0].id
    run(state, "set_field", item, "tempo", "быстро")
    assert state.items[0].problem.startswith("Темп")
    run(state, "set_field", item, "tempo", "3 1 1 0")
    assert (state.items[0].problem, state.items[0].tempo) == ("", "3-1-1-0")
    run(state, "step", item, "note", 1)
    assert state.items[0].problem != ""


def test_the_second_of_two_pages_loses_nothing(house: House, squat: str) -> None:
    state = filled(house, squat)
    other = builder(house, state.path.rpartition("/")[2])
    run(state, "move", state.items[0].id, 2)
    run(other, "set_field", other.items[0].id, "note", "спину держим")
    assert "Вы\u00a0написали: «спину держим»" in other.problem
    assert sets(other) == sets(state) == "231"
    run(other, "set_field", other.items[0].id, "note", "спину держим")
    assert (other.problem, other.items[0].note) == ("", "спину держим")


def test_what_arrives_late_goes_where_it_was_written(house: House, squat: str) -> None:
    state = filled(house, squat, 1)
    first, item = state.shown, state.items[0].id
    state.router = visit(WorkoutsState, "/trainer/homework", house.anna).router  # she has left for the list
    run(state, "set_field", item, "note", "спину держим")
    run(state, "write_title", first, "Ноги")
    assert state.place == "ok"
    second = builder(house, new_workout(house))
    run(second, "write_title", first, "Руки")
    assert second.title == ""
    found = builder(house, first)
    assert (found.title, found.items[0].note) == ("Ноги", "спину держим")


def test_the_library_is_searched(house: House, squat: str) -> None:
    state = builder(house, new_workout(house))
    run(state, "search", "присед")
    assert len(state.clips) == 1
    run(state, "search", "жим")
    assert state.clips == []


def test_templates_and_copies(house: House, squat: str) -> None:
    state = filled(house, squat, 2)
    run(state, "write_title", state.shown, "Ноги")
    run(state, "keep_as_template")
    page = visit(WorkoutsState, "/trainer/homework", house.anna)
    run(page, "load")
    assert ([row.title for row in page.rows], [row.title for row in page.templates]) == (["Ноги"], ["Ноги"])
    assert page.rows[0].facts.startswith("2 упражнения · ≈")
    run(page, "copy_of", page.rows[0].id)
    run(page, "copy_of", page.templates[0].id)
    run(page, "load")
    assert sorted(row.title for row in page.rows) == ["Ноги", "Ноги", "Ноги (копия)"]
    run(page, "remove", page.rows[0].id)
    assert len(page.rows) == 2
    run(page, "undo")
    assert len(page.rows) == 3
    run(page, "search", "присед нет-такого")
    assert (page.rows, page.any_at_all) == ([], True)


def test_the_preview_is_what_the_client_sees(house: House, squat: str) -> None:
    state = filled(house, squat, 2)
    run(state, "join", state.items[1].id)
    run(state, "set_field", state.items[0].id, "tempo", "3-0-1-0")
    page = visit(PreviewState, f"{state.path}/preview", house.anna)
    run(page, "load")
    assert page.items[0].plan == "1 подход по\u00a010 повторов · отдых 1\u00a0мин"
    assert page.items[0].tempo.replace("\u2060", "") == "темп 3-0-1-0: вниз 3\u00a0с, вверх 1\u00a0с"
    assert [bool(item.opens) for item in page.items] == [True, False]


def test_a_client_finds_none_of_it(house: House, squat: str) -> None:
    state = filled(house, squat, 1)
    with open_session() as db:
        before = workouts.get(db, house.anna.scope, state.path.rpartition("/")[2])
    for member in (house.maria, house.boris, None):
        other = visit(BuilderState, state.path, member, host=f"{member.slug if member else 'anna'}.localhost:3100")
        for event, arguments in (("load", ()), ("add", (squat,)), ("remove", (before.items[0].id,)), ("keep_as_template", ())):
            run(other, event, *arguments)
        assert other.items == []
    with open_session() as db:
        assert workouts.get(db, house.anna.scope, before.id) == before
        assert len(before.items) < workout_edit.ITEMS_MOST
