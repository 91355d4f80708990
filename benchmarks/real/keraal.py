"""One seated man, three rehabilitation exercises, five instruments (Keraal): Vicon's bodies as the truth of his arms.

Vicon follows rigid bodies strapped to the arms. The joint between two of them is the point that rests in both (functional calibration;
Ehrig, Taylor, Duda and Heller, 2006), so directions of upper arms and forearms come without any model of the body. The Kinect gives 25
joints in metres; BlazePose gives landmarks of the picture with a depth in the picture's scale, read from a mirrored video; OpenPose and
AlphaPose give the picture only and have no direction in space.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.real.tracks import Floats, data
from perscoach_motion.npzfile import track_from_arrays
from perscoach_motion.skeleton import COUNT, INDEX, LANDMARKS, MIRROR
from perscoach_motion.track import PoseTrack

EXERCISES = ("CTK", "ELK", "RTK")
"""Hiding the face, stretching the flanks, turning the trunk: one recording of each, all labelled correct."""
KINECT_HZ = 30.0
VICON_HZ = 60.0
"""Vicon's files have twice the frames of the Kinect's."""
ASPECT = 16 / 9
"""Of the Kinect's colour picture."""
BODIES = (
    *("right_forearm", "left_forearm", "right_arm", "left_arm", "chest", "right_thigh", "left_thigh", "right_shoulder", "left_shoulder"),
    *("right_hand", "left_hand", "right_foot", "left_foot", "hips", "head", "right_tibia", "left_tibia"),
)
"""Vicon's order, as the data's own readme has it."""
KINECT_JOINTS = {
    "nose": 3, "left_shoulder": 4, "left_elbow": 5, "left_wrist": 6, "right_shoulder": 8, "right_elbow": 9, "right_wrist": 10,
    "left_hip": 12, "left_knee": 13, "left_ankle": 14, "right_hip": 16, "right_knee": 17, "right_ankle": 18,
}  # fmt: skip
"""Landmark to the Kinect's joint."""
ROUNDS = 4
TRIM = 3.0
"""Frames that miss a joint's centre by so many times the median are left out of the next round: straps slip and bodies are mixed up."""
HIP_HALF_M = 0.1
"""Vicon has one body on the pelvis; hips are drawn this far to its sides."""


def blazepose(exercise: str) -> PoseTrack:
    """BlazePose's landmarks of the picture as a clip, turned back from the mirrored video; depth counts in the picture's width."""
    read = json.loads(_file("BP", exercise, "json").read_text())["positions"]
    frames = np.array([[frame[name.capitalize()] for name in LANDMARKS] for frame in read.values()], dtype=np.float64)
    frames[..., 0] = 1 - frames[..., 0]
    frames = frames[:, list(MIRROR)]
    world = frames * (ASPECT, 1.0, ASPECT)
    return _track(KINECT_HZ, frames, world, dict.fromkeys(LANDMARKS, 1.0))


def kinect(exercise: str) -> PoseTrack:
    """The Kinect's joints; x runs to its left and y up, as its documentation has it."""
    joints = np.loadtxt(_file("Kinect", exercise, "txt")).reshape(-1, 25, 7)[..., :3]
    world = np.zeros((len(joints), COUNT, 3))
    for name, number in KINECT_JOINTS.items():
        world[:, INDEX[name]] = joints[:, number] * (-1.0, -1.0, 1.0)
    return _track(KINECT_HZ, _pictured(world), world, dict.fromkeys(KINECT_JOINTS, 1.0))


def vicon(exercise: str) -> tuple[PoseTrack, dict[str, float]]:
    """Shoulders, elbows, wrists and pelvis from Vicon's bodies; and per joint how far its two bodies disagree, metres.

    Two of the published files have the left arm and the left forearm exchanged; of both namings that one is believed whose joints rest.
    """
    rows = np.loadtxt(_file("Vicon", exercise, "txt")).reshape(-1, len(BODIES), 7)
    bodies = {name: (turns(rows[:, k, 3:]), rows[:, k, :3] / 1000) for k, name in enumerate(BODIES)}
    points: dict[str, Floats] = {"nose": bodies["head"][1]}
    missed: dict[str, float] = {}
    for side in ("left", "right"):
        arms = (bodies[f"{side}_arm"], bodies[f"{side}_forearm"])
        chains = [[bodies["chest"], *order, bodies[f"{side}_hand"]] for order in (arms, arms[::-1])]
        found = [[joint_centre(inner, outer) for outer, inner in pairwise(chain)] for chain in chains]
        best = min(found, key=lambda joints: sum(off for _, off in joints))
        for joint, (where, off) in zip(("shoulder", "elbow", "wrist"), best, strict=True):
            points[f"{side}_{joint}"], missed[f"{side}_{joint}"] = where, off
    across = points["left_shoulder"] - points["right_shoulder"]
    across[:, 2] = 0.0
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    points["left_hip"], points["right_hip"] = (bodies["hips"][1] + sign * HIP_HALF_M * across for sign in (1, -1))
    world = np.zeros((len(rows), COUNT, 3))
    for name, where in points.items():
        # The man looks along the room's x, his left is y: so a camera before him has y to its right and sees him in the direction -x.
        world[:, INDEX[name]] = np.stack([where[:, 1], -where[:, 2], -where[:, 0]], axis=1)
    return _track(VICON_HZ, _pictured(world), world, dict.fromkeys(points, 1.0)), missed


def joint_centre(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> tuple[Floats, float]:
    """The point that rests in two rigid bodies.

    Args:
        one, other: Of each body its rotations ``(T, 3, 3)`` and places ``(T, 3)``.

    Returns:
        ``(T, 3)`` where it is, carried by the first body, and the median distance between what the two bodies say.
    """
    (turn, place), (other_turn, other_place) = one, other
    fair = np.ones(len(place), dtype=bool)
    off = np.zeros(len(place))
    centre = np.zeros(6)
    for _ in range(ROUNDS):
        sides = np.concatenate([turn[fair], -other_turn[fair]], axis=2).reshape(-1, 6)
        centre = np.linalg.lstsq(sides, (other_place - place)[fair].reshape(-1), rcond=None)[0]
        off = np.linalg.norm(turn @ centre[:3] + place - other_turn @ centre[3:] - other_place, axis=1)
        fair = off <= TRIM * max(float(np.median(off)), 1e-6)
    return np.asarray(turn @ centre[:3] + place), float(np.median(off))


def turns(quaternions: Floats) -> Floats:
    """``(T, 4)`` x, y, z, w to ``(T, 3, 3)``."""
    x, y, z, w = (quaternions / np.linalg.norm(quaternions, axis=1, keepdims=True)).T
    rows = [
        *(1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        *(2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        *(2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    ]
    return np.stack(rows, axis=1).reshape(-1, 3, 3)


def _file(instrument: str, exercise: str, kind: str) -> Path:
    return data() / "landmarks" / "keraal" / f"G3-{instrument}-{exercise}-P1T1-Unknown-C-0.{kind}"


def _pictured(world: Floats) -> Floats:
    """Landmarks of a picture for instruments that have none: seen from far away."""
    flat = world - world[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    return np.asarray(flat / (4 * ASPECT, 4, 4) + (0.5, 0.6, 0.0))


def _track(rate_hz: float, image: NDArray[np.floating], world: Floats, seen: dict[str, float]) -> PoseTrack:
    visibility = np.zeros(image.shape[:2])
    for name, value in seen.items():
        visibility[:, INDEX[name]] = value
    return track_from_arrays(np.arange(len(image)) / rate_hz, image, world, visibility, ASPECT)
