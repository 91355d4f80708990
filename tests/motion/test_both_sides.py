"""A client who does both sides of a lunge that the trainer shows on one, of another body and through another camera."""

from typing import Any

import pytest

from perscoach_motion.counting.sides import is_one_sided
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.session.summary import MISSED, summarise
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import Reference, reference
from tests.motion.figures import with_the_other_leg
from tests.synthetic import suite

NEAR = 3.0  # of 100


def one_after_the_other(*tracks: PoseTrack) -> PoseTrack:
    """A set that holds all of them."""
    whole = tracks[0].only(())
    begins = 0.0
    for track in tracks:
        whole.times.extend(begins + time_s for time_s in track.times)
        whole.image.extend(track.image)
        whole.world.extend(track.world)
        whole.visibility.extend(track.visibility)
        begins = whole.times[-1] + track.times[1] - track.times[0]
    return whole


@pytest.fixture(scope="module")
def ask() -> Reference:
    found = reference(suite.trainer("lunge"))
    assert is_one_sided(found)
    return found


def client() -> PoseTrack:
    """Filmed from the side at 45°: turned round for the other leg she faces the other way."""
    return next(one.track for one in suite.sessions("correct") if one.movement == "lunge" and not one.mirrored)


def too_shallow() -> PoseTrack:
    """Half as deep, with the other leg."""
    return next(one.track for one in suite.sessions("fault") if one.fault == "half_depth" and one.movement == "lunge" and one.mirrored)


def repetitions(ask: Reference, track: PoseTrack) -> list[dict[str, Any]]:
    """Those that were done: nobody waits for the trainer's clip in these sets."""
    return [row for row in summarise(ask, performance(ask, track))["repetitions"] if row["kind"] != MISSED]


@pytest.mark.parametrize("order", ["one, other", "other, one", "one, other, one, other", "one, one, one, other"])
def test_each_side_is_worth_what_it_is_worth_alone(ask: Reference, order: str) -> None:
    own = client()
    sides = {"one": own, "other": with_the_other_leg(own)}
    alone = {name: repetitions(ask, track) for name, track in sides.items()}
    done = order.split(", ")
    whole = repetitions(ask, one_after_the_other(*(sides[side] for side in done)))
    expected = [row for side in done for row in alone[side]]
    assert [(row["kind"], row["side"]) for row in whole] == [(row["kind"], row["side"]) for row in expected]
    assert min(row["score"] for row in whole) >= min(row["score"] for row in expected) - NEAR


def test_a_fault_of_one_side_is_named_on_that_side(ask: Reference) -> None:
    good, bad = client(), too_shallow()
    alone = summarise(ask, performance(ask, bad))
    both = one_after_the_other(good, bad)
    well, ill = (repetitions(ask, track) for track in (good, bad))
    scores = [row["score"] for row in repetitions(ask, both)]
    assert min(scores[: len(well)]) > max(scores[len(well) :]) > 0.0
    assert len(scores) == len(well) + len(ill)
    said = summarise(ask, performance(ask, both))
    assert alone["worst_limb"] in {one["limb"] for one in said["moments"]}


def test_one_side_alone_is_read_as_ever(ask: Reference) -> None:
    found = performance(ask, client())
    assert {one.reading for one in found.done} == {found.reading}
