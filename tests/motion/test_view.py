"""What two cameras can tell apart: across the line of sight more than along it, from one side more than from two."""

from math import cos, isnan, nan, radians, sin

import pytest

from perscoach_motion.directions.view import View, view
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB

AHEAD = (0.0, 0.0, 1.0)
DOWN, ASIDE = (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)
THIGH = LIMBS.index("left_thigh")
BIG = [limb for limb, name in enumerate(LIMBS) if name.endswith(("thigh", "shin", "upper_arm", "trunk", "forearm"))]


def from_yaw(client_deg: float, trainer_deg: float = 0.0) -> View:
    one, other = radians(client_deg), radians(trainer_deg)
    return view((sin(one), 0.0, cos(one)), (sin(other), 0.0, cos(other)))


@pytest.mark.parametrize("side_deg", [0.0, 45.0, 90.0])
def test_seen_from_one_side_a_difference_in_depth_weighs_half_of_one_across(side_deg: float) -> None:
    sight, yaw = from_yaw(side_deg, side_deg), radians(side_deg)
    along = sight.off(THIGH, (0.1 * sin(yaw), 0.0, 0.1 * cos(yaw)), DOWN)
    across = sight.off(THIGH, (0.1 * cos(yaw), 0.0, -0.1 * sin(yaw)), DOWN)
    assert 1.7 < across / along < 2.6


@pytest.mark.parametrize("limb", BIG, ids=[LIMBS[limb] for limb in BIG])
def test_from_two_sides_every_difference_means_less(limb: int) -> None:
    same, apart = from_yaw(0.0), from_yaw(45.0)
    for away in ((0.2, 0.0, 0.0), (0.0, 0.2, 0.0), (0.0, 0.0, 0.2), (0.1, -0.1, 0.1)):
        theirs = DOWN if limb != LIMBS.index("trunk") else (0.0, -1.0, 0.0)
        assert apart.off(limb, away, theirs) <= same.off(limb, away, theirs) * 1.05
    assert apart.off(limb, (0.0, 0.0, 0.2), DOWN) < same.off(limb, (0.0, 0.0, 0.2), DOWN)


def test_the_side_of_the_body_that_is_turned_away_is_read_worse() -> None:
    # The line of sight goes to the body's left: the right side is nearer to the lens.
    sight = from_yaw(45.0)
    away = (0.05, 0.0, 0.2)
    assert sight.off(THIGH, away, DOWN) < sight.off(MIRROR_LIMB[THIGH], away, DOWN)
    other = from_yaw(-45.0)
    assert other.off(MIRROR_LIMB[THIGH], (-0.05, 0.0, 0.2), DOWN) == pytest.approx(sight.off(THIGH, away, DOWN)), "as in a mirror"


def test_a_limb_that_points_at_the_lens_is_read_worse_across() -> None:
    sight = from_yaw(0.0)
    assert sight.off(THIGH, (0.1, 0.0, 0.0), (0.0, 0.0, -1.0)) < 0.7 * sight.off(THIGH, (0.1, 0.0, 0.0), DOWN)


def test_differences_weigh_by_their_size_and_nothing_seen_stays_unknown() -> None:
    sight = from_yaw(20.0)
    once, twice = sight.off(THIGH, (0.05, 0.05, 0.0), ASIDE), sight.off(THIGH, (0.1, 0.1, 0.0), ASIDE)
    assert twice == pytest.approx(2 * once, rel=0.05)
    assert sight.off(THIGH, (0.0, 0.0, 0.0), DOWN) == 0.0
    assert isnan(sight.off(THIGH, (nan, nan, nan), DOWN))


def test_opposite_lines_of_sight_are_no_accident() -> None:
    behind = from_yaw(180.0)
    assert 0 < behind.off(THIGH, (0.1, 0.1, 0.1), DOWN) < from_yaw(0.0).off(THIGH, (0.1, 0.1, 0.1), DOWN)
    assert behind.sigma_deg(THIGH, AHEAD) > from_yaw(0.0).sigma_deg(THIGH, AHEAD)
