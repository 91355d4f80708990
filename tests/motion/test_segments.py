"""Cutting by movement: which exercises, from when to when, how many repetitions. Figures in numbers: `perscoach bench cutting`."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from perscoach_motion.cutting.departures import SET_PAUSE_S
from perscoach_motion.cutting.segment import KINDS, TOLERANCE_DEG, Segment, clip_tolerance, segment_from
from perscoach_motion.cutting.segments import CEILING_DEG, segments
from perscoach_motion.faults.words import KIND_WORDS
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import dumps, loads
from tests.motion.figures import PERIOD_S, Figure, film, flipped, pose_file
from tests.synthetic.cut_scenes import CUT_SCENES
from tests.synthetic.routine_tracks import routine_track

WITHIN_S = 0.25
"""What a boundary may be off."""
RAISE = Figure(depth=0.0, arms_deg=85.0, noise_m=0.005)
SQUAT = Figure(noise_m=0.005)


def after_each_other(*tracks: PoseTrack) -> PoseTrack:
    """One long clip."""
    parts = [arrays(track) for track in tracks]
    starts = np.concatenate([[0.0], np.cumsum([times[-1] + times[1] for times, *_ in parts])])
    times = np.concatenate([part[0] + start for part, start in zip(parts, starts, strict=False)])
    return track_from_arrays(times, *(np.concatenate([part[k] for part in parts]) for k in (1, 2, 3)), tracks[0].aspect)


def changed(track: PoseTrack, change: Any) -> PoseTrack:
    times, image, world, visibility = (values.copy() for values in arrays(track))
    change(times, image, world, visibility)
    return track_from_arrays(times, image, world, visibility, track.aspect)


def told(track: PoseTrack) -> list[tuple[str, int]]:
    return [(segment.kind, len(segment.repetitions)) for segment in segments(track)]


def test_a_session_is_cut_where_the_movement_is() -> None:
    scene = CUT_SCENES["no_pause_to_speak_of"]
    found, truth = segments(routine_track(scene)), scene.movement.exercises()  # type: ignore[union-attr]
    assert [len(one.repetitions) for one in found] == [one.count for one in truth]
    assert [one.kind.removesuffix("-like").replace("-", "_") for one in found] == [one.kind.removeprefix("overhead_") for one in truth]
    for one, real in zip(found, truth, strict=True):
        assert one.start_s == pytest.approx(real.start_s, abs=WITHIN_S)
        assert one.end_s == pytest.approx(real.end_s, abs=WITHIN_S)


def test_repetitions_follow_each_other_inside_their_segment() -> None:
    (found,) = segments(film(SQUAT))
    bounds = [0.5 + PERIOD_S * number for number in range(4)]
    assert [start for start, _ in found.repetitions] == pytest.approx(bounds[:-1], abs=WITHIN_S)
    assert [end for _, end in found.repetitions] == pytest.approx(bounds[1:], abs=WITHIN_S)
    assert (found.start_s, found.end_s) == (found.repetitions[0][0], found.repetitions[-1][1])
    assert {"left_thigh", "right_thigh", "trunk"} <= set(found.limbs)
    assert all(one[1] <= other[0] for one, other in pairwise(found.repetitions))


@pytest.mark.parametrize("yaw_deg", [-60.0, 0.0, 45.0, 90.0])
def test_the_camera_does_not_matter(yaw_deg: float) -> None:
    assert told(film(replace(SQUAT, yaw_deg=yaw_deg))) == [("squat-like", 3)]


@pytest.mark.parametrize("fps", [6.0, 15.0, 60.0])
def test_the_frame_rate_does_not_matter(fps: float) -> None:
    assert told(film(replace(SQUAT, fps=fps))) == [("squat-like", 3)]


def test_neither_do_uneven_frames_short_gaps_and_mirrors() -> None:
    track = film(replace(SQUAT, fps=30.0))
    keep = np.sort(np.random.default_rng(3).choice(len(track), len(track) // 2, replace=False))
    uneven = track_from_arrays(*(values[keep] for values in arrays(track)), track.aspect)

    def hide(_: Any, *channels: Any) -> None:
        for values in channels:
            values[60:66] = np.nan

    for same in (uneven, changed(uneven, hide), flipped(track)):
        assert told(same) == [("squat-like", 3)]


def test_another_exercise_right_after_is_another_segment() -> None:
    assert told(after_each_other(film(SQUAT), film(RAISE))) == [("squat-like", 3), ("front-raise-like", 3)]


def test_a_longer_rest_begins_a_new_set() -> None:
    # Half a second of standing is at both ends of every film.
    short, long = (after_each_other(film(replace(SQUAT, stays_s=pause - 0.5)), film(SQUAT)) for pause in (SET_PAUSE_S - 1, SET_PAUSE_S + 1))
    assert told(short) == [("squat-like", 6)]
    assert told(long) == [("squat-like", 3), ("squat-like", 3)]


@pytest.mark.parametrize("seed", range(3))
def test_standing_is_no_exercise(seed: int) -> None:
    assert segments(film(Figure(repetitions=0, stays_s=8.0, noise_m=0.015), seed)) == ()


def test_a_small_movement_of_the_arms_is_fidgeting() -> None:
    assert segments(film(replace(RAISE, arms_deg=35.0))) == ()


def test_walking_past_is_no_exercise() -> None:
    track = film(Figure(depth=0.5, arms_deg=60.0, noise_m=0.005))
    assert segments(track) != ()

    def past(times: Any, image: Any, *_: Any) -> None:
        image[..., 0] += 0.35 * times[:, None]

    assert segments(changed(track, past)) == ()


def test_a_position_that_is_kept_is_a_hold() -> None:
    (found,) = segments(film(Figure(bent=True, noise_m=0.005)))
    assert (found.kind, found.repetitions, found.tolerance) == ("hold", (), None)
    assert found.end_s - found.start_s > 9


def test_nobody_and_nothing() -> None:
    empty = track_from_arrays(np.empty(0), np.empty((0, 33, 3)), np.empty((0, 33, 3)), np.empty((0, 33)), 1.0)
    nobody = changed(film(SQUAT), lambda _, *channels: [values.fill(np.nan) for values in channels])
    assert segments(empty) == segments(nobody) == ()


def test_tolerance_is_the_spread_of_the_own_repetitions() -> None:
    even = segments(film(Figure(repetitions=4)))[0].tolerance
    assert even == dict.fromkeys(LIMBS, TOLERANCE_DEG), "repetitions that are all alike: the floor"
    deep, shallow = film(replace(SQUAT, repetitions=1)), film(replace(SQUAT, repetitions=1, depth=0.65))
    (found,) = segments(after_each_other(deep, shallow, deep, shallow))
    assert found.tolerance is not None
    assert len(found.repetitions) == 4
    # Between a full and a 0.65 squat the thigh differs by 30 degrees, from their mean by 15.
    assert TOLERANCE_DEG < found.tolerance["left_thigh"] <= CEILING_DEG
    assert found.tolerance["head"] <= found.tolerance["left_thigh"]


def test_a_single_repetition_tells_no_tolerance() -> None:
    (found,) = segments(film(replace(SQUAT, repetitions=1)))
    assert (len(found.repetitions), found.tolerance) == (1, None)


def test_segments_come_back_from_the_pose_file() -> None:
    poses = pose_file(film(SQUAT))
    cut = segments(poses.track)
    back = loads(dumps(replace(poses, segments=cut, tolerance=clip_tolerance(cut))))
    assert [(one.kind, one.limbs, len(one.repetitions)) for one in back.segments] == [("squat-like", cut[0].limbs, 3)]
    assert back.segments[0].start_s == pytest.approx(cut[0].start_s, abs=1e-3)
    assert back.tolerance == back.segments[0].tolerance


@pytest.mark.parametrize(
    "change",
    [
        {"start_s": "0"},
        {"start_s": 5.0, "end_s": 4.0},
        {"end_s": float("inf")},
        {"start_s": -1.0},
        {"kind": "../../etc"},
        {"limbs": ["tail"]},
        {"repetitions": [[1.0]]},
        {"repetitions": [[0.0, 99.0]]},
        {"repetitions": [[1.0, 2.0]] * 3000},
        {"tolerance": {"tail": 12.0}},
        {"tolerance": {"trunk": -1.0}},
    ],
)
def test_a_segment_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    good = Segment(1.0, 4.0, "squat-like", ("left_thigh",), ((1.0, 2.0), (2.5, 4.0)), {"left_thigh": 14.0}).document()
    assert segment_from(good).document() == good
    with pytest.raises((ValueError, KeyError, TypeError)):
        segment_from({**good, **change})


def test_every_kind_has_words() -> None:
    assert set(KIND_WORDS) == set(KINDS)
