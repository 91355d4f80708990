"""How MediaPipe's world landmarks err against calibrated cameras: along the camera's depth, and across the picture."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.real.cameras import Floats, shortest_turn
from benchmarks.real.pose2sim import LATE_FRAMES, Scene, apart, limbs_of, on_one_clock
from perscoach_motion.npzfile import arrays
from perscoach_motion.skeleton import LEFT_HIP, LIMBS, RIGHT_HIP

EDGE_FRAMES = 3
"""Left out at both ends: there smoothing has only one side to go by."""
WELL_KNOWN = tuple(k for k, name in enumerate(LIMBS) if name not in ("left_foot", "right_foot", "hips", "head"))
"""Limbs whose truth is known to 5 degrees; the others are too short for it."""
SLACKS_DEG = (0.0, 10.0, 20.0)
"""Depth may be read so much wrong, either way: the error model says 8 to 25."""
STEPS = 9
"""Elevations tried within the slack."""


def errors(found: Scene) -> dict[str, Any]:
    """Per limb in degrees: bias (mean over a clip, per camera) and spread around it, in depth and across.

    Depth is the limb's elevation along the camera's axis, positive away from the camera; across is its angle in the picture, positive
    clockwise. Frames in which a camera had the sides exchanged are left out.
    """
    true, read = zip(*(_both(found, number) for number in range(len(found.cameras))), strict=True)
    rows = {}
    for k, name in enumerate(LIMBS):
        deep = [_elevation(mine[:, k]) - _elevation(real[:, k]) for mine, real in zip(read, true, strict=True)]
        flat = [_across(mine[:, k], real[:, k]) for mine, real in zip(read, true, strict=True)]
        rows[name] = {
            "total_mean": [round(float(apart(mine[:, k], real[:, k]).mean()), 1) for mine, real in zip(read, true, strict=True)],
            "depth_bias": [round(float(each.mean()), 1) for each in deep],
            "depth_bias_rms": _rms([float(each.mean()) for each in deep]),
            "depth_spread": _rms([float(each.std()) for each in deep]),
            "across_bias": [round(float(each.mean()), 1) for each in flat],
            "across_bias_rms": _rms([float(each.mean()) for each in flat]),
            "across_spread": _rms([float(each.std()) for each in flat]),
            "truth_itself": round(float(found.doubt_deg[k]), 1),
        }
    return {"limbs_deg": rows, "cameras": [_tilt(found, number, *pair) for number, pair in enumerate(zip(true, read, strict=True))]}


def _tilt(found: Scene, number: int, true: Floats, read: Floats) -> dict[str, Any]:
    """By how much all limbs together are turned, and what is left after that."""
    camera = found.cameras[number]
    hips = found.points[:, [LEFT_HIP, RIGHT_HIP]].mean(axis=(0, 1))
    ray = (hips - camera.place) @ camera.turn.T
    toward = shortest_turn(ray / np.linalg.norm(ray), np.array([0.0, 0.0, 1.0]))
    mine, real = read[:, WELL_KNOWN].reshape(-1, 3), true[:, WELL_KNOWN].reshape(-1, 3)
    turn = best_turn(mine, real)
    pitch, yaw, roll = np.degrees(_vector(turn))
    return {
        "frames": len(read),
        "mean_error_deg": round(float(apart(mine, real).mean()), 1),
        "mean_error_in_the_axes_of_the_ray_deg": round(float(apart(mine, real @ toward.T).mean()), 1),
        "mean_error_after_one_turn_deg": round(float(apart(mine @ turn.T, real).mean()), 1),
        "turn_to_truth_deg": {"pitch": round(float(pitch), 1), "yaw": round(float(yaw), 1), "roll": round(float(roll), 1)},
    }


def agreement(found: Scene, one: NDArray[np.floating], other: NDArray[np.floating], cameras: tuple[int, int]) -> dict[str, Any]:
    """How far two cameras' readings are apart once both are level, degrees, by how far each may slide in its own depth.

    Args:
        found: The recording.
        one, other: ``(T, 33, 3)`` world landmarks as the two cameras read them, sides put right.
        cameras: Their numbers.

    Returns:
        By slack: the mean, and per limb the 75th percentile over the frames.
    """
    result = {}
    for slack in SLACKS_DEG:
        sets = [_slid(limbs_of(world), slack) @ found.cameras[number].turn for world, number in zip((one, other), cameras, strict=True)]
        nearest = apart(sets[0][:, None], sets[1][None]).min(axis=(0, 1))[EDGE_FRAMES:-EDGE_FRAMES]
        worst = np.percentile(nearest, 75, axis=0)
        result[f"{slack:.0f}"] = {
            "mean": round(float(nearest[:, WELL_KNOWN].mean()), 1),
            "limbs": {name: round(float(value)) for name, value in zip(LIMBS, worst, strict=True)},
        }
    return result


def best_turn(one: Floats, other: Floats) -> Floats:
    """``(3, 3)``: the rotation that lays directions ``(N, 3)`` on others best (Kabsch, 1976)."""
    u, _, vt = np.linalg.svd(one.T @ other)
    return np.asarray(vt.T @ np.diag([1.0, 1.0, np.sign(np.linalg.det(vt.T @ u.T))]) @ u.T)


def _both(found: Scene, number: int) -> tuple[Floats, Floats]:
    """True and read limbs ``(N, 14, 3)`` in the camera's axes, of the frames that can be compared."""
    fair = ~found.exchanged[number].any(axis=1)
    fair[:EDGE_FRAMES] = fair[-EDGE_FRAMES:] = False
    read = on_one_clock(arrays(found.tracks[number])[2], LATE_FRAMES[number])
    return (found.limbs @ found.cameras[number].turn.T)[fair], limbs_of(read)[fair]


def _elevation(limb: Floats) -> Floats:
    return np.asarray(np.degrees(np.arcsin(np.clip(limb[..., 2], -1, 1))))


def _across(mine: Floats, real: Floats) -> Floats:
    """Angle between the two in the picture, scaled by how much of the limb the picture shows."""
    between = np.degrees(np.arctan2(mine[:, 1], mine[:, 0]) - np.arctan2(real[:, 1], real[:, 0]))
    return np.asarray(((between + 180) % 360 - 180) * np.sqrt(1 - real[:, 2] ** 2))


def _slid(limbs: Floats, slack_deg: float) -> Floats:
    """``(S, T, 14, 3)``: the limbs with their depth as read and up to so much different."""
    if not slack_deg:
        return limbs[None]
    place = np.arctan2(limbs[..., 1], limbs[..., 0])
    raised = np.arcsin(np.clip(limbs[..., 2], -1, 1)) + np.radians(slack_deg) * np.linspace(-1, 1, STEPS)[:, None, None]
    return np.stack([np.cos(raised) * np.cos(place), np.cos(raised) * np.sin(place), np.sin(raised)], axis=-1)


def _vector(turn: Floats) -> Floats:
    """Axis times angle of a rotation."""
    return np.asarray(cv2.Rodrigues(turn)[0][:, 0], np.float64)


def _rms(values: list[float]) -> float:
    return round(float(np.sqrt(np.mean(np.square(values)))), 1)
