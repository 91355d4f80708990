"""The empty room, put together from frames of the whole clip: what is seen when the person stands elsewhere.

Good only while the camera stands still; that is looked at, and without it there is no plate. A place nobody ever leaves stays
unknown. What a cast shadow or the exposure does to a place widens its spread there, and a wide spread says little.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting.cutter import cut
from gpu_jobs.matting.plate import UNKNOWN, Plate

LEAST_SEEN = 3  # times a place must have been seen empty
ROUNDS = 2  # the second cuts the samples with the first one's plate, which lets the room be seen nearer to the person
EMPTY = 25  # alpha up to which a pixel may show the room
AROUND = 3  # px, side of the square around every pixel that must be empty too: edges are soft, and compression smears them
REACH = 10  # px the room's colours are carried on to where it was never seen
LESS_SURE = 2.0  # levels of spread that each of these pixels adds
PATTERN = 15  # px, side of the square whose variety tells how little a colour carried on is worth: bricks are not like their neighbours
PLAIN = 20.0  # levels; what varies less there counts as one colour
LIKELY = 2.56  # standard deviations between the tenth and the ninetieth percentile
STRIP = 64  # rows sorted at a time: they stay in the processor's cache
CLEAR_EDGE = 12.0  # levels a pixel: the room's edges from which on a movement of the camera is seen
EDGES_LEAST = 200  # such pixels; a bare wall tells nothing, and there a plate does no harm either
STILL = 0.35  # px the camera may move: half of the room's edges by no more


def plate_of(samples: Sequence[tuple[Pixels, Mask | None]], view: Box) -> Plate | None:
    """The empty room, or None if the camera moves.

    Args:
        samples: Some two dozen frames spread over the clip, `(H, W, 3)` uint8 RGB, all cut to `view`, each with its mask.
        view: What part of the whole frame the pixels show, in fractions of it.
    """
    if len(samples) < LEAST_SEEN:
        return None
    height, width = samples[0][0].shape[:2]
    plate = Plate(np.zeros((height, width, 3), np.uint8), np.full((height, width), UNKNOWN, np.uint8))
    for _ in range(ROUNDS):
        empty = np.stack([_empty(pixels, *cut(pixels, mask, view, plate)) for pixels, mask in samples])
        plate = _seen([pixels for pixels, _ in samples], empty)
        if not _still(plate):
            return None
        plate = _carried_on(plate)
    return plate


def _seen(samples: Sequence[Pixels], empty: NDArray[np.bool_]) -> Plate:
    height, width = samples[0].shape[:2]
    room, spread = np.zeros((height, width, 3), np.uint8), np.full((height, width), UNKNOWN, np.uint8)
    for top in range(0, height, STRIP):
        rows = slice(top, top + STRIP)
        room[rows], spread[rows] = _middle(np.stack([pixels[rows] for pixels in samples]), empty[:, rows])
    return Plate(room, spread)


def _empty(pixels: Pixels, alpha: Alpha, box: Box) -> NDArray[np.bool_]:
    person = np.zeros(pixels.shape[:2], np.uint8)
    if alpha.size:
        person[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = alpha
    near: Alpha = cv2.dilate(person, np.ones((AROUND, AROUND), np.uint8))
    return near <= EMPTY


def _middle(seen: NDArray[np.uint8], empty: NDArray[np.bool_]) -> tuple[Pixels, Alpha]:
    """The median of what was seen empty, channel by channel, and its spread."""
    times = empty.sum(axis=0)
    ordered = np.sort(np.where(empty[..., None], seen, 255), axis=0)  # what is not the room comes last

    def at(share: float) -> NDArray[np.uint8]:
        place = np.maximum((times - 1) * share, 0).astype(np.intp)
        chosen: NDArray[np.uint8] = np.take_along_axis(ordered, np.broadcast_to(place[None, ..., None], (1, *seen.shape[1:])), 0)[0]
        return chosen

    varies = (at(0.9).astype(np.float32) - at(0.1)).max(axis=-1) / LIKELY
    spread = np.where(times >= LEAST_SEEN, np.minimum(varies + 0.5, UNKNOWN - 1), UNKNOWN).astype(np.uint8)
    return at(0.5), spread


def _carried_on(plate: Plate) -> Plate:
    """The plate a little farther, with the nearest known pixel's colour, ever less sure: to where the person's edge is."""
    known = plate.known()
    if not known.any():
        return plate
    distance, nearest = cv2.distanceTransformWithLabels(~known, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    inside = known > 0
    source = np.zeros(int(nearest.max()) + 1, np.intp)
    source[nearest[inside]] = np.flatnonzero(inside)
    carried = ~inside & (distance <= REACH)
    origin = source[nearest[carried]]
    room, spread = plate.pixels.copy(), plate.spread.copy()
    room[carried] = plate.pixels.reshape(-1, 3)[origin]
    variance = np.square(plate.spread.ravel()[origin], dtype=np.float32) + np.square(LESS_SURE * distance[carried])
    spread[carried] = np.minimum(np.sqrt(variance + _variety(plate).ravel()[origin]), UNKNOWN - 1)
    return Plate(cv2.copyTo(cv2.GaussianBlur(room, (3, 3), 0), carried.astype(np.uint8), room), spread)


def _variety(plate: Plate) -> NDArray[np.float32]:
    """How much the known room's colours vary around each place: variance of the liveliest channel, `(H, W)`."""
    known, square = plate.known(), (PATTERN, PATTERN)
    share = np.maximum(cv2.blur(known.astype(np.float32), square), 1e-3)[..., None]
    room = cv2.copyTo(plate.pixels, known).astype(np.float32)
    mean = cv2.blur(room, square) * 255 / share
    variance = (cv2.blur(room * room, square) * 255 / share - mean * mean).max(axis=-1)
    beyond: NDArray[np.float32] = np.maximum(variance - PLAIN**2, 0)
    return beyond


def _still(plate: Plate) -> bool:
    """Whether the room's edges stay where they are: a shift by s pixels changes a pixel by s times the slope there."""
    grey = cv2.cvtColor(plate.pixels, cv2.COLOR_RGB2GRAY)
    across, down = (cv2.Sobel(grey, cv2.CV_32F, x, 1 - x, ksize=3, scale=1 / 8) for x in (1, 0))
    slope = cv2.magnitude(across, down)
    inside = cv2.erode(plate.known(), np.ones((3, 3), np.uint8)) > 0
    clear = inside & (slope >= CLEAR_EDGE)
    if clear.sum() < EDGES_LEAST:
        return True
    return bool(np.median(plate.spread[clear] / slope[clear]) <= STILL)
