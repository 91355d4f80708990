"""What lies nearby: colours (or other values) of chosen pixels carried on to where others are, at a fraction of the size.

Push and pull over an image pyramid (Gortler et al., The Lumigraph, 1996). There is no detail in the result, so it is made small.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels

LEVELS = 6  # halvings: values reach some 2^6 small pixels, farther than any edge is wide
LEAST_WEIGHT = 1e-4  # a share of chosen pixels below it counts as none
ENOUGH = 0.25  # share of chosen pixels in a small one from which on its own value stands for itself


def nearby(pixels: Pixels, chosen: Alpha, by: int) -> Pixels:
    """The colours of the chosen pixels everywhere.

    Args:
        pixels: `(H, W, 3)` uint8.
        chosen: `(H, W)` uint8, 255 where a pixel counts and 0 elsewhere; if none does, the result is black.
        by: How many times smaller the colours are spread.

    Returns:
        `(H, W, 3)` uint8.
    """
    colours = _shrunk(cv2.bitwise_and(pixels, pixels, mask=chosen), by)
    spread = cv2.convertScaleAbs(_spread(colours, _weight(chosen, by)))
    result: Pixels = cv2.resize(spread, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return result


def nearby_mean(values: NDArray[np.float32], chosen: Alpha, by: int, least: float) -> NDArray[np.float32]:
    """The mean of the chosen pixels' values nearby, `(H, W)`, but not less than `least`; see `nearby`."""
    sums = _shrunk(cv2.copyTo(values, chosen), by)[..., None]
    spread = np.maximum(_spread(sums, _weight(chosen, by)), np.float32(least))
    result: NDArray[np.float32] = cv2.resize(spread, values.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return result


def _shrunk(values: NDArray[np.uint8] | NDArray[np.float32], by: int) -> NDArray[np.float32]:
    size = max(1, values.shape[1] // by), max(1, values.shape[0] // by)
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def _weight(chosen: Alpha, by: int) -> NDArray[np.float32]:
    return _shrunk(chosen, by) / np.float32(255)


def _spread(sums: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums `(h, w, c)` of weighted values divided by their weight `(h, w)`, as far as there is any; the rest from around."""
    steps: list[NDArray[np.float32]] = [np.dstack([sums, weight])]
    while len(steps) < LEVELS and min(steps[-1].shape[:2]) >= 4:
        steps.append(cv2.pyrDown(steps[-1]))
    top = steps[-1].sum(axis=(0, 1))
    filled: NDArray[np.float32] = (top[:-1] / max(float(top[-1]), LEAST_WEIGHT)).reshape(1, 1, -1).astype(np.float32)
    for step in reversed(steps):
        coarser = cv2.resize(filled, step.shape[1::-1], interpolation=cv2.INTER_LINEAR).reshape(*step.shape[:2], -1)
        own = step[..., -1:]
        trust = np.minimum(own * np.float32(1 / ENOUGH), 1)
        filled = step[..., :-1] * (trust / np.maximum(own, np.float32(LEAST_WEIGHT))) + coarser * (1 - trust)
    return filled
