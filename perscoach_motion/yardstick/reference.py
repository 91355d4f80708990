"""What a trainer's clip asks of the client: its limbs frame by frame, which of them move, along which line, how often, how exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from perscoach_motion.alignment.align import SEEN
from perscoach_motion.counting.reps import Repetition, repetitions
from perscoach_motion.directions.limbs import COUNT, angle, mirrored
from perscoach_motion.directions.line import Line, line_of, phase_of, spread
from perscoach_motion.directions.motion import TRUNK, Motion, motion, stands
from perscoach_motion.directions.signs import HEEL_LEFT, HEEL_RIGHT, readable
from perscoach_motion.order import middle
from perscoach_motion.skeleton import BODY, LIMBS
from perscoach_motion.skeleton import COUNT as LANDMARK_COUNT
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.template import WORKS_ABOVE, Template, templates

MOVES_FROM_DEG = 25.0
"""A limb that turns through less is held, not moved: standing people sway and landmarks jitter by up to this much."""
UPSIDE_DOWN = -0.5
"""Cosine to the trainer's mean trunk (120°) beyond which the client was misread: no exercise is done head down by mistake."""
PLANTED = 0.1
"""Lengths of the shin by which a heel may move against its toes: twice the estimator's error."""
EVEN_DEG = 35.0
"""Legs less apart than this do the same: in a squat they differ by the estimator's error, in a lunge by 80°."""
LEGS = tuple(LIMBS.index(name) for name in ("left_thigh", "left_shin"))
LOOSE = tuple(LIMBS.index(name) for name in ("left_foot", "right_foot", "head", "shoulders", "hips"))
"""Short limbs whose directions the estimator reads too roughly to ask a range of them."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The trainer's clip as the scores need it.

    Attributes:
        track: the poses themselves.
        motion: her limbs on an even clock.
        lines: per limb its line of movement, ``None`` for a held limb.
        range_deg: per limb the angle it turns through, degrees.
        tolerance_deg: per limb degrees from the pose file's own spread; 0 where it was not measured.
        moving: numbers of the moving limbs, the widest first.
        judged: per limb whether the trainer's own is seen well enough to compare with.
        depth: how far the trainer's own repetition goes along the lines; what ``phase`` counts as 1.
        phase: per frame of ``motion``, 0 at rest and 1 at the working end; NaN when nothing moves.
        repetitions: the trainer's own.
        standing: whether she is upright in a quarter of the clip at least.
        planted: whether she stands and her heels stay where they are.
        even: whether left and right do the same at the same time.
        templates: one for each way in which she does a repetition (left and right sides are two); the whole clip where there is none.
        trunk: her trunk's mean direction.
        needed: landmarks that must be seen of the client, because they are of the trainer.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> [round(ask.phase_at(ask.motion.limbs[k], ask.motion.seen[k]), 1) for k in (0, 15)]
        [0.0, 1.0]
    """

    track: PoseTrack
    motion: Motion
    lines: tuple[Line | None, ...]
    range_deg: tuple[float, ...]
    tolerance_deg: tuple[float, ...]
    moving: tuple[int, ...]
    judged: tuple[bool, ...]
    depth: float
    phase: list[float]
    repetitions: tuple[Repetition, ...]
    standing: bool
    planted: bool
    even: bool
    templates: tuple[Template, ...]
    trunk: tuple[float, float, float]
    needed: tuple[int, ...]

    def phase_at(self, vectors: Sequence[float], seen: Sequence[bool]) -> float:
        """Where in the movement a client's frame is, by the moving limbs that are seen; in the trainer's numbering."""
        return phase_of(vectors, self.lines, [limb for limb in self.moving if seen[limb]]) / self.depth

    def is_upright_with(self, vectors: Sequence[float]) -> bool:
        """Whether a client's trunk points at least roughly as the trainer's does on average; the network now and then reads half a
        body upside down.

        Example:
            >>> from perscoach_motion.demonstration import lesson
            >>> ask, _ = lesson()
            >>> ask.is_upright_with(ask.motion.limbs[0]), ask.is_upright_with([-value for value in ask.motion.limbs[0]])
            (True, False)
        """
        x, y, z = self.trunk
        k = 3 * TRUNK
        return not vectors[k] * x + vectors[k + 1] * y + vectors[k + 2] * z < UPSIDE_DOWN

    @property
    def period_s(self) -> float:
        """Median length of the trainer's repetition; the clip's length where there are none."""
        return middle([rep.end_s - rep.start_s for rep in self.repetitions]) if self.repetitions else self.track.duration


