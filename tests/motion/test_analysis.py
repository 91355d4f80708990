"""A whole performance beside the trainer's: whose side, how late, what was left out, and nobody accused of what no camera saw."""

from array import array
from functools import cache
from math import isnan

import pytest

from perscoach_motion.demonstration import squat
from perscoach_motion.scoring.analysis import asked_until, performance
from perscoach_motion.scoring.done import Performance
from perscoach_motion.session.compare import compare
from perscoach_motion.skeleton import INDEX, LIMB_ENDS, LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import Reference, reference
from tests.motion.test_template import in_a_row
from tests.synthetic.suite_tracks import FOLDER, Session, read

FOUR = squat(repetitions=4)


@cache
def four() -> Reference:
    return reference(FOUR)


def done(client: PoseTrack) -> Performance:
    return performance(four(), client)


def absent(track: PoseTrack, start_s: float, end_s: float) -> PoseTrack:
    """The same with nobody in the picture for a while."""
    gone = [start_s <= time_s < end_s for time_s in track.times]
    nan = float("nan")

    def without(values: "array[float]") -> "array[float]":
        width = len(values) // len(gone)
        return array("f", [nan if gone[k // width] else value for k, value in enumerate(values)])

    return PoseTrack(track.times, without(track.image), without(track.world), without(track.visibility), track.aspect)


@pytest.mark.parametrize("late_s", [0.0, 0.25, 0.6, 1.2])
def test_lateness_is_a_number_of_its_own(late_s: float) -> None:
    found = done(squat(repetitions=4, late_s=late_s))
    assert [one.lag_s for one in found.done] == pytest.approx([late_s] * len(found.done), abs=0.06)
    assert found.missed == []


def test_tempo_is_one_too() -> None:
    trainer = squat(repetitions=4, period_s=3.0)
    said = performance(reference(trainer), squat(repetitions=4, period_s=2.5))
    assert [one.tempo for one in said.done] == pytest.approx([1.2] * 4, abs=0.08)


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_mirror_is_found_by_itself(mirrored: bool) -> None:
    trainer = squat(left_arm=0.1)
    found = performance(reference(trainer), squat(left_arm=0.1, mirrored=mirrored))
    assert found.reading.mirrored is mirrored
    assert found.cost < 0.01
    assert done(squat(repetitions=4, mirrored=True)).reading.mirrored is False, (
        "on an even movement both are alike, and she is taken as she stands"
    )


def test_what_was_left_out_is_told_with_its_time() -> None:
    client = in_a_row(squat(repetitions=1), squat(0.0, arms=0.0, repetitions=2))
    trainer = reference(in_a_row(squat(repetitions=1), squat(repetitions=2)))
    found = performance(trainer, client)
    assert len(found.done) == 1
    assert [round(start) for start, _ in found.missed] == [4, 6]


def test_nobody_left_out_what_nobody_saw() -> None:
    assert done(absent(squat(repetitions=4), 4.4, 6.6)).missed == []


def test_one_too_many_answers_to_none() -> None:
    found = performance(reference(squat(repetitions=2)), in_a_row(squat(repetitions=3), squat(0.0, arms=0.0)))
    assert [one.asked for one in found.done].count(None) + len({one.asked for one in found.done} - {None}) == 3


def test_the_trainers_clip_begins_again() -> None:
    ask = reference(squat(repetitions=2))
    spans = asked_until(ask, 15.0)
    assert len(spans) == 6
    assert spans[2][0] - spans[0][0] == pytest.approx(5.0)
    client = in_a_row(*(squat(repetitions=2) for _ in range(3)))
    found = performance(ask, client)
    assert [one.asked for one in found.done] == list(range(6))


def test_half_and_broken_off_ones_are_named() -> None:
    client = in_a_row(
        squat(repetitions=1), squat(0.55, arms=0.55, repetitions=1), squat(0.3, arms=0.3, repetitions=1), squat(repetitions=1)
    )
    assert [one.kind for one in performance(four(), client).done] == ["whole", "half", "broken_off", "whole"]


def test_a_hold_is_looked_at_in_windows() -> None:
    ask = reference(squat(0.0, arms=0.0, repetitions=4))
    found = performance(ask, squat(0.0, arms=0.0, repetitions=4))
    assert len(found.done) == 4
    assert all(one.kind == "hold" and isnan(one.lag_s) for one in found.done)


def test_an_empty_room_has_done_nothing() -> None:
    found = done(absent(FOUR, 0.0, 99.0))
    assert found.done == found.missed == []


@cache
def outside() -> tuple[PoseTrack, tuple[Session, ...]]:
    sessions = read(FOLDER / "squat.xz")
    return next(one.track for one in sessions if one.sort == "trainer"), tuple(one for one in sessions if one.sort == "outside")


def test_a_client_half_out_of_the_picture_is_not_accused_of_the_hidden_half() -> None:
    trainer, sessions = outside()
    assert sessions
    for session in sessions:
        said = compare(trainer, session.track)
        limbs = {name: row["score"] for name, row in said["limbs"].items()}
        for name, ends in zip(LIMBS, LIMB_ENDS, strict=True):
            if never_seen(session.track, {number for side in ends for number in side}):
                assert limbs[name] is None, f"{session.name}: {name}"
        assert said["worst_limb"] is None or limbs[said["worst_limb"]] is not None
        named = {problem["limb"] for problem in said["problems"]} - {None}
        assert all(limbs[name] is not None for name in named)


def test_legs_below_the_picture_accuse_nobody() -> None:
    trainer, sessions = outside()
    said = compare(trainer, next(one.track for one in sessions if one.name.endswith("-legs")))
    assert said["worst_limb"] is None
    assert said["problems"] == [], "how high the hips are is not known without the ankles"


def never_seen(track: PoseTrack, numbers: set[int]) -> bool:
    """Whether one of these landmarks is outside the picture in every frame."""

    def out(number: int) -> bool:
        spots = [(track.image[99 * k + 3 * number], track.image[99 * k + 3 * number + 1]) for k in range(len(track)) if track.present(k)]
        return all(not (-0.02 <= x <= 1.02 and -0.02 <= y <= 1.02) for x, y in spots)

    return any(out(number) for number in numbers)


def test_legs_below_the_picture_give_no_number_for_a_squat() -> None:
    client = squat(repetitions=4, unseen=[name for name in INDEX if any(part in name for part in ("knee", "ankle", "heel", "foot"))])
    said = compare(FOUR, client)
    assert said["score"] is None
    assert said["worst_limb"] is None
    assert said["problems"] == []
