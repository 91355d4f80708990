"""The pose model's coarse mask, drawn to the frame's own edges by a guided filter (He, Sun, Tang: Guided Image Filtering, 2013)."""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask

RADIUS_CELLS = 1.5  # of the mask's own cells: the edge may be that far from where the mask puts it
ROUNDING = 1e-6  # px; a side that is whole but for the arithmetic must not take in another pixel
LEAST_RADIUS = 3  # px
EPSILON = 1e-4 * 255**2  # contrast of the guide below which the mask is only smoothed, about 1 % of the range
SOLID = 0.68  # filtered values from here on are the person: measured on rendered people, whom the mask draws a little too slim
CLEAR = 0.24  # and up to here nobody; between them lies the edge


class PoseMaskMatte:
    """The embedded default: no model of its own."""

    def alpha(self, pixels: Pixels, mask: Mask, view: Box) -> tuple[Alpha, Box]:
        """See `gpu_jobs.matting.Matte`."""
        height, width = pixels.shape[:2]
        across, down = width / view.width, height / view.height
        place = mask.box.moved(-view.left, -view.top).scaled(across, down)
        frame = Box(0, 0, width, height)
        near = place.grown(-ROUNDING)
        inside = Box(np.floor(near.left), np.floor(near.top), np.ceil(near.right), np.ceil(near.bottom)).within(frame)
        box = Box(*(int(side) for side in inside))
        if box.width < 1 or box.height < 1:
            return np.zeros((0, 0), np.uint8), Box(0, 0, 0, 0)
        coarse = _stretched(mask, place, box)
        part = pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
        guide = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
        cell = max(place.width / mask.width, place.height / mask.height)
        radius = max(LEAST_RADIUS, round(RADIUS_CELLS * cell))
        fine = cv2.ximgproc.guidedFilter(guide, coarse, radius, EPSILON)
        return np.clip((fine - CLEAR) * (255 / (SOLID - CLEAR)) + 0.5, 0, 255).astype(np.uint8), box


def _stretched(mask: Mask, place: Box, box: Box) -> NDArray[np.float32]:
    """The mask at the frame's resolution, 0..1, cut to `box`; pixel centres stay where they are."""
    x, y = mask.width / place.width, mask.height / place.height
    back = np.array(
        [[x, 0, (box.left + 0.5 - place.left) * x - 0.5], [0, y, (box.top + 0.5 - place.top) * y - 0.5]],
        np.float64,
    )
    levels = mask.levels().astype(np.float32) / 255
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (int(box.width), int(box.height))
    stretched: NDArray[np.float32] = cv2.warpAffine(levels, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return stretched
