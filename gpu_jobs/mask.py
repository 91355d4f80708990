"""The person's mask as the pose model gives it: coarse, cut to the person, packed small, so that a whole clip's masks fit into memory."""

import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha
from gpu_jobs.geometry import Box

PERSON_LEAST = 0.1  # probability; below it the mask only says "maybe", far from the person
BOX_MARGIN = 0.02  # of the frame's longer side, kept around the person for the matte to find its edge in
LONGEST_SIDE = 384  # px; the model itself sees the person at 256 px, finer would only repeat its interpolation
STRAY_MOST = 0.03  # of the person's area: a detached spot smaller than that is something in the room, not a limb
SEARCH_STEP = 4  # px; the box is looked for on every fourth pixel, well below the margin


@dataclass(frozen=True, slots=True)
class Mask:
    """How likely each place is the person, within the box around the person.

    Attributes:
        person: The person's own box, in fractions of the frame's width and height.
        box: The box that is kept: the person's with some room around.
        height: Rows of the packed levels.
        width: Columns of the packed levels.
        packed: `(height, width)` uint8, 255 is surely the person; zlib.
    """

    person: Box
    box: Box
    height: int
    width: int
    packed: bytes

    def levels(self) -> Alpha:
        """The mask as `(height, width)` uint8."""
        return np.frombuffer(zlib.decompress(self.packed), np.uint8).reshape(self.height, self.width)


def mask_of(probability: NDArray[np.float32]) -> Mask | None:
    """Pack a whole frame's probabilities `(H, W)` 0..1; None if nobody is in them."""
    height, width = probability.shape
    coarse = _without_strays(probability[::SEARCH_STEP, ::SEARCH_STEP] > PERSON_LEAST)
    rows, columns = np.flatnonzero(coarse.any(axis=1)), np.flatnonzero(coarse.any(axis=0))
    if not len(rows):
        return None
    edges = (int(edge) * SEARCH_STEP for edge in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
    frame = Box(0, 0, width, height)
    person = Box(*edges).within(frame)
    box = person.grown(round(BOX_MARGIN * max(height, width))).within(frame)
    part = probability[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    scale = min(1.0, LONGEST_SIDE / max(part.shape))
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA) * _kept(coarse, box, size)
    levels = np.clip(small * 255 + 0.5, 0, 255).astype(np.uint8)
    across, down = 1 / width, 1 / height
    return Mask(person.scaled(across, down), box.scaled(across, down), levels.shape[0], levels.shape[1], zlib.compress(levels.tobytes(), 1))


def _without_strays(coarse: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(coarse.astype(np.uint8), connectivity=8)
    if count <= 2:
        return coarse
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0  # the background
    kept: NDArray[np.bool_] = (areas >= STRAY_MOST * areas.max())[labels]
    return kept & coarse


def _kept(coarse: NDArray[np.bool_], box: Box, size: tuple[int, int]) -> NDArray[np.float32]:
    """1 near what is kept, 0 elsewhere, at the packed size: the soft rim outside the coarse search stays."""
    rows = slice(int(box.top) // SEARCH_STEP, -(-int(box.bottom) // SEARCH_STEP))
    columns = slice(int(box.left) // SEARCH_STEP, -(-int(box.right) // SEARCH_STEP))
    near = cv2.dilate(coarse[rows, columns].astype(np.float32), np.ones((5, 5), np.uint8))
    grown: NDArray[np.float32] = cv2.resize(near, size, interpolation=cv2.INTER_LINEAR)
    return grown
