"""A clip read as limbs on an even clock: without what the network mistook for a moment, and without what lies outside the picture."""

from math import isnan

import numpy as np
import pytest

from perscoach_motion.directions.limbs import angle
from perscoach_motion.directions.motion import LONGEST_GAP_S, RATE_HZ, landmarks_seen, motion
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import COUNT, INDEX, LIMBS, MIRROR
from perscoach_motion.track import PoseTrack
from tests.motion.figures import Figure, film

THIGH, SHIN = LIMBS.index("left_thigh"), LIMBS.index("left_shin")


def mistaken(track: PoseTrack, start_s: float, end_s: float) -> PoseTrack:
    """The same clip with front taken for back for a moment: left and right exchanged, depth turned round."""
    times, image, world, visibility = (values.copy() for values in arrays(track))
    rows = (times >= start_s) & (times < end_s)
    image[rows], world[rows] = image[rows][:, list(MIRROR)], world[rows][:, list(MIRROR)] * (1, 1, -1)
    return track_from_arrays(times, image, world, visibility, track.aspect)


def kept(track: PoseTrack, rows: slice | np.ndarray) -> PoseTrack:
    times, image, world, visibility = arrays(track)
    return track_from_arrays(times[rows], image[rows], world[rows], visibility[rows], track.aspect)


def farthest(one: PoseTrack, other: PoseTrack) -> float:
    """Degrees between the same limbs of two readings, the largest over limbs and moments known to both."""
    a, b = motion(one), motion(other)
    rows = {round(time_s, 3): vectors for time_s, vectors in zip(b.times, b.limbs, strict=True)}
    pairs = [(vectors, rows[round(t, 3)]) for t, vectors in zip(a.times, a.limbs, strict=True) if round(t, 3) in rows]
    assert len(pairs) > 50
    return max(angle(x, y, limb) for x, y in pairs for limb in range(len(LIMBS)))


def test_front_mistaken_for_back_for_a_moment_is_not_seen() -> None:
    track = film(Figure())
    assert farthest(track, mistaken(track, 3.0, 3.3)) < 15, "what is left out is bridged"


def test_who_turns_her_back_all_the_time_is_believed() -> None:
    behind = film(Figure(yaw_deg=180.0))
    shown = motion(behind)
    assert len(shown.times) == len(motion(film(Figure())).times)
    feet = [LIMBS.index("left_foot"), LIMBS.index("right_foot")]
    assert not any(seen[limb] for seen in shown.seen for limb in feet), "feet from behind are read as pointing the wrong way"
    assert all(seen[THIGH] for seen in shown.seen)


@pytest.mark.parametrize("yaw_deg", [-60.0, -25.0, 30.0, 80.0])
def test_the_heading_is_taken_out(yaw_deg: float) -> None:
    assert farthest(film(Figure()), film(Figure(yaw_deg=yaw_deg))) < 12


def test_a_lean_is_not_taken_for_a_turn() -> None:
    shown = motion(film(Figure(lean_deg=60.0)))
    assert abs(shown.heading) < 0.05


def test_the_clock_is_even_whatever_the_cameras_rate() -> None:
    fast, slow = film(Figure(fps=60.0)), film(Figure(fps=12.0))
    for track in (fast, slow):
        shown = motion(track)
        assert np.diff(shown.times) == pytest.approx(1.0 / RATE_HZ)
        assert len(shown.times) == pytest.approx(track.duration * RATE_HZ, abs=2)
    assert farthest(fast, slow) < 8


def test_smoothing_does_not_lag_behind() -> None:
    shown = motion(film(Figure()))
    level = [vectors[3 * THIGH + 1] for vectors in shown.limbs]
    deepest = shown.times[int(np.argmin(level[:30]))]
    assert deepest == pytest.approx(2.0, abs=0.06)


def test_where_nobody_was_seen_there_are_no_frames() -> None:
    track = film(Figure())
    times = arrays(track)[0]
    shown = motion(kept(track, (times < 3.0) | (times > 4.5)))
    assert not [time_s for time_s in shown.times if 3.2 < time_s < 4.3]
    assert max(np.diff(shown.times)) > LONGEST_GAP_S
    assert motion(kept(track, slice(0, 0))).times == []


def test_outside_the_picture_the_network_guesses_however_sure_it_is() -> None:
    clear, inside = [1.0] * COUNT, [0.5] * (2 * COUNT)
    assert all(landmarks_seen(clear, inside))
    below = list(inside)
    below[2 * INDEX["left_ankle"] + 1] = 1.1
    assert [number for number, seen in enumerate(landmarks_seen(clear, below)) if not seen] == [INDEX["left_ankle"]]
    times, image, world, visibility = (values.copy() for values in arrays(film(Figure())))
    image[:, INDEX["left_ankle"], 1] = 1.1
    seen = motion(track_from_arrays(times, image, world, visibility, 9 / 16)).seen
    assert not any(row[SHIN] for row in seen)
    assert all(row[THIGH] for row in seen)


def test_with_half_the_body_hidden_nothing_is_seen() -> None:
    times, image, world, visibility = (values.copy() for values in arrays(film(Figure())))
    visibility[:, [11, 13, 15, 23, 25, 27, 12]] = 0.1
    shown = motion(track_from_arrays(times, image, world, visibility, 9 / 16))
    assert not any(any(row) for row in shown.seen)
    assert not isnan(shown.limbs[0][0]), "the directions are kept all the same"
