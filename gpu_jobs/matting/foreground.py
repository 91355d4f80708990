"""Straight-alpha colours: at the edge the room shines through the person's pixels and must not be carried along.

Colours of pixels that are surely the person are spread outwards (push and pull over an image pyramid: Gortler et al., The Lumigraph,
1996), so that the edge has the person's colours, players that filter or subsample find nothing foreign beside it, and the
encoder meets smooth areas instead of the room.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels

SURE = 250  # alpha from which a pixel's own colour is the person's
MIXED = 190  # alpha up to which its colour is taken wholly from its neighbours; between the two they blend
LEVELS = 6  # halvings: colours reach 2^6 px beyond the person, far more than any filter does
LEAST_WEIGHT = 1e-4


def foreground(pixels: Pixels, alpha: Alpha) -> Pixels:
    """The person's own colours everywhere: `(H, W, 3)` uint8, unchanged where alpha is full."""
    sure = cv2.compare(alpha, SURE, cv2.CMP_GE)
    result: Pixels = cv2.resize(_spread(pixels, sure), alpha.shape[::-1], interpolation=cv2.INTER_LINEAR)
    cv2.copyTo(pixels, sure, result)
    mixed = cv2.inRange(alpha, MIXED, SURE - 1) > 0
    own = (alpha[mixed, None].astype(np.float32) - MIXED) / (SURE - MIXED)
    result[mixed] = (pixels[mixed] * own + result[mixed] * (1 - own) + 0.5).astype(np.uint8)
    return result


def _spread(pixels: Pixels, sure: Alpha) -> Pixels:
    """The sure pixels' colours, carried on in all directions, at half the size: there is no detail in them."""
    half = max(1, sure.shape[1] // 2), max(1, sure.shape[0] // 2)
    colours = cv2.resize(cv2.bitwise_and(pixels, pixels, mask=sure), half, interpolation=cv2.INTER_AREA)
    weight = cv2.resize(sure, half, interpolation=cv2.INTER_AREA)
    steps: list[NDArray[np.float32]] = [np.dstack([colours, weight]).astype(np.float32) / np.float32(255)]
    while len(steps) < LEVELS and min(steps[-1].shape[:2]) >= 4:
        steps.append(cv2.pyrDown(steps[-1]))
    filled = _divided(steps[-1], np.zeros(3, np.float32))
    for step in reversed(steps[:-1]):
        filled = _divided(step, cv2.resize(filled, (step.shape[1], step.shape[0]), interpolation=cv2.INTER_LINEAR))
    spread: Pixels = np.clip(filled * 255 + 0.5, 0, 255).astype(np.uint8)
    return spread


def _divided(step: NDArray[np.float32], otherwise: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weighted colours `(h, w, 4)` divided by their weight, as far as there is any; the rest from the coarser step."""
    weight = step[..., 3:]
    trust = np.minimum(weight, 1.0)
    mixed: NDArray[np.float32] = step[..., :3] * (trust / np.maximum(weight, LEAST_WEIGHT)) + otherwise * (1 - trust)
    return mixed
