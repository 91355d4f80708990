"""What the live engine remembers between frames: the pairing with the trainer's limbs, fading errors, the range of motion."""

import sys
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from math import exp, isnan, nan
from operator import mul

from perscoach_motion.limbs import COUNT, angles, mirrored
from perscoach_motion.reference import HIGH, LOW, Reference, percentile
from perscoach_motion.score import limb_scores, range_score
from perscoach_motion.skeleton import MIRROR_LIMB
from perscoach_motion.tempo import LAG_STEP_S, LagTracker

if sys.version_info >= (3, 12):
    from math import sumprod
else:

    def sumprod(one: Sequence[float], other: Sequence[float]) -> float:
        """Sum of the products, as ``math.sumprod`` of newer Pythons gives it."""
        total: float = sum(map(mul, one, other))
        return total


ERROR_FADE_S = 0.5
"""A limb's error fades over half a second: one misread frame must not flash red."""
NEARBY_S = 0.12
"""The trainer's frame this much before and after the lag is tried too: a lag is never exact."""
RANGE_RATE_HZ = 6.0
RANGE_EVERY = 3
"""The range is worked out anew with every third of these samples: twice a second is as often as a number can be read."""
RANGE_PERIODS = 1.3
"""The range of motion is taken over a little more than one repetition, so that it always holds a whole one."""
LONGEST_RANGE_S = 8.0
ASKED_FROM = 0.5
"""The trainer must have moved through half her own range in that time before a range is asked of the client."""
MOST_LIMBS = 6
"""So many of the widest moving limbs steer the search in time."""


class Clip:
    """The trainer's frames by a clock that goes on growing over the clip's loops."""

    def __init__(self, trainer: Reference) -> None:
        self.trainer = trainer
        track = trainer.track
        self._times = times = track.times.tolist()
        self.length_s = track.duration + (times[-1] - times[-2] if len(times) > 1 else 0.0)
        self.xy = [track.xy_of(frame) for frame in range(len(track))]

    def clock(self, clip_time_s: float, loop: float) -> float:
        """Seconds since the first loop began."""
        return clip_time_s + loop * self.length_s

    def frame_at(self, clock_s: float) -> int:
        """Frame shown at a clock; before the first loop the clip's first."""
        return max(0, bisect_right(self._times, clock_s % self.length_s) - 1) if clock_s > 0 and self.length_s > 0 else 0


class Pairing:
    """One way to lay the client's limbs beside the trainer's: same sides, or as in a mirror.

    The trainer is mirrored once instead of the client in every frame, and sampled at the lag's own step.
    """

    def __init__(self, clip: Clip, mirror: bool) -> None:
        self.mirror = mirror
        self.cost = 0.0
        self._clip = clip
        self._lag = LagTracker()
        trainer = clip.trainer
        steering = trainer.moving[:MOST_LIMBS] or tuple(range(COUNT))
        own = [MIRROR_LIMB[limb] if mirror else limb for limb in steering]
        self._picked = tuple(3 * limb + axis for limb in own for axis in range(3))
        self._best = float(len(steering))
        steps = max(1, round(clip.length_s / LAG_STEP_S))
        sampled = [trainer.frames[clip.frame_at(k * LAG_STEP_S)] for k in range(steps)]
        self._samples = [self._pick(mirrored(frame) if mirror else frame) for frame in sampled]

    def feed(self, time_s: float, clock_s: float, own: Sequence[float], seen: Sequence[bool], counts: bool) -> None:
        """Take one frame of the client's limbs, heading taken out, in the client's own numbering.

        ``counts`` says whether it tells one pairing from the other: standing still does not.
        A limb that is not seen has no say: at zero it costs the same at every lag.
        """
        if not self._lag.due(time_s):
            return
        samples, best = self._samples, self._best
        mine = [own[k] if seen[k // 3] else 0.0 for k in self._picked]
        length = len(samples)
        first = round(clock_s / LAG_STEP_S)
        costs = []
        for k in range(self._lag.earliest, self._lag.latest + 1):
            place = first - k
            costs.append(best - sumprod(mine, samples[place % length if place > 0 else 0]))
        here = self._lag.feed(time_s, costs)
        self.cost += here if counts else 0.0

    def _pick(self, vectors: Sequence[float]) -> list[float]:
        return [vectors[k] for k in self._picked]

    @property
    def lag_s(self) -> float:
        """Seconds behind the trainer."""
        return self._lag.lag


class LimbScores:
    """Fading errors and the range of motion of each limb, in the trainer's numbering."""

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self._errors = [nan] * COUNT
        self._time = nan
        self._window = min(LONGEST_RANGE_S, RANGE_PERIODS * clip.trainer.period_s)
        self._reached: deque[tuple[float, list[float], list[float]]] = deque()
        self._reach = [nan] * COUNT
        self._samples = 0

    def feed(self, time_s: float, clock_s: float, vectors: Sequence[float], seen: Sequence[bool]) -> list[float]:
        """Take one frame; returns the limbs' scores, NaN where a limb is not seen.

        Args:
            time_s: the client's clock.
            clock_s: the trainer's clock less the lag: the frame the client is at.
            vectors: the client's limbs in the trainer's numbering.
            seen: per limb whether it is seen.
        """
        trainer = self._clip.trainer
        rows = {self._clip.frame_at(at) for at in (clock_s - NEARBY_S, clock_s, clock_s + NEARBY_S)}
        near = [frame for row in rows if not isnan((frame := trainer.frames[row])[0])]
        if not near:
            return [nan] * COUNT
        theirs = max(near, key=lambda frame: sumprod(vectors, frame))
        keep = exp(-(time_s - self._time) / ERROR_FADE_S) if time_s > self._time else 0.0
        self._time = time_s
        # What was not seen before starts anew, what is not seen now is forgotten.
        self._errors = [
            (new if isnan(old) else new + (old - new) * keep) if here else nan
            for old, new, here in zip(self._errors, angles(list(map(mul, vectors, theirs))), seen, strict=True)
        ]
        self._feed_range(time_s, vectors, theirs, seen)
        return [
            reach if reach < score else score
            for score, reach in zip(limb_scores(self._errors, trainer.tolerance_deg), self._reach, strict=True)
        ]

    def _feed_range(self, time_s: float, vectors: Sequence[float], theirs: Sequence[float], seen: Sequence[bool]) -> None:
        reached = self._reached
        if reached and time_s - reached[-1][0] < 1 / RANGE_RATE_HZ:
            return
        trainer = self._clip.trainer
        own = [line.at(vectors, limb) if seen[limb] and (line := trainer.lines[limb]) else nan for limb in trainer.moving]
        asked = [line.at(theirs, limb) if (line := trainer.lines[limb]) else nan for limb in trainer.moving]
        reached.append((time_s, own, asked))
        while time_s - reached[0][0] > self._window:
            reached.popleft()
        self._samples += 1
        if self._samples % RANGE_EVERY or time_s - reached[0][0] < 0.8 * self._window:
            return
        owns, askeds = zip(*(row[1] for row in reached), strict=True), zip(*(row[2] for row in reached), strict=True)
        for limb, mine, hers in zip(trainer.moving, owns, askeds, strict=True):
            asked_range = _spread(hers)
            # While the trainer rests nothing is asked: what was reached last still stands.
            if asked_range > ASKED_FROM:
                self._reach[limb] = range_score(_spread(mine) / asked_range)


def _spread(values: Sequence[float]) -> float:
    """Range between the percentiles, NaN left out."""
    known = sorted(value for value in values if not isnan(value))
    return percentile(known, HIGH) - percentile(known, LOW) if known else 0.0
