"""Rendered clients whose landmarks MediaPipe read: what a whole set of each comes to, from the first count to the summary."""

import json

import pytest

from perscoach_motion.track import PoseTrack
from tests.browser.session import Part, session
from tests.motion.figures import poses_json
from tests.synthetic import suite
from tests.training.plans import Visit, plan, trains

FPS = 15
ASKED = 3
LONGEST_S = 40.0


def client(sort: str, fault: str | None = None) -> PoseTrack:
    """The suite's first squatting client of a sort: another body before another camera."""
    return next(one.track for one in suite.sessions(sort) if one.movement == "squat" and one.fault == fault)


def trained(track: PoseTrack, *, still: bool = False, seconds: float = LONGEST_S) -> Visit:
    """A set of three squats as she does them; ended by herself if it does not end by itself."""
    trainer = suite.trainer("squat")
    visit = Visit(plan({"repetitions": ASKED}), camera=None, poses=False)
    visit._carry_out(visit.director.load(0, poses_json(trainer)))
    visit.choose("camera")
    visit.tell("camera", state="open", width=640, height=480, mirror=True)
    visit.tell("tick")
    visit.choose("now")
    visit.choose("start")
    rows = session(trainer, [Part(track, still=still)], seconds, FPS)
    visit.wait(3.5, until="set")
    assert visit.state == "set"
    trains(visit, rows)
    if visit.state == "set":
        visit.press("finish")
    visit.choose("fine")
    return visit


def result(visit: Visit) -> tuple[int, float]:
    """Repetitions sent, and the score that the summary shows."""
    end = next(entry["body"] for entry in visit.given("keep") if entry["key"] == "sets/0/finish")
    return end["repetitions"], 100 * visit.face["card"]["bars"][0]["share"]


@pytest.fixture(scope="module")
def shallow() -> Visit:
    return trained(client("fault", "half_depth"), seconds=25.0)


def test_a_correct_set_ends_by_itself_with_its_repetitions_exactly() -> None:
    visit = trained(client("correct"))
    repetitions, score = result(visit)
    assert repetitions == ASKED
    assert score >= 90
    assert visit.now < LONGEST_S, "nobody had to end it"


def test_a_shallow_set_scores_low_and_names_the_thigh(shallow: Visit) -> None:
    repetitions, score = result(shallow)
    assert repetitions < ASKED
    assert score <= 70
    assert "бедро" in json.dumps(shallow.face["card"]["lines"], ensure_ascii=False)


def test_who_is_not_deep_enough_hears_it(shallow: Visit) -> None:
    assert "глубже" in [order["text"] for order in shallow.given("say")]


def test_of_who_is_not_deep_enough_no_knee_is_accused(shallow: Visit) -> None:
    """Seen from 45° a thigh that stays high seems to fall inwards, by less than two correct squats may differ."""
    assert not [order["text"] for order in shallow.given("say") if "колен" in order["text"]]


def test_who_stands_still_has_no_repetition_and_no_score() -> None:
    repetitions, score = result(trained(client("correct"), still=True, seconds=25.0))
    assert repetitions == 0
    assert score <= 35
