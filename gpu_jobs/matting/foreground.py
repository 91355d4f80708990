"""Straight-alpha colours: at the edge the room shines through the person's pixels and must not be carried along.

Colours of pixels that are surely the person are spread outwards (push and pull over an image pyramid: Gortler et al., The Lumigraph,
1996), so that the edge has the person's colours, players that filter or subsample find nothing foreign beside it, and the
encoder meets smooth areas instead of the room.
"""

import cv2
import numpy as np

from gpu_jobs.frames import Alpha, Pixels

SURE = 250  # alpha from which a pixel's own colour is the person's
MIXED = 190  # alpha up to which its colour is taken wholly from its neighbours; between the two they blend
LEVELS = 6  # halvings: colours reach 2^6 px beyond the person, far more than any filter does
LEAST_WEIGHT = 1e-4


def foreground(pixels: Pixels, alpha: Alpha) -> Pixels:
    """The person's own colours everywhere: `(H, W, 3)` uint8, unchanged where alpha is full."""
    sure = (alpha >= SURE).astype(np.float32)
    spread = _spread(pixels.astype(np.float32), sure)
    own = np.clip((alpha.astype(np.float32) - MIXED) / (SURE - MIXED), 0, 1)[..., None]
    return (pixels * own + spread * (1 - own) + 0.5).astype(np.uint8)


def _spread(colours: np.ndarray, weight: np.ndarray) -> np.ndarray:
    height, width = weight.shape
    steps = [np.dstack([colours * weight[..., None], weight])]
    for _ in range(LEVELS):
        if min(steps[-1].shape[:2]) < 4:
            break
        steps.append(cv2.pyrDown(steps[-1]))
    filled = _divided(steps[-1], np.zeros(3, np.float32))
    for step in reversed(steps[:-1]):
        above = cv2.resize(filled, (step.shape[1], step.shape[0]), interpolation=cv2.INTER_LINEAR)
        filled = _divided(step, above)
    return filled


def _divided(step: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    weight = step[..., 3:]
    colours = step[..., :3] / np.maximum(weight, LEAST_WEIGHT)
    trust = np.minimum(weight, 1.0)
    return colours * trust + otherwise * (1 - trust)
