"""What the pipeline asks of those who do the work, and the plainest ones: this process itself."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)
A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)


class Pending(Protocol[T_co]):
    """Work that was handed out."""

    def result(self) -> T_co:
        """Wait for it; raises what the work raised."""


class Keeper(Protocol[A_co]):
    """An object that lives with a worker and is asked in order."""

    def ask(self, method: Callable[[A_co, T], R], argument: T) -> Pending[R]:
        """Call a method of the object with one argument, after all calls before."""

    def stop(self) -> None:
        """Let go of the object."""


class Workers(Protocol):
    """Those who do the work.

    Attributes:
        versions: What they run on, for the record.
    """

    versions: dict[str, str]

    @property
    def hands(self) -> int:
        """How many pieces of work are done at once."""

    def start(self, work: Callable[..., T], *arguments: object) -> Pending[T]:
        """Hand out one piece of work that can be done anywhere and again."""

    def keep(self, make: Callable[..., A], *arguments: object) -> Keeper[A]:
        """Make an object that keeps something between calls."""


def in_order(handed_out: Iterable[Pending[T]], at_most: int) -> Iterator[T]:
    """Results in the order of the work, with at most `at_most` pieces handed out at once: that bounds the memory."""
    waiting: deque[Pending[T]] = deque()
    for piece in handed_out:
        waiting.append(piece)
        if len(waiting) >= at_most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class _Done(Pending[T]):
    value: T

    def result(self) -> T:
        return self.value


class _HereKeeper(Keeper[A]):
    def __init__(self, kept: A) -> None:
        self._kept = kept

    def ask(self, method: Callable[[A, T], R], argument: T) -> Pending[R]:
        return _Done(method(self._kept, argument))

    def stop(self) -> None:
        close = getattr(self._kept, "close", None)
        if close is not None:
            close()


class Here:
    """This very process, one thing after another: for tests and for the pose alone."""

    hands = 1
    versions: dict[str, str] = {}  # noqa: RUF012 - never written to

    def start(self, work: Callable[..., T], *arguments: object) -> Pending[T]:
        """Do it now."""
        return _Done(work(*arguments))

    def keep(self, make: Callable[..., A], *arguments: object) -> Keeper[A]:
        """Make it here."""
        return _HereKeeper(make(*arguments))
