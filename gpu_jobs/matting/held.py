"""Equipment in the hands: what differs from the empty room, hangs together with a hand and ends within reach.

The pose network's mask knows people only; a dumbbell or a band is outside of it. Where the empty room is known it is plain that
something is there. It is taken only without doubt: the room's own colour, darker or lighter, is a shadow that comes or goes, and what
goes on beyond a hand's reach is another person, or the room itself has changed.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.matting.plate import Plate
from gpu_jobs.matting.prior import Prior

GRIPS = ((15, 17, 19), (16, 18, 20))  # landmarks of each hand: wrist, little finger, index finger
TRUNKS = ((11, 23), (12, 24), (11, 12))  # shoulder to hip and across: the longest tells the person's size however they are turned
GRIP = 0.2  # of the trunk: so near to the middle of a hand something it holds must come
REACH = 1.5  # of the trunk, some 75 cm: what is farther does not belong to the hand
LARGEST = 0.6  # of the person's own area
SMALLEST = 12  # coarse pixels; less is noise
COARSE_CELLS = 0.6  # of the mask's cells: how small the search is done
UNLIKE = 12.0  # squared distance from the empty room by its variance, over a 3 x 3 square: noise has 3
PLATE_LEAST = 7.0  # levels: compression alone moves a pixel so far
PLATE_MOST = 12  # levels: where the room varies more, a shadow or a person has left something behind
DARKER, LIGHTER = 0.35, 2.5  # times the room's light, and still the room in a shadow, or out of one
SAME_COLOUR = 8.0  # levels a channel of a shadow may be off the room's colour made darker
PERSON = 64  # of the mask's 255: from here on the colours decide without help
SUPPOSED = 150  # what is held is so likely before colours are weighed
SQUARE = np.ones((3, 3), np.uint8)
SUM = np.ones((1, 3), np.float32)


def with_held(pixels: Pixels, prior: Prior, plate: Plate, points: NDArray[np.float64]) -> Prior:
    """The mask with what the hands hold.

    Args:
        pixels: `(H, W, 3)` uint8 RGB.
        prior: The mask in these pixels.
        plate: The empty room in the same place.
        points: `(33, 2)` the landmarks in these pixels.

    Returns:
        `prior` itself where nothing is held; else one whose box holds the equipment too.
    """
    height, width = pixels.shape[:2]
    hands = [points[list(grip)].mean(axis=0) for grip in GRIPS]
    trunk = max(float(np.linalg.norm(points[one] - points[other])) for one, other in TRUNKS)
    far = REACH * trunk
    sides = Box(*np.min(hands, axis=0), *np.max(hands, axis=0)).grown(far).around(prior.box).within(Box(0, 0, width, height))
    search = Box(*(int(side) for side in sides))
    rows, columns = slice(int(search.top), int(search.bottom)), slice(int(search.left), int(search.right))
    levels = np.zeros((int(search.height), int(search.width)), np.uint8)
    inner = prior.box.moved(-search.left, -search.top)
    levels[int(inner.top) : int(inner.bottom), int(inner.left) : int(inner.right)] = prior.levels
    by = max(1, round(COARSE_CELLS * prior.cell))
    size = max(1, levels.shape[1] // by), max(1, levels.shape[0] // by)
    seen, room, spread, coarse = (
        cv2.resize(part, size, interpolation=cv2.INTER_AREA) if by > 1 else part
        for part in (pixels[rows, columns], plate.pixels[rows, columns], plate.spread[rows, columns], levels)
    )
    held = _held(_strange(seen, room, spread), coarse, [(hand - (search.left, search.top)) / by for hand in hands], trunk / by)
    if held is None:
        return prior
    supposed = cv2.resize(held, levels.shape[::-1], interpolation=cv2.INTER_LINEAR)
    left, top, across, down = cv2.boundingRect(supposed)
    margin = round(prior.cell) * 2
    box = Box(left, top, left + across, top + down).grown(margin).around(inner).within(Box(0, 0, search.width, search.height))
    part = slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
    whole = Box(*(int(side) for side in box.moved(search.left, search.top)))
    return Prior(np.maximum(levels[part], supposed[part]), whole, prior.cell)


def _held(strange: Alpha, prior: Alpha, hands: Sequence[NDArray[np.float64]], trunk: float) -> Alpha | None:
    """`SUPPOSED` where strange things hang together with a hand, 0 elsewhere; None if nowhere."""
    # Not along the person's own outline: it would join all that touches it.
    person = cv2.dilate(cv2.compare(prior, PERSON, cv2.CMP_GE), SQUARE)
    apart = cv2.bitwise_and(cv2.morphologyEx(strange, cv2.MORPH_CLOSE, SQUARE), cv2.bitwise_not(person))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(apart, connectivity=8)
    most = LARGEST * cv2.countNonZero(person)
    taken = np.zeros(count, np.uint8)
    for hand in hands:
        near = np.zeros_like(prior)
        cv2.circle(near, (int(hand[0]), int(hand[1])), max(2, round(GRIP * trunk)), 255, -1)
        for part in np.unique(labels[near > 0]):
            left, top, width, height, area = stats[part]
            corners = np.array([(x, y) for x in (left, left + width) for y in (top, top + height)])
            if part and SMALLEST <= area <= most and np.linalg.norm(corners - hand, axis=1).max() <= REACH * trunk:
                taken[part] = SUPPOSED
    if not taken.any():
        return None
    held: Alpha = cv2.dilate(taken[labels], SQUARE, iterations=2)
    return held


def _strange(seen: Pixels, room: Pixels, spread: Alpha) -> Alpha:
    """255 where the room is well known and something else is seen that is no shadow."""
    variance = np.maximum(spread, PLATE_LEAST).astype(np.float32) ** 2
    unlike = _squares(cv2.absdiff(seen, room)) / variance
    own = seen.astype(np.float32), room.astype(np.float32)
    light = cv2.transform(own[0] * own[1], SUM) / np.maximum(cv2.transform(own[1] * own[1], SUM), 1)
    shaded = np.clip(light, DARKER, LIGHTER)[..., None] * own[1]
    off = _squares(cv2.absdiff(own[0], shaded))
    strange = (unlike > UNLIKE) & (off > 3 * np.maximum(variance, SAME_COLOUR**2)) & (spread <= PLATE_MOST)
    found: Alpha = strange.astype(np.uint8) * np.uint8(255)
    return found


def _squares(values: Pixels | NDArray[np.float32]) -> NDArray[np.float32]:
    """Sum of squares over the channels, of 3 x 3 pixels' mean: `(h, w)`."""
    wide = values.astype(np.float32)
    sums: NDArray[np.float32] = cv2.blur(cv2.transform(wide * wide, SUM), (3, 3))
    return sums
