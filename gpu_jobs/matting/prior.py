"""The mask as a prior: drawn where the person is, in the frame's pixels."""

from dataclasses import dataclass

import cv2
import numpy as np

from gpu_jobs.frames import Alpha
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask

MARGIN_CELLS = 8  # of the mask's own pixels: so much of the room around the person tells what its colours are
ROUNDING = 1e-6  # px; a side that is whole but for the arithmetic must not take in another pixel


@dataclass(frozen=True, slots=True)
class Prior:
    """The mask where the person is, in the frame's pixels.

    Attributes:
        levels: `(h, w)` uint8.
        box: Where in the picture they lie, whole pixels.
        cell: Size of one of the mask's own pixels.
    """

    levels: Alpha
    box: Box
    cell: float


def prior_of(mask: Mask, view: Box, width: int, height: int) -> Prior | None:
    """The mask in a picture of `width` x `height` that shows `view`; None if the person is outside."""
    across, down = width / view.width, height / view.height
    placed = np.array([[across], [down]]) * (mask.placed - np.array([[0, 0, view.left], [0, 0, view.top]]))
    cell = float(np.sqrt(abs(np.linalg.det(placed[:, :2]))))
    near = mask.person.moved(-view.left, -view.top).scaled(across, down).grown(MARGIN_CELLS * cell - ROUNDING)
    sides = Box(np.floor(near.left), np.floor(near.top), np.ceil(near.right), np.ceil(near.bottom)).within(Box(0, 0, width, height))
    box = Box(*(int(side) for side in sides))
    if box.width < 1 or box.height < 1:
        return None
    # Pixel (0, 0) of the box has its centre half a pixel inside.
    placed[:, 2] -= (box.left + 0.5, box.top + 0.5)
    return Prior(cv2.warpAffine(mask.levels(), placed, (int(box.width), int(box.height)), flags=cv2.INTER_CUBIC), box, cell)
