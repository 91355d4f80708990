"""Limb × time: how far each limb was off at each moment, beside the trainer's frame that belongs to it."""

from bisect import bisect_left
from collections.abc import Sequence
from math import isnan, nan
from typing import Any

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.motion import RATE_HZ
from perscoach_motion.eye.ways import Allowed
from perscoach_motion.scoring.done import Done, Performance
from perscoach_motion.scoring.judge import Vector
from perscoach_motion.scoring.limb_marks import FREE, FROM_REST, LOST, faded, looseness, own_values
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL, Target
from perscoach_motion.yardstick.template import REST

STEP_S = 0.25
"""Four columns a second: what lasts shorter is not worth a word."""
AROUND_S = 0.25
"""A moment is the mean over so much before and after it: half a second, a fifth of a repetition."""
_REACH = round(AROUND_S * RATE_HZ)

_Rows = list[tuple[int, int]]


def matrix(ask: Reference, found: Performance, target: Target = USUAL) -> dict[str, Any]:
    """Score of every limb four times a second, where a frame of the client's belongs to one of the trainer's.

    Returns:
        ``times``: seconds; ``limbs``: by own limb name one whole number 0..100 a time, ``None`` where it was not seen or is not asked for.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> found = matrix(*lesson(left_arm=0.1))
        >>> len(found["times"]), min(found["limbs"]["left_upper_arm"]), min(found["limbs"]["left_thigh"])
        (16, 0, 100)
    """
    times: list[float] = []
    rows: list[list[float]] = []
    after = -1.0
    for done in found.done:
        pairs = [(done.rows[i], j) for i, j in done.differs.pairs]
        moments = [found.motion.times[row] for row, _ in pairs]
        accepted = target.accepted.of(done.way, done.reading.mirrored, len(ask.templates))
        at = max(0, int(done.start_s / STEP_S))
        while at * STEP_S <= done.end_s:
            time_s = at * STEP_S
            at += 1
            middle = bisect_left(moments, time_s - 0.5 / RATE_HZ)
            if time_s <= after or middle >= len(pairs) or moments[middle] > time_s + STEP_S:
                continue
            near = pairs[max(0, middle - _REACH) : middle + _REACH + 1]
            part = ask.templates[done.way].parts[pairs[middle][1]]
            times.append(time_s)
            rows.append(own_values(_marks(ask, found, done, near, part, target, accepted), done.reading.mirrored))
            after = time_s
    return {
        "times": [round(time_s, 2) for time_s in times],
        "limbs": {name: [None if isnan(row[own]) else round(row[own]) for row in rows] for own, name in enumerate(LIMBS)},
    }


def _marks(ask: Reference, found: Performance, done: Done, near: _Rows, part: int, target: Target, accepted: Allowed) -> list[float]:
    """Marks of the limbs at one moment, in the trainer's numbering."""
    shown, piece = found.motion, ask.templates[done.way].piece
    free, lost = FREE / target.strictness, LOST / target.strictness
    short = 1.0 - target.range_share
    marks = [nan] * COUNT
    for limb in range(COUNT):
        if not ask.judged[limb] or LIMBS[MIRROR_LIMB[limb] if done.reading.mirrored else limb] in target.excluded:
            continue
        pairs = [(shown.limbs[i], piece.limbs[j]) for i, j in near if shown.seen[i][limb] and piece.seen[j][limb]]
        if 2 * len(pairs) <= len(near):
            continue
        k = 3 * limb
        away, theirs = _mean_away(pairs, k)
        if limb in FROM_REST:
            rest = done.differs.away[REST][limb]
            if not isnan(rest[0]):
                away = (away[0] - rest[0], away[1] - rest[1], away[2] - rest[2])
        line = ask.lines[limb]
        if short > 0.0 and line is not None and part != REST:
            a, b, c = line.axis
            allowed = max(0.0, min(-(a * away[0] + b * away[1] + c * away[2]), short * line.span))
            away = (away[0] + allowed * a, away[1] + allowed * b, away[2] + allowed * c)
        loose = looseness(ask, limb)
        marks[limb] = faded(accepted.off(done.reading.sight, part, limb, away, theirs), free * loose, lost * loose)
    return marks


def _mean_away(pairs: Sequence[tuple[Sequence[float], Sequence[float]]], k: int) -> tuple[Vector, Vector]:
    """Mean difference, and the trainer's mean direction, of the limb whose numbers begin at ``k``."""
    share = 1.0 / len(pairs)
    x = y = z = a = b = c = 0.0
    for own, hers in pairs:
        p, q, r = hers[k : k + 3]
        x, y, z = x + own[k] - p, y + own[k + 1] - q, z + own[k + 2] - r
        a, b, c = a + p, b + q, c + r
    return (x * share, y * share, z * share), (a * share, b * share, c * share)
