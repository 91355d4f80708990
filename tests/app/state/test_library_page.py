"""The library's page and the trainer's side of an exercise's page, as clicks: searching, naming, filing, removing, cutting."""

from typing import Any

import pytest

from perscoach_app.services import exercises, jobs, library, segments
from perscoach_app.services.pieces import merged
from perscoach_app.state.cuts import edges_of
from perscoach_app.state.exercise import ExerciseState
from perscoach_app.state.library import LibraryState
from perscoach_app.tables import Person
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from tests.app.clips import processed
from tests.app.state.browsing import House, run, visit


def shelf(house: House) -> LibraryState:
    state = visit(LibraryState, "/trainer/library", house.anna)
    run(state, "load")
    return state


def page_of(house: House, exercise_id: str) -> ExerciseState:
    state = visit(ExerciseState, f"/trainer/exercise/{exercise_id}", house.anna)
    run(state, "load")
    return state


def test_search_tags_and_order_narrow_the_library(house: House) -> None:
    squat, lunge = house.ready_exercise(house.anna), house.ready_exercise(house.anna, "lunge")
    with open_session() as db:
        library.set_tags(db, house.anna.scope, lunge, ["Ноги"])
    state = shelf(house)
    assert [clip.id for clip in state.clips] == [lunge, squat]
    run(state, "toggle_tag", "ноги")
    assert ([clip.id for clip in state.clips], state.count_words) == ([lunge], "Нашлось 1 упражнение")
    run(state, "search", "не бывает")
    assert (state.clips, state.narrowed) == ([], True)
    run(state, "show_all")
    assert [clip.id for clip in state.clips] == [lunge, squat]
    run(state, "sort", "teleport")
    assert state.order == "newest"


def test_what_is_uploaded_is_shown_whatever_is_looked_for(house: House) -> None:
    house.exercise(house.anna)
    state = shelf(house)
    run(state, "search", "не бывает")
    upload = visit(LibraryState, "/trainer/upload", house.anna)
    upload.words = state.words
    run(upload, "load")
    assert len(upload.moving_clips) == 1


@pytest.mark.parametrize(("language", "russian", "english"), [("ru", "Присед", "Squat"), ("en", "Приседание", "Присед")])
def test_a_clip_is_named_in_the_readers_language(house: House, language: str, russian: str, english: str) -> None:
    clip = house.ready_exercise(house.anna)
    with open_session() as db:
        anna = db.get_one(Person, house.anna.person_id)
        anna.language = language
        db.add(anna)
        db.commit()
    state = shelf(house)
    run(state, "name_clip", clip)
    run(state, "rename", {"exercise": clip, "title": " "})
    assert state.naming == clip  # still open, with the reason above
    assert state.problem
    run(state, "rename", {"exercise": clip, "title": " Присед "})
    assert (state.naming, state.problem, state.clips[0].title) == ("", "", "Присед")
    with open_session(reading=True) as db:
        named = exercises.get(db, house.anna.scope, clip)
    assert (named.title_ru, named.title_en) == (russian, english)


def test_removing_asks_first_and_can_be_taken_back(house: House) -> None:
    clip = house.exercise(house.anna)
    state = shelf(house)
    run(state, "ask_removal", clip)
    assert state.removing is not None
    assert (state.removing.question, state.removing.stops) == ("Удалить «Приседание»?", True)
    run(state, "keep")
    run(state, "remove")  # nothing was asked any more
    assert len(state.clips) == 1
    run(state, "ask_removal", clip)
    run(state, "remove")
    assert (state.clips, state.told, [gone.id for gone in state.removed]) == ([], "Удалено: «Приседание»", [clip])
    run(state, "bring_back", clip)
    assert ([each.state for each in state.clips], state.removed) == (["cancelled"], [])


def test_a_removed_clip_has_no_page(house: House) -> None:
    clip = processed(house)
    state = page_of(house, clip)
    run(state, "ask_removal")
    assert run(state, "remove") is not None
    assert state.told == "Удалено: «Приседание»"
    assert page_of(house, clip).place == "not_found"


