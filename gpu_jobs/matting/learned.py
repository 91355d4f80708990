"""A learned matte in the place of the pose network's mask: of all that it shows, the person who is followed."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha
from gpu_jobs.mask import PERSON_LEAST, Mask
from gpu_jobs.matting import EMBEDDED, Matting, matting
from gpu_jobs.matting.prior import Prior

COARSE_CELLS = 1.0  # of the pose mask's cells: how small it is looked at what hangs together
SURELY = 128  # of the pose mask's 255, from which on it says: here
NEAR = np.ones((5, 5), np.uint8)  # coarse pixels; so wide is the soft rim that stays around what is kept
# px by which the matte's edge is made soft: there the frame's colours and the empty room decide, which do not flicker. Chosen on stand-ins
# whose edges stray by 0.3 to 1.5 px (`perscoach bench learned-matte`): more would steady the worst of them and cost the best.
SOFTENED = 1.0
SEEN_LEAST = 0.3  # of what the pose mask is sure of; a matte that shows less has missed the person, and the mask stays


class Matte(NamedTuple):
    """What a network says of one frame: `(H, W)`, 255 is wholly a person, and the size of its own pixels in the frame's."""

    levels: Alpha
    cell: float


def mattes(name: str, frames: NDArray[np.uint8], masks: Sequence[Mask | None]) -> list[Matte | None]:
    """Of every frame that shows somebody, by the registry's network of that name; None for the others, and for the embedded way.

    Args:
        name: `ProcessOptions.matting`.
        frames: `(N, H, W, 3)` RGB.
        masks: Where the pose network sees the person in each.

    Raises:
        WeightsMissing: The network's files or packages are not here, or a single frame does not fit into memory.
    """
    found: list[Matte | None] = [None] * len(frames)
    numbers = [number for number, mask in enumerate(masks) if mask is not None]
    if name == EMBEDDED or not numbers:
        return found
    network = opened(name)
    height, width = frames.shape[1:3]
    cell = network.cell(width, height)
    for number, levels in zip(numbers, network.alphas(frames[numbers]), strict=True):
        found[number] = Matte(levels, cell)
    return found


def followed(matte: Matte, pose: Prior) -> Prior:
    """The matte of the person whom the pose mask shows: what is far from them, or hangs together with nothing of them, is dropped."""
    levels = matte.levels[pose.box.slices()]
    by = max(1, round(COARSE_CELLS * pose.cell))
    size = max(1, levels.shape[1] // by), max(1, levels.shape[0] // by)
    seen, surely = (cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in (levels, pose.levels))
    here = surely >= SURELY
    count, labels = cv2.connectedComponents((seen > PERSON_LEAST).astype(np.uint8), connectivity=8)
    touched = np.zeros(count, np.uint8)
    touched[labels[here]] = 1
    touched[0] = 0  # the background
    kept = touched[labels]
    if np.count_nonzero(kept[here]) < SEEN_LEAST * np.count_nonzero(here):
        return pose
    near = cv2.resize(cv2.dilate(kept, NEAR), levels.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return Prior(cv2.GaussianBlur(levels * near, (0, 0), SOFTENED), pose.box, matte.cell)


@cache
def opened(name: str) -> Matting:
    """Kept in this process from chunk to chunk."""
    return matting(name)
