"""The light of a whole clip: grids of a few key frames, fixed to the person's box, so that it goes along with her.

Between key frames the light is their mean, weighted by how near they are in time: what one key frame invented is evened out by its
neighbours, and nothing flickers. Any frame's light follows from the field alone, so chunks are rendered in any order, always alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.geometry import Box
from gpu_jobs.relight.grid import Floats, factors

BLEND_MS = 1500  # of the Gaussian that weighs key frames by their distance in time: about as far as they are apart
STEADY_MS = 400  # of the Gaussian that smooths the person's box: an arm that goes out must not drag the light along at once


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The light over a clip.

    Attributes:
        keys_ms: `(K,)` when the key frames are shown; at least one.
        grids: `(K, CELLS, CELLS, 3)` natural logarithms of their gains.
        frames_ms: `(T,)` when each frame of the clip is shown.
        boxes: `(T, 4)` the person's steady box in each: left, top, right, bottom in fractions of the crop.
        strength: How far the light goes, 0 as filmed .. 1.
    """

    keys_ms: NDArray[np.int64]
    grids: Floats
    frames_ms: NDArray[np.int64]
    boxes: NDArray[np.float64]
    strength: float

    def gains(self, time_ms: int, size: tuple[int, int], part: Box) -> Floats:
        """Times as much light at every pixel of a part of one frame.

        Args:
            time_ms: When the frame is shown.
            size: Width and height of the crop, pixels.
            part: Whole pixels of the crop.

        Returns:
            `(h, w, 3)`.
        """
        rows, lines = self.factors(time_ms, size, part)
        gains: Floats = np.exp(rows @ lines).reshape(len(rows), -1, 3)
        return gains

    def factors(self, time_ms: int, size: tuple[int, int], part: Box) -> tuple[Floats, Floats]:
        """The same, as the two small matrices whose product are the natural logarithms of the gains: `(h, CELLS)`, `(CELLS, w * 3)`."""
        frame = min(int(np.searchsorted(self.frames_ms, time_ms)), len(self.frames_ms) - 1)
        person = Box(*self.boxes[frame].tolist()).scaled(*size)
        return factors(np.float32(self.strength) * self._grid(time_ms), person, part)

    def _grid(self, time_ms: int) -> Floats:
        distance = ((self.keys_ms - time_ms) / BLEND_MS) ** 2 / 2
        nearness = np.exp(distance.min() - distance)  # the nearest counts 1, however far it is
        blended: Floats = np.tensordot(nearness / nearness.sum(), self.grids, axes=1).astype(np.float32)
        return blended


def steady_boxes(boxes: Sequence[Box | None], times_ms: Sequence[int]) -> NDArray[np.float64]:
    """`(T, 4)` boxes without jerks; where nobody is seen they are carried on from the frames around.

    Args:
        boxes: Where the person is in each frame; at least one is known.
        times_ms: `(T,)` when each frame is shown.
    """
    known = np.array([number for number, box in enumerate(boxes) if box is not None])
    sides = np.array([box for box in boxes if box is not None], np.float64)
    times = np.asarray(times_ms, np.float64)
    whole = np.stack([np.interp(times, times[known], sides[:, side]) for side in range(4)], axis=1)
    if len(times) < 2:
        return whole
    spread = STEADY_MS / ((times[-1] - times[0]) / (len(times) - 1))  # frames
    reach = 2 * int(np.ceil(3 * spread)) + 1
    smooth: NDArray[np.float64] = cv2.GaussianBlur(whole, (1, reach), sigmaX=1, sigmaY=spread, borderType=cv2.BORDER_REPLICATE)
    return smooth
