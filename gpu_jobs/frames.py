"""How frames travel: chunks of consecutive frames, small enough that a few fit into memory at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # (H, W, 3) RGB, or (H, W, 4) RGBA with straight alpha
Alpha = NDArray[np.uint8]  # (H, W), 0 background .. 255 person

ENDS = 2  # chunks' worth of frames at the end, and half as many at the beginning, that travel in halves
CHUNK_BYTES = 96 * 2**20  # at most; several chunks are in memory at once


class Frame(NamedTuple):
    """One picture and when it is shown, in milliseconds from the clip's first frame."""

    time_ms: int
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive frames.

    Attributes:
        times_ms: `(N,)` when each is shown, milliseconds from the clip's first frame.
        pixels: `(N, H, W, 3)` uint8 RGB.
    """

    times_ms: tuple[int, ...]
    pixels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.times_ms)


def lengths(frames: int, most: int) -> Iterator[int]:
    """How many frames each chunk takes: `most`, but half of that at both ends.

    No worker waits long for its first chunk, and none is left alone with a long one at the end.
    """
    given = 0
    while given < frames:
        left = frames - given
        length = most if given >= ENDS * most // 2 and left > ENDS * most else -(-most // 2)
        yield min(length, left)
        given += min(length, left)


def chunked(frames: Iterable[Frame], sizes: Iterable[int]) -> Iterator[Chunk]:
    """Gather frames into chunks of the given sizes, of the last one's from there on. Pixels are copied as they come."""
    wanted = iter(sizes)
    most = next(wanted)
    gathered = Gathering(most)
    for frame in frames:
        gathered.add(frame)
        if len(gathered) == most:
            yield gathered.chunk()
            most = next(wanted, most)
            gathered = Gathering(most)
    if len(gathered):
        yield gathered.chunk()


class Gathering:
    """A chunk in the making: each frame is copied once, to where it stays."""

    def __init__(self, most: int) -> None:
        """
        Args:
            most: How many frames there is room for.
        """
        self._most = most
        self._times_ms: list[int] = []
        self._pixels: NDArray[np.uint8] = np.empty(0, np.uint8)

    def __len__(self) -> int:
        return len(self._times_ms)

    def add(self, frame: Frame) -> None:
        """Take the next frame in; all have one size."""
        if not self._times_ms:
            self._pixels = np.empty((self._most, *frame.pixels.shape), np.uint8)
        self._pixels[len(self._times_ms)] = frame.pixels
        self._times_ms.append(frame.time_ms)

    def chunk(self) -> Chunk:
        """The frames so far, in one block."""
        return Chunk(tuple(self._times_ms), self._pixels[: len(self._times_ms)])
