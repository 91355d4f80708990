"""The moments of a training that matched worst, and the parts of the film that show them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_training.reel import Part
from perscoach_training.results import Sample

MOMENT_S = 3.0
"""A moment is about one repetition long, as in the report."""
AROUND_S = 2.0
"""So much is shown before and after it."""
MOMENTS_MOST_S = 60.0
"""A minute: the trainer looks at it between two clients."""
MOMENTS_KEPT = 12
"""Of one set: a minute holds no more."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch that did not match.

    Attributes:
        score: 0..100, its mean.
        position: of the set.
        start, end: seconds in the set's time.
    """

    score: float
    position: int
    start: float
    end: float


def worst_of(position: int, samples: Sequence[Sample]) -> list[Moment]:
    """The moments of a set that matched worst, the worst first; what was not seen is no fault.

    Example:
        >>> good, bad = [[t / 4, 90.0, 0.5, 0.0, 0, None] for t in range(24)], [[6 + t / 4, 30.0, 0.5, 0.0, 0, None] for t in range(12)]
        >>> worst_of(2, good + bad)
        [Moment(score=30.0, position=2, start=6.0, end=9.0)]
    """
    bins: dict[int, list[float]] = {}
    for t, score, *_ in samples:
        if score is not None:
            bins.setdefault(int(t / MOMENT_S), []).append(score)
    means = {number: fsum(scores) / len(scores) for number, scores in bins.items()}
    found = [Moment(round(mean, 1), position, n * MOMENT_S, (n + 1) * MOMENT_S) for n, mean in means.items() if mean < FAULT_BELOW]
    return sorted(found, key=lambda one: (one.score, one.start))[:MOMENTS_KEPT]


def shown_in(parts: Collection[Part], moments: Iterable[Moment]) -> list[Part]:
    """The parts that show the worst moments, in order; at most a minute of them.

    Example:
        >>> parts = [Part(n, 0, 5.0 * n, 5.0, 3_000_000) for n in range(30)]
        >>> [part.number for part in shown_in(parts, [Moment(30.0, 0, 21.0, 24.0)])]
        [3, 4, 5]
    """
    chosen: dict[int, Part] = {}
    for moment in sorted(moments, key=lambda one: one.score):
        shown = [part for part in parts if part.position == moment.position]
        more = {part.number: part for part in shown if part.at < moment.end + AROUND_S and part.end > moment.start - AROUND_S}
        whole = {**chosen, **more}
        if fsum(part.seconds for part in whole.values()) <= MOMENTS_MOST_S:
            chosen = whole
    return [chosen[number] for number in sorted(chosen)]
