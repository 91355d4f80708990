"""Which side of the body worked in a repetition: left and right of exercises that are done one side at a time."""

from collections.abc import Sequence
from math import fsum

from perscoach_motion.directions.line import spread
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference

CLEARLY = 1.5
"""A side works when it moves so many times as far as the other: in even exercises bodies and the estimator differ by a quarter."""
_NEAR = ("upper_arm", "thigh")
_LEFT = tuple(limb for limb, name in enumerate(LIMBS) if name.startswith("left_") and not name.endswith("foot"))


def worked(frames: Sequence[Sequence[float]], moving: Sequence[int]) -> str | None:
    """``"left"``, ``"right"``, or ``None`` when both did the same, in the numbering of ``frames``.

    In a lunge both legs bend, but one thigh swings: thighs and upper arms decide where they move at all.

    Args:
        frames: ``(14, 3)`` flattened directions of one repetition.
        moving: numbers of the limbs that the exercise moves.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> arm = LIMBS.index("left_upper_arm")
        >>> worked(lesson(left_arm=0.1)[1].motion.limbs, [arm])
        'right'
    """
    pairs = [limb for limb in _LEFT if limb in moving or MIRROR_LIMB[limb] in moving]
    near = [limb for limb in pairs if LIMBS[limb].removeprefix("left_") in _NEAR]
    left = fsum(_travel(frames, limb) for limb in near or pairs)
    right = fsum(_travel(frames, MIRROR_LIMB[limb]) for limb in near or pairs)
    return "left" if left > CLEARLY * right else "right" if right > CLEARLY * left else None


def is_one_sided(ask: Reference) -> bool:
    """Whether the trainer works one side at a time.

    Example:
        >>> from perscoach_motion.track import PoseTrack
        >>> from array import array
        >>> from perscoach_motion.yardstick.reference import reference
        >>> is_one_sided(reference(PoseTrack(array("d"), array("f"), array("f"), array("f"), 0.5625)))
        False
    """
    return bool(ask.moving) and all(worked(one.piece.limbs, ask.moving) for one in ask.templates)


def _travel(frames: Sequence[Sequence[float]], limb: int) -> float:
    """How far a limb's direction goes, the sum over the axes."""
    return fsum(spread([one[3 * limb + axis] for one in frames]) for axis in range(3))
