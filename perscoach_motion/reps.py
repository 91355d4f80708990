"""Counting repetitions from the phase of a movement: out of rest, to the working end, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

LEAVES_REST_AT = 0.35
"""Phase at which a repetition has begun in earnest."""
BACK_AT_REST = 0.2
"""Phase at which it has ended; the gap to ``LEAVES_REST_AT`` keeps a wobble from counting."""
SHORTEST_S = 0.5
"""Nobody squats, lunges or presses faster; what is shorter is a jitter."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition: seconds of its start and end, and the deepest phase reached (1 is the trainer's depth)."""

    start_s: float
    end_s: float
    depth: float


class RepetitionCounter:
    """Counts live; feed it the phase of each frame."""

    def __init__(self) -> None:
        self.finished: list[Repetition] = []
        self._began = nan
        self._rest_at = nan
        self._depth = 0.0

    def feed(self, time_s: float, phase: float) -> Repetition | None:
        """Take one frame; returns the repetition that ends with it."""
        if isnan(phase):
            return None
        if isnan(self._began):
            if phase < BACK_AT_REST:
                self._rest_at = time_s
            elif phase >= LEAVES_REST_AT:
                self._began = self._rest_at if not isnan(self._rest_at) else time_s
                self._depth = phase
            return None
        self._depth = max(self._depth, phase)
        if phase >= BACK_AT_REST:
            return None
        rep = Repetition(self._began, time_s, self._depth)
        self._began, self._rest_at = nan, time_s
        if rep.end_s - rep.start_s < SHORTEST_S:
            return None
        self.finished.append(rep)
        return rep


def repetitions(times: Sequence[float], phase: Sequence[float]) -> tuple[Repetition, ...]:
    """All repetitions of a clip; times in seconds, one phase a frame (NaN where unknown)."""
    counter = RepetitionCounter()
    for time_s, value in zip(times, phase, strict=True):
        counter.feed(time_s, value)
    return tuple(counter.finished)
