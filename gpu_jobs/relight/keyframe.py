"""One key frame relit by a worker: cut out as it will be rendered, handed to the model, and told as a grid."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.look import Seconds, timed
from gpu_jobs.mask import Mask
from gpu_jobs.matting.cutter import cut
from gpu_jobs.matting.foreground import foreground
from gpu_jobs.relight import SEED, Light, Relighter, relighter
from gpu_jobs.relight.grid import CELLS, Floats, grid_of
from gpu_jobs.render import Plan


@dataclass(frozen=True, slots=True)
class Lit:
    """What relighting a key frame told.

    Attributes:
        grid: `(CELLS, CELLS, 3)`, see `grid_of`; NaN where nobody is to be seen.
        seconds: Processor time of each stage.
    """

    grid: Floats
    seconds: Seconds


def relit(pixels: Pixels, mask: Mask | None, points: NDArray[np.float32], plan: Plan, person: Box, model: str, light: Light) -> Lit:
    """Relight one frame.

    Args:
        pixels: `(H, W, 3)` RGB, already cropped.
        mask: Where the person is.
        points: `(33, 2)` landmarks in fractions of the whole frame.
        plan: How the clip is rendered.
        person: The person's steady box, in pixels of the crop.
        model: Registry name.
        light: What light.

    Raises:
        WeightsMissing: The model cannot be opened, or has too little memory.
    """
    cv2.setNumThreads(1)
    seconds = {"light": 0.0}
    with timed(seconds, "light"):
        alpha, box = cut(pixels, mask, plan.view, plan.plate, points)
        if not alpha.any():
            return Lit(np.full((CELLS, CELLS, 3), np.nan, np.float32), seconds)
        filmed = foreground(pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)], alpha)
        after = opened(model).lit(filmed, alpha, light, SEED)
        return Lit(grid_of(filmed, after, alpha, person.moved(-box.left, -box.top)), seconds)


@cache
def opened(model: str) -> Relighter:
    """Kept in this process from key frame to key frame."""
    return relighter(model)
