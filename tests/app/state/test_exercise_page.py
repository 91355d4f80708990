"""The trainer's exercise page: what a first look found, another go, what the clip holds, what can be taken away."""

from typing import Any

import pytest

from gpu_jobs.colour.presets import PRESETS
from gpu_jobs.options import ProcessOptions, options_from
from perscoach_app.services import clip_facts, exercises, jobs, leases, media, processing
from perscoach_app.services.pieces import Piece
from perscoach_app.services.segments import TimeLine
from perscoach_app.state.cuts import cuts_of
from perscoach_app.state.exercise import ExerciseState
from perscoach_app.state.library import LibraryState
from perscoach_app.tables import Job
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_motion.cutting.segment import KINDS, Segment
from tests.app.clips import processed, put
from tests.app.state.browsing import House, run, visit
from tests.app.training import free


def page_of(house: House, exercise_id: str, language: str = "") -> ExerciseState:
    state = visit(ExerciseState, f"/trainer/exercise/{exercise_id}", house.anna, language=language)
    run(state, "load")
    return state


def test_what_a_first_look_found_is_shown_while_it_helps(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    with open_session() as db:
        held = leases.lease(db, "w")
        assert held is not None
        leases.heartbeat(db, held, "check", 0.01)
        leases.tell(db, held, [{"code": "feet_cut_off", "values": {"share": 0.4}}])
    state = page_of(house, exercise_id)
    assert state.clip is not None
    assert state.clip.line == say("ru", "job.stage.check")
    assert [words.startswith("Ноги обрезаны в 40%") for words in state.clip.notices] == [True]
    library = visit(LibraryState, "/trainer/upload", house.anna)
    run(library, "load")
    assert library.moving_clips[0].notices == state.clip.notices
    with open_session() as db:
        leases.finish(db, held, warnings=[{"code": "two_people", "values": {}}])
    state = page_of(house, exercise_id)
    assert state.clip is not None
    assert state.clip.notices == []
    assert len(state.warnings) == 1


@pytest.mark.parametrize("where", ["exercise", "library"])
def test_the_trainer_films_again_instead_of_waiting(house: House, where: str) -> None:
    exercise_id = house.exercise(house.anna)
    if where == "exercise":
        run(page_of(house, exercise_id), "cancel")
    else:
        library = visit(LibraryState, "/trainer/library", house.anna)
        run(library, "load")
        run(library, "cancel", library.clips[0].job)
        assert library.clips[0].state == "cancelled"
    state = page_of(house, exercise_id)
    assert state.clip is not None
    assert (state.clip.state, state.clip.moving, state.clip.job) == ("cancelled", False, 0)
    run(state, "cancel")  # a second click finds nothing to stop
    assert state.problem == ""


def test_another_go_in_another_look(house: House) -> None:
    exercise_id = processed(house)
    state = page_of(house, exercise_id)
    assert (state.look, state.quality) == ("warm", "publish")
    run(state, "process_again", {"look": "none", "preset": "fast"})
    with open_session() as db:
        held = leases.lease(db, "w")
    assert held is not None
    assert options_from(held.options) == ProcessOptions(colour="none", quality="preview")
    assert state.clip is not None
    assert state.clip.moving
    assert state.clip.trainable  # the clip there is stays
    run(state, "process_again", {"look": "warm", "preset": "own", "quality": "publish"})
    assert state.problem == "Это видео уже обрабатывается."


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"look": "natural"},
        {"look": "../../etc", "preset": "fast"},
        {"look": "warm", "preset": "own", "quality": 1},
        {"look": "warm", "preset": "slow"},
        {"look": "warm", "preset": "own", "matting": "/etc/passwd"},
        {"look": "warm", "preset": "own", "pose": "none"},
        {"look": "warm", "preset": "own", "light": "behind"},
        {"look": "warm", "preset": "own", "light_strength": "1e9"},
    ],
)
def test_nobody_asks_for_what_there_is_not(house: House, chosen: dict[str, Any]) -> None:
    exercise_id = house.ready_exercise(house.anna)
    state = page_of(house, exercise_id)
    run(state, "process_again", chosen)
    assert state.problem.startswith("Таких настроек")
    with open_session() as db:
        assert jobs.list_all(db, house.anna.scope, active_only=True) == []


