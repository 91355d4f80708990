"""Cuts the person out of a chunk of frames. Every frame stands by itself, so chunks can be cut in any order, and always alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting.edge import edge
from gpu_jobs.matting.plate import Plate

MARGIN_CELLS = 8  # of the mask's own pixels: so much of the room around the person tells what its colours are
ROUNDING = 1e-6  # px; a side that is whole but for the arithmetic must not take in another pixel


def alphas(frames: Iterable[Pixels], masks: Iterable[Mask | None], view: Box, plate: Plate | None = None) -> Iterator[tuple[Alpha, Box]]:
    """How much of each pixel is the person, frame by frame.

    Args:
        frames: `(H, W, 3)` uint8 RGB: the part of each frame that `view` names.
        masks: Where the pose network sees the person in each; None where it sees nobody.
        view: What part of the whole frame the pixels show, in fractions of it.
        plate: The empty room in the same view; None where it is not known.

    Yields:
        `(h, w)` uint8 and the box of the pixels it covers, whole pixels; outside of it there is nobody. Empty where nobody is seen.
    """
    for pixels, mask in zip(frames, masks, strict=True):
        yield cut(pixels, mask, view, plate)


def cut(pixels: Pixels, mask: Mask | None, view: Box, plate: Plate | None = None) -> tuple[Alpha, Box]:
    """One frame of `alphas`."""
    prior = prior_of(mask, view, pixels.shape[1], pixels.shape[0]) if mask is not None else None
    if prior is None:
        return np.zeros((0, 0), np.uint8), Box(0, 0, 0, 0)
    box = prior.box
    part = pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    return edge(part, prior.levels, prior.cell, plate and plate.part(box)), box


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