def test_tags_and_strictness_are_kept(house: House) -> None:
    clip, other = processed(house), house.ready_exercise(house.anna, "lunge")
    with open_session() as db:
        library.set_tags(db, house.anna.scope, other, ["Ноги", "Дома"])
    state = page_of(house, clip)
    run(state, "add_tag", {"tag": "ноги"})
    assert (state.tags, state.other_tags) == (["Ноги"], ["Дома"])
    run(state, "add_tag", {"tag": "x" * 31})
    assert state.problem.startswith("Метка длиннее")
    run(state, "drop_tag", "Ноги")
    assert (state.tags, state.problem) == ([], "")
    for step in (4.0, 5, -1, 0.5, "x"):  # a slider tells numbers, of which Python makes floats
        run(state, "set_step", step)
    assert (state.strictness, state.strictness_words) == (4, "строго")
    with open_session(reading=True) as db:
        assert exercises.get(db, house.anna.scope, clip).strictness == 1.5


def spans(state: ExerciseState) -> list[tuple[str, str]]:
    return [(cut.at, cut.until) for cut in state.cuts]


def test_a_clip_is_cut_by_hand_and_every_edit_taken_back(house: House) -> None:
    state = page_of(house, processed(house))
    first = spans(state)
    assert first == [("1.000", "9.000"), ("10.000", "12.000")]
    edits: list[tuple[str, Any]] = [
        ("trim", {"start": "0.9", "end": "9.1"}),
        ("split", {"at": "4.25"}),
        ("name_piece", {"label": "Медленно"}),
        ("merge", None),
        ("add_piece", {"at": "9.5"}),
        ("drop_piece", None),
    ]
    for event, form in edits:
        before = [*state.cuts]
        run(state, event, *([form] if form else []))
        assert (state.problem, state.can_undo) == ("", True), event
        assert state.cuts != before, event
    for _ in edits:
        run(state, "undo")
    assert (spans(state), state.can_undo, state.cuts[0].name) == (first, False, "Похоже на приседание")
    run(state, "undo")  # there is nothing left
    assert spans(state) == first
    assert state.problem == ""


def test_edges_reach_their_neighbours_and_the_clips_ends(house: House) -> None:
    state = page_of(house, processed(house))
    start, end = state.edges
    assert (start.least, start.words, end.words) == ("0.000", "0:01,0", "0:09,0")
    assert float(end.most) == 10.0
    run(state, "trim", {"start": "0.05", "end": "9.95"})  # a step short of both: that is as far as a slider's steps go
    assert spans(state)[0] == ("0.000", "10.000")
    drawn = state.drawn
    run(state, "trim", {"start": "1.0", "end": "1.1"})
    assert state.problem.startswith("Здесь не получится")
    assert state.drawn > drawn  # the sliders go back to where the piece really is
    run(state, "trim", {"start": "x"})
    assert spans(state)[0] == ("0.000", "10.000")
    assert edges_of((), 0, 12.5, "ru") == []


def test_an_edit_on_another_page_is_shown_before_anything_is_lost(house: House) -> None:
    clip = processed(house)
    state = page_of(house, clip)
    run(state, "split", {"at": "4.0"})
    with open_session() as db:
        line = segments.of(db, house.anna.scope, clip)
        segments.edit(db, house.anna.scope, clip, line.pieces, lambda found, _: merged(found, 1))
    run(state, "drop_piece")
    assert state.problem.startswith("Клип уже разрезали")
    assert (spans(state), state.can_undo) == ([("1.000", "4.000"), ("4.000", "12.000")], False)


def test_a_piece_becomes_an_exercise(house: House) -> None:
    state = page_of(house, processed(house))
    run(state, "choose_piece", 1)
    run(state, "name_piece", {"label": "Удержание у стены"})
    run(state, "make_exercise")
    assert state.made_words == say("ru", "exercise.made", title="Удержание у стены")
    made = page_of(house, state.made_href.rpartition("/")[2])
    assert made.clip is not None
    assert (made.clip.title, made.clip.moving) == ("Удержание у стены", True)
    with open_session(reading=True) as db:
        assert [job.status for job in jobs.list_all(db, house.anna.scope, active_only=True)] == ["queued"]
