"""From limb errors to a number: tolerance, range of motion, and the worst limbs that matter.

The live engine, the comparison of two clips and the report all call these functions.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isnan, nan

from perscoach_motion.reference import Reference

FADE_DEG = 45.0
"""Degrees beyond the tolerance at which a limb's score reaches 0: a limb this far off is doing something else."""
FULL_RANGE = 0.85
"""Range of motion against the trainer's that still counts as whole: bodies and landmark noise differ by this much."""
NO_RANGE = 0.15
"""Below it the limb has not moved at all."""
_A_DEGREE = 100.0 / FADE_DEG
WORST = 2
"""So many of the worst limbs decide; one alone may be a misread landmark."""
WORST_SHARE = 0.6
"""Their share of the score; the rest is the mean over all that is seen."""
FAULT_BELOW = 70.0
"""A limb below is at fault: the same bound as green."""


def limb_scores(errors_deg: Iterable[float], tolerances_deg: Iterable[float]) -> list[float]:
    """100 within the tolerance, falling to 0 at ``FADE_DEG`` beyond it; NaN stays NaN."""
    return [
        100.0 if error <= tolerance else 0.0 if error >= tolerance + FADE_DEG else (tolerance + FADE_DEG - error) * _A_DEGREE
        for error, tolerance in zip(errors_deg, tolerances_deg, strict=True)
    ]


def limb_score(error_deg: float, tolerance_deg: float) -> float:
    """One limb's :func:`limb_scores`."""
    return limb_scores((error_deg,), (tolerance_deg,))[0]


def range_score(ratio: float) -> float:
    """Score of a range of motion given as a share of the trainer's: 0 at rest, 100 from ``FULL_RANGE`` on; NaN stays NaN."""
    return 100.0 * max(0.0, min(1.0, (ratio - NO_RANGE) / (FULL_RANGE - NO_RANGE))) if not isnan(ratio) else nan


def overall(scores: Sequence[float], trainer: Reference) -> float:
    """One number from the 14 limbs' scores: the worst relevant limbs decide.

    Args:
        scores: per limb 0..100, NaN where not seen, numbered by the trainer's limbs.
        trainer: tells which limbs move.

    Returns:
        0..100, or NaN when no limb that matters is seen.
    """
    if isnan(sum(scores)):
        if trainer.moving and all(isnan(scores[limb]) for limb in trainer.moving):
            return nan
        known = [limb for limb in range(len(scores)) if not isnan(scores[limb])]
        if not known:
            return nan
        scores, weights = [scores[limb] for limb in known], [trainer.weights[limb] for limb in known]
    else:
        weights = list(trainer.weights)
    # A held limb cannot pull the score down as far as a moving one: its loss counts by its weight.
    losses = [(100.0 - score) * weight for score, weight in zip(scores, weights, strict=True)]
    mean = 100.0 - sum(losses) / sum(weights)
    losses.sort()
    worst = 100.0 - sum(losses[-WORST:]) / min(WORST, len(losses))
    return WORST_SHARE * worst + (1.0 - WORST_SHARE) * mean


def worst_limb(scores: Mapping[str, float | None]) -> str | None:
    """The lowest limb at fault; ``None`` when none is."""
    faults = [(score, limb) for limb, score in scores.items() if score is not None and score < FAULT_BELOW]
    return min(faults)[1] if faults else None
