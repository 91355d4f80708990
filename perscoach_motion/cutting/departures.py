"""Departures: every time a body leaves a position and comes back, and which of them are one exercise. Needs numpy; server only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.counting.reps import SHORTEST_S
from perscoach_motion.cutting.film import MAIN, RATE_HZ, Film, Floats, distance, mirror, unit

OTHER_FROM_DEG = 25.0
"""Positions this far apart are two; also the least departure that can be a repetition, as ``MOVES_FROM_DEG``."""
RETURNS = 0.4
"""A departure is over when this share of it is taken back: tired arms do not always come all the way down."""
LONGEST_S = 12.0
"""A longer departure is something else: sitting down, a set on the floor, a rest."""
SET_PAUSE_S = 3.0
"""A longer rest begins a new set, and so a new segment."""
ALIKE = 0.78
"""Cosine between two departures of one exercise: seen from 0.81 up; of different exercises below 0.74, but for raise and jack (0.89)."""
ALIKE_NOISE = 0.25
"""Of each limb's way (chord, 14 degrees) that says nothing about likeness."""
WORKS = 0.6
"""Way (chord, beyond ``ALIKE_NOISE``: 50 degrees) of a limb that works; one that works in only one of two movements tells them apart."""
ALIKE_DEG = 50.0
"""One limb differing by more than this makes another exercise, however alike the others are."""
ALIKE_LENGTH, ALIKE_DEPTH = 2.3, 1.6
"""Ratios between repetitions of one exercise: people slow down and tire, but nobody goes from whole to half at once."""
DEEP = 0.8
"""Share of it from which the body is practically at the working end."""
ALMOST = 0.2
"""Share of it that is left where a movement of many parts passes near its rest."""
HALFWAY = 0.15
"""Share of it to both sides of the middle that counts as halfway."""
NEAR = 0.25
"""Share of a departure's depth under which the body is practically back."""
NEAR_LEAD = 0.28
"""What is still to come then, as a share of the time spent beyond: minimum jerk reaches a quarter at 0.36 of its way."""
TRAVEL_M = 0.3
"""Net way per departure from which it is walking: a step is 0.6 m, a repetition ends where it began."""
APPROACH = 0.06
"""The same towards the camera: relative change of size per departure; a step at 5 m changes it by 0.12."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Out of a position and back.

    Attributes:
        start, peak, end: frames: last near rest, farthest from it, first near it again.
        rest: ``(14, 3)`` position before and after.
        way: ``(2, 14, 3)`` from there to where it turns, and to halfway: a press and a raise end alike.
        depth: degrees, as :func:`distance`.
        claim: how much movement it explains, seconds away from rest times degrees above it.
    """

    start: int
    peak: int
    end: int
    rest: Floats
    way: Floats
    depth: float
    claim: float


Run = list[Departure]
"""Departures of one exercise, one after the other."""


def claim_of(runs: Sequence[Run]) -> float:
    """How much movement runs explain together, seconds times degrees.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> from perscoach_motion.cutting.film import film_of
        >>> film = film_of(squat())
        >>> claim_of(runs_from(film, 0, len(film.times), film.limbs[0])) > claim_of([])
        True
    """
    return fsum(one.claim for run in runs for one in run)


def runs_from(film: Film, start: int, end: int, rest: Floats) -> list[Run]:
    """Departures that follow each other and are alike; walking left out.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> from perscoach_motion.cutting.film import film_of
        >>> film = film_of(squat(repetitions=3))
        >>> [len(run) for run in runs_from(film, 0, len(film.times), film.limbs[0])]
        [3]
    """
    runs: list[Run] = []
    for one in _departures(film, start, end, rest):
        if runs and _belongs(film, one, runs[-1]):
            runs[-1].append(one)
        elif runs and len(runs[-1]) == 1 and (joined := _joined(film, runs[-1][0], one, rest)):
            runs[-1] = [joined]
        else:
            runs.append([one])
    return [run for run in runs if not _walks(film, run)]


def _departures(film: Film, start: int, end: int, rest: Floats) -> list[Departure]:
    """Every time the body leaves a position and comes back, between two frames."""
    away = distance(film, film.limbs[start:end], rest)
    turns: list[tuple[int, int]] = []
    low = peak = begin = 0
    out = False
    for frame, value in enumerate(away):
        if not out:
            low = frame if value < away[low] else low
            if value - away[low] > OTHER_FROM_DEG:
                out, begin, peak = True, low, frame
        elif value > away[peak]:
            peak = frame
        elif away[peak] - value > RETURNS * (away[peak] - away[begin]):
            out, low = False, frame
            turns.append((begin, peak))
    lows = [low for low, _ in turns] + [int(away[turns[-1][1] :].argmin()) + turns[-1][1]] if turns else []
    pairs = zip(turns, lows[1:], strict=True)
    return [made for (low, top), after in pairs if (made := _departure(film, start, away, (low, top, after)))]


