"""From the limbs' marks to one number, and from repetitions to a session."""

from collections.abc import Sequence
from math import exp, fsum, isnan, nan, sqrt

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.scoring.limb_marks import CORE, faded
from perscoach_motion.yardstick.reference import Reference

FAULT_BELOW = 70.0
"""A limb below is at fault: the same bound as green."""
DIFFERS = 58.0
"""What the worst limbs can take off: a movement that is the trainer's but for one fault "differs", it is not another movement."""
PARTS_AT, PARTS_WITHIN = 0.5, 0.07
"""Share of all that the worst limbs can lose at which correct and faulty performances part, and how sharply, on the suite."""
ANOTHER_FROM, ANOTHER_AT = 6.0, 12.0
"""Standard deviations from which a limb that moves does something else, and at which nothing of the trainer's is left in it."""
UNMATCHED_FROM, UNMATCHED_AT = 0.085, 0.145
"""The same for the mean cost of the match, 1 − cosine a limb: even hanging arms in a squat leave it at 0.09."""
UNMATCHED_LYING = 0.035
"""Lying it is higher by so much: one arm is hidden behind the body, and the other is read roughly."""
STILL_FROM, STILL_AT = 0.45, 0.15
"""The same for its range, as shares of the trainer's."""
WORST_SHARE = 0.8
"""Share of the worst limb in the score; the next one has the rest: a fault shows in two limbs, a misread landmark in one."""
OTHERS = 0.2
"""Share of the next four limbs' mean loss that is taken off besides."""
ENOUGH_MOVING, ENOUGH_SEEN = 0.5, 0.6
"""Shares of the movement, and of the limbs that the trainer shows, without which a number would speak of the rest: "not visible"."""


def another(ask: Reference, off: Sequence[float], reach: Sequence[float], cost: float = 0.0) -> float:
    """How far this is another movement: what even the better half of the moving limbs has nothing of the trainer's in, 0..1.

    One fault, however large, leaves the other limbs alike; who stands still or does something else moves none of them so. In a hold it is
    the mean over the core.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> another(ask, [0.0] * COUNT, [1.0] * COUNT), another(ask, [99.0] * COUNT, [0.0] * COUNT)
        (0.0, 1.0)
    """
    strange = []
    for limb in ask.moving or CORE:
        if not isnan(off[limb]):
            apart = faded(off[limb], ANOTHER_FROM, ANOTHER_AT)
            moved = faded(-reach[limb], -STILL_FROM, -STILL_AT)
            strange.append(1.0 - min(apart, apart if isnan(moved) else moved) / 100.0)
    strange.sort()
    best = strange[: max(1, (len(strange) + 1) // 2)] if ask.moving else strange
    start = UNMATCHED_FROM if ask.standing else UNMATCHED_FROM + UNMATCHED_LYING
    unmatched = max(0.0, min(1.0, (cost - start) / (UNMATCHED_AT - UNMATCHED_FROM))) if ask.moving else 0.0
    return max(unmatched, fsum(best) / len(best)) if strange else 0.0


def overall(ask: Reference, limbs: Sequence[float], weights: Sequence[float], rules: Sequence[float], strange: float = 0.0) -> float:
    """One number: the worst limbs decide, not the mean. NaN when no limb that moves is seen.

    Args:
        ask: the trainer's clip.
        limbs: marks, 0..100, NaN where not seen.
        weights: what each can take off.
        rules: marks.
        strange: 0..1, how far it is :func:`another` movement.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> overall(ask, [100.0] * COUNT, [1.0] * COUNT, [])
        100.0
        >>> overall(ask, [0.0, *[100.0] * (COUNT - 1)], [1.0] * COUNT, []) < FAULT_BELOW
        True
    """
    if not enough_seen(ask, limbs):
        return nan
    losses = [(100.0 - mark) * weight for mark, weight in zip(limbs, weights, strict=True) if not isnan(mark)]
    if not losses:
        return nan
    losses += [100.0 - mark for mark in rules if not isnan(mark)]
    losses.sort(reverse=True)
    losses += [0.0] * 6
    worst = WORST_SHARE * losses[0] + (1.0 - WORST_SHARE) * losses[1]
    lost = min(100.0, worst + OTHERS * fsum(losses[2:6]) / 4) / 100.0
    return 100.0 - DIFFERS * calibrated(lost) - (100.0 - DIFFERS) * strange


def calibrated(lost: float) -> float:
    """What a loss takes off the number: little as long as correct performances lose as much, nearly all as soon as only faulty ones do.

    A logistic curve through 0 and 1. It changes no order, only what the number means: 70 is where right and wrong part.

    Example:
        >>> [round(calibrated(lost), 2) for lost in (0.0, 0.35, 0.5, 0.65, 1.0)]
        [0.0, 0.1, 0.5, 0.9, 1.0]
    """

    def curve(value: float) -> float:
        return 1.0 / (1.0 + exp((PARTS_AT - value) / PARTS_WITHIN))

    return (curve(lost) - curve(0.0)) / (curve(1.0) - curve(0.0))


def enough_seen(ask: Reference, limbs: Sequence[float]) -> bool:
    """Whether what is seen can stand for the whole: most of the movement, and most of the body. ``limbs`` are NaN where not seen.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> enough_seen(ask, [100.0] * COUNT), enough_seen(ask, [nan] * COUNT)
        (True, False)
    """
    moves = fsum(ask.range_deg[limb] for limb in ask.moving)
    seen = fsum(ask.range_deg[limb] for limb in ask.moving if not isnan(limbs[limb]))
    known = sum(1 for limb in range(COUNT) if ask.judged[limb] and not isnan(limbs[limb]))
    return seen >= ENOUGH_MOVING * moves and known >= ENOUGH_SEEN * sum(ask.judged)


def colour(score: float) -> str:
    """``"green"`` from 70, ``"amber"`` from 40, else ``"red"``.

    Example:
        >>> colour(70.0), colour(69.9), colour(39.9)
        ('green', 'amber', 'red')
    """
    return "green" if score >= FAULT_BELOW else "amber" if score >= 40.0 else "red"


def session(scores: Sequence[float]) -> float:
    """One number for many repetitions: the mean, drawn towards the worse half, so that a good end does not hide a bad beginning.

    Example:
        >>> session([90.0, 90.0]), session([100.0, 60.0]), session([nan])
        (90.0, 74.0, nan)
    """
    known = sorted(value for value in scores if not isnan(value))
    if not known:
        return nan
    worse = known[: max(1, len(known) // 2)]
    return 0.7 * fsum(known) / len(known) + 0.3 * fsum(worse) / len(worse)


def spread_of(values: Sequence[float]) -> float:
    """Standard deviation of repetitions' scores: how consistent they are; NaN for fewer than two.

    Example:
        >>> round(spread_of([80.0, 90.0, 100.0]), 6)
        10.0
    """
    known = [value for value in values if not isnan(value)]
    if len(known) < 2:
        return nan
    mean = fsum(known) / len(known)
    return sqrt(fsum((value - mean) ** 2 for value in known) / (len(known) - 1))
