"""Whether the score depends on the instrument: one man's three exercises (Keraal) by Vicon, the Kinect and BlazePose's picture depth."""

from statistics import mean
from typing import Any

import numpy as np

from benchmarks.real.depth import best_turn
from benchmarks.real.keraal import EXERCISES, blazepose, kinect, vicon
from benchmarks.real.pose2sim import apart, limbs_of
from benchmarks.real.tracks import Floats
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.session.compare import compare
from perscoach_motion.skeleton import INDEX, LIMBS
from perscoach_motion.track import PoseTrack

ARMS = tuple(LIMBS.index(f"{side}_{limb}") for side in ("left", "right") for limb in ("upper_arm", "forearm"))
COMMON = tuple(INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "elbow", "wrist", "hip"))
"""What all three instruments see of a seated man; nothing else is shown to the score."""
RATE_HZ = 30.0
RESTING = 5
"""Frames at the beginning in which the hands still lie on the knees."""
LATEST_S = 1.0
"""The files were cut by hand; they begin within this of each other."""


def measure() -> dict[str, Any]:
    tracks: dict[str, dict[str, PoseTrack]] = {"vicon": {}, "kinect": {}, "blazepose": {}}
    joints: dict[str, dict[str, float]] = {}
    for exercise in EXERCISES:
        truth, missed = vicon(exercise)
        joints[exercise] = {name: round(off * 1000, 1) for name, off in missed.items()}
        for name, track in (("vicon", truth), ("kinect", kinect(exercise)), ("blazepose", blazepose(exercise))):
            tracks[name][exercise] = _only_common(track)
    arms = {
        name: {exercise: _arms(tracks["vicon"][exercise], tracks[name][exercise]) for exercise in EXERCISES}
        for name in ("kinect", "blazepose")
    }
    scores = {
        f"{trainer} trains {client}": {
            one: {two: compare(tracks[trainer][one], tracks[client][two])["score"] for two in EXERCISES} for one in EXERCISES
        }
        for trainer in tracks
        for client in tracks
    }
    return {
        "recordings": dict.fromkeys(EXERCISES, "one repetition, labelled correct"),
        "vicon_joint_rests_within_mm": joints,
        "arms_against_vicon": arms,
        "range_error_median": {
            name: round(float(np.median([abs(1 - ratio) for each in rows.values() for ratio in each["range_ratio"].values()])), 3)
            for name, rows in arms.items()
        },
        "scores": scores,
        "same_exercise_mean": {pair: round(mean(table[one][one] or 0.0 for one in EXERCISES), 1) for pair, table in scores.items()},
        "other_exercise_max": {
            pair: max(table[one][two] or 0.0 for one in EXERCISES for two in EXERCISES if one != two) for pair, table in scores.items()
        },
    }


def _only_common(track: PoseTrack) -> PoseTrack:
    times, image, world, visibility = arrays(track)
    shown = np.zeros_like(visibility)
    shown[:, COMMON] = visibility[:, COMMON]
    return track_from_arrays(times, image, world, shown, track.aspect)


def _arms(truth: PoseTrack, track: PoseTrack) -> dict[str, Any]:
    """The four arm limbs against Vicon's, after the lag and the one rotation that fit best."""
    clock = np.arange(LATEST_S, min(truth.duration, track.duration) - LATEST_S, 1 / RATE_HZ)
    mine = _at(track, clock)
    tried = []
    for lag in np.arange(-LATEST_S, LATEST_S, 1 / RATE_HZ):
        real = _at(truth, clock + lag)
        turn = best_turn(mine.reshape(-1, 3), real.reshape(-1, 3))
        tried.append((float(apart(mine @ turn.T, real).mean()), lag, turn))
    error, lag, turn = min(tried, key=lambda one: one[0])
    off = apart(mine @ turn.T, _at(truth, clock + lag))
    names = [LIMBS[k] for k in ARMS]
    ranges = [(_range(truth, k), _range(track, k)) for k in range(len(ARMS))]
    return {
        "mean_deg": round(error, 1),
        "lag_s": round(-float(lag), 2),
        "limbs_deg": {name: round(float(off[:, k].mean()), 1) for k, name in enumerate(names)},
        "range_true_deg": {name: round(true) for name, (true, _) in zip(names, ranges, strict=True)},
        "range_ratio": {name: round(read / true, 2) for name, (true, read) in zip(names, ranges, strict=True)},
    }


def _at(track: PoseTrack, clock: Floats) -> Floats:
    """``(N, 4, 3)`` arm directions at these times."""
    times, _, world, _ = arrays(track)
    limbs = limbs_of(world)[:, ARMS].reshape(len(times), -1)
    there = np.stack([np.interp(clock, times, channel) for channel in limbs.T], axis=1).reshape(-1, len(ARMS), 3)
    return np.asarray(there / np.linalg.norm(there, axis=2, keepdims=True))


def _range(track: PoseTrack, arm: int) -> float:
    """Degrees the limb turns away from where it begins; 95th percentile over the frames."""
    limb = _at(track, np.arange(0.0, track.duration, 1 / RATE_HZ))[:, arm]
    rest = limb[:RESTING].mean(axis=0)
    return float(np.percentile(apart(limb, rest / np.linalg.norm(rest)), 95))
