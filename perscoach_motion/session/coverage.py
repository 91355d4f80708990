"""How much of a session was seen: nobody is accused of what no camera saw."""

from bisect import bisect_left, bisect_right
from math import fsum, inf

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.motion import RATE_HZ
from perscoach_motion.scoring.analysis import asked_until
from perscoach_motion.scoring.done import Performance
from perscoach_motion.scoring.overall import ENOUGH_MOVING
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL, Target

SEEN_OF_MISSED = 0.6
"""Share of the frames in which a limb must be seen to say that it did not move."""


def left_out(ask: Reference, found: Performance, target: Target = USUAL) -> list[tuple[float, float]]:
    """The trainer's repetitions that were not done although what should have moved was seen: most of the movement.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> len(left_out(*lesson(depth=0.0, arms=0.0))), left_out(*lesson())
        (2, [])
    """
    moving = [limb for limb in ask.moving if own_name(found, limb) not in target.excluded]
    asked = fsum(ask.range_deg[limb] for limb in moving)
    kept = []
    for start, end in found.missed:
        seen = [limb for limb in moving if limb_seen(found, limb, start, end) >= SEEN_OF_MISSED]
        if asked and fsum(ask.range_deg[limb] for limb in seen) >= ENOUGH_MOVING * asked:
            kept.append((start, end))
    return kept


def confidence(ask: Reference, found: Performance, target: Target = USUAL) -> float:
    """How much of what was asked was seen, 0..1: the share of the trainer's repetitions watched, times that of her limbs seen.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> confidence(*lesson())
        1.0
    """
    needed = [limb for limb in range(COUNT) if ask.judged[limb] and own_name(found, limb) not in target.excluded]
    times = found.motion.times
    if not needed or not times:
        return 0.0
    limbs = fsum(limb_seen(found, limb) for limb in needed) / len(needed)
    asked = sum(end <= times[-1] for _, end in asked_until(ask, times[-1]))
    if not asked:
        return limbs * min(1.0, len(times) / RATE_HZ / times[-1]) if times[-1] > 0 else 0.0
    answered = sum(one.asked is not None for one in found.done)
    return limbs * min(1.0, (answered + len(found.missed)) / asked)


def seen_share(found: Performance, length_s: float) -> float:
    """Share of the session's time in which enough of the body was seen, 0..1.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> round(seen_share(lesson()[1], 10.0), 1)
        0.5
    """
    frames = sum(any(seen) for seen in found.motion.seen)
    return min(1.0, frames / max(1.0, length_s * RATE_HZ))


def limb_seen(found: Performance, limb: int, start_s: float = -inf, end_s: float = inf) -> float:
    """Share of the frames in which a limb is seen.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> limb_seen(lesson()[1], 0)
        1.0
    """
    seen = found.motion.seen[bisect_left(found.motion.times, start_s) : bisect_right(found.motion.times, end_s)]
    return sum(row[limb] for row in seen) / len(seen) if seen else 0.0


def missed_with(ask: Reference, found: Performance, target: Target, limb: int) -> int:
    """How many of the left out repetitions a limb that should have moved was seen in.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(depth=0.0, arms=0.0)
        >>> missed_with(ask, found, USUAL, ask.moving[0])
        2
    """
    if limb not in ask.moving or own_name(found, limb) in target.excluded:
        return 0
    return sum(limb_seen(found, limb, start, end) >= SEEN_OF_MISSED for start, end in found.missed)


def idle_limb(ask: Reference, found: Performance, target: Target) -> int:
    """Number of the client's limb that should have moved most in what was left out; -1 where there is none.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(depth=0.0, arms=0.0)
        >>> idle_limb(ask, found, USUAL) == ask.moving[0], idle_limb(*lesson(), USUAL)
        (True, -1)
    """
    for limb in ask.moving:
        if missed_with(ask, found, target, limb):
            return MIRROR_LIMB[limb] if found.reading.mirrored else limb
    return -1


def own_name(found: Performance, limb: int) -> str:
    """The client's own limb that answers to a limb of the trainer's.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> own_name(lesson()[1], 0)
        'left_upper_arm'
    """
    return LIMBS[MIRROR_LIMB[limb] if found.reading.mirrored else limb]
