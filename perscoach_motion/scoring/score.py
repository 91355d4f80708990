"""From differences to a number. The live engine, the comparison of two clips and the report all call these functions.

A difference is counted in standard deviations of what two correct performances differ by (``view``), so that one scale serves every limb,
camera and body. The number is read as: 90 and more "as the trainer", from 70 "good", from 40 "differs", below "not this movement".
"""

from dataclasses import dataclass, replace
from math import fsum, isnan, nan

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.signs import HEEL_LEFT, HEEL_RIGHT, KNEE_GAP
from perscoach_motion.directions.view import View
from perscoach_motion.eye.ways import NOTHING_MORE
from perscoach_motion.scoring.carriage import (
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
from perscoach_motion.scoring.judge import Differences
from perscoach_motion.scoring.limb_marks import FREE, LOST, carried, departure, direction, faded, looseness, range_mark, weight_of_limb
from perscoach_motion.scoring.overall import FAULT_BELOW, another, overall
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL, Target
from perscoach_motion.yardstick.template import BACK, OUT, WORK

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
        ...     round(marks(ask, one.differs, found.reading.sight, depth=one.depth).total) >= FAULT_BELOW
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


def rules_of(ask: Reference, found: Differences, target: Target, sight: View) -> dict[str, float]:
    """Marks of what the signs tell.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> rules_of(ask, found.done[0].differs, USUAL, found.reading.sight)["heels_up"]
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
