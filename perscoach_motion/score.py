"""From limb errors to a number: tolerance, range of motion, and the worst limbs that matter.

The live engine, the comparison of two clips and the report all call these functions.
"""

from collections.abc import Mapping, Sequence
from math import isnan, nan

from perscoach_motion.limbs import COUNT
from perscoach_motion.reference import Reference

FADE_DEG = 45.0
"""Degrees beyond the tolerance at which a limb's score reaches 0: a limb this far off is doing something else."""
FULL_RANGE = 0.85
"""Range of motion against the trainer's that still counts as whole: bodies and landmark noise differ by this much."""
NO_RANGE = 0.15
"""Below it the limb has not moved at all."""
WORST = 2
"""So many of the worst limbs decide; one alone may be a misread landmark."""
WORST_SHARE = 0.6
"""Their share of the score; the rest is the mean over all that is seen."""
HELD_WEIGHT = 0.4
"""Weight of a limb that the trainer only holds, against 1 for one that moves."""
FAULT_BELOW = 70.0
"""A limb below is at fault: the same bound as green."""


def limb_score(error_deg: float, tolerance_deg: float) -> float:
    """100 within the tolerance, falling to 0 at ``FADE_DEG`` beyond it; NaN stays NaN."""
    return 100.0 * max(0.0, min(1.0, 1.0 - (error_deg - tolerance_deg) / FADE_DEG)) if not isnan(error_deg) else nan


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
    weights = [1.0 if trainer.lines[limb] else HELD_WEIGHT for limb in range(COUNT)]
    known = [(scores[limb], weights[limb]) for limb in range(COUNT) if not isnan(scores[limb])]
    if not known or (trainer.moving and all(isnan(scores[limb]) for limb in trainer.moving)):
        return nan
    mean = sum(score * weight for score, weight in known) / sum(weight for _, weight in known)
    # A held limb cannot pull the score down as far as a moving one: its loss counts by its weight.
    losses = sorted((100.0 - score) * weight for score, weight in known)[-WORST:]
    worst = 100.0 - sum(losses) / len(losses)
    return WORST_SHARE * worst + (1.0 - WORST_SHARE) * mean


def worst_limb(scores: Mapping[str, float | None]) -> str | None:
    """The lowest limb at fault; ``None`` when none is."""
    faults = [(score, limb) for limb, score in scores.items() if score is not None and score < FAULT_BELOW]
    return min(faults)[1] if faults else None
