"""What one limb may differ by, how far it must go, and what it can take off."""

from collections.abc import Sequence
from math import fsum, isnan, nan

from perscoach_motion.cutting.segment import TOLERANCE_DEG
from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.scoring.judge import Differences, Vector
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import REST

FREE = 4.0
"""Standard deviations that cost nothing: of the 14 limbs in three parts of a repetition one is off by 2.8 by chance alone."""
LOST = 5.8
"""Standard deviations at which a limb has lost all."""
CORE = tuple(LIMBS.index(name) for name in ("trunk", "left_thigh", "right_thigh", "left_shin", "right_shin"))
_ARMS = tuple(LIMBS.index(f"{side}_{part}") for side in ("left", "right") for part in ("upper_arm", "forearm"))
_TRUNK = LIMBS.index("trunk")
_CARRIED = {LIMBS.index(f"{side}_forearm"): LIMBS.index(f"{side}_upper_arm") for side in ("left", "right")}
_FEET = tuple(LIMBS.index(f"{side}_foot") for side in ("left", "right"))
FROM_REST = (*_FEET, LIMBS.index("head"))
HELD_WEIGHTS = tuple(0.8 if k in CORE else 0.5 if k in _ARMS else 0.3 if k in _FEET else 0.4 for k in range(COUNT))
"""What a limb that the trainer only holds can take off: the core most, hands and feet may rest as they like."""
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
        >>> from dataclasses import replace
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> looseness(ask, 0), looseness(replace(ask, tolerance_deg=(21.0,) * COUNT), 0)
        (1.0, 1.5)
    """
    return max(1.0, min(LOOSEST, ask.tolerance_deg[limb] / TOLERANCE_DEG))


def direction(ask: Reference, way: int, part: int, limb: int) -> list[float]:
    """The trainer's own direction of a limb, mean over a part of the repetition.

    Example:
        >>> from perscoach_motion.yardstick.template import WORK
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
        >>> from perscoach_motion.yardstick.template import WORK
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


def own_values(values: Sequence[float], mirrored: bool) -> list[float]:
    """Values of the 14 limbs in the client's own numbering.

    Example:
        >>> own_values(range(14), False)[0], own_values(range(14), True)[0] == MIRROR_LIMB[0]
        (0, True)
    """
    return [values[MIRROR_LIMB[limb]] for limb in range(COUNT)] if mirrored else list(values)
