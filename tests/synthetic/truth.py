"""What is known about a rendered clip because it was made that way."""

import json
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import LANDMARKS
from tests.synthetic.bodies import Body, Floats, Ints, body
from tests.synthetic.camera import Camera
from tests.synthetic.paint import eye_centres
from tests.synthetic.routine import Exercise

JOINT_BONES = {
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "pinky": "finger5-1",
    "index": "finger2-1",
    "thumb": "finger1-2",
}
"""The bone whose head is the landmark; fingers are their knuckles."""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """The truth of one clip of T frames.

    Attributes:
        times: (T,) seconds of each frame.
        alpha: (T, H, W) the person's coverage of each pixel, 0..1, from 4 samples inside and 16 on edges.
        joints: (T, 33, 3) metres: x to the picture's right, y down, z away from the camera, zero between the hips. Shoulders to ankles
            are the skeleton's joints, the rest points on the skin.
        pixels: (T, 33, 2) the same points in the picture, pixels from its upper left corner.
        repetitions: (start, end) seconds of each.
        movement, fault, figure: What was done, with which fault (None: none), by whom.
        yaw: Degrees the person is turned to their own left.
        delay: Seconds before the first repetition.
        gear: (T, H, W) the part of `alpha` that is equipment (dumbbells, a band, a chair), None without any. A mat is floor.
        exercises: Of a clip of several: where each begins and ends, what it is and how often it is done.
    """

    times: NDArray[np.float64]
    alpha: Floats
    joints: Floats
    pixels: Floats
    repetitions: tuple[tuple[float, float], ...]
    movement: str
    fault: str | None
    figure: str
    yaw: float
    delay: float
    gear: Floats | None = None
    exercises: tuple[Exercise, ...] = ()

    def brief(self) -> dict[str, Any]:
        """What fits in a small JSON file: everything but the arrays."""
        return {
            "movement": self.movement,
            "fault": self.fault,
            "figure": self.figure,
            "yaw": self.yaw,
            "delay_s": self.delay,
            "frames": len(self.times),
            "duration_s": round(float(self.times[-1] + self.times[1] - self.times[0]) if len(self.times) > 1 else 0.0, 3),
            "repetitions": [[round(start, 3), round(end, 3)] for start, end in self.repetitions],
        }

    def write_brief(self, path: Path) -> None:
        """Writes `brief()` as one line of JSON."""
        path.write_text(json.dumps(self.brief(), separators=(",", ":")) + "\n", encoding="utf-8")


def write_truth(path: Path, truth: Truth) -> None:
    """Keeps the whole truth in one compressed file; coverage is stored in 1/255 steps, which sixteen samples do not exceed."""
    with path.open("wb") as out:
        np.savez_compressed(
            out,
            times=truth.times,
            alpha=_bytes(truth.alpha),
            gear=_bytes(truth.gear) if truth.gear is not None else np.zeros(0, np.uint8),
            joints=truth.joints,
            pixels=truth.pixels,
            plain=np.array(json.dumps(_plain(truth))),
        )


def read_truth(path: Path) -> Truth:
    """Reads what `write_truth` wrote."""
    with np.load(path) as stored:
        plain = json.loads(str(stored["plain"]))
        plain["repetitions"] = tuple((start, end) for start, end in plain["repetitions"])
        plain["exercises"] = tuple(Exercise(*one) for one in plain.get("exercises", ()))
        alpha = stored["alpha"].astype(np.float32) / 255
        gear = stored["gear"].astype(np.float32) / 255 if "gear" in stored.files and stored["gear"].size else None
        return Truth(times=stored["times"], alpha=alpha, joints=stored["joints"], pixels=stored["pixels"], gear=gear, **plain)


def _bytes(coverage: Floats) -> NDArray[np.uint8]:
    return np.round(coverage * 255).astype(np.uint8)


def _plain(truth: Truth) -> dict[str, Any]:
    return {name: getattr(truth, name) for name in ("repetitions", "movement", "fault", "figure", "yaw", "delay")} | {
        "exercises": [astuple(one) for one in truth.exercises]
    }


def face_points(person: Body) -> dict[str, Floats]:
    """Points on the face that no regressor names, at rest: the eyes' corners and the mouth's."""
    eyes = eye_centres(person)
    lips = person.vertices[person.lips > 0.5]
    points = {}
    for side, sign, eye in (("left", 1.0, eyes[0]), ("right", -1.0, eyes[1])):
        points[f"{side}_eye_inner"] = eye + np.array([-0.014 * sign, -0.012, -0.001], np.float32)
        points[f"{side}_eye_outer"] = eye + np.array([0.015 * sign, -0.006, 0.001], np.float32)
        points[f"mouth_{side}"] = lips[np.argmax(lips[:, 0] * sign)]
    return points


def _regressor(name: str) -> str:
    side, _, part = name.partition("_")
    return f"{side}_big_toe" if part == "foot_index" else name


@cache
def landmark_vertices(figure: str) -> Ints:
    """The vertices from which `landmarks` regresses points on the skin."""
    regressors = (body(figure).keypoints.get(_regressor(name)) for name in LANDMARKS)
    return np.unique(np.concatenate([found[0] for found in regressors if found is not None])).astype(np.int32)


@cache
def _face(figure: str) -> dict[str, Floats]:
    return face_points(body(figure))


def landmarks(person: Body, joints: Floats, turns: Floats, skin: Floats) -> Floats:
    """(33, 3) landmarks of a posed body, from its joints (J, 3), bone turns (J, 3, 3) and posed keypoint vertices (V, 3)."""
    head = person.bones["head"]
    face = _face(person.figure.name)
    found = []
    for name in LANDMARKS:
        side, _, part = name.partition("_")
        if part in JOINT_BONES:
            found.append(joints[person.bones[f"{JOINT_BONES[part]}.{side[0].upper()}"]])
        elif name in face:
            found.append(joints[head] + turns[head] @ (face[name] - person.heads[head]))
        else:
            indices, weights = person.keypoints[_regressor(name)]
            found.append(weights @ skin[indices])
    return np.stack(found).astype(np.float32)


def camera_joints(camera: Camera, points: Floats) -> Floats:
    """(33, 3) landmarks in the room as the camera has them, hip-centred (the axes of `Truth.joints`)."""
    seen = camera.seen(points)
    hips = (seen[LANDMARKS.index("left_hip")] + seen[LANDMARKS.index("right_hip")]) / 2
    return np.asarray(seen - hips, dtype=np.float32)