def test_a_retry_keeps_the_wishes(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    with open_session() as db:
        held = leases.lease(db, "w")
        assert held is not None
        leases.fail(db, held, "no_person", {})
        jobs.enqueue(db, house.anna.scope, exercise_id, processing.Wishes("crisp", "publish").options())
        held = leases.lease(db, "w")
        assert held is not None
        leases.fail(db, held, "no_person", {})
        job = jobs.retry(db, house.anna.scope, exercise_id)
        row = db.get_one(Job, job.id)
        assert row.options == processing.Wishes("crisp", "publish").options()


def test_every_wish_is_one_the_pipeline_knows() -> None:
    assert {"none", *PRESETS} == set(processing.LOOKS)
    for look in processing.LOOKS:
        for quality in processing.QUALITIES:
            wish = processing.wishes({"look": look, "preset": "own", "quality": quality})
            options = options_from(wish.options())
            assert options.grade.name == ("none" if look == "none" else "v11")
            assert processing.wishes_from(wish.options()) == wish


def test_the_page_shows_what_the_clip_holds(house: House) -> None:
    state = page_of(house, processed(house))
    squats, hold = state.cuts
    assert (squats.name, squats.count, squats.span, squats.at) == ("Похоже на приседание", "3 повтора", "0:01–0:09", "1.000")
    assert (squats.left, squats.width, squats.ticks) == ("8.00%", "64.00%", ["25.0%", "50.0%"])  # of 12.5 s
    assert (hold.name, hold.count) == ("Удержание", "2\u00a0с")
    assert {fact.name: fact.value for fact in state.facts}["Цвет"] == "тёплый"


def test_every_kind_of_movement_has_words() -> None:
    for language in ("ru", "en"):
        names = [cuts_of(TimeLine((Segment(0.0, 1.0, kind),), (Piece(0.0, 1.0),), 1.0), language)[0].name for kind in KINDS]
        assert len(set(names)) == len(KINDS)
    assert "Squat-like" in names


def test_files_can_be_taken_away(house: House) -> None:
    state = page_of(house, processed(house))
    assert [file.file for file in state.downloads] == ["squat.webm", "squat.json", "squat.cube"]
    browser = house.signed_in(house.anna)
    assert all(browser.get(link).status_code == 200 for link in (*(file.href for file in state.downloads), state.before, state.stacked))


@pytest.mark.parametrize("broken", [b"{", b"[]", b'{"segments": [{"kind": "teleport"}]}', b'{"segments": null}'])
def test_a_broken_file_costs_its_part_of_the_page_only(house: House, broken: bytes) -> None:
    exercise_id = house.ready_exercise(house.anna)
    with open_session() as db:
        prefix = exercises.row_of(db, house.anna.scope, exercise_id).output_prefix()
    put(house, f"{prefix}/{media.OUTPUT_POSES}", broken)
    state = page_of(house, exercise_id)
    assert state.place == "ok"
    assert (state.cuts, state.stacked, state.before) == ([], "", "")


def test_a_page_that_follows_a_job_reads_each_file_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = processed(house)
    state = page_of(house, exercise_id)
    monkeypatch.setattr(clip_facts, "_document", None)
    with open_session() as db:
        assert state._fill(db)
    assert len(state.cuts) == 2


def test_shadow_mode_is_told_of_both_renditions(house: House) -> None:
    for exercise_id, there in ((processed(house), True), (house.ready_exercise(house.anna, "lunge"), False)):
        browser = house.signed_in(house.maria)
        about = browser.get(f"/api/shadow/{free(house.maria, exercise_id)}").json()["items"][0]["clip"]
        assert browser.get(about["video"]).headers["content-type"] == "video/webm"
        assert bool(about["stacked"]) == there  # clips of an earlier version have none
        if there:
            assert browser.get(about["stacked"]).headers["content-type"] == "video/mp4"