def reference(track: PoseTrack, tolerance: dict[str, float] | None = None) -> Reference:
    """Read a trainer's clip.

    Args:
        track: the trainer's poses.
        tolerance: degrees per limb name from the pose file, where measured.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> ask = reference(squat(repetitions=3))
        >>> len(ask.repetitions), round(ask.period_s, 1), ask.standing, ask.even
        (3, 1.8, True, True)
    """
    shown = motion(track)
    found = [line_of(shown.limbs, limb) for limb in range(COUNT)]
    lines = tuple(line if turn >= MOVES_FROM_DEG and limb not in LOOSE else None for limb, (line, turn) in enumerate(found))
    ranges = tuple(turn for _, turn in found)
    judged = tuple(2 * sum(clear[limb] for clear in shown.seen) >= len(shown.seen) for limb in range(COUNT))
    moving = tuple(sorted((limb for limb in range(COUNT) if lines[limb] and judged[limb]), key=lambda limb: -ranges[limb]))
    raw = [phase_of(vectors, lines, moving) for vectors in shown.limbs]
    # A repetition of one side moves half of all limbs that move: the trainer's own depth is one.
    depth = middle([rep.depth for rep in repetitions(shown.times, raw)] or [1.0])
    phase = [value / depth for value in raw]
    reps = repetitions(shown.times, phase) if moving else ()
    measured = tolerance or {}
    return Reference(
        track,
        shown,
        lines,
        tuple(turn for _, turn in found),
        tuple(measured.get(name, 0.0) for name in LIMBS),
        moving,
        judged,
        depth,
        phase,
        reps,
        stands(shown.limbs),
        _planted(shown),
        _even(shown, phase),
        templates(shown, phase, reps, moving),
        _mean_trunk(shown),
        _needed(track),
    )


def _mean_trunk(shown: Motion) -> tuple[float, float, float]:
    k, count = 3 * TRUNK, max(1, len(shown.limbs))
    x, y, z = (fsum(vectors[k + axis] for vectors in shown.limbs) / count for axis in range(3))
    return x, y, z


def _planted(shown: Motion) -> bool:
    """Whether she stands, and heels and toes keep their heights all through the clip."""
    if not stands(shown.limbs):
        return False
    for number in (HEEL_LEFT, HEEL_RIGHT):
        found = [one[number] for one, seen in zip(shown.signs, shown.seen, strict=True) if readable(number, seen)]
        if not found or spread(found) > PLANTED:
            return False
    return True


def _even(shown: Motion, phase: Sequence[float]) -> bool:
    """Whether the legs at work are each other's mirror image."""
    apart = []
    for vectors, here in zip(shown.limbs, phase, strict=True):
        if here > WORKS_ABOVE:
            turned = mirrored(vectors)
            apart.append(max(angle(vectors, turned, limb) for limb in LEGS))
    return bool(apart) and middle(apart) < EVEN_DEG


def _needed(track: PoseTrack) -> tuple[int, ...]:
    """Landmarks of the body seen in at least half the clip; all of them where the clip shows next to nothing."""
    frames = len(track)
    seen = tuple(number for number in BODY if 2 * sum(value >= SEEN for value in track.visibility[number::LANDMARK_COUNT]) >= frames)
    return seen if 2 * len(seen) >= len(BODY) else BODY
