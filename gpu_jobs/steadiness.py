"""Whether the camera stands still, told by points of the room from one sample frame to the next."""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels
from gpu_jobs.geometry import Box

SIDE = 320  # px, the longer one; points of the room are found well enough and cheaply
MOST_POINTS = 80
LEAST_POINTS = 10  # fewer, and a plain wall or the person's shadow would decide
QUALITY = 0.01  # of the best corner, as goodFeaturesToTrack counts it
APART_PX = 6
WINDOW = (15, 15)  # px around a point that is looked for again
MARGIN = 0.03  # of the frame around the person left out: clothes and shadows move
MOVED_PX = 0.25  # of SIDE, median over the points; on a shelf 0.05 at most, in a hand 1 and more (measured on real clips)
MOVED_LEAST = 0.5  # of the pairs of samples; a cut in the clip or a bump moves one


class Steadiness:
    """Follows the room behind the person."""

    def __init__(self) -> None:
        self._before: NDArray[np.uint8] | None = None
        self._room: NDArray[np.uint8] | None = None
        self._shifts: list[float] = []

    @property
    def moves(self) -> bool:
        """Whether the camera moved between most samples; False where the room shows nothing to tell by."""
        return bool(self._shifts) and sum(shift > MOVED_PX for shift in self._shifts) >= MOVED_LEAST * len(self._shifts)

    def see(self, pixels: Pixels, person: Box) -> None:
        """The next sample `(H, W, 3)` and where in it the person is, in fractions of the frame."""
        scale = SIDE / max(pixels.shape[:2])
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        grey: NDArray[np.uint8] = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
        height, width = grey.shape
        room = np.full_like(grey, 255)
        box = person.grown(MARGIN).within(Box(0, 0, 1, 1)).scaled(width, height)
        if person.width > 0:
            room[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1] = 0
        if self._before is not None and self._room is not None:
            self._compare(self._before, grey, cv2.bitwise_and(room, self._room))
        self._before, self._room = grey, room

    def _compare(self, before: NDArray[np.uint8], after: NDArray[np.uint8], room: NDArray[np.uint8]) -> None:
        points = cv2.goodFeaturesToTrack(before, MOST_POINTS, QUALITY, APART_PX, mask=room)
        if points is None or len(points) < LEAST_POINTS:
            return
        found, known, _ = cv2.calcOpticalFlowPyrLK(before, after, points, None, winSize=WINDOW)
        kept = known[:, 0] == 1
        if kept.sum() >= LEAST_POINTS:
            self._shifts.append(float(np.median(np.linalg.norm((found - points)[kept, 0], axis=1))))
