"""Counting repetitions from the phase of a movement: away from rest, to the turning point, and back.

Turning points are found by how far the phase has come back from them, not by fixed levels: other bodies rest at another phase, and a
half repetition turns at another one.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan, nan

RISE = 0.25
"""Phase above the last low point at which a repetition has begun in earnest: sway and shifting feet stay below."""
RETURN = 0.62
"""Share of the way out that must be made good again before a repetition has ended."""
WHOLE_FROM = 0.75
"""Depth, as a share of the trainer's, from which a repetition is a whole one; bodies and the estimator differ by this much."""
HALF_FROM = 0.35
"""Below it is an attempt that was broken off."""
SHORTEST_S = 0.4
"""Nobody squats, lunges or presses faster; what is shorter is a jitter."""
LEAVES_AT = 0.08
"""Share of the way out at which a repetition begins, and at which it is over: rest is never quite still."""
FORGETS_S = 6.0
"""A low point older than this is forgotten: who settles into another stance rests there."""

WHOLE, HALF, BROKEN_OFF = "whole", "half", "broken_off"


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition: seconds of its start, turning point and end, and how deep it went (1 is the trainer's depth)."""

    start_s: float
    end_s: float
    depth: float
    top_s: float = nan

    @property
    def kind(self) -> str:
        """``"whole"``, ``"half"`` or ``"broken_off"``."""
        return kind_of(self.depth)


def kind_of(depth: float) -> str:
    """What a repetition of this depth (1 is the trainer's) is called.

    Example:
        >>> kind_of(0.9), kind_of(0.5), kind_of(0.2)
        ('whole', 'half', 'broken_off')
    """
    return WHOLE if depth >= WHOLE_FROM else HALF if depth >= HALF_FROM else BROKEN_OFF


class RepetitionCounter:
    """Counts live; feed it the phase of each frame.

    Example:
        >>> counter = RepetitionCounter()
        >>> phases = (0.0, 0.1, 0.6, 1.0, 0.6, 0.1, 0.0)
        >>> done = [counter.feed(0.3 * k, phase) for k, phase in enumerate(phases)]
        >>> counter.count, counter.last.kind
        (1, 'whole')
    """

    def __init__(self, share: float = 1.0) -> None:
        """``share`` of the trainer's depth is a whole repetition for this client."""
        self._share = share
        self.count = 0
        self.kinds = {WHOLE: 0, HALF: 0, BROKEN_OFF: 0}
        self.last: Repetition | None = None
        self._out = False
        self._low, self._low_s = inf, nan
        self._high, self._high_s = -inf, nan
        self._began = nan

    @property
    def out(self) -> bool:
        """Whether a repetition is under way."""
        return self._out

    def recount(self, rep: Repetition, depth: float) -> None:
        """Call a counted repetition by another depth, now that it is known limb by limb.

        Example:
            >>> counter = RepetitionCounter()
            >>> done = [counter.feed(0.4 * k, phase) for k, phase in enumerate((0.0, 0.3, 0.5, 0.3, 0.0))]
            >>> counter.recount(counter.last, 0.95)
            >>> counter.kinds["half"], counter.kinds["whole"]
            (0, 1)
        """
        self.kinds[kind_of(rep.depth / self._share)] -= 1
        self.kinds[kind_of(depth / self._share)] += 1

    @property
    def began_s(self) -> float:
        """Seconds at which the repetition under way left its low point."""
        return self._low_s

    def feed(self, time_s: float, phase: float) -> Repetition | None:
        """Take one frame; returns the repetition that ends with it."""
        if isnan(phase):
            return None
        if not self._out:
            if phase <= self._low or time_s - self._low_s > FORGETS_S:
                self._low, self._low_s = phase, time_s
            elif phase <= self._low + LEAVES_AT:
                # Still at rest: the repetition begins where it leaves.
                self._low_s = time_s
            if phase >= self._low + RISE:
                self._out = True
                self._high, self._high_s = phase, time_s
            return None
        if phase > self._high:
            self._high, self._high_s = phase, time_s
        if phase > self._high - RETURN * (self._high - self._low):
            return None
        found = Repetition(self._low_s, time_s, self._high - min(self._low, phase), self._high_s)
        self._out = False
        self._low, self._low_s = phase, time_s
        if found.end_s - found.start_s < SHORTEST_S:
            return None
        self.count += 1
        self.kinds[kind_of(found.depth / self._share)] += 1
        self.last = found
        return found


def repetitions(times: Sequence[float], phase: Sequence[float]) -> tuple[Repetition, ...]:
    """All repetitions of a clip, each from leaving rest to being back; times in seconds, one phase a frame (NaN where unknown).

    Example:
        >>> [rep.depth for rep in repetitions([0.0, 0.5, 1.0, 1.5, 2.0], [0.0, 0.5, 1.0, 0.5, 0.0])]
        [1.0]
    """
    counter = RepetitionCounter()
    found = [rep for time_s, value in zip(times, phase, strict=True) if (rep := counter.feed(time_s, value))]
    out = []
    for k, rep in enumerate(found):
        until = found[k + 1].top_s if k + 1 < len(found) else inf
        out.append(_settled(rep, until, times, phase))
    return tuple(out)


def _settled(rep: Repetition, until_s: float, times: Sequence[float], phase: Sequence[float]) -> Repetition:
    """The same with its end where it is really back at rest, and its depth measured from the lower of the two rests."""
    start, end = bisect_left(times, rep.start_s), bisect_left(times, rep.end_s)
    peak = max((value for value in phase[start : end + 1] if not isnan(value)), default=rep.depth)
    low, end_s = phase[end], times[end]
    after = end
    while after < len(times) and times[after] < until_s and not phase[after] > low + RISE:
        if phase[after] < low:
            low, end_s = phase[after], times[after]
        after += 1
    way = peak - low
    for k in range(end, after):
        if phase[k] <= low + LEAVES_AT * way:
            end_s = times[k]
            break
    return Repetition(rep.start_s, end_s, max(rep.depth, way), rep.top_s)
