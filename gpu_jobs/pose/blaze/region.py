"""The square region of interest around a person, turned so that the hips stand below the shoulders."""

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels
from gpu_jobs.pose.blaze.network import Floats

ROOM = 1.25  # the network was trained with so much of the circle's diameter around the person


@dataclass(frozen=True, slots=True)
class Region:
    """A turned square in a frame, in pixels and radians (clockwise on the screen)."""

    x: float
    y: float
    side: float
    turn: float

    def to_frame(self, size: int) -> NDArray[np.float64]:
        """`(2, 3)`: from the region's own pixels, `size` a side, to the frame's; corners, not centres, are whole numbers."""
        scale = self.side / size
        along, across = scale * cos(self.turn), scale * sin(self.turn)
        middle = size / 2
        return np.array(
            [
                [along, -across, self.x - middle * (along - across)],
                [across, along, self.y - middle * (across + along)],
            ]
        )

    def cut(self, pixels: Pixels, size: int) -> Pixels:
        """What the region shows, `(size, size, 3)`; beyond the frame its border goes on, as in training."""
        matrix = centred(self.to_frame(size))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        part: Pixels = cv2.warpAffine(pixels, matrix, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return part


def region_between(centre: Floats, edge: Floats) -> Region:
    """The region of a person whose hips are at `centre` and whose whole body lies in the circle through `edge`; pixels."""
    x, y = float(edge[0] - centre[0]), float(edge[1] - centre[1])
    turn = pi / 2 - atan2(-y, x)
    return Region(float(centre[0]), float(centre[1]), 2 * hypot(x, y) * ROOM, (turn + pi) % (2 * pi) - pi)


def centred(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """An affine map between pictures whose pixel corners are whole numbers, as OpenCV wants it: pixel centres are."""
    shifted = corners.copy()
    shifted[:, 2] += 0.5 * (corners[:, 0] + corners[:, 1]) - 0.5
    return shifted
