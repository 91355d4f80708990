"""An exercise asked for each side: half of the repetitions, a word to change over, and the other half in the same set."""

import pytest

from tests.browser.session import Part, session
from tests.motion.figures import poses_json, with_the_other_leg
from tests.synthetic import suite
from tests.training.plans import Visit, plan, trains, words

FPS = 12
ASKED = 3
OTHER = words()["shadow.other_side"]


@pytest.fixture(scope="module")
def lunges() -> Visit:
    """Three lunges with one leg, three with the other."""
    trainer = suite.trainer("lunge")
    client = next(one.track for one in suite.sessions("correct") if one.movement == "lunge" and not one.mirrored)
    visit = Visit(plan({"title": "Выпад", "repetitions": ASKED, "side": "each"}), camera=None, poses=False)
    visit._carry_out(visit.director.load(0, poses_json(trainer)))
    visit.choose("camera")
    visit.tell("camera", state="open", width=640, height=480, mirror=True)
    visit.tell("tick")
    visit.choose("now")
    visit.choose("start")
    visit.wait(3.5, until="set")
    once_s = client.duration
    sides = [Part(client, once_s), Part(with_the_other_leg(client), once_s)]
    trains(visit, session(client, sides, 2 * once_s, FPS))
    visit.wait(1.5)
    return visit


def test_half_way_she_is_told_to_change_over_once(lunges: Visit) -> None:
    heard = [order["text"] for order in lunges.given("say")]
    assert heard.count(OTHER) == 1
    assert heard.index("три") < heard.index(OTHER) < heard.index("четыре")


def test_both_sides_together_end_the_set(lunges: Visit) -> None:
    end = next(entry["body"] for entry in lunges.given("keep") if entry["key"] == "sets/0/finish")
    assert end["repetitions"] == 2 * ASKED
    assert lunges.state == "feel", "it ended by itself"


def test_the_other_side_is_judged_by_its_mirror_image(lunges: Visit) -> None:
    samples = [row for entry in lunges.given("keep") if "/chunks/" in entry["key"] for row in entry["body"]["samples"]]
    other = [row[1] for row in samples if row[4] in range(ASKED + 1, 2 * ASKED) and row[1] is not None]
    assert len(other) > 8
    assert sum(other) / len(other) >= 60, "taken for the same side it were another movement"
