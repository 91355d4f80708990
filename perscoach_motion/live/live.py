"""What the live engine remembers between frames: the pairing with the trainer's limbs, its lag, its tilt."""

from bisect import bisect_right
from collections.abc import Sequence
from math import exp, fsum, isnan, nan
from operator import mul

from perscoach_motion.alignment.tilt import LEVEL, Matrix, Tilt, headed, rotated, weight_of
from perscoach_motion.counting.tempo import LAG_STEP_S, LagTracker
from perscoach_motion.directions.limbs import COUNT, WIDTH, angles, mirrored
from perscoach_motion.directions.view import View, view
from perscoach_motion.scoring.levelling import AT_WORK, LEVELLED_BY
from perscoach_motion.skeleton import MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import RESTS_BELOW

MOST_LIMBS = 6
"""So many of the widest moving limbs steer the search in time."""
LEVELLED_EVERY_S = 0.25
TURNED_EVERY_S = 1.0
"""How often a pair of frames is taken for the tilt, and how often the tilt is worked out anew: a camera does not move."""
SOON, STEEPEST_LIVE = 12.0, 0.42
"""Live the tilt is told by few frames at first and is shown at once: more pairs are taken for granted, and it goes less far (24°)."""
TILT_FADE_S = 30.0
"""A phone that slips is followed within half a minute."""


class Clip:
    """The trainer's frames by a clock that goes on growing over the clip's loops.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> clip = Clip(lesson()[0])
        >>> round(clip.clock(1.0, 2.0), 6), clip.step_at(1.0)
        (11.0, 10)
        >>> [round(time_s, 1) for time_s in clip.span_before(8.0)]
        [5.6, 7.4]
    """

    def __init__(self, trainer: Reference) -> None:
        self.trainer = trainer
        track = trainer.track
        self._times = times = track.times.tolist()
        self.length_s = track.duration + (times[-1] - times[-2] if len(times) > 1 else 0.0)
        self.xy = [track.xy_of(frame) for frame in range(len(track))]
        shown = trainer.motion
        steps = max(1, round(self.length_s / LAG_STEP_S))
        self.samples: list[list[float] | None] = []
        """Limbs at every step of the lag's clock; ``None`` where nobody is."""
        self.phases: list[float] = []
        for k in range(steps):
            row = bisect_right(shown.times, k * LAG_STEP_S + LAG_STEP_S / 2) - 1
            here = row >= 0 and abs(shown.times[row] - k * LAG_STEP_S) <= LAG_STEP_S
            self.samples.append(shown.limbs[row] if here else None)
            self.phases.append(trainer.phase[row] if here else nan)
        self._spans = [(rep.start_s, rep.end_s) for rep in trainer.repetitions]

    def clock(self, clip_time_s: float, loop: float) -> float:
        """Seconds since the first loop began."""
        return clip_time_s + loop * self.length_s

    def step_at(self, clock_s: float) -> int:
        """Number of the sample shown at a clock; before the first loop the clip's first."""
        return round(clock_s / LAG_STEP_S) % len(self.samples) if clock_s > 0 else 0

    def span_before(self, clock_s: float) -> tuple[float, float] | None:
        """The trainer's last repetition that has ended at a clock: its start and end on the same clock."""
        if not self._spans or self.length_s <= 0:
            return None
        loop, within = divmod(clock_s, self.length_s)
        ended = [span for span in self._spans if span[1] <= within]
        if not ended:
            loop, ended = loop - 1, self._spans
        if loop < 0:
            return None
        start, end = ended[-1]
        return loop * self.length_s + start, loop * self.length_s + end


