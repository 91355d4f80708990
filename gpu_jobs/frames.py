"""How frames travel: chunks of consecutive frames, small enough that a few fit into memory at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # (H, W, 3) RGB, or (H, W, 4) RGBA with straight alpha
Alpha = NDArray[np.uint8]  # (H, W), 0 background .. 255 person

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


def chunked(frames: Iterable[Frame], most: int) -> Iterator[Chunk]:
    """Gather frames into chunks of `most`; the last one may be shorter."""
    gathered: list[Frame] = []
    for frame in frames:
        gathered.append(frame)
        if len(gathered) >= most:
            yield chunk_of(gathered)
            gathered = []
    if gathered:
        yield chunk_of(gathered)


def chunk_of(frames: list[Frame]) -> Chunk:
    """Frames in one block."""
    return Chunk(tuple(frame.time_ms for frame in frames), np.stack([frame.pixels for frame in frames]))
