"""What a trainer's clip asks of the client: its limbs frame by frame, which of them move, along which line, and how often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, degrees, isnan, nan, sqrt

from perscoach_motion.align import SEEN
from perscoach_motion.limbs import COUNT, angle, clip_directions
from perscoach_motion.reps import Repetition, repetitions
from perscoach_motion.skeleton import BODY, LIMBS
from perscoach_motion.skeleton import COUNT as LANDMARK_COUNT
from perscoach_motion.track import PoseTrack

MOVES_FROM_DEG = 25.0
"""A limb that turns through less is held, not moved: standing people sway and landmarks jitter by up to this much."""
TOLERANCE_DEG = 14.0
"""Error that still counts as the trainer's own, per limb: two bodies doing the same differ by 8–12° on MediaPipe's world landmarks."""
HELD_TOLERANCE_DEG = 24.0
"""For limbs the trainer only holds: hands and feet may rest as they like."""
HELD_WEIGHT = 0.4
"""Weight of a limb that the trainer only holds, against 1 for one that moves; in a hold every limb weighs 1."""
LOW, HIGH = 0.05, 0.95
"""Range of motion is measured between these percentiles: extremes belong to the noise."""
_LOOSE = tuple(LIMBS.index(name) for name in ("left_foot", "right_foot", "head"))
"""Short limbs whose directions the estimator reads too roughly to ask a range of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """The straight line in direction space along which a limb mostly moves.

    Attributes:
        axis: unit vector from the clip's resting end to the working end.
        rest: position of the resting end along it.
        span: how far the trainer moves along it (> 0).
    """

    axis: tuple[float, float, float]
    rest: float
    span: float

    def at(self, vectors: Sequence[float], limb: int) -> float:
        """Where a limb is on the line: 0 at rest, 1 where the trainer works deepest."""
        x, y, z = self.axis
        k = 3 * limb
        return (vectors[k] * x + vectors[k + 1] * y + vectors[k + 2] * z - self.rest) / self.span


@dataclass(frozen=True, slots=True)
class Reference:
    """The trainer's clip as the scores need it.

    Attributes:
        track: the poses themselves.
        frames: ``T`` × ``(14, 3)`` limb directions, heading taken out.
        heading: the trainer's heading in radians.
        lines: per limb its line of movement, ``None`` for a held limb.
        range_deg: per limb the angle it turns through, degrees.
        tolerance_deg: per limb the error that costs nothing, degrees.
        weights: per limb its weight in the score, 1 for one that moves.
        moving: numbers of the moving limbs, the widest first.
        phase: ``T`` values, 0 at rest and 1 at the working end; NaN when nothing moves.
        repetitions: the trainer's own.
        needed: landmarks that must be seen of the client, because they are of the trainer.
    """

    track: PoseTrack
    frames: list[list[float]]
    heading: float
    lines: tuple[Line | None, ...]
    range_deg: tuple[float, ...]
    tolerance_deg: tuple[float, ...]
    weights: tuple[float, ...]
    moving: tuple[int, ...]
    phase: list[float]
    repetitions: tuple[Repetition, ...]
    needed: tuple[int, ...]

    @property
    def period_s(self) -> float:
        """Median length of the trainer's repetition; the clip's length where there are fewer than two."""
        lengths = sorted(rep.end_s - rep.start_s for rep in self.repetitions)
        return lengths[len(lengths) // 2] if len(lengths) > 1 else self.track.duration


def reference(track: PoseTrack, tolerance: dict[str, float] | None = None) -> Reference:
    """Read a trainer's clip.

    Args:
        track: the trainer's poses.
        tolerance: degrees per limb name from the pose file, where measured; never below the floor.
    """
    frames, yaw = clip_directions(track)
    seen = [vectors for vectors in frames if not isnan(vectors[0])]
    found = [_line(seen, limb) for limb in range(COUNT)]
    lines = tuple(line if turn >= MOVES_FROM_DEG and limb not in _LOOSE else None for limb, (line, turn) in enumerate(found))
    ranges = tuple(turn for _, turn in found)
    moving = tuple(sorted((limb for limb in range(COUNT) if lines[limb]), key=lambda limb: -ranges[limb]))
    phase = [phase_of(vectors, lines, moving) for vectors in frames]
    measured = tolerance or {}
    tolerances = tuple(
        max(measured.get(name, 0.0), TOLERANCE_DEG if lines[limb] else HELD_TOLERANCE_DEG) for limb, name in enumerate(LIMBS)
    )
    weights = tuple(1.0 if line or not moving else HELD_WEIGHT for line in lines)
    reps = repetitions(track.times, phase) if moving else ()
    return Reference(track, frames, yaw, lines, ranges, tolerances, weights, moving, phase, reps, _needed(track))


def _needed(track: PoseTrack) -> tuple[int, ...]:
    """Landmarks of the body seen in at least half the clip; all of them where the clip shows next to nothing."""
    frames = len(track)
    seen = tuple(number for number in BODY if 2 * sum(value >= SEEN for value in track.visibility[number::LANDMARK_COUNT]) >= frames)
    return seen if 2 * len(seen) >= len(BODY) else BODY


def phase_of(vectors: Sequence[float], lines: Sequence[Line | None], limbs: Iterable[int]) -> float:
    """How far along the movement a frame is: the mean over these moving limbs, weighted by how far the trainer moves them.

    Returns:
        0 at rest, 1 at the working end; NaN without any limb.
    """
    total = reached = 0.0
    for limb in limbs:
        if line := lines[limb]:
            total += line.span
            reached += line.at(vectors, limb) * line.span
    return reached / total if total else nan


def percentile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between the closest ranks of an ordered, non-empty list."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _line(seen: Sequence[Sequence[float]], limb: int) -> tuple[Line | None, float]:
    """The line through the two directions farthest apart, resting end first, and the angle between its ends in degrees."""
    known = [vectors for vectors in seen if not isnan(vectors[3 * limb])]
    if len(known) < 2:
        return None, 0.0
    k = 3 * limb
    middle = [sum(vectors[k + i] for vectors in known) / len(known) for i in range(3)]
    one = max(known, key=lambda v: sum((v[k + i] - middle[i]) ** 2 for i in range(3)))
    other = max(known, key=lambda v: angle(v, one, limb))
    raw = [other[k + i] - one[k + i] for i in range(3)]
    length = sqrt(sum(value * value for value in raw))
    if length < 1e-6:
        return None, 0.0
    axis = (raw[0] / length, raw[1] / length, raw[2] / length)
    along = [sum(axis[i] * v[k + i] for i in range(3)) for v in known]
    ordered = sorted(along)
    low, high = percentile(ordered, LOW), percentile(ordered, HIGH)
    if high - low < 1e-6:
        return None, 0.0
    # A clip begins at rest: the end nearer to the first half second is the resting one.
    begin = sorted(along[: max(1, len(along) // 20)])
    at_start = percentile(begin, 0.5)
    if at_start - low > high - at_start:
        axis, low, high = (-axis[0], -axis[1], -axis[2]), -high, -low
    # The chord between two directions is twice the sine of half the angle between them.
    return Line(axis, low, high - low), degrees(2 * asin(min(1.0, (high - low) / 2)))