class Pairing:
    """One way to lay the client's limbs beside the trainer's: same sides, or as in a mirror.

    Attributes:
        mirror: whether left and right are exchanged.
        cost: what this pairing has cost so far, in the midst of the movement.
        tilt: the rotation between the two cameras alone.
        sight: how differences are weighed.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> pairing, sight = Pairing(Clip(ask), mirror=False), (0.0, 0.0, 1.0)
        >>> for time_s, vectors, seen in zip(found.motion.times, found.motion.limbs, found.motion.seen, strict=True):
        ...     level, raw = pairing.level(vectors, 0.0, time_s, sight), pairing.headed(vectors, 0.0)
        ...     pairing.follow(time_s, time_s + 0.3, level, raw, pairing.in_theirs(seen), counts=True)
        >>> round(pairing.lag_s, 1)
        0.3
    """

    def __init__(self, clip: Clip, mirror: bool) -> None:
        self.mirror = mirror
        self.cost = 0.0
        self.tilt: Matrix = LEVEL
        self.sight: View = view((0.0, 0.0, 1.0), clip.trainer.motion.sight)
        self._clip = clip
        self._lag = LagTracker()
        self._tilt = Tilt(SOON)
        self._levelled_at = self._turned_at = -1e9
        trainer = clip.trainer
        steering = trainer.moving[:MOST_LIMBS] or tuple(range(COUNT))
        self._steering = steering
        self._picked = tuple(3 * limb + axis for limb in steering for axis in range(3))
        self._samples = [None if frame is None else [frame[k] for k in self._picked] for frame in clip.samples]

    def level(self, vectors: Sequence[float], yaw: float, time_s: float, sight: Sequence[float]) -> list[float]:
        """A client's frame in the trainer's axes and numbering.

        Args:
            vectors: ``(14, 3)`` in the camera's axes, the client's own numbering.
            yaw: the client's heading.
            time_s: the client's clock.
            sight: the camera's line of sight in the body's axes.
        """
        own = mirrored(vectors) if self.mirror else vectors
        if time_s - self._turned_at >= TURNED_EVERY_S:
            self._turned_at = time_s
            self.tilt = self._tilt.rotation(STEEPEST_LIVE)
            x, y, z = sight
            self.sight = view(rotated(self.tilt, (-x if self.mirror else x, y, z)), self._clip.trainer.motion.sight)
        return turned_by(own, headed(self.tilt, -yaw if self.mirror else yaw))

    def follow(
        self, time_s: float, clock_s: float, level: Sequence[float], raw: Sequence[float], seen: Sequence[bool], counts: bool
    ) -> None:
        """Take one frame for the lag and for the tilt.

        Args:
            time_s: the client's clock. clock_s: the trainer's.
            level: the client's limbs in the trainer's axes and numbering. raw: the same before the tilt was taken out.
            seen: per limb, in the trainer's numbering.
            counts: whether it tells one pairing from the other: standing still does not.
        """
        if self._lag.due(time_s):
            # A limb that is not seen has no say: at zero it costs the same at every lag.
            mine = [level[k] if seen[k // 3] else 0.0 for k in self._picked]
            best = float(len(self._steering))
            length = len(self._samples)
            first = round(clock_s / LAG_STEP_S)
            costs = []
            for k in range(self._lag.earliest, self._lag.latest + 1):
                place = first - k
                theirs = self._samples[place % length if place > 0 else 0]
                costs.append(nan if theirs is None else best - fsum(map(mul, mine, theirs)))
            here = self._lag.feed(time_s, costs)
            self.cost += here if counts else 0.0
        if time_s - self._levelled_at >= LEVELLED_EVERY_S:
            keep = exp(-(time_s - self._levelled_at) / TILT_FADE_S)
            self._levelled_at = time_s
            step = self._clip.step_at(clock_s - self._lag.lag)
            theirs = self._clip.samples[step]
            if theirs is not None:
                self._tilt.fade(keep)
                importance = 1.0 if self._clip.phases[step] < RESTS_BELOW else AT_WORK
                apart = angles(list(map(mul, level, theirs)))
                for limb in LEVELLED_BY:
                    if seen[limb] and not isnan(apart[limb]):
                        k = 3 * limb
                        self._tilt.add(theirs[k : k + 3], raw[k : k + 3], importance * weight_of(apart[limb]))

    def headed(self, vectors: Sequence[float], yaw: float) -> list[float]:
        """The client's frame with its heading taken out, but not its tilt; in the trainer's numbering."""
        own = mirrored(vectors) if self.mirror else vectors
        return turned_by(own, headed(LEVEL, -yaw if self.mirror else yaw))

    def in_theirs(self, seen: Sequence[bool]) -> list[bool]:
        """What is seen, in the trainer's numbering."""
        return [seen[MIRROR_LIMB[limb]] for limb in range(COUNT)] if self.mirror else list(seen)

    @property
    def lag_s(self) -> float:
        """Seconds behind the trainer."""
        return self._lag.lag


def turned_by(vectors: Sequence[float], by: Matrix) -> list[float]:
    """All limbs turned by one rotation.

    Example:
        >>> vectors = [0.0, 1.0, 0.0] * COUNT
        >>> turned_by(vectors, LEVEL) == vectors
        True
    """
    a, b, c, d, e, f, g, h, i = by
    out: list[float] = []
    for k in range(0, WIDTH, 3):
        x, y, z = vectors[k], vectors[k + 1], vectors[k + 2]
        out += (a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z)
    return out
