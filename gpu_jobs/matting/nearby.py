"""What colours lie nearby: the colours of chosen pixels carried on to where others are, at a fraction of the size.

Push and pull over an image pyramid (Gortler et al., The Lumigraph, 1996). There is no detail in the result, so it is made and kept small.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels

LEVELS = 6  # halvings: colours reach some 2^6 small pixels, farther than any edge is wide
LEAST_WEIGHT = 1e-4  # a share of chosen pixels below it counts as none
ENOUGH = 0.25  # share of chosen pixels in a small one from which on its own colour stands for itself


def nearby(pixels: Pixels, chosen: Alpha, by: int) -> Pixels:
    """The colours of the chosen pixels everywhere.

    Args:
        pixels: `(H, W, 3)` uint8.
        chosen: `(H, W)` uint8, 255 where a pixel counts and 0 elsewhere; if none does, the result is black.
        by: How many times smaller the colours are spread.

    Returns:
        `(H, W, 3)` uint8.
    """
    size = max(1, pixels.shape[1] // by), max(1, pixels.shape[0] // by)
    colours, weight = (
        cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in (cv2.bitwise_and(pixels, pixels, mask=chosen), chosen)
    )
    steps: list[NDArray[np.float32]] = [np.dstack([colours, weight]).astype(np.float32) * np.float32(1 / 255)]
    while len(steps) < LEVELS and min(steps[-1].shape[:2]) >= 4:
        steps.append(cv2.pyrDown(steps[-1]))
    top = steps[-1].sum(axis=(0, 1))
    filled: NDArray[np.float32] = (top[:3] / max(float(top[3]), LEAST_WEIGHT)).reshape(1, 1, 3).astype(np.float32)
    for step in reversed(steps):
        coarser = cv2.resize(filled, step.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        own = step[..., 3:]
        trust = np.minimum(own * np.float32(1 / ENOUGH), 1)
        filled = step[..., :3] * (trust / np.maximum(own, LEAST_WEIGHT)) + coarser * (1 - trust)
    spread: Pixels = cv2.resize(cv2.convertScaleAbs(filled, alpha=255), pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return spread
