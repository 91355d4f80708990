"""The line in direction space along which a limb mostly moves: what range of motion and phase are measured on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import asin, degrees, fsum, isnan, nan, sqrt

from perscoach_motion.order import percentile

LOW, HIGH = 0.05, 0.95
"""Range of motion is measured between these percentiles: extremes belong to the noise."""
ENDS = 0.15
"""Share of a clip's frames whose mean is one end of the line: a single frame is noise."""


@dataclass(frozen=True, slots=True)
class Line:
    """The straight line between a limb's resting and working direction.

    Attributes:
        axis: unit vector from the clip's resting end to the working end.
        rest: position of the resting end along it.
        span: how far the trainer moves along it (> 0).

    Example:
        >>> line = Line((0.0, 0.0, -1.0), 0.0, 0.5)
        >>> line.at([0.0, 1.0, -0.25], 0)
        0.5
    """

    axis: tuple[float, float, float]
    rest: float
    span: float

    def at(self, vectors: Sequence[float], limb: int) -> float:
        """Where a limb is on the line: 0 at rest, 1 where the trainer works deepest."""
        x, y, z = self.axis
        k = 3 * limb
        return (vectors[k] * x + vectors[k + 1] * y + vectors[k + 2] * z - self.rest) / self.span


def line_of(frames: Sequence[Sequence[float]], limb: int) -> tuple[Line | None, float]:
    """A limb's line through a clip, and the degrees between its ends; ``None`` and 0 where it does not move at all.

    The ends are found twice: first by the farthest frames, then by the mean of the frames nearest to each.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> frames = lesson()[0].motion.limbs
        >>> line, turn = line_of(frames, 2)
        >>> round(line.at(frames[0], 2), 1), round(line.at(frames[15], 2), 1), round(turn, -1)
        (0.0, 1.0, 80.0)
    """
    k = 3 * limb
    known = [(one[k], one[k + 1], one[k + 2]) for one in frames if not isnan(one[k])]
    if len(known) < 3:
        return None, 0.0
    centre = _mean(known)
    one = max(known, key=lambda v: _apart(v, centre))
    other = max(known, key=lambda v: _apart(v, one))
    for _ in range(2):
        way = [b - a for a, b in zip(one, other, strict=True)]
        ordered = sorted(known, key=partial(_dot, way))
        share = max(1, int(ENDS * len(ordered)))
        one, other = _mean(ordered[:share]), _mean(ordered[-share:])
    axis = _unit([b - a for a, b in zip(one, other, strict=True)])
    if axis is None:
        return None, 0.0
    along = [_dot(v, axis) for v in known]
    ordered_along = sorted(along)
    low, high = percentile(ordered_along, LOW), percentile(ordered_along, HIGH)
    if high - low < 1e-6:
        return None, 0.0
    # A clip begins at rest: the end nearer to its first moments is the resting one.
    begin = percentile(sorted(along[: max(1, len(along) // 20)]), 0.5)
    if begin - low > high - begin:
        axis, low, high = (-axis[0], -axis[1], -axis[2]), -high, -low
    # The chord between two directions is twice the sine of half the angle between them.
    return Line(axis, low, high - low), degrees(2 * asin(min(1.0, (high - low) / 2)))


def phase_of(vectors: Sequence[float], lines: Sequence[Line | None], limbs: Iterable[int]) -> float:
    """How far along the movement a frame is: the mean over these moving limbs, weighted by how far the trainer moves them.

    Returns:
        0 at rest, 1 at the working end; NaN without any limb.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> [round(phase_of(ask.motion.limbs[k], ask.lines, ask.moving), 1) for k in (0, 15)]
        [0.0, 1.0]
    """
    total = reached = 0.0
    for limb in limbs:
        if line := lines[limb]:
            total += line.span
            reached += line.at(vectors, limb) * line.span
    return reached / total if total else nan


def spread(values: Iterable[float]) -> float:
    """Range between the percentiles, NaN left out; 0 where nothing is known.

    Example:
        >>> round(spread([*range(101), nan]), 6)
        90.0
    """
    ordered = sorted(value for value in values if not isnan(value))
    return percentile(ordered, HIGH) - percentile(ordered, LOW) if ordered else 0.0


def _mean(vectors: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    count = len(vectors)
    return fsum(v[0] for v in vectors) / count, fsum(v[1] for v in vectors) / count, fsum(v[2] for v in vectors) / count


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def _unit(vector: Sequence[float]) -> tuple[float, float, float] | None:
    length = sqrt(fsum(value * value for value in vector))
    return (vector[0] / length, vector[1] / length, vector[2] / length) if length > 1e-6 else None
