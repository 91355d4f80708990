"""The numbers of one set: at most four samples a second, cut into chunks of five seconds, each an entry that is safe to send twice."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from perscoach_motion.directions.limbs import COUNT as LIMB_COUNT
from perscoach_motion.live import layout as at
from perscoach_motion.session.samples import read_sample, summarise

SAMPLE_EVERY_S = 0.25
UNSEEN_EVERY_S = 1.0
CHUNK_S = 5.0
COUNTERS = (at.REPS, at.REPS_HALF, at.REPS_BROKEN_OFF, at.HELD, at.CUE)
"""What of the engine's output is emptied where it begins to count from nought."""

Sample = list[Any]
"""``[t, score, phase, lag, reps, limbs]``, as ``perscoach_motion.session.samples`` reads it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a set stands: what a reload goes on from; ``samples`` are those of the chunk that was not full yet."""

    chunk: int = 0
    elapsed: float = 0.0
    reps: int = 0
    halves: int = 0
    held: float = 0.0
    samples: Sequence[Sample] = ()


class SetResults:
    """Gathers what one set was like.

    Example:
        >>> results = SetResults(position=0, place=Place(chunk=2, elapsed=10.0, reps=3))
        >>> output = array("f", bytes(4 * at.OUTPUT_SIZE))
        >>> output[at.REPS], output[at.SCORE] = 2, 91.26
        >>> entries = [entry for k in range(23) if (entry := results.take(10.25 + 0.25 * k, output))]
        >>> results.reps, [entry["key"] for entry in entries], entries[0]["body"]["samples"][0][:5]
        (5, ['sets/0/chunks/2'], [10.25, 91.3, 0.0, 0.0, 5])
        >>> results.place.chunk, results.place.elapsed
        (3, 15.0)
    """

    def __init__(self, position: int, place: Place) -> None:
        self.position = position
        self.place = place
        self.reps, self.halves, self.held = place.reps, place.halves, place.held
        self.samples: list[Sample] = [*place.samples]
        """All that this page knows of: the summary of the end is made of them."""
        self.extra: Callable[[], Mapping[str, Any]] | None = None
        """What else belongs into a chunk that is cut."""
        self._chunk: list[Sample] = [*place.samples]
        self._base = (place.reps, place.halves, place.held)
        self._last_at = place.elapsed or -1e9
        self._cut_at = place.samples[0][0] if place.samples else place.elapsed

    def standing(self) -> Place:
        """Where it stands now: the last chunk, and what was counted and gathered since."""
        elapsed = self._chunk[-1][0] if self._chunk else self.place.elapsed
        held = round(self.held, 1)
        return replace(self.place, elapsed=elapsed, reps=self.reps, halves=self.halves, held=held, samples=tuple(self._chunk))

    def rebase(self) -> None:
        """The engine counts from nought again: what was counted stands."""
        self._base = (self.reps, self.halves, self.held)

    def count(self, output: "array[float]") -> bool:
        """Take the engine's counters; whether a repetition was added."""
        reps, halves, held = self._base
        half, before = int(output[at.REPS_HALF]), self.reps
        # The most that were counted: what was done stands while nobody is seen.
        self.reps = max(self.reps, reps + int(output[at.REPS]) - half - int(output[at.REPS_BROKEN_OFF]))
        self.halves = max(self.halves, halves + half)
        self.held = max(self.held, held + output[at.HELD])
        return self.reps > before

    def take(self, elapsed: float, output: "array[float] | None") -> dict[str, Any] | None:
        """Take a look at the live result; an entry for the outbox when a chunk is full.

        Args:
            elapsed: seconds trained in this set.
            output: of the engine; ``None`` when there is nothing to see.
        """
        if output is not None:
            self.count(output)
        if elapsed - self._last_at < (SAMPLE_EVERY_S if output is not None else UNSEEN_EVERY_S):
            return None
        self._last_at = elapsed
        row = sample(elapsed, output, self.reps)
        self._chunk.append(row)
        self.samples.append(row)
        return self.cut(elapsed) if elapsed - self._cut_at >= CHUNK_S else None

    def cut(self, elapsed: float) -> dict[str, Any] | None:
        """What was gathered since the last chunk as an entry; ``None`` where that is nothing."""
        if not self._chunk:
            return None
        entry = {
            "key": f"sets/{self.position}/chunks/{self.place.chunk}",
            "body": {"samples": self._chunk, **(self.extra() if self.extra else {})},
        }
        self.place = Place(self.place.chunk + 1, round(elapsed, 2), self.reps, self.halves, round(self.held, 1))
        self._chunk, self._cut_at = [], elapsed
        return entry

    def finish(self, elapsed: float, *, counted_by: str = "camera", repetitions: int | None = None, pain: bool = False) -> dict[str, Any]:
        """The entry that ends the set, after its last chunk."""
        done = self.reps if repetitions is None else repetitions
        body = {"chunks": self.place.chunk, "duration_s": round(elapsed, 2), "repetitions": done, "counted_by": counted_by, "pain": pain}
        return {"key": f"sets/{self.position}/finish", "body": body | {"hold_s": round(self.held, 1) if self.held else None}}

    def summary(self, elapsed: float) -> dict[str, Any]:
        """What the motion package says of the set's samples."""
        return summarise([read_sample(row) for row in self.samples], elapsed)


def sample(elapsed: float, output: "array[float] | None", reps: int) -> Sample:
    """One row; what was not seen is ``None``.

    Example:
        >>> sample(1.004, None, 3)
        [1.0, None, None, None, 3, None]
    """
    if output is None or output[at.GATE]:
        return [round(elapsed, 2), None, None, None, reps, None]
    limbs = [_finite(value, 1) for value in output[at.LIMB_SCORES : at.LIMB_SCORES + LIMB_COUNT]]
    return [round(elapsed, 2), _finite(output[at.SCORE], 1), _finite(output[at.PHASE], 3), _finite(output[at.LAG], 2), reps, limbs]


def _finite(value: float, digits: int) -> float | None:
    return round(value, digits) if isfinite(value) else None
