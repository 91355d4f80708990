"""How far a repetition is from the nearest accepted way, and whose left is whose.

What is accepted of a limb in a part of the repetition is the stretch from the trainer's own direction to an approved one: its
tolerance grows towards what was approved, never to the other sides.
"""

from collections.abc import Sequence
from math import hypot, isnan

from perscoach_motion.directions.view import View
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB

NEAR = 2.0
"""A standard deviation away from an approved way counts so many times: ``view`` speaks of two bodies, this is one client, whose own
repetitions lie within 1.6 of each other (nine in ten, measured on the suite)."""

_SIDEWAYS = (LIMBS.index("shoulders"), LIMBS.index("hips"))
Vector = tuple[float, float, float]


def side(limb: int, mirrored: bool) -> int:
    """The client's own limb for one of the trainer's, and the other way round.

    Example:
        >>> side(0, False), side(0, True)
        (0, 5)
    """
    return MIRROR_LIMB[limb] if mirrored else limb


def sided(away: Vector, limb: int, mirrored: bool) -> Vector:
    """A difference of directions as a mirror shows it, or as it is.

    Example:
        >>> sided((0.1, 0.2, 0.3), 0, True)
        (-0.1, 0.2, 0.3)
    """
    if not mirrored:
        return away
    x, y, z = away
    return (x, -y, -z) if limb in _SIDEWAYS else (-x, y, z)


def beyond(value: float, least: float, most: float) -> float:
    """How much of a sign is more than was approved: the same rule as :func:`nearest` in one dimension.

    Example:
        >>> beyond(0.04, 0.0, 0.05), beyond(0.07, -0.2, 0.0), round(beyond(0.07, 0.0, 0.05), 2)
        (0.0, 0.07, 0.04)
    """
    if value > 0.0 < most:
        return 0.0 if value <= most else min(value, NEAR * (value - most))
    if value < 0.0 > least:
        return 0.0 if value >= least else max(value, NEAR * (value - least))
    return value


def nearest(sight: View, limb: int, away: Vector, theirs: Sequence[float], centres: Sequence[Vector]) -> float:
    """How far a direction is from the nearest accepted one, in standard deviations.

    Accepted is the stretch from the trainer's own direction (0) to each centre. The farther from the trainer's own the nearest
    point of the stretch, the more each deviation from it counts, up to ``NEAR`` times at the centre.

    Args:
        sight: how differences are weighed.
        limb: number of the limb.
        away: the direction less the trainer's.
        theirs: the trainer's direction.
        centres: approved ones, less the trainer's.

    Example:
        >>> from perscoach_motion.directions.view import view
        >>> ahead, down = view((0.0, 0.0, 1.0), (0.0, 0.0, 1.0)), (0.0, 1.0, 0.0)
        >>> arm = LIMBS.index("left_upper_arm")
        >>> [nearest(ahead, arm, (x, 0.0, 0.0), down, [(0.5, 0.0, 0.0)]) > 3.0 for x in (0.3, 0.5, 0.52, 0.9, -0.5)]
        [False, False, False, True, True]
    """
    x, y, z = away
    f, g, h = theirs
    best = plain = sight.off(limb, away, theirs)
    if isnan(plain):
        return plain
    for a, b, c in centres:
        long = sight.off(limb, (a, b, c), theirs)
        if long < 1e-9:
            continue
        apart = sight.off(limb, (x - a, y - b, z - c), (f + a, g + b, h + c))
        # The law of cosines gives the inner product in the metric of the cameras' errors.
        share = max(0.0, min(1.0, (plain * plain + long * long - apart * apart) / (2 * long * long)))
        if share > 0.0:
            p, q, r = _between(theirs, (f + a, g + b, h + c), share)
            best = min(best, sight.off(limb, (f + x - p, g + y - q, h + z - r), (p, q, r)) * (1.0 + share * (NEAR - 1.0)))
    return best


def _between(one: Sequence[float], other: Sequence[float], share: float) -> Vector:
    """A direction between two, as long as lies between their lengths: on the arc, not on the chord."""
    x, y, z = (a + share * (b - a) for a, b in zip(one, other, strict=True))
    size = hypot(x, y, z)
    longer = (hypot(*one) * (1.0 - share) + hypot(*other) * share) / size if size > 1e-9 else 1.0
    return x * longer, y * longer, z * longer
