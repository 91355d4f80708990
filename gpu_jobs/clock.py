"""How long each stage took, how far the work is, and when it will be done."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Self, TypeVar

T = TypeVar("T")

TELL_FROM = 0.03  # of the work; an earlier estimate of the end would be a guess


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is.

    Attributes:
        stage: `start`, `check`, `look`, `light`, `render`, `join`, `done`.
        done: Of the whole work, 0..1, never falling.
        eta_s: Seconds to go; None while that cannot be told.
    """

    stage: str
    done: float
    eta_s: float | None


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Nobody listens."""


class Clock:
    """Counts one job's time and tells whoever listens.

    Attributes:
        seconds: Stage to seconds of work.
    """

    def __init__(self, listener: OnProgress) -> None:
        """
        Args:
            listener: Told about every step.
        """
        self.seconds: dict[str, float] = {}
        self._listener = listener
        self._start = perf_counter()
        self._done = 0.0
        self._last = Progress("start", 0.0, None)
        self._began, self._began_at = self._start, 0.0  # the stage that goes on, and how far the work was then

    def told(self, listener: OnProgress) -> Self:
        """The same clock, with somebody else listening."""
        self._listener = listener
        return self

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return perf_counter() - self._start

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count the block's time towards a stage."""
        start = perf_counter()
        try:
            yield
        finally:
            self.add({stage: perf_counter() - start})

    def ticking(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """Pass items on, and count the time it takes to get each one towards a stage."""
        source = iter(items)
        while True:
            with self.timed(stage):
                item = next(source, None)
            if item is None:
                return
            yield item

    def add(self, seconds: dict[str, float]) -> None:
        """Count seconds that were spent elsewhere."""
        for stage, spent in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent

    def beat(self) -> None:
        """Nothing new, but whoever listens may cancel by raising."""
        self._listener(self._last)

    def _remaining_s(self) -> float | None:
        """By the pace of the stage that goes on; of the whole work so far, until that stage has shown its pace."""
        gone_s, share = perf_counter() - self._began, self._done - self._began_at
        if share < TELL_FROM:
            gone_s, share = self.elapsed_s, self._done
        return gone_s * (1 - self._done) / share if share >= TELL_FROM else None

    def reached(self, stage: str, done: float) -> None:
        """Say that the whole work has come this far, 0..1."""
        self._done = max(self._done, done)
        if stage != self._last.stage:
            self._began, self._began_at = perf_counter(), self._last.done
        self._last = Progress(stage, self._done, self._remaining_s())
        self._listener(self._last)
