"""Cuts the person out of a chunk of frames. Every frame stands by itself, so chunks can be cut in any order, and always alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting.edge import edge
from gpu_jobs.matting.held import with_held
from gpu_jobs.matting.learned import Matte, followed
from gpu_jobs.matting.plate import Plate
from gpu_jobs.matting.prior import Prior, prior_of

Points = NDArray[np.float32] | NDArray[np.float64]


def alphas(
    frames: Iterable[Pixels],
    masks: Sequence[Mask | None],
    view: Box,
    plate: Plate | None = None,
    points: Iterable[Points | None] | None = None,
    learned: Iterable[Matte | None] | None = None,
) -> Iterator[tuple[Alpha, Box]]:
    """How much of each pixel is the person, frame by frame.

    Args:
        frames: `(H, W, 3)` uint8 RGB: the part of each frame that `view` names.
        masks: Where the pose network sees the person in each; None where it sees nobody.
        view: What part of the whole frame the pixels show, in fractions of it.
        plate: The empty room in the same view; None where it is not known.
        points: The landmarks of each frame, `(33, 2)` in fractions of the whole frame: with them and the empty room, what the hands
            hold is kept. None without.
        learned: What a matting network says of each frame; None without.

    Yields:
        `(h, w)` uint8 and the box of the pixels it covers, whole pixels; outside of it there is nobody. Empty where nobody is seen.
    """
    nothing = [None] * len(masks)
    places, mattes = points if points is not None else nothing, learned if learned is not None else nothing
    for pixels, mask, place, matte in zip(frames, masks, places, mattes, strict=True):
        yield cut(pixels, mask, view, plate, place, matte)


def cut(
    pixels: Pixels, mask: Mask | None, view: Box, plate: Plate | None = None, points: Points | None = None, matte: Matte | None = None
) -> tuple[Alpha, Box]:
    """One frame of `alphas`."""
    prior = prior_in(pixels, mask, view, plate, points, matte)
    if prior is None:
        return np.zeros((0, 0), np.uint8), Box(0, 0, 0, 0)
    return edge(pixels[prior.box.slices()], prior.levels, prior.cell, plate and plate.part(prior.box)), prior.box


def prior_in(
    pixels: Pixels, mask: Mask | None, view: Box, plate: Plate | None, points: Points | None, matte: Matte | None = None
) -> Prior | None:
    """Where the person is likely to be before colours are weighed, with what the hands hold; None where nobody is seen."""
    height, width = pixels.shape[:2]
    pose = prior_of(mask, view, width, height) if mask is not None else None
    if pose is None:
        return None
    prior = followed(matte, pose) if matte is not None else pose
    # What is held is looked for as coarsely as ever, however fine the matte is: finer, noise would pass for it.
    held = in_hands(pixels, replace(prior, cell=pose.cell), view, plate, points)
    return replace(held, cell=prior.cell)


def in_hands(pixels: Pixels, prior: Prior, view: Box, plate: Plate | None, points: Points | None) -> Prior:
    """The prior with what the hands hold, where room and hands are known; `prior` itself where they are not, or nothing is held."""
    if plate is None or points is None or not np.isfinite(points).all():
        return prior
    height, width = pixels.shape[:2]
    placed = (points.astype(np.float64) - (view.left, view.top)) * (width / view.width, height / view.height)
    return with_held(pixels, prior, plate, placed)
