"""What RTMPose's networks take and give: an upright crop of the person, and for each keypoint one curve along x and one along y.

Jiang et al. 2023, RTMPose; Li et al. 2022, SimCC. The numbers are the makers' own.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels
from gpu_jobs.geometry import Box

MEAN, SPREAD = np.array([123.675, 116.28, 103.53], np.float32), np.array([58.395, 57.12, 57.375], np.float32)  # of 255, taken off B, G, R
PADDING = 1.25  # times the person's box
SPLIT = 2.0  # places along a curve, a pixel of the crop

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Crop:
    """An upright part of a frame, in its pixels, and the size it is read at."""

    x: float
    y: float
    side: float  # frame's pixels that one of the crop's is worth
    size: tuple[int, int]  # width, height

    def cut(self, pixels: Pixels) -> Pixels:
        """What it shows, `(height, width, 3)`; black beyond the frame, as in training."""
        width, height = self.size
        matrix = np.array([[self.side, 0, self.x - self.side * width / 2], [0, self.side, self.y - self.side * height / 2]])
        part: Pixels = cv2.warpAffine(pixels, matrix, self.size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return part

    def to_frame(self, points: Floats) -> NDArray[np.float64]:
        """Points `(..., 2)` of the crop in the frame; both count from the middle of their first pixel."""
        return (self.x, self.y) + self.side * (points - np.array(self.size) / 2)


def crop_around(box: Box, size: tuple[int, int]) -> Crop:
    """The crop that holds a person's box and some room; the shape of the box does not matter."""
    width, height = size
    side = PADDING * max(box.width / width, box.height / height, 1 / max(size))
    return Crop((box.left + box.right) / 2, (box.top + box.bottom) / 2, side, size)


def batch_of(crops: list[Pixels]) -> Floats:
    """`(N, 3, height, width)` as the network takes it: B, G, R, around 0."""
    bgr = np.stack(crops)[..., ::-1]
    return np.ascontiguousarray(((bgr - MEAN) / SPREAD).transpose(0, 3, 1, 2), dtype=np.float32)


def decoded(along_x: Floats, along_y: Floats) -> tuple[Floats, Floats]:
    """Where each curve is highest.

    Args:
        along_x: `(N, K, SPLIT * width)`. along_y: `(N, K, SPLIT * height)`.

    Returns:
        `(N, K, 2)` pixels of the crop, and `(N, K)` scores 0..1: a keypoint is known no better than along its worse axis.
    """
    places = np.stack([along_x.argmax(axis=-1), along_y.argmax(axis=-1)], axis=-1).astype(np.float32) / np.float32(SPLIT)
    scores = np.minimum(along_x.max(axis=-1), along_y.max(axis=-1))
    return places, np.clip(scores, 0, 1).astype(np.float32)
