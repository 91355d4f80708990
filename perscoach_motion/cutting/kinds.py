"""What kind of motion it is: a proposed name, from the resting position, the working position and the one between.

All are ``(14, 3)`` limb directions, heading taken out: x to the body's left, y down, z behind it (``limbs.clip_directions``). The
angles below separate the positions of common exercises by at least twice what the estimator errs by (8–12° a limb); what fits none
is "movement".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, atan2, degrees, fsum

from perscoach_motion.skeleton import LIMBS

_NUMBER = {name: number for number, name in enumerate(LIMBS)}
SIDES = ("left", "right")

LYING_DEG = 50.0
"""Trunk from the vertical; who stands and bends over at rest leans less, a plank is near 80."""
LEG_MOVES_DEG = 32.0
"""A thigh or knee that turns this far works; standing sway, soft knees and a hinge's give stay below."""
ARM_MOVES_DEG = 35.0
SPREAD_DEG = 9.0
"""Thighs moving apart sideways, each: a jack's are 12–20°."""
OVERHEAD_DEG = 115.0
"""Upper arm from hanging; a raise to the shoulder's height ends near 90."""
BENT_DEG = 60.0
"""Elbow: bent this far the hands are nearer to the shoulders than to the hips."""


@dataclass(frozen=True, slots=True)
class Position:
    """Angles of one position in degrees; pairs are (left, right).

    Attributes:
        lean: trunk from upright. arm: upper arms from hanging. aside: how much of the arm's rise is sideways rather than forwards, 0..90.
        elbow, knee: flexion. thigh: from hanging, forwards (a thigh behind the body is negative). spread: thighs from hanging, outwards.
    """

    lean: float
    arm: tuple[float, float]
    aside: tuple[float, float]
    elbow: tuple[float, float]
    thigh: tuple[float, float]
    spread: tuple[float, float]
    knee: tuple[float, float]


def position(vectors: Sequence[float]) -> Position:
    """Read the angles off ``(14, 3)`` flattened limb directions.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> limbs = lesson()[0].motion.limbs
        >>> [round(position(limbs[k]).knee[0], -1) for k in (0, 15)]
        [10.0, 110.0]
    """

    def limb(name: str) -> Sequence[float]:
        k = 3 * _NUMBER[name]
        return vectors[k : k + 3]

    def pair(one: str, other: str) -> tuple[float, float]:
        found = [_between(limb(f"{side}_{one}"), limb(f"{side}_{other}")) for side in SIDES]
        return found[0], found[1]

    arms, thighs = [limb(f"{side}_upper_arm") for side in SIDES], [limb(f"{side}_thigh") for side in SIDES]
    down = (0.0, 1.0, 0.0)
    return Position(
        lean=_between(limb("trunk"), (0.0, -1.0, 0.0)),
        arm=(_between(arms[0], down), _between(arms[1], down)),
        aside=(_aside(arms[0]), _aside(arms[1])),
        elbow=pair("upper_arm", "forearm"),
        thigh=(degrees(atan2(-thighs[0][2], thighs[0][1])), degrees(atan2(-thighs[1][2], thighs[1][1]))),
        spread=(degrees(atan2(thighs[0][0], thighs[0][1])), degrees(atan2(-thighs[1][0], thighs[1][1]))),
        knee=pair("thigh", "shin"),
    )


def kind_of(rest: Sequence[float], halfway: Sequence[float], work: Sequence[float]) -> str:
    """The proposed name of a movement from one position past another to a third, each ``(14, 3)`` flattened; one of ``segment.KINDS``.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> limbs = lesson()[0].motion.limbs
        >>> kind_of(limbs[0], limbs[10], limbs[15])
        'squat-like'
    """
    before, on_the_way, at_end = position(rest), position(halfway), position(work)
    if before.lean > LYING_DEG:
        bends = max(abs(a - b) for a, b in zip(before.elbow, at_end.elbow, strict=True))
        return "push-up-like" if bends > LEG_MOVES_DEG and at_end.lean > LYING_DEG else "movement"
    return _of_legs(before, at_end) or _of_arms(before, on_the_way, at_end) or "movement"


def stands(vectors: Sequence[float]) -> bool:
    """Whether this is somebody standing at ease, arms hanging or on the hips: no exercise that is held.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> limbs = lesson()[0].motion.limbs
        >>> stands(limbs[0]), stands(limbs[15])
        (True, False)
    """
    found = position(vectors)
    legs = max(*map(abs, found.thigh), *found.knee)
    return found.lean < LEG_MOVES_DEG and legs < LEG_MOVES_DEG and max(found.arm) < BENT_DEG


def _of_legs(before: Position, at_end: Position) -> str | None:
    """Names that the legs and the trunk decide."""
    knees = [b - a for a, b in zip(before.knee, at_end.knee, strict=True)]
    thighs = [b - a for a, b in zip(before.thigh, at_end.thigh, strict=True)]
    lean = at_end.lean - before.lean
    bent = [abs(knee) > LEG_MOVES_DEG for knee in knees]
    lifted = [thigh > LEG_MOVES_DEG for thigh in thighs]
    apart = abs(at_end.thigh[0] - at_end.thigh[1])
    if at_end.lean > LYING_DEG and max(at_end.knee) < BENT_DEG and min(map(abs, at_end.thigh)) > LYING_DEG:
        return "burpee-like"
    if lean > LEG_MOVES_DEG and lean > max(knees) + 5:
        return "hinge-like"
    if any(bent) and min(at_end.knee) > BENT_DEG and apart > LYING_DEG:
        return "lunge-like"
    if all(bent) and all(lifted):
        return "squat-like"
    if any(lifted) and not all(lifted):
        return "knee-raise-like" if max(knees) > LEG_MOVES_DEG and apart < 120 else "movement"
    if any(bent):
        return "heel-kick-like"
    return None


def _of_arms(before: Position, on_the_way: Position, at_end: Position) -> str | None:
    """Names that the arms decide, where the legs do little."""
    rise = max(b - a for a, b in zip(before.arm, at_end.arm, strict=True))
    bend = max(b - a for a, b in zip(before.elbow, at_end.elbow, strict=True))
    opening = min(b - a for a, b in zip(before.spread, at_end.spread, strict=True))
    if opening > SPREAD_DEG and rise > ARM_MOVES_DEG:
        return "jack-like"
    if max(at_end.arm) > OVERHEAD_DEG and max(min(before.elbow), min(on_the_way.elbow)) > BENT_DEG:
        return "press-like"
    if rise > ARM_MOVES_DEG:
        arm = max((0, 1), key=lambda side: at_end.arm[side] - before.arm[side])
        return "lateral-raise-like" if at_end.aside[arm] > 45 else "front-raise-like"
    return "curl-like" if bend > ARM_MOVES_DEG else None


def _between(one: Sequence[float], other: Sequence[float]) -> float:
    cosine = fsum(a * b for a, b in zip(one, other, strict=True))
    return degrees(acos(max(-1.0, min(1.0, cosine))))


def _aside(arm: Sequence[float]) -> float:
    return degrees(atan2(abs(arm[0]), abs(arm[2])))
