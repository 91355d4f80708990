"""What the pipeline asks of those who do the work, and the plainest ones: this process itself."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from importlib import import_module
from typing import Protocol, TypeVar

from gpu_jobs.device import DEVICE_VARIABLE

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

GLANCE_S = 0.05  # for which each piece under way is waited for in turn; after each turn, whoever listens may cancel


class Pending(Protocol[T_co]):
    """Work that was handed out."""

    def ready(self, within_s: float) -> bool:
        """Wait for it, but not longer; whether it is done."""

    def result(self) -> T_co:
        """What came out; raises what the work raised."""

    def cancel(self) -> None:
        """Nobody wants it any more."""


class Workers(Protocol):
    """Those who do the work.

    Attributes:
        versions: What they run on, for the record.
    """

    versions: dict[str, str]

    @property
    def hands(self) -> int:
        """How many pieces of work are done at once."""

    @property
    def room(self) -> int:
        """How many bytes of frames may be under way at once, without touching a disk."""

    def start(self, work: Callable[..., T], *arguments: object) -> Pending[T]:
        """Hand out one piece of work. It can be done anywhere and, when a worker is lost, again: what it keeps between calls are models."""

    def share(self, value: T) -> T:
        """Put a value where every worker can read it, once; what comes back stands for it among the arguments of `start`."""


def most_under_way(workers: Workers, piece_bytes: int) -> int:
    """How many pieces of work are handed out at once: one a worker and one that waits for it, if there is room."""
    return max(1, min(2 * workers.hands, workers.room // max(1, piece_bytes)))


def in_order(handed_out: Iterable[Pending[T]], at_most: Callable[[], int], beat: Callable[[], None]) -> Generator[T]:
    """Results in the order of the work, with at most so many pieces unfinished at once: that bounds the memory.

    Whoever may leave before the end closes it: what is under way is cancelled while those who do it can still be reached.

    Args:
        handed_out: Pieces of work; handed out as they are asked for.
        at_most: Pieces under way at once, for the workers there are now. Those that are done but wait for an earlier one do not count:
            no worker idles for it.
        beat: Called while waiting; what it raises cancels what is under way.
    """
    waiting: deque[Pending[T]] = deque()
    try:
        for piece in handed_out:
            waiting.append(piece)
            while waiting and (waiting[0].ready(0) or _unfinished(waiting) >= at_most()):
                if waiting[0].ready(0):
                    yield waiting.popleft().result()
                else:
                    _wait(waiting, beat)
        while waiting:
            if waiting[0].ready(0):
                yield waiting.popleft().result()
            else:
                _wait(waiting, beat)
    finally:
        for piece in waiting:
            piece.cancel()


def _unfinished(waiting: Iterable[Pending[T]]) -> int:
    return sum(not piece.ready(0) for piece in waiting)


def _wait(waiting: Iterable[Pending[T]], beat: Callable[[], None]) -> None:
    """Until any of them may be done: they are asked in turn, briefly."""
    beat()
    for piece in waiting:
        if not piece.ready(0):
            piece.ready(GLANCE_S)


class Done(Pending[T]):
    """Work that needs no worker any more."""

    def __init__(self, value: T) -> None:
        self._value = value

    def ready(self, within_s: float) -> bool:
        return True

    def result(self) -> T:
        return self._value

    def cancel(self) -> None:
        """It is done already."""


class Hand:
    """What lives in a worker's process. Models stay there from call to call, kept by the functions that use them."""

    def __init__(self, modules: Sequence[str] = (), *, gpu: bool = True) -> None:
        """
        Args:
            modules: What is imported at once, so that the first clip does not wait for it.
            gpu: Whether it may use one. Whoever was given none does not see those of others, which would run out of memory.
        """
        if not gpu:
            os.environ |= {"CUDA_VISIBLE_DEVICES": "", DEVICE_VARIABLE: "cpu"}
        for module in modules:
            import_module(module)

    def do(self, work: Callable[..., T], *arguments: object) -> T:
        """Do one piece of work."""
        return work(*arguments)


class Here:
    """This very process, one thing after another: for tests and tiny machines."""

    hands = 1
    room = 0  # nothing waits here
    versions: dict[str, str] = {}  # noqa: RUF012 - never written to

    def start(self, work: Callable[..., T], *arguments: object) -> Pending[T]:
        """Do it now."""
        return Done(work(*arguments))

    def share(self, value: T) -> T:
        """It is here already."""
        return value
