"""Whether what was read is a whole human body, well in the picture; if not, what the trainer does about it.

The poses of bodies that are cut off, far away or half hidden come out as bodies all the same: the network completes what it does not
see. So the score would judge clients by guesses. Each check has its threshold and its reason; what only follows from a cut-off body
is not said a second time.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.errors import Notice
from perscoach_motion.skeleton import (
    LEFT_ANKLE,
    LEFT_EAR,
    LEFT_ELBOW,
    LEFT_HEEL,
    LEFT_HIP,
    LEFT_KNEE,
    LEFT_SHOULDER,
    LEFT_WRIST,
    RIGHT_ANKLE,
    RIGHT_EAR,
    RIGHT_ELBOW,
    RIGHT_HEEL,
    RIGHT_HIP,
    RIGHT_KNEE,
    RIGHT_SHOULDER,
    RIGHT_WRIST,
)

Floats = NDArray[np.floating]

LEAST_FRAMES = 5  # with a person; from fewer nothing is concluded
LEAST_LENGTHS = 8  # of a limb; fewer are scattered by chance
OUT_LEAST = 0.1  # of the frames; a toe over the edge for a moment is no reason to film again
CROWN = 0.5  # of the way from shoulders to ears, beyond the ears: the skull's top lies at 0.6, hair may touch the edge
NEEDED_PX = 256  # the pose network sees the person in a square of 256 px: a smaller one holds less than it could read
BODY_PX = 1.08  # times the landmarks' extent: they end at eyes and toes, the body does not
SEEN_LEAST = 0.5  # visibility; limbs with a hidden end are guessed, and their lengths say nothing about the reading
LENGTH_SPREAD_MOST = 0.15  # standard deviation / mean of a limb's length: freemocap's own limit for one person's bones
UNSTEADY_LIMBS = 2  # of eight; a single one is hidden by the movement (a forearm under the barbell)
SIDES_MOST = 0.25  # left against right: people differ by a few hundredths, side-on readings of whole bodies by up to 0.18 (measured)
SHORTEST_M, TALLEST_M = 1.0, 2.2  # a child of four; the tallest of athletes
CROWN_M = 0.12  # m from the ears' height to the skull's top, which no landmark marks
TURN_MOST_DEG = 45.0  # from the clip's mean heading; beyond it client and trainer are seen from different sides
TURNED_LEAST = 0.15  # of the frames; a look over the shoulder is none
UPRIGHT_LEAST = 0.5  # of the shoulders' and hips' breadth that lies level; less, and a body lying on its side has no heading
DARK_L = 80  # of 255, 95th percentile of the person's lightness: in black clothes under gym lamps it is still 128 (measured)
WHITE_L, WHITE_MOST = 250, 0.15  # share of the person burnt out; a white shirt well exposed ends near 240

ARMS_AND_LEGS = (
    ((LEFT_SHOULDER, LEFT_ELBOW), (RIGHT_SHOULDER, RIGHT_ELBOW)),
    ((LEFT_ELBOW, LEFT_WRIST), (RIGHT_ELBOW, RIGHT_WRIST)),
    ((LEFT_HIP, LEFT_KNEE), (RIGHT_HIP, RIGHT_KNEE)),
    ((LEFT_KNEE, LEFT_ANKLE), (RIGHT_KNEE, RIGHT_ANKLE)),
)
FEET = slice(LEFT_ANKLE, 33)
HANDS = slice(LEFT_WRIST, LEFT_HIP)


def human_shape(image: Floats, world: Floats, visibility: Floats, frame: tuple[int, int]) -> tuple[Notice, ...]:
    """What is wrong with how the person was filmed.

    Args:
        image: `(T, 33, 3)` smoothed, 0..1 of the whole frame; NaN where nobody is. Likewise `world` in metres, `visibility`.
        frame: Width and height of the frame in pixels.
    """
    seen = np.isfinite(image).all(axis=(1, 2)) & np.isfinite(world).all(axis=(1, 2))
    if seen.sum() < LEAST_FRAMES:
        return ()
    image, world, visibility = image[seen], world[seen], visibility[seen]
    cut_off = framing(image)
    return (*cut_off, *_size(image, frame), *(() if cut_off else _body(image, world, visibility)), *_turning(world))


def framing(image: Floats) -> tuple[Notice, ...]:
    """What of the body leaves the picture, from `(N, 33, 3)` landmarks of frames with a person."""
    feet = float(_outside(image[:, FEET]).any(axis=1).mean())
    hands = float(_outside(image[:, HANDS]).any(axis=1).mean())
    ears, shoulders = (image[:, pair].mean(axis=1) for pair in ((LEFT_EAR, RIGHT_EAR), (LEFT_SHOULDER, RIGHT_SHOULDER)))
    head = float(_outside(ears + CROWN * (ears - shoulders)).mean())
    if min(feet, head) >= OUT_LEAST:
        return (Notice("person_too_near"),)
    found = {"feet_cut_off": feet, "head_cut_off": head, "hands_leave": hands}
    return tuple(Notice(code, share=share) for code, share in found.items() if share >= OUT_LEAST)


def lighting(levels: NDArray[np.integer]) -> tuple[Notice, ...]:
    """Whether the person is too dark or burnt out.

    Args:
        levels: `(256,)` how many of the person's pixels have each lightness, L of OpenCV's 8-bit LAB.
    """
    below = np.cumsum(levels) / max(1, int(levels.sum()))
    if not levels.sum():
        return ()
    if int(np.searchsorted(below, 0.95)) < DARK_L:
        return (Notice("too_dark"),)
    return (Notice("over_exposed"),) if 1 - below[WHITE_L - 1] > WHITE_MOST else ()


def _outside(points: Floats) -> NDArray[np.bool_]:
    return np.asarray(((points[..., :2] < 0) | (points[..., :2] > 1)).any(axis=-1))


def _size(image: Floats, frame: tuple[int, int]) -> tuple[Notice, ...]:
    """The person stretched out: small even then?"""
    extent = np.ptp(image[..., :2], axis=1) * frame
    pixels = float(np.percentile(extent.max(axis=1), 90)) * BODY_PX
    return (Notice("person_too_small", pixels=round(pixels), least=NEEDED_PX),) if pixels < NEEDED_PX else ()


def _body(image: Floats, world: Floats, visibility: Floats) -> tuple[Notice, ...]:
    """Lengths that no one body has. One reason is enough: all of them have the same cure."""
    known = (visibility >= SEEN_LEAST) & ~_outside(image)
    height = _height(world)
    if not SHORTEST_M <= height <= TALLEST_M:
        return (Notice("height_odd", metres=height),)
    spreads, ratios = [], []
    for sides in ARMS_AND_LEGS:
        lengths = [np.linalg.norm(world[:, one] - world[:, other], axis=1)[known[:, one] & known[:, other]] for one, other in sides]
        if min(len(length) for length in lengths) < LEAST_LENGTHS:
            continue
        spreads += [float(np.std(length) / np.mean(length)) for length in lengths]
        left, right = (float(np.median(length)) for length in lengths)
        ratios.append(abs(left - right) / max(left, right))
    if sum(spread > LENGTH_SPREAD_MOST for spread in spreads) >= UNSTEADY_LIMBS:
        return (Notice("limbs_unsteady", spread=max(spreads)),)
    if ratios and max(ratios) > SIDES_MOST:
        return (Notice("sides_differ", share=max(ratios)),)
    return ()


def _height(world: Floats) -> float:
    """Metres from the soles to the skull's top, were the body stretched out: its parts' lengths added up."""

    def between(one: tuple[int, ...], other: tuple[int, ...]) -> float:
        return float(np.median(np.linalg.norm(world[:, one].mean(axis=1) - world[:, other].mean(axis=1), axis=1)))

    ears, shoulders, hips = (LEFT_EAR, RIGHT_EAR), (LEFT_SHOULDER, RIGHT_SHOULDER), (LEFT_HIP, RIGHT_HIP)
    legs = ((LEFT_HIP, LEFT_KNEE, LEFT_ANKLE, LEFT_HEEL), (RIGHT_HIP, RIGHT_KNEE, RIGHT_ANKLE, RIGHT_HEEL))
    lengths = [sum(between((one,), (other,)) for one, other in pairwise(leg)) for leg in legs]
    return CROWN_M + between(ears, shoulders) + between(shoulders, hips) + max(lengths)


def _turning(world: Floats) -> tuple[Notice, ...]:
    """How far the body turns about the vertical during the clip."""
    across = world[:, LEFT_SHOULDER] - world[:, RIGHT_SHOULDER] + world[:, LEFT_HIP] - world[:, RIGHT_HIP]
    level = np.hypot(across[:, 0], across[:, 2])
    standing = level > UPRIGHT_LEAST * np.linalg.norm(across, axis=1)
    if standing.sum() < LEAST_FRAMES:
        return ()
    headings = np.arctan2(across[standing, 2], across[standing, 0])
    mean = np.arctan2(np.sin(headings).mean(), np.cos(headings).mean())
    away = np.degrees(np.abs(np.angle(np.exp(1j * (headings - mean)))))
    if (away > TURN_MOST_DEG).mean() < TURNED_LEAST:
        return ()
    return (Notice("turns_away", degrees=float(np.percentile(away, 95))),)
