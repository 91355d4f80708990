"""Straight-alpha colours: at the edge the room shines through the person's pixels and must not be carried along.

Colours of pixels well inside the person are spread outwards, so that the edge has the person's colours, players that filter or
subsample find nothing foreign beside it, and the encoder meets smooth areas instead of the room. The outermost full pixel is not
well inside: cameras sharpen, and draw a bright or dark line there.
"""

import cv2
import numpy as np

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.matting.nearby import nearby

SURE = 250  # alpha from which a pixel is wholly the person's
RIM = np.ones((3, 3), np.uint8)  # one pixel
SMALLER = 3  # times smaller are the spread colours: the rim is narrow, so what is near it matters more than detail


def foreground(pixels: Pixels, alpha: Alpha) -> Pixels:
    """The person's own colours everywhere: `(H, W, 3)` uint8, unchanged from the second full pixel inwards."""
    inside = cv2.erode(cv2.compare(alpha, SURE, cv2.CMP_GE), RIM)
    result = nearby(pixels, inside, SMALLER)
    cv2.copyTo(pixels, inside, result)
    return result
