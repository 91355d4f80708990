"""The client's limbs beside the trainer's at one moment, as cues are made from them.

Vectors are in body axes, heading taken out: x to the body's left, y down, z behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, degrees, nan, sqrt
from typing import Final

Vector = tuple[float, float, float]
UNKNOWN: Final[Vector] = (nan, nan, nan)
STILL: Final[Vector] = (0.0, 0.0, 0.0)

LIES = 0.64
"""Cosine of 50 degrees to the vertical: trunk and thighs beyond lie."""
STRAIGHT = 0.7
"""Cosine of 45 degrees: a knee bent less counts as straight."""
HANGS = 0.94
"""Cosine of 20 degrees: a limb that hangs."""

UPPER_ARM, FOREARM, THIGH, SHIN, FOOT = range(5)
RIGHT: Final = 5
"""Right limbs are numbered this much higher than left ones."""
TRUNK, SHOULDERS, HIPS, HEAD = range(10, 14)


@dataclass(frozen=True, slots=True)
class LimbState:
    """One of the client's own limbs beside the trainer's, at one moment.

    Attributes:
        score: 0..100; NaN when not seen.
        away: the client's direction less the trainer's.
        degrees: angle between the two.
        reach: range of motion as a share of the trainer's; NaN for held limbs or when not known yet.
        moves: the trainer moves this limb.
        working: unit vector in which the trainer's limb goes from rest to the working end; zeros for held limbs.
        theirs: the trainer's direction; NaN when not given. It tells lying from standing and a bent elbow from a turned arm.

    Example:
        >>> LimbState(40.0, (0.0, 0.5, 0.0), 30.0, 0.4, True, (0.0, -1.0, 0.0)).theirs
        (nan, nan, nan)
    """

    score: float
    away: Vector
    degrees: float
    reach: float
    moves: bool
    working: Vector
    theirs: Vector = UNKNOWN


UNSEEN: Final = LimbState(nan, UNKNOWN, nan, nan, False, STILL)
NOBODY: Final = (UNSEEN,) * 14


def lies(states: Sequence[LimbState]) -> bool:
    """Whether the trainer lies or holds a plank: trunk and a thigh in one line, neither upright.

    Example:
        >>> lies(NOBODY)
        False
    """
    x, y, z = states[TRUNK].theirs
    if not abs(y) < LIES:
        return False
    for limb in (THIGH, THIGH + RIGHT):
        a, b, c = states[limb].theirs
        if abs(b) < LIES and a * x + b * y + c * z < -STRAIGHT:
            return True
    return False


def sinks(states: Sequence[LimbState]) -> bool:
    """Whether both legs carry the hips down, as in squats and lunges: not one knee after the other while the other leg stands.

    Example:
        >>> sinks(NOBODY)
        False
    """
    left, right = states[THIGH], states[THIGH + RIGHT]
    # The rear thigh of a lunge may hardly turn; its shin does.
    if not (left.moves or right.moves) or not all(states[side + THIGH].moves or states[side + SHIN].moves for side in (0, RIGHT)):
        return False
    stands = [states[side + THIGH].theirs[1] > HANGS and states[side + SHIN].theirs[1] > HANGS for side in (0, RIGHT)]
    raised = [state.theirs[1] < STRAIGHT for state in (left, right)]
    return not (stands[0] and raised[1]) and not (stands[1] and raised[0])


def length(vector: Vector) -> float:
    """Of a vector.

    Example:
        >>> length((0.0, 3.0, 4.0))
        5.0
    """
    return sqrt(dot(vector, vector))


def dot(one: Vector, other: Vector) -> float:
    """The inner product.

    Example:
        >>> dot((1.0, 2.0, 3.0), (0.0, 1.0, 1.0))
        5.0
    """
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def plus(one: Vector, other: Vector) -> Vector:
    """The sum of two vectors.

    Example:
        >>> plus((1.0, 2.0, 3.0), (0.0, 1.0, 1.0))
        (1.0, 3.0, 4.0)
    """
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def angle_between(one: Vector, other: Vector) -> float:
    """Degrees between two vectors; NaN where unknown.

    Example:
        >>> round(angle_between((1.0, 0.0, 0.0), (0.0, 2.0, 0.0)), 3)
        90.0
    """
    lengths = length(one) * length(other)
    return degrees(acos(max(-1.0, min(1.0, dot(one, other) / lengths)))) if lengths > 0 else nan
