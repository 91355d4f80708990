"""Calibrated cameras: Qualisys' calibration file, where a point appears, and the point that several pictures agree on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SUBPIXELS = 64.0
"""The file counts its intrinsics in 64ths of a pixel."""
HUBER_PX = 10.0
"""A landmark that a camera puts further off than this loses weight: the estimator's usual error in the picture is about as large."""
ROUNDS = 8
"""Gauss-Newton steps; the points move by less than 0.1 mm after five."""


@dataclass(frozen=True, slots=True)
class Camera:
    """One calibrated camera.

    Attributes:
        name: As in the file.
        turn: ``(3, 3)`` from the room's axes (z up) to the camera's (x right, y down, z away).
        place: ``(3,)`` metres, in the room.
        intrinsic: ``(3, 3)`` pixels.
        distortion: ``(4,)`` k1, k2, p1, p2 as OpenCV has them.
    """

    name: str
    turn: Floats
    place: Floats
    intrinsic: Floats
    distortion: Floats

    @property
    def focal_px(self) -> float:
        return float(self.intrinsic[0, 0])

    @property
    def up(self) -> Floats:
        """The room's upward direction in the camera's axes."""
        return self.turn[:, 2]

    @property
    def looks_down_deg(self) -> float:
        return degrees(float(np.arcsin(-self.turn[2, 2])))

    @property
    def roll_deg(self) -> float:
        """How far upright people lean to the right in its picture."""
        return degrees(atan2(self.up[0], -self.up[1]))

    @property
    def level(self) -> Floats:
        """``(3, 3)``: what takes pitch and roll out of world landmarks, by the shortest way."""
        return shortest_turn(self.up, np.array([0.0, -1.0, 0.0]))

    def seen(self, pixels: NDArray[np.floating]) -> Floats:
        """Where pixels ``(..., 2)`` lie on the plane one metre before the camera, lens taken out."""
        flat = cv2.undistortPoints(pixels.reshape(-1, 1, 2).astype(np.float64), self.intrinsic, self.distortion)
        return np.asarray(flat, np.float64).reshape(pixels.shape)

    def projected(self, points: Floats) -> Floats:
        """Where points of the room ``(..., 3)`` lie on that plane, ``(..., 2)``."""
        own = (points - self.place) @ self.turn.T
        return np.asarray(own[..., :2] / own[..., 2:])


def shortest_turn(one: Floats, other: Floats) -> Floats:
    """``(3, 3)``: the rotation without detours that lays one direction on the other."""
    axis = np.cross(one, other)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-9:
        return np.eye(3)
    return np.asarray(cv2.Rodrigues(axis / sine * atan2(sine, float(one @ other)))[0], np.float64)


def read_calibration(path: Path) -> list[Camera]:
    """Cameras of a Qualisys calibration (``.qca.txt``).

    Its rotation has the camera's axes as rows, z towards the camera and y up (as Pose2Sim's ``calibration.py`` reads it too).
    """
    cameras = []
    for entry in ElementTree.parse(path).iterfind("cameras/camera"):  # noqa: S314 (our own file)
        where, lens = entry.find("transform"), entry.find("intrinsic")
        if where is None or lens is None:
            raise ValueError(f"a camera without transform or intrinsic in {path.name}")
        axes = np.array([[float(where.attrib[f"r{row}{column}"]) for column in (1, 2, 3)] for row in (1, 2, 3)])
        fu, fv, cu, cv = (float(lens.attrib[key]) / SUBPIXELS for key in ("focalLengthU", "focalLengthV", "centerPointU", "centerPointV"))
        bends = [lens.attrib[key] for key in ("radialDistortion1", "radialDistortion2", "tangentalDistortion1", "tangentalDistortion2")]
        cameras.append(
            Camera(
                entry.attrib["serial"],
                np.diag([1.0, -1.0, -1.0]) @ axes,
                np.array([float(where.attrib[key]) for key in "xyz"]) / 1000,
                np.array([[fu, 0.0, cu], [0.0, fv, cv], [0.0, 0.0, 1.0]]),
                np.array(bends, dtype=np.float64),
            )
        )
    return cameras


def triangulated(cameras: Sequence[Camera], seen: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The points that several pictures agree on.

    Linear first (Hartley and Zisserman, 2004, ch. 12.2), then Gauss-Newton on the distance in the picture with Huber's weights.

    Args:
        cameras: C of them.
        seen: ``(C, ..., 2)`` as :meth:`Camera.seen`.
        weights: ``(C, ...)``, 0 for what a camera does not know.

    Returns:
        ``(..., 3)`` metres in the room, and ``(C, ...)`` how far each camera is off, pixels.
    """
    views = np.array([np.c_[camera.turn, -camera.turn @ camera.place] for camera in cameras])
    rows = []
    for view, place, weight in zip(views, seen, weights, strict=True):
        rows += [weight[..., None] * (place[..., k : k + 1] * view[2] - view[k]) for k in (0, 1)]
    whole = np.linalg.svd(np.stack(rows, axis=-2))[2][..., -1, :]
    points = whole[..., :3] / whole[..., 3:]
    for _ in range(ROUNDS):
        normal, slope = np.zeros((*points.shape, 3)), np.zeros(points.shape)
        for camera, place, weight in zip(cameras, seen, weights, strict=True):
            own = (points - camera.place) @ camera.turn.T
            off = own[..., :2] / own[..., 2:] - place
            far = np.linalg.norm(off, axis=-1) * camera.focal_px
            trust = weight * np.minimum(1.0, HUBER_PX / np.maximum(far, 1e-9))
            bend = (camera.turn[:2] - (own[..., :2] / own[..., 2:])[..., None] * camera.turn[2]) / own[..., 2:, None]
            normal += np.einsum("...,...ij,...ik->...jk", trust, bend, bend)
            slope += np.einsum("...,...ij,...i->...j", trust, bend, off)
        points = points - np.linalg.solve(normal, slope[..., None])[..., 0]
    far = [np.linalg.norm(camera.projected(points) - place, axis=-1) * camera.focal_px for camera, place in zip(cameras, seen, strict=True)]
    return points, np.array(far)
