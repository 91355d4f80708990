"""From differences to a number. The live engine, the comparison of two clips and the report all call these functions.

A difference is counted in standard deviations of what two correct performances differ by (``view``), so that one scale serves every limb,
camera and body. The number is read as: 90 and more "as the trainer", from 70 "good", from 40 "differs", below "not this movement".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, fsum, isnan, nan, sqrt

from perscoach_motion.carriage import (
    BENT_FREE,
    BENT_LOST,
    KNEE_FADE,
    KNEE_FREE,
    ROUND_FREE,
    ROUND_LOST,
    asked_less,
    bent,
    carriage,
    deepest,
    knee_in,
    rounded,
    sunk,
    upended,
)
from perscoach_motion.eye_ways import NOTHING_MORE
from perscoach_motion.judge import Differences, Vector
from perscoach_motion.limbs import COUNT
from perscoach_motion.reference import Reference
from perscoach_motion.segment import TOLERANCE_DEG
from perscoach_motion.signs import HEEL_LEFT, HEEL_RIGHT, KNEE_GAP
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.target import USUAL, Target
from perscoach_motion.template import BACK, OUT, REST, WORK
from perscoach_motion.view import View

FREE = 4.0
"""Standard deviations that cost nothing: of the 14 limbs in three parts of a repetition one is off by 2.8 by chance alone."""
LOST = 5.8
"""Standard deviations at which a limb has lost all."""
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

CORE = tuple(LIMBS.index(name) for name in ("trunk", "left_thigh", "right_thigh", "left_shin", "right_shin"))
_ARMS = tuple(LIMBS.index(f"{side}_{part}") for side in ("left", "right") for part in ("upper_arm", "forearm"))
_TRUNK = LIMBS.index("trunk")
_CARRIED = {LIMBS.index(f"{side}_forearm"): LIMBS.index(f"{side}_upper_arm") for side in ("left", "right")}
_FEET = tuple(LIMBS.index(f"{side}_foot") for side in ("left", "right"))
FROM_REST = (*_FEET, LIMBS.index("head"))
HELD_WEIGHTS = tuple(0.8 if k in CORE else 0.5 if k in _ARMS else 0.3 if k in _FEET else 0.4 for k in range(COUNT))
"""What a limb that the trainer only holds can take off: the core most, hands and feet may rest as they like."""

ARMS_LYING = 1.5
"""Arms under a body that lies are read so much worse; how far it comes down is told by the shoulders."""
UNLOADED = 0.6
"""Of that, what is left in movements that use one side: the other one follows as it can, and is hidden by the first."""
LOOSEST = 2.0
"""However differently a trainer repeats herself, a limb twice as far off as usual is off."""

RANGE_SIGMAS = 1.2
"""A range may fall short by so many standard deviations of its limb's reading."""
RANGE_FROM_DEG = 45.0
"""Of a limb that turns less no range is asked: what the estimator errs by would be half of it."""
RANGE_OF_WIDEST = 0.75
"""Nor of one that turns less than this share of the widest: it only goes along."""
WHOLE_RANGE, LEAST_WHOLE = 0.85, 0.45
"""Bounds of the share of the trainer's range that counts as whole."""
RANGE_FADE = 0.25
"""Share of the range below that at which all is lost."""

LENIENT_RANGE = 0.3
"""Share of the range that the least strict would let go entirely."""
WHOLE_DEPTH, NO_DEPTH = 0.7, 0.2
"""Depths of a repetition, as shares of the trainer's, from which nothing is taken off and at which all is lost."""

HEELS_FREE, HEELS_LOST = 0.032, 0.07
"""Lengths of the shin that heels may rise against the toes: 1.3 cm is the estimator's noise, 3 cm is a lifted heel."""
KNEES_FREE, KNEES_LOST = 0.45, 0.75
"""Lengths of the shin by which the gap between the knees may close more than the trainer's: bodies and views differ by up to 18 cm."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one repetition, in the trainer's numbering.

    Attributes:
        total: 0..100, NaN where too little was seen.
        limbs: per limb 0..100, NaN where it was not seen or is not asked for.
        rules: 0..100 for ``"knees_in"``, ``"heels_up"``, ``"round_back"``, ``"bent_hips"`` and ``"depth"``, NaN where they cannot be
            judged.
        off: per limb the largest difference in standard deviations, and in which part of the repetition.
        ranges: per limb the mark of its range alone.
        losses: per limb what it takes off: 100 less its mark, by its weight.
        another: 0..1, how far it is another movement, or none.
    """

    total: float
    limbs: list[float]
    rules: dict[str, float]
    off: list[tuple[float, int]]
    ranges: list[float]
    losses: list[float]
    another: float


