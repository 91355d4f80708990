"""Right told from wrong on people whose faults are known."""

import numpy as np
import pytest

from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.session.compare import compare
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.target import Target
from tests.motion.figures import Figure, film, flipped

TRAINER = film(Figure())
OTHER_BODY = {"height": 1.55, "legs": 0.46, "aspect": 4 / 3, "noise_m": 0.01, "late_s": 0.4}


@pytest.mark.parametrize(
    "client",
    [Figure(), Figure(**OTHER_BODY), Figure(yaw_deg=25, **OTHER_BODY), Figure(yaw_deg=-45, **OTHER_BODY)],
    ids=["herself", "another body, late", "turned by 25°", "turned by 45°"],
)
def test_a_correct_squat_is_as_the_trainer_whoever_does_it(client: Figure) -> None:
    result = compare(TRAINER, film(client))
    assert result["score"] >= 90
    assert result["worst_limb"] is None
    assert result["problems"] == []
    assert result["reps"] == 3
    assert result["lag_s"] == pytest.approx(client.late_s, abs=0.1)


@pytest.mark.parametrize(
    ("client", "at_most", "limbs"),
    [
        (Figure(depth=0.45, **OTHER_BODY), 70, {"left_thigh", "right_thigh"}),
        (Figure(depth=0.0, arms_deg=0, **OTHER_BODY), 40, set(LIMBS)),
        (Figure(arms_deg=0, **OTHER_BODY), 70, {f"{side}_{part}" for side in ("left", "right") for part in ("upper_arm", "forearm")}),
        (Figure(left_arm=0.1, **OTHER_BODY), 70, {"left_upper_arm", "left_forearm"}),
    ],
    ids=["half depth", "standing still", "arms hanging", "one arm forgotten"],
)
def test_nothing_with_a_true_fault_shines_green(client: Figure, at_most: float, limbs: set[str]) -> None:
    result = compare(TRAINER, film(client))
    assert result["score"] < at_most
    assert result["worst_limb"] in limbs


def test_each_repetition_is_told() -> None:
    result = compare(TRAINER, film(Figure(left_arm=0.1, **OTHER_BODY)))
    assert len(result["repetitions"]) == result["reps"] == 3
    assert {row["worst_limb"] for row in result["repetitions"]} <= {"left_upper_arm", "left_forearm"}
    (problem,) = result["problems"]
    assert (problem["count"], problem["direction"]) == (3, "left_arm_up")


def test_a_clients_own_target_is_what_is_asked() -> None:
    shallow = film(Figure(depth=0.6, arms_deg=48))
    assert compare(TRAINER, shallow)["score"] < 70
    assert compare(TRAINER, shallow, target=Target(range_share=0.55))["score"] >= 90


def test_the_range_of_a_shallow_squat_is_measured() -> None:
    limbs = compare(TRAINER, film(Figure(depth=0.45)))["limbs"]
    assert limbs["left_thigh"]["rom_ratio"] == pytest.approx(0.5, abs=0.1)
    assert limbs["left_thigh"]["score"] < 70


def test_a_mirrored_performance_is_found_out_and_named_by_the_clients_own_side() -> None:
    one_sided = film(Figure(left_arm=0.1))
    result = compare(one_sided, flipped(one_sided))
    assert result["mirrored"] is True
    assert result["score"] >= 95
    assert result["overlap_score"] >= 95
    fault = compare(one_sided, flipped(film(Figure(left_arm=0.1, arms_deg=35))))
    assert fault["mirrored"] is True
    assert fault["score"] < 70
    assert fault["worst_limb"] in {"left_upper_arm", "left_forearm"}


def test_limbs_not_seen_are_not_accused() -> None:
    client = film(Figure(arms_deg=0))
    for frame in range(len(client)):
        for arm in range(13, 17):
            client.visibility[frame * 33 + arm] = 0.1
    limbs = compare(TRAINER, client)["limbs"]
    assert limbs["left_upper_arm"]["score"] is None
    assert limbs["left_thigh"]["score"] >= 90


def test_an_empty_room_has_no_score() -> None:
    client = film(Figure())
    client.visibility[:] = type(client.visibility)("f", [0.0] * len(client.visibility))
    result = compare(TRAINER, client)
    assert result["score"] is None
    assert result["seen"] == 0.0
    assert result["worst_limb"] is None


def part(track: PoseTrack, start_s: float, end_s: float) -> PoseTrack:
    """Only the frames of a stretch, at their own times."""
    times, image, world, visibility = arrays(track)
    kept = (times >= start_s) & (times < end_s)
    return track_from_arrays(times[kept], image[kept], world[kept], visibility[kept], track.aspect)


def absent(track: PoseTrack, start_s: float, end_s: float) -> PoseTrack:
    """The same clip with nobody in it for a while."""
    times, image, world, visibility = (values.copy() for values in arrays(track))
    gone = (times >= start_s) & (times < end_s)
    for values in (image, world, visibility):
        values[gone] = np.nan
    return track_from_arrays(times, image, world, visibility, track.aspect)


def test_one_good_repetition_does_not_hide_the_missing_ones() -> None:
    trainer = film(Figure(repetitions=8))
    assert compare(trainer, film(Figure(repetitions=1, stays_s=24.0)))["score"] < 40


def test_what_comes_after_a_break_counts_too() -> None:
    trainer = film(Figure(repetitions=8))
    gone_and_idle = absent(film(Figure(repetitions=1, stays_s=24.0)), 4.0, 9.5)
    assert compare(trainer, gone_and_idle)["score"] < 40
    assert compare(trainer, absent(film(Figure(repetitions=8)), 4.0, 9.5))["score"] >= 90


def test_a_trainer_who_walks_into_her_own_picture_is_followed_from_there() -> None:
    trainer = absent(film(Figure(repetitions=4)), 0.0, 3.0)
    result = compare(trainer, film(Figure(repetitions=4, late_s=0.3)))
    assert result["score"] >= 90
    assert result["lag_s"] == pytest.approx(0.3, abs=0.1)


def test_a_glimpse_has_no_score() -> None:
    for seconds in (0.05, 1.0):
        assert compare(TRAINER, part(film(Figure()), 0.0, seconds))["score"] is None


def test_a_hold_that_is_not_held_is_red() -> None:
    held = film(Figure(bent=True))
    assert compare(held, held)["score"] == 100
    assert compare(held, film(Figure(depth=0, arms_deg=0)))["score"] < 40
