"""Where the person ends: the pose network's coarse mask, put right by what the frame shows.

Each pixel is weighed: is its colour rather that of the person nearby, or that of the room behind? The mask is the prior of that
question, so nothing that it is sure of can be overruled. The answer is drawn to the frame's edges by a guided filter
(He, Sun, Tang: Guided Image Filtering, 2013; with Gaussian windows, which OpenCV does several times faster than boxes).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.matting.nearby import nearby, nearby_mean
from gpu_jobs.matting.plate import Plate

# Tuned on rendered people with known truth, on half of the scenes; `perscoach bench matte` shows both halves.
PERSON_SURE = 230  # of the mask's 255, from which on colours are the person's
ROOM_SURE = 8  # up to which colours are the room's,
APART_CELLS = 2.0  # of the mask's cells, if so far around it is no more: a sole the mask has missed must not pass for the floor
NOBODY = 1  # below it there is nobody, whatever the colours say
PRIOR_LEAST = 0.02  # the mask is never believed more than 98 %
CHANNELS = 3
LEAST_VARIANCE = CHANNELS * 12.0**2  # levels squared, all channels together: colours nearby are never known better
PLATE_SPREAD = 6.0  # levels a pixel of the empty room differs from one frame to the next at most: noise and compression
UNLIKE_MOST = 4.0  # log odds that a colour unlike the person's nearby can weigh: a hand beside a sleeve is like nothing near it
NARROWER = 0.7  # how much it counts that the narrower distribution is the likelier in its middle; fully, it eats white shirts before white
AGAINST, FOR = 3.0, 4.0  # log odds that colours can weigh; less than the mask's own, so that a sure inside stays whole
WINDOW = 1.3  # px, the guided filter's; the edge itself is one or two pixels wide
WINDOW_SIDE = 2 * int(np.ceil(2 * WINDOW)) + 1  # px
CONTRAST = 1e-4  # of the range squared: a guide flatter than 1 % only smooths
CLEAR, SOLID = 0.29, 0.75  # filtered values up to and from which there is nobody and only the person
MODEL_CELLS = 2.0  # of the mask's cells: how small the nearby colours are made

_PRIOR = np.clip(np.arange(256) / 255, PRIOR_LEAST, 1 - PRIOR_LEAST)
_LOG_ODDS = np.log(_PRIOR / (1 - _PRIOR)).astype(np.float32)
_SQUARES = (np.arange(256) ** 2).astype(np.float32)
_SUM = np.ones((1, CHANNELS), np.float32)
_PLATE_VARIANCE = (CHANNELS * (PLATE_SPREAD**2 + (2 * np.arange(256)) ** 2)).astype(np.float32)


def edge(pixels: Pixels, prior: Alpha, cell: float, plate: Plate | None) -> Alpha:
    """How much of each pixel is the person.

    Args:
        pixels: `(h, w, 3)` uint8 RGB, the person with some of the room around.
        prior: `(h, w)` uint8: the mask in the same place.
        cell: Size of one of the mask's own pixels, in pixels.
        plate: The empty room in the same place.

    Returns:
        `(h, w)` uint8.
    """
    likely = cv2.LUT(prior, _LOG_ODDS) + np.clip(_weighed(pixels, prior, cell, plate), -AGAINST, FOR)
    person = 1 / (1 + np.exp(-likely))
    cv2.copyTo(np.zeros_like(person), cv2.compare(prior, NOBODY, cv2.CMP_LT), person)
    return drawn(pixels, person)


def drawn(pixels: Pixels, person: NDArray[np.float32]) -> Alpha:
    """Probabilities `(h, w)` 0..1 drawn to the edges of `pixels`."""
    values = _guided(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), person)
    alpha: Alpha = cv2.convertScaleAbs(np.maximum(values - CLEAR, 0), alpha=255 / (SOLID - CLEAR))
    return alpha


def _weighed(pixels: Pixels, prior: Alpha, cell: float, plate: Plate | None) -> NDArray[np.float32]:
    """Log odds that the colours speak for the person rather than the room.

    Both are taken to be normally distributed around what is nearby, with the variance that is nearby.
    """
    by = max(2, round(MODEL_CELLS * cell))
    # Without a plate the room's colours are needed from as near as can be; with one, they only fill its gaps.
    apart = 2 * round(APART_CELLS * cell) + 1 if plate is not None else 1
    around = cv2.dilate(prior, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (apart, apart)))
    is_person, is_room = cv2.compare(prior, PERSON_SURE, cv2.CMP_GE), cv2.compare(around, ROOM_SURE, cv2.CMP_LE)
    from_person = _distance(pixels, nearby(pixels, is_person, by))
    person_varies = nearby_mean(from_person, is_person, by, LEAST_VARIANCE)
    from_room = _distance(pixels, nearby(pixels, is_room, by))
    room_varies = nearby_mean(from_room, is_room, by, LEAST_VARIANCE)
    if plate is not None:
        known = plate.known()
        cv2.copyTo(_distance(pixels, plate.pixels), known, from_room)
        cv2.copyTo(cv2.LUT(plate.spread, _PLATE_VARIANCE), known, room_varies)
    # Distances and variances are sums over three channels alike.
    unlike_person = np.minimum(from_person / person_varies * np.float32(CHANNELS / 2), UNLIKE_MOST)
    narrower = cv2.log(person_varies / room_varies) * np.float32(NARROWER * CHANNELS / 2)
    weighed: NDArray[np.float32] = from_room / room_varies * np.float32(CHANNELS / 2) - unlike_person - narrower
    return weighed


def _distance(one: Pixels, other: Pixels) -> NDArray[np.float32]:
    """Squared distance of colours, `(h, w)`."""
    result: NDArray[np.float32] = cv2.transform(cv2.LUT(cv2.absdiff(one, other), _SQUARES), _SUM)
    return result


def _guided(grey: Alpha, values: NDArray[np.float32]) -> NDArray[np.float32]:
    guide = grey.astype(np.float32) * np.float32(1 / 255)
    mean_guide, mean = _window(guide), _window(values)
    variance = _window(guide * guide) - mean_guide * mean_guide + np.float32(CONTRAST)
    slope = (_window(guide * values) - mean_guide * mean) / variance
    drawn: NDArray[np.float32] = _window(np.asarray(slope, np.float32)) * guide + _window(np.asarray(mean - slope * mean_guide, np.float32))
    return drawn


def _window(values: NDArray[np.float32]) -> NDArray[np.float32]:
    smooth: NDArray[np.float32] = cv2.GaussianBlur(values, (WINDOW_SIDE, WINDOW_SIDE), WINDOW)
    return smooth