def faded(value: float, free: float, lost: float) -> float:
    """100 up to ``free``, falling evenly to 0 at ``lost``; NaN stays NaN.

    Example:
        >>> faded(4.0, 3.0, 5.0), faded(2.0, 3.0, 5.0), faded(9.0, 3.0, 5.0)
        (50.0, 100.0, 0.0)
    """
    return nan if isnan(value) else 100.0 * max(0.0, min(1.0, (lost - value) / (lost - free)))


def range_mark(reach: float, sigma_deg: float, turn_deg: float, share: float = 1.0) -> float:
    """Mark of a range of motion.

    Args:
        reach: share of the trainer's range, NaN where unknown.
        sigma_deg: how exactly this limb is read along its movement.
        turn_deg: the trainer's range.
        share: of the trainer's range that is whole for this client.

    Example:
        >>> [round(range_mark(reach, 5.0, 80.0)) for reach in (1.0, 0.5)], round(range_mark(0.5, 5.0, 80.0, share=0.5))
        ([100, 0], 100)
    """
    whole = whole_range(sigma_deg, turn_deg) * share
    return faded(-reach, -whole, -(whole - RANGE_FADE * share))


def whole_range(sigma_deg: float, turn_deg: float) -> float:
    """Share of the trainer's range that earns full marks; less where a limb is read roughly.

    Example:
        >>> whole_range(0.0, 80.0) > whole_range(20.0, 80.0)
        True
    """
    return max(LEAST_WHOLE, min(WHOLE_RANGE, 1.0 - RANGE_SIGMAS * sigma_deg / max(turn_deg, 1.0)))


def marks(ask: Reference, found: Differences, sight: View, target: Target = USUAL, mirrored: bool = False, depth: float = nan) -> Marks:
    """Mark one repetition.

    Args:
        ask: the trainer's clip.
        found: how the repetition differs.
        sight: what the two cameras can tell apart.
        target: what this client is asked.
        mirrored: whether the client's left answers to the trainer's right.
        depth: how far the whole repetition went, 1 is the trainer's; NaN in a hold.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> for left_arm in (1.0, 0.1):
        ...     ask, found = lesson(left_arm=left_arm)
        ...     (one, _) = found.done
        ...     round(marks(ask, one.differs, found.sight, depth=one.depth).total) >= FAULT_BELOW
        True
        False
    """
    accepted = target.accepted.of(found.way, mirrored, len(ask.templates))
    asis = found
    found = replace(found, signs=asked_less(ask, found.way, target.accepted.eased(found.signs, mirrored), target.range_share))
    free, lost = FREE / target.strictness, LOST / target.strictness
    short = 1.0 - target.range_share
    limbs, off, ranges = [nan] * COUNT, [(nan, WORK)] * COUNT, [nan] * COUNT
    weights = [nan] * COUNT
    for limb in range(COUNT):
        own = LIMBS[MIRROR_LIMB[limb] if mirrored else limb]
        moves = limb in ask.moving
        if own in target.excluded or not ask.judged[limb]:
            continue
        parts = [
            (accepted.off(sight, part, limb, departure(ask, found, part, limb, short), direction(ask, found.way, part, limb)), part)
            for part in (OUT, WORK, BACK)
        ]
        known = [one for one in parts if not isnan(one[0])]
        if not known:
            continue
        off[limb] = max(known)
        loose = looseness(ask, limb)
        limbs[limb] = faded(off[limb][0], free * loose, lost * loose)
        weights[limb] = 1.0 if limb in accepted.minded else weight_of_limb(ask, limb)
        line = ask.lines[limb]
        if moves and line is not None and not carried(ask, limb):
            share = min(target.range_share, accepted.shares.get(limb, 1.0)) * min(1.0, 1.0 - LENIENT_RANGE * (1.0 - target.strictness))
            ranges[limb] = range_mark(found.reach[limb], sight.sigma_deg(limb, line.axis), ask.range_deg[limb], share)
            if not isnan(ranges[limb]):
                limbs[limb] = min(limbs[limb], ranges[limb])
    for limb, worth in carriage(ask, found, sight).items():
        if not isnan(limbs[limb]):
            limbs[limb] = min(limbs[limb], worth)
    rules = rules_of(ask, found, target, sight)
    reached = deepest(ask, found, max(depth, found.fullness)) / min(target.range_share, target.accepted.depth)
    rules["depth"] = faded(-reached, -WHOLE_DEPTH, -NO_DEPTH)
    losses = [(100.0 - mark) * weight for mark, weight in zip(limbs, weights, strict=True)]
    moved = [share / accepted.shares.get(limb, 1.0) for limb, share in enumerate(found.reach)]
    strange = another(ask, [value for value, _ in off], moved, 0.0 if target.accepted.ways else found.cost)
    strange = max(strange, sunk(ask, found), upended(found))
    total = overall(ask, limbs, weights, list(rules.values()), strange)
    if target.accepted != NOTHING_MORE and total >= FAULT_BELOW and any(mark < FAULT_BELOW for mark in (*limbs, *rules.values())):
        # What was approved makes a repetition green only if it forgives all that is at fault in it.
        before = marks(ask, asis, sight, replace(target, accepted=NOTHING_MORE), mirrored, depth).total
        total = total if before >= FAULT_BELOW else min(total, FAULT_BELOW - 1.0)
    return Marks(total, limbs, rules, off, ranges, losses, strange)


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


