"""The person's mask as the pose network gives it: in its own turned square, packed small: a clip's masks are cheap to keep."""

import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha
from gpu_jobs.geometry import Box

SIDE = 256  # px; what BlazePose gives
PERSON_LEAST = 0.1 * 255  # below it the mask only says "maybe", far from the person
STRAY_MOST = 0.03  # of the person's area: a detached spot smaller than that is something in the room, not a limb
SEARCH_STEP = 2  # px; spots are looked for on every second pixel
NEAR = 5  # of these coarse pixels, so wide is the soft rim that stays around what is kept


@dataclass(frozen=True, slots=True)
class Mask:
    """How likely each place is the person.

    Attributes:
        person: The person's own box, in fractions of the frame's width and height; parts outside the frame are left out.
        placed: `(2, 3)` affine map from the mask's pixel centres (u, v) to fractions of the frame (x, y).
        packed: `(SIDE, SIDE)` uint8, 255 is surely the person; zlib.
    """

    person: Box
    placed: NDArray[np.float64]
    packed: bytes

    def levels(self) -> Alpha:
        """The mask as `(SIDE, SIDE)` uint8."""
        return np.frombuffer(zlib.decompress(self.packed), np.uint8).reshape(SIDE, SIDE)


def mask_of(levels: Alpha, placed: NDArray[np.float64]) -> Mask | None:
    """Pack levels `(SIDE, SIDE)` uint8 0..255 without stray spots; None if nobody is in them."""
    coarse = levels[::SEARCH_STEP, ::SEARCH_STEP] > PERSON_LEAST
    kept = _without_strays(coarse)
    rows, columns = np.nonzero(kept)
    if not len(rows):
        return None
    # The corners of every kept cell, in the mask's pixels, and where they are in the frame.
    u, v = columns * SEARCH_STEP, rows * SEARCH_STEP
    x, y = (placed[axis, 0] * u + placed[axis, 1] * v + placed[axis, 2] for axis in (0, 1))
    half = np.abs(placed[:, :2]).sum(axis=1) * SEARCH_STEP / 2
    person = Box(x.min() - half[0], y.min() - half[1], x.max() + half[0], y.max() + half[1]).within(Box(0, 0, 1, 1))
    if person.width <= 0 or person.height <= 0:
        return None
    if not np.array_equal(kept, coarse):
        near = cv2.dilate(kept.astype(np.uint8), np.ones((NEAR, NEAR), np.uint8))
        levels = levels * cv2.resize(near, levels.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return Mask(Box(*(float(side) for side in person)), placed, zlib.compress(levels.tobytes(), 1))


def _without_strays(coarse: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(coarse.astype(np.uint8), connectivity=8)
    if count <= 2:
        return coarse
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0  # the background
    kept: NDArray[np.bool_] = (areas >= STRAY_MOST * areas.max())[labels]
    return kept & coarse
