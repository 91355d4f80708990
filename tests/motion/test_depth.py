"""Depth is read from shortness: what the network holds for upright leans, when it looks too short for that."""

from math import asin, degrees

import numpy as np
import pytest

from perscoach_motion.directions.depth import TRUNK, deepened, lengths, sizes
from perscoach_motion.directions.limbs import directions
from perscoach_motion.directions.motion import motion
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.track import PoseTrack
from tests.motion.figures import Figure, film

LEFT_FOREARM = 3 * LIMBS.index("left_forearm")


def read_flat(figure: Figure) -> PoseTrack:
    """The figure's clip as a network reads it that sees no depth in the upper body."""
    times, image, world, visibility = arrays(film(figure))
    flat = world.copy()
    flat[:, :23, 2] = 0.0
    return track_from_arrays(times, image, flat, visibility, figure.aspect)


def deepest_lean(track: PoseTrack) -> float:
    """Degrees that the trunk leans towards the lens at most; negative is forwards."""
    return min(degrees(asin(vectors[3 * TRUNK + 2])) for vectors in motion(track).limbs)


@pytest.mark.parametrize("lean_deg", [35.0, 50.0])
def test_a_trunk_that_leans_to_the_lens_is_read_as_leaning_though_the_network_sees_it_upright(lean_deg: float) -> None:
    by_network = [degrees(asin(directions(list(frame.ravel()))[3 * TRUNK + 2])) for frame in arrays(read_flat(Figure()))[2]]
    assert max(map(abs, by_network)) < 1
    assert deepest_lean(read_flat(Figure(lean_deg=lean_deg))) == pytest.approx(-lean_deg, abs=12)


def test_a_trunk_that_stays_upright_is_not_made_to_lean() -> None:
    assert deepest_lean(read_flat(Figure(lean_deg=0.0))) > -12


def test_who_turns_her_back_leans_away_from_the_lens() -> None:
    assert max(vectors[3 * TRUNK + 2] for vectors in motion(film(Figure(yaw_deg=180.0))).limbs) < 0.2, "ahead is ahead, from wherever"
    side = (-1.0, 0.0)
    track = film(Figure())
    xy, world = track.xy_of(50), track.world_of(50)
    true = lengths([sizes(track.xy_of(0), track.aspect, track.world_of(0))])
    upright = [0.0, -1.0, 0.0] * len(LIMBS)
    facing = deepened(list(upright), xy, track.aspect, true, (1.0, 0.0))
    away = deepened(list(upright), xy, track.aspect, true, side)
    assert facing[3 * TRUNK + 2] == -away[3 * TRUNK + 2] < -0.3
    assert directions(world)[3 * TRUNK + 2] < -0.3, "and the first of them is right"


def test_lengths_are_those_of_the_picture_whatever_is_foreshortened_for_a_moment() -> None:
    whole, bent = film(Figure()), film(Figure(bent=True))
    upright = lengths(sizes(whole.xy_of(k), whole.aspect, whole.world_of(k)) for k in range(len(whole)))
    never = lengths(sizes(bent.xy_of(k), bent.aspect, bent.world_of(k)) for k in range(len(bent)))
    assert upright[TRUNK] == pytest.approx(0.3 * 1.70 * 0.42, rel=0.02)
    thigh = LIMBS.index("left_thigh")
    assert never[thigh] >= 0.85 * upright[thigh], "a thigh that always points at the lens is not a short one"


def test_nothing_known_is_nothing_told() -> None:
    track = film(Figure())
    vectors = directions(track.world_of(50))
    assert deepened(list(vectors), track.xy_of(50), track.aspect, lengths([]), (1.0, 0.0)) == vectors
    changed = deepened(list(vectors), track.xy_of(50), track.aspect, [0.3] * len(LIMBS), (1.0, 0.0))
    assert changed[LEFT_FOREARM : LEFT_FOREARM + 3] == vectors[LEFT_FOREARM : LEFT_FOREARM + 3], "forearms gain nothing and stay as read"
    assert all(np.isfinite(changed))