def weight_of_limb(ask: Reference, limb: int) -> float:
    """What a limb can take off: all when it moves; in a hold, where nothing moves, every limb all.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> weight_of_limb(ask, LIMBS.index("left_thigh")), weight_of_limb(ask, LIMBS.index("head")) < 1.0
        (1.0, True)
    """
    if limb in ask.moving or not ask.moving:
        return 1.0
    return HELD_WEIGHTS[limb] * (1.0 if ask.even or limb == _TRUNK else UNLOADED)


def carried(ask: Reference, limb: int) -> bool:
    """Whether no range is asked of a limb: it turns too little, or is a forearm that goes where its upper arm takes it.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> carried(ask, LIMBS.index("left_upper_arm")), carried(ask, LIMBS.index("left_forearm"))
        (False, True)
    """
    widest = max(ask.range_deg[k] for k in ask.moving)
    return ask.range_deg[limb] < max(RANGE_FROM_DEG, RANGE_OF_WIDEST * widest) or (limb in _CARRIED and _CARRIED[limb] in ask.moving)


def looseness(ask: Reference, limb: int) -> float:
    """How much more than usual a limb may differ, because the trainer's own repetitions do, 1 and more.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> looseness(ask, 0), looseness(replace(ask, tolerance_deg=(21.0,) * COUNT), 0)
        (1.0, 1.5)
    """
    return max(1.0, min(LOOSEST, ask.tolerance_deg[limb] / TOLERANCE_DEG))


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


def direction(ask: Reference, way: int, part: int, limb: int) -> list[float]:
    """The trainer's own direction of a limb, mean over a part of the repetition.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> [round(value) for value in direction(ask, 0, WORK, LIMBS.index("left_thigh"))]
        [0, 0, -1]
    """
    return ask.templates[way].means[part][3 * limb : 3 * limb + 3]


def departure(ask: Reference, found: Differences, part: int, limb: int, short: float = 0.0) -> Vector:
    """A limb's difference as it is judged: of a client with a smaller target the missing part of the way is no difference.

    Args:
        ask: the trainer's clip.
        found: how the repetition differs.
        part: of the repetition.
        limb: the trainer's.
        short: share of the trainer's range that the client may leave out.

    Example:
        >>> from math import hypot
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(depth=0.6)
        >>> thigh = LIMBS.index("left_thigh")
        >>> [round(hypot(*departure(ask, found.done[0].differs, WORK, thigh, short)), 1) for short in (0.0, 0.5)]
        [0.5, 0.2]
    """
    away = found.away[part][limb]
    if limb in FROM_REST:
        # How a head is carried and a foot is set down is the body's own; what counts is what the movement does to it.
        rest = found.away[REST][limb]
        if not isnan(rest[0]):
            away = (away[0] - rest[0], away[1] - rest[1], away[2] - rest[2])
    line = ask.lines[limb]
    if short > 0.0 and line is not None and part != REST:
        along = fsum(a * b for a, b in zip(away, line.axis, strict=True))
        allowed = max(0.0, min(-along, short * line.span))
        away = (away[0] + allowed * line.axis[0], away[1] + allowed * line.axis[1], away[2] + allowed * line.axis[2])
    return away


def rules_of(ask: Reference, found: Differences, target: Target, sight: View) -> dict[str, float]:
    """Marks of what the signs tell.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> rules_of(ask, found.done[0].differs, USUAL, found.sight)["heels_up"]
        100.0
    """
    strict = target.strictness
    heels = [value for value in (found.signs[HEEL_LEFT], found.signs[HEEL_RIGHT]) if not isnan(value)]
    heel = fsum(heels) / len(heels) if heels and ask.planted else nan
    gap = found.signs[KNEE_GAP] if ask.even else nan
    knees = faded(knee_in(ask, found, sight), KNEE_FREE, KNEE_FREE + KNEE_FADE)
    return {
        "knees_in": knees if isnan(gap) else faded(-gap, KNEES_FREE / strict, KNEES_LOST / strict),
        "round_back": faded(rounded(ask, found), ROUND_FREE, ROUND_LOST),
        "bent_hips": faded(bent(ask, found), BENT_FREE, BENT_LOST),
        "heels_up": faded(heel, HEELS_FREE / strict, HEELS_LOST / strict),
    }


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
