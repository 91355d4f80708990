"""Signs of faults to which limb directions are blind: heels that lift, knees that fall in, hips and shoulders that do not come down.

A foot is too short for its direction to be read, but where the heel is against the toes shows in the picture within a few pixels. A knee
that falls in turns thigh and shin little, but both to the same side. How far hips and shoulders come down is the sum of what several limbs
do, and the picture shows it directly.
"""

from collections.abc import Sequence
from math import cos, fsum, nan

from perscoach_motion.skeleton import (
    LEFT_ANKLE,
    LEFT_HEEL,
    LEFT_HIP,
    LEFT_KNEE,
    LEFT_SHOULDER,
    LEFT_TOE,
    LIMBS,
    RIGHT_ANKLE,
    RIGHT_HEEL,
    RIGHT_HIP,
    RIGHT_KNEE,
    RIGHT_SHOULDER,
    RIGHT_TOE,
)

SIGNS = ("heel_left", "heel_right", "knee_left", "knee_right", "knee_gap", "hips", "shoulders")
HEEL_LEFT, HEEL_RIGHT, KNEE_LEFT, KNEE_RIGHT, KNEE_GAP, HIPS, SHOULDERS = range(7)
Signs = tuple[float, ...]
"""In the order of ``SIGNS``."""
UNKNOWN: Signs = (nan,) * len(SIGNS)
TURNED_MOST = 0.5
"""Cosine of the heading below which the gap between the knees is seen too much from the side."""
_SHINS = (LIMBS.index("left_shin"), LIMBS.index("right_shin"))
_THIGHS = (LIMBS.index("left_thigh"), LIMBS.index("right_thigh"))


def signs(xy: Sequence[float], aspect: float, vectors: Sequence[float], lengths: Sequence[float], heading: float) -> Signs:
    """The signs in one frame, in the order of ``SIGNS``.

    Args:
        xy: ``(33, 2)`` image landmarks, flattened.
        aspect: width / height of the picture.
        vectors: ``(14, 3)`` directions, heading taken out.
        lengths: of the 14 limbs in heights of the picture.
        heading: radians.

    Returns:
        How far each heel is above its toes, in lengths of the shin; how far each knee is outside the line from hip to ankle, as the sine;
        how much farther apart the knees are than the ankles, in lengths of the shin, NaN when seen from the side. The gap is what both
        legs do against each other, so a knee that goes forwards does not enter it, from wherever it is seen. How far hips and shoulders are
        above the ankles, in lengths of the leg.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> from perscoach_motion.directions.depth import lengths, sizes
        >>> from perscoach_motion.directions.limbs import directions
        >>> clip = squat()
        >>> long = lengths([sizes(clip.xy_of(0), clip.aspect, clip.world_of(0))])
        >>> for row in (0, 18):
        ...     found = signs(clip.xy_of(row), clip.aspect, directions(clip.world_of(row)), long, 0.0)
        ...     round(found[HIPS], 1), round(found[SHOULDERS], 1)
        (1.0, 1.6)
        (0.5, 0.9)
    """
    # Legs without a length are legs that nobody read.
    left, right = (lengths[limb] or nan for limb in _SHINS)
    facing = cos(heading)
    gap = xy[2 * LEFT_KNEE] - xy[2 * RIGHT_KNEE] - xy[2 * LEFT_ANKLE] + xy[2 * RIGHT_ANKLE]
    leg = (left + right + fsum(lengths[limb] for limb in _THIGHS)) / 2
    floor = xy[2 * LEFT_ANKLE + 1] + xy[2 * RIGHT_ANKLE + 1]
    return (
        (xy[2 * LEFT_TOE + 1] - xy[2 * LEFT_HEEL + 1]) / left,
        (xy[2 * RIGHT_TOE + 1] - xy[2 * RIGHT_HEEL + 1]) / right,
        (vectors[3 * _THIGHS[0]] - vectors[3 * _SHINS[0]]) / 2,
        (vectors[3 * _SHINS[1]] - vectors[3 * _THIGHS[1]]) / 2,
        gap * aspect * 2.0 / (left + right) / facing if abs(facing) > TURNED_MOST else nan,
        (floor - xy[2 * LEFT_HIP + 1] - xy[2 * RIGHT_HIP + 1]) / 2 / leg,
        (floor - xy[2 * LEFT_SHOULDER + 1] - xy[2 * RIGHT_SHOULDER + 1]) / 2 / leg,
    )


def mirrored_signs(found: Signs) -> Signs:
    """The signs as a mirror shows them.

    Example:
        >>> mirrored_signs((0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7))
        (0.2, 0.1, 0.4, 0.3, 0.5, 0.6, 0.7)
    """
    return (found[1], found[0], found[3], found[2], *found[4:])


_NEEDS: tuple[tuple[int, ...], ...] = (
    (LIMBS.index("left_foot"), _SHINS[0]),
    (LIMBS.index("right_foot"), _SHINS[1]),
    (_THIGHS[0], _SHINS[0]),
    (_THIGHS[1], _SHINS[1]),
    (*_THIGHS, *_SHINS),
    (LIMBS.index("hips"),),
    (LIMBS.index("shoulders"),),
)
_FROM_THE_FLOOR = (HIPS, SHOULDERS)


def readable(number: int, seen: Sequence[bool]) -> bool:
    """Whether the limbs that a sign is read from are seen; how high something is needs one foot on the floor at least.

    Example:
        >>> readable(HIPS, [True] * 14), readable(HIPS, [limb not in _SHINS for limb in range(14)])
        (True, False)
    """
    grounded = number not in _FROM_THE_FLOOR or any(seen[limb] for limb in _SHINS)
    return grounded and all(seen[limb] for limb in _NEEDS[number])
