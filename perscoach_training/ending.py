"""What is said of a set once it is over: the limb that cost most, the best moment."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from perscoach_motion.faults.words import LIMB_WORDS
from perscoach_motion.scoring.overall import FAULT_BELOW

ALIKE = 10.0
"""Scores no further apart say the same: in a shallow squat thighs, trunk and arms all fall short together, each moved by noise."""
CARRIES = ("thigh", "shin", "trunk", "hips", "foot", "upper_arm", "forearm", "shoulders", "head")
"""What moves what: who bends her thighs has bent the rest, as cues are ranked, too."""
BEST_S = 3.0
"""A moment is about one repetition long."""


def limb_marks(summary: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """The limbs at fault, the worst first, with their scores; of those that are alike the one that carries most.

    Example:
        >>> limb_marks({"limbs": {"trunk": {"score": 95.0}, "left_thigh": {"score": 41.0}, "head": {"score": None}}})
        (('left_thigh', 41.0),)
        >>> limb_marks({"limbs": {"left_upper_arm": {"score": 19.1}, "right_thigh": {"score": 26.3}}})[0][0]
        'right_thigh'
    """
    scores = {name: one["score"] for name, one in (summary.get("limbs") or {}).items() if one["score"] is not None}
    left = sorted(((name, score) for name, score in scores.items() if score < FAULT_BELOW), key=itemgetter(1))
    ordered: list[tuple[str, float]] = []
    while left:
        alike = [mark for mark in left if mark[1] <= left[0][1] + ALIKE]
        ordered += sorted(alike, key=lambda mark: CARRIES.index(_part(mark[0])))
        left = left[len(alike) :]
    return tuple(ordered)


def _part(limb: str) -> str:
    return limb.removeprefix("left_").removeprefix("right_")


def best_moment(samples: Sequence[Sequence[Any]]) -> float | None:
    """Seconds into the set at which the best stretch begins; ``None`` where it was not watched that long.

    Example:
        >>> best_moment([[0.25 * k, 60.0 + (30.0 if 20 <= k < 40 else 0.0), 0.5, 0.0, 0, None] for k in range(60)])
        5.0
    """
    seen = [(row[0], row[1]) for row in samples if row[1] is not None]
    best, begins = -1.0, None
    total, end = 0.0, 0
    for first, (start, score) in enumerate(seen):
        while end < len(seen) and seen[end][0] < start + BEST_S:
            total += seen[end][1]
            end += 1
        if end < len(seen) and total / (end - first) > best + 1e-9:
            best, begins = total / (end - first), start
        total -= score
    return begins


def limb_words(name: str, language: str) -> str:
    """A limb's name.

    Example:
        >>> limb_words("left_thigh", "en")
        'left thigh'
    """
    return LIMB_WORDS[name][0 if language == "ru" else 1]