def _departure(film: Film, start: int, away: Floats, bounds: tuple[int, int, int]) -> Departure | None:
    """One of them without the resting at both sides; ``None`` when it is too short or long or does not come back."""
    low, top, after = bounds
    depth = float(away[top])
    if max(away[low], away[after]) > (1 - RETURNS) * depth:
        return None
    near = away <= depth * NEAR
    before, behind = np.flatnonzero(near[low:top]), np.flatnonzero(near[top:after])
    begin, end = low + int(before[-1]) if len(before) else low, top + int(behind[0]) if len(behind) else after
    if not SHORTEST_S <= (end - begin) / RATE_HZ * (1 + 2 * NEAR_LEAD) <= LONGEST_S:
        return None
    limbs = film.limbs[start : start + len(away)]
    rest = unit(limbs[low] + limbs[after])
    inside, share = limbs[begin : end + 1], away[begin : end + 1] / depth
    way = np.stack([inside[part].mean(axis=0) - rest for part in (share >= DEEP, _near_half(share))])
    rise = depth - float(max(away[low], away[after]))
    claim = rise * float(np.count_nonzero(away[begin : end + 1] > depth - rise / 2)) / RATE_HZ
    return Departure(start + begin, start + top, start + end, rest, way, depth, claim)


def _near_half(share: Floats) -> NDArray[np.bool_]:
    """Frames about halfway out or back; the nearest one where the clip has none."""
    half = np.abs(share - 0.5) < HALFWAY
    half[int(np.abs(share - 0.5).argmin())] = True
    return half


def _joined(film: Film, one: Departure, other: Departure, rest: Floats) -> Departure | None:
    """Two different departures without rest between them are one of many parts, such as a burpee."""
    between = film.limbs[one.peak : other.peak]
    length = (other.end - one.start) / RATE_HZ
    if not len(between) or length > LONGEST_S or float(distance(film, between, rest).min()) < ALMOST * max(one.depth, other.depth):
        return None
    deep = max(one, other, key=lambda each: each.depth)
    return replace(deep, start=one.start, end=other.end, rest=unit(one.rest + other.rest), claim=one.claim + other.claim)


def _belongs(film: Film, one: Departure, run: Run) -> bool:
    last = run[-1]
    pause = one.start - last.end - NEAR_LEAD * (one.end - one.start + last.end - last.start)
    if pause > SET_PAUSE_S * RATE_HZ:
        return False
    length = float(np.median([each.end - each.start for each in run]))
    slower, deeper = (one.end - one.start) / length, one.depth / last.depth
    if not (1 / ALIKE_LENGTH < slower < ALIKE_LENGTH and 1 / ALIKE_DEPTH < deeper < ALIKE_DEPTH):
        return False
    # One side after the other is one exercise; first all of one side and then all of the other are two.
    alternates = len(run) > 1 and not alike(film, run[1].way, run[0].way)
    same, mirror_image = alike(film, one.way, last.way), alike(film, one.way, mirror(last.way))
    return mirror_image if alternates else same or (mirror_image and len(run) == 1)


def alike(film: Film, one: Floats, other: Floats) -> bool:
    """Whether two ways ``(2, 14, 3)`` are of one exercise, whatever their depth.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> from perscoach_motion.cutting.film import film_of
        >>> film = film_of(squat())
        >>> one, other = runs_from(film, 0, len(film.times), film.limbs[0])[0]
        >>> alike(film, one.way, other.way), alike(film, one.way, -other.way)
        (True, False)
    """
    a, b = _told(film, one), _told(film, other)
    size_a, size_b = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    if not min(size_a, size_b) or float((a * b).sum()) < ALIKE * size_a * size_b:
        return False
    moved, rested = np.maximum(*(lengths := np.linalg.norm([a[0], b[0]], axis=-1))), np.minimum(*lengths)
    if ((moved > WORKS) & (rested == 0)).any():
        return False
    # Compared at the same size: a shallower repetition is the same exercise.
    apart = np.linalg.norm(a[0] / size_a - b[0] / size_b, axis=-1) * min(size_a, size_b)
    return bool(np.degrees(2 * np.arcsin(np.clip(apart.max() / 2, 0, 1))) < ALIKE_DEG)


def _told(film: Film, way: Floats) -> Floats:
    """Ways of the main limbs, without what noise alone would give, ``(2, 9, 3)``."""
    lengths = np.linalg.norm(way[:, MAIN, :], axis=2)
    return np.asarray(way[:, MAIN, :] * (film.counts * np.maximum(0.0, 1 - ALIKE_NOISE / np.maximum(lengths, 1e-9)))[..., None])


def _walks(film: Film, run: Run) -> bool:
    across, nearer = np.abs(film.place[run[-1].end] - film.place[run[0].start]) / len(run)
    return bool(across > TRAVEL_M or nearer > APPROACH)
