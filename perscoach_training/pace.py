"""«Мой темп»: the trainer's clip waits for the client where the movement begins and where it turns, instead of running away from her."""

from bisect import bisect_right
from collections.abc import Iterable
from math import inf, isnan

from perscoach_motion.counting.reps import Repetition

OUT = 0.7
"""Phase from which the client counts as having arrived where the movement turns; bodies differ by more than the rest of it."""
TURNED = 0.2
"""Come back by so much she has turned round, however deep she went: a half repetition must not stop the clip for good."""
BEGINS = 0.15
"""Phase above her lowest at which she has begun: sway stays below."""


class Pace:
    """Says when the clip is to wait.

    Example:
        >>> pace = Pace([Repetition(1.0, 3.0, 1.0, 2.0)])
        >>> pace.look(0.5, 0.0), pace.look(1.02, 0.0), pace.look(1.02, 0.3)  # she begins, and so does the clip
        (None, False, True)
        >>> pace.look(2.03, 0.5), pace.look(2.03, 0.8), pace.look(2.5, 0.6)  # and waits below until she is there
        (False, True, None)
    """

    def __init__(self, repetitions: Iterable[Repetition]) -> None:
        found = [(one.start_s, one.top_s) for one in repetitions if not isnan(one.top_s)]
        self._points = sorted([(start, False) for start, _ in found] + [(top, True) for _, top in found])
        self._times = [time_s for time_s, _ in self._points]
        self._at: int | None = None
        self._waits = False
        self._low, self._high = inf, -inf

    def look(self, clip_s: float, phase: float) -> bool | None:
        """Take one look at both.

        Args:
            clip_s: what the clip shows now.
            phase: where in the movement the client is; NaN when it is not known.

        Returns:
            Whether the clip is to play from now on; ``None`` where nothing changes.
        """
        if not self._points:
            return None
        if not isnan(phase):
            self._low, self._high = min(self._low, phase), max(self._high, phase)
        here = bisect_right(self._times, clip_s) - 1
        if here == self._at:
            return self._go_on() if self._waits and self._came(phase) else None
        first, self._at = self._at is None, here
        if here < 0 or self._came(phase) or (first and clip_s - self._times[here] > BEGINS):
            self._passed()
            return None
        self._waits = True
        return False

    def _came(self, phase: float) -> bool:
        if isnan(phase) or self._at is None or self._at < 0:
            return False
        if self._points[self._at][1]:
            return self._high >= OUT or phase <= self._high - TURNED
        return phase >= self._low + BEGINS

    def _go_on(self) -> bool:
        self._waits = False
        self._passed()
        return True

    def _passed(self) -> None:
        """From here on she is looked at afresh."""
        if self._at is None or self._at < 0:
            return
        if self._points[self._at][1]:
            self._low = inf
        else:
            self._high = -inf
