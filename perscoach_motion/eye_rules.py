"""What a trainer's marks come to where one number decides: ranges of motion, depth, heels, knees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isnan, nan

from perscoach_motion.eye import Mark
from perscoach_motion.eye_ways import LEAST_SHARE, NEAR, Short, side
from perscoach_motion.reference import Reference
from perscoach_motion.score import NO_DEPTH, WHOLE_DEPTH, range_mark, whole_range
from perscoach_motion.signs import HEEL_LEFT, HEEL_RIGHT, KNEE_GAP
from perscoach_motion.view import view

JOINS_BELOW = 85.0
"""A limb, range or rule of an approved repetition with a lower mark joins what is accepted; what is better needs no leave, and each
leave lets a like fault go a little farther."""
WALL_MARK = 10.0
"""A limb, range or rule to be corrected gets no more than this: enough that it alone keeps the whole repetition from being green."""
SHARE_STEP = 0.02
"""An approved range that passes one to be corrected grows by so much at a time."""


@dataclass(slots=True)
class RuleWalls:
    """Ranges (limb in the trainer's numbering, mark) and the least heel, gap and most depth that must stay faulted; NaN for none."""

    ranges: list[tuple[int, Mark]] = field(default_factory=list)
    heel: float = nan
    gap: float = nan
    depth: float = nan

    def add(self, mark: Mark, rules: Iterable[str]) -> None:
        """Wall in the rules that a repetition to be corrected breaks."""
        if "heels_up" in rules:
            self.heel = heel_of(mark) if isnan(self.heel) else min(self.heel, heel_of(mark))
        if "knees_in" in rules:
            self.gap = gap_of(mark) if isnan(self.gap) else min(self.gap, gap_of(mark))
        if "depth" in rules:
            self.depth = mark.shown.depth if isnan(self.depth) else max(self.depth, mark.shown.depth)


def heel_of(mark: Mark) -> float:
    """How far the heels rise, as the score takes it; NaN where neither is seen."""
    known = [value for value in (mark.shown.signs[HEEL_LEFT], mark.shown.signs[HEEL_RIGHT]) if not isnan(value)]
    return sum(known) / len(known) if known else nan


def gap_of(mark: Mark) -> float:
    """How far the knees close."""
    return -mark.shown.signs[KNEE_GAP]


def sign_limit(found: Sequence[tuple[float, float]], wall: float, free: float, lost: float) -> float:
    """How much of a sign is accepted.

    Args:
        found: (value, mark) of each approved repetition.
        wall: the least value to be corrected, NaN for none.
        free, lost: between which the mark falls from 100 to 0.

    Example:
        >>> sign_limit([(0.06, 30.0), (0.02, 100.0)], float("nan"), 0.03, 0.07)
        0.06
    """
    most = max((value for value, mark in found if mark < JOINS_BELOW), default=0.0)
    if not isnan(wall):
        most = min(most, wall - (lost - (lost - free) * WALL_MARK / 100.0) / NEAR)
    return round(max(0.0, most), 4)


def depth_share(found: Sequence[tuple[float, float]], wall: float) -> float:
    """Share of the trainer's depth that is whole.

    Args:
        found: (depth, mark) of each approved repetition.
        wall: the greatest depth to be corrected, NaN for none.

    Example:
        >>> depth_share([(0.5, 60.0)], float("nan")), depth_share([(0.5, 60.0)], 0.45)
        (0.7143, 1.0)
    """
    share = min((depth / WHOLE_DEPTH for depth, mark in found if mark < JOINS_BELOW), default=1.0)
    if not isnan(wall):
        share = max(share, wall / (NO_DEPTH + (WHOLE_DEPTH - NO_DEPTH) * WALL_MARK / 100.0))
    return round(max(LEAST_SHARE, min(1.0, share)), 4)


def short_ranges(ask: Reference, found: Sequence[tuple[Mark, Sequence[float]]], walls: Sequence[tuple[int, Mark]]) -> tuple[Short, ...]:
    """Approved ranges, none so small that a range to be corrected would be good.

    Args:
        ask: the trainer's clip.
        found: approved repetitions, with the marks of their ranges.
        walls: ranges to be corrected.
    """
    shares: dict[tuple[int, int, bool], float] = {}
    for mark, ranges in found:
        one = mark.shown
        for limb in ask.moving:
            if ranges[limb] < JOINS_BELOW:
                key = side(limb, one.mirrored), one.way, one.mirrored
                shares[key] = min(shares.get(key, 1.0), one.reach[limb] / whole_range(_sigma_deg(ask, limb, mark), ask.range_deg[limb]))
    for limb, mark in walls:
        for key in list(shares):
            if key[0] == side(limb, mark.shown.mirrored):
                while shares[key] < 1.0 and _mark_of(ask, limb, mark, shares[key]) > WALL_MARK:
                    shares[key] += SHARE_STEP
    return tuple(Short(*key, round(max(LEAST_SHARE, share), 4)) for key, share in shares.items() if share < 1.0)


def _mark_of(ask: Reference, limb: int, mark: Mark, share: float) -> float:
    return range_mark(mark.shown.reach[limb], _sigma_deg(ask, limb, mark), ask.range_deg[limb], share)


def _sigma_deg(ask: Reference, limb: int, mark: Mark) -> float:
    line = ask.lines[limb]
    return view(mark.shown.sight, ask.motion.sight).sigma_deg(limb, line.axis) if line else 0.0
