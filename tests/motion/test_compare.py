"""Right told from wrong on people whose faults are known."""

import pytest

from perscoach_motion.compare import compare
from perscoach_motion.skeleton import LIMBS
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
    fault = compare(one_sided, flipped(film(Figure(left_arm=0.1, arms_deg=10))))
    assert fault["mirrored"] is True
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
