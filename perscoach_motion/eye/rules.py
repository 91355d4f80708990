"""What a trainer's marks come to where one number decides: ranges of motion, depth, heels, knees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import isnan, nan

from perscoach_motion.directions.signs import SIGNS, mirrored_signs
from perscoach_motion.directions.view import view
from perscoach_motion.eye.eye import Mark
from perscoach_motion.eye.near import side
from perscoach_motion.eye.ways import LEAST_REACH, LEAST_SHARE, MOST_SIGN, Accepted, Short
from perscoach_motion.scoring.carriage import carriage
from perscoach_motion.scoring.limb_marks import range_mark, whole_range
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.scoring.score import NO_DEPTH, WHOLE_DEPTH, rules_of
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL

JOINS_BELOW = 85.0
"""A limb, range or rule of an approved repetition with a lower mark joins what is accepted; what is better needs no leave, and each
leave lets a like fault go a little farther."""
WALL_MARK = 10.0
"""A limb, range or rule to be corrected gets no more than this: enough that it alone keeps the whole repetition from being green."""
TELLS = 5.0
"""A sign has a part in a fault if without it a mark is better by more than this."""
STEPS = 10
"""Approved signs that pass a wall are drawn back in so many steps."""
SHARE_STEP = 0.02
"""An approved range that passes one to be corrected grows by so much at a time."""


Bounds = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class RuleWalls:
    """Signs that were approved, and what must stay faulted: ranges (limb in the trainer's numbering, mark), repetitions whose signs are
    to be corrected, the greatest depth (NaN for none).

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.eye.eye import RIGHT, shown
        >>> ask, found = lesson(depth=0.5)
        >>> mark = Mark("1", shown(found.done[0], found), RIGHT)
        >>> walls = RuleWalls(approved_signs(ask, [mark]))
        >>> walls.add(mark, ["depth"])
        >>> walls.depth == mark.shown.depth
        True
    """

    approved: Bounds
    ranges: list[tuple[int, Mark]] = field(default_factory=list)
    signs: list[Mark] = field(default_factory=list)
    depth: float = nan

    def add(self, mark: Mark, rules: Iterable[str]) -> None:
        """Wall in what a repetition to be corrected breaks."""
        self.signs.append(mark)
        if "depth" in rules:
            self.depth = mark.shown.depth if isnan(self.depth) else max(self.depth, mark.shown.depth)


def told(ask: Reference, mark: Mark, signs: Sequence[float]) -> list[float]:
    """What the signs tell of a marked repetition, had it these: marks of rules and of the carriage, NaN left out.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.eye.eye import RIGHT, shown
        >>> ask, found = lesson(depth=0.5)
        >>> mark = Mark("1", shown(found.done[0], found), RIGHT)
        >>> min(told(ask, mark, mark.shown.signs)) < 70.0, min(told(ask, mark, [0.0] * len(SIGNS)))
        (True, 100.0)
    """
    found = replace(mark.shown.differs, signs=tuple(signs))
    sight = view(mark.shown.sight, ask.motion.sight)
    values = (*rules_of(ask, found, USUAL, sight).values(), *carriage(ask, found, sight).values())
    return [value for value in values if not isnan(value)]


def approved_signs(ask: Reference, right: Sequence[Mark]) -> Bounds:
    """Per sign of the client's own sides the least and most that was approved where it was faulted.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.eye.eye import RIGHT, shown
        >>> ask, found = lesson(depth=0.5)
        >>> mark = Mark("1", shown(found.done[0], found), RIGHT)
        >>> both = approved_signs(ask, [mark])
        >>> [name for name, (least, most) in zip(SIGNS, both, strict=True) if least or most]
        ['hips', 'shoulders']
    """
    both = [[0.0, 0.0] for _ in SIGNS]
    for mark in right:
        signs = mark.shown.signs
        whole = told(ask, mark, signs)
        if min(whole, default=100.0) >= FAULT_BELOW:
            continue
        for k, value in enumerate(signs):
            without = told(ask, mark, [0.0 if n == k else other for n, other in enumerate(signs)])
            # A sign that nobody faulted needs no leave; without it something gets better, or it has no part in the fault.
            if not isnan(value) and any(a < FAULT_BELOW and b > a + TELLS for a, b in zip(whole, without, strict=True)):
                place = both[_sided(k, mark.shown.mirrored)]
                place[0], place[1] = min(place[0], value), max(place[1], value)
    return tuple((round(max(-MOST_SIGN, low), 4), round(min(MOST_SIGN, high), 4)) for low, high in both)


def drawn_back(ask: Reference, both: Bounds, walls: Sequence[Mark]) -> Bounds:
    """Approved signs, as far as no sign that is to be corrected turns good by them.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.eye.eye import RIGHT, shown
        >>> ask, found = lesson(depth=0.5)
        >>> mark = Mark("1", shown(found.done[0], found), RIGHT)
        >>> both = approved_signs(ask, [mark])
        >>> drawn_back(ask, both, []) == both, drawn_back(ask, both, [mark]) == both
        (True, False)
    """
    for mark in walls:
        before = told(ask, mark, mark.shown.signs)
        if not any(low or high for low, high in both) or min(before, default=100.0) >= FAULT_BELOW:
            continue
        for step in range(STEPS, -1, -1):
            drawn = tuple((round(low * step / STEPS, 4), round(high * step / STEPS, 4)) for low, high in both)
            now = told(ask, mark, Accepted(signs=drawn).eased(mark.shown.signs, mark.shown.mirrored))
            if all(a >= FAULT_BELOW or b <= max(a, WALL_MARK) for a, b in zip(before, now, strict=True)):
                both = drawn
                break
    return both


def _sided(sign: int, mirrored: bool) -> int:
    """Number of a sign as the client's own, and the other way round."""
    return int(mirrored_signs(tuple(range(len(SIGNS))))[sign]) if mirrored else sign


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

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.eye.eye import RIGHT, marks_of, shown
        >>> ask, found = lesson(arms=0.3)
        >>> mark = Mark("1", shown(found.done[0], found), RIGHT)
        >>> some = short_ranges(ask, [(mark, marks_of(ask, mark.shown).ranges)], [])
        >>> [short.share < 0.6 for short in some], short_ranges(ask, [], [])
        ([True, True], ())
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
    return tuple(Short(*key, round(max(LEAST_REACH, share), 4)) for key, share in shares.items() if share < 1.0)


def _mark_of(ask: Reference, limb: int, mark: Mark, share: float) -> float:
    return range_mark(mark.shown.reach[limb], _sigma_deg(ask, limb, mark), ask.range_deg[limb], share)


def _sigma_deg(ask: Reference, limb: int, mark: Mark) -> float:
    line = ask.lines[limb]
    return view(mark.shown.sight, ask.motion.sight).sigma_deg(limb, line.axis) if line else 0.0
