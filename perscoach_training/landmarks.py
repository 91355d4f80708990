"""The landmarks of a set, where the client allows them to leave her device: packed so that the server scores the very same numbers again.

The engine puts what it reads on the grid of the pose file; the same steps are kept here as integers. So a replay is exact, frame by frame.
``docs/formats.md`` has the layout.
"""

import gzip
import struct
import zlib
from array import array
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import sub

from perscoach_motion.live import layout as at
from perscoach_motion.skeleton import COUNT
from perscoach_motion.trackfile import IMAGE_SCALE, TIME_SCALE, VISIBILITY_SCALE, WORLD_SCALE

MAGIC = b"PCL1"
CHANNELS = 6 * COUNT
"""A frame's numbers: image x, y, visibility, world x, y, z, each of 33 landmarks."""
HEAD = struct.Struct("<dIfHHHH")
"""Of each frame: seconds trained, the engine's clock (ms), the clip's time, its round, flags, width and height of the picture."""
SEEN = 0x8000
"""Among the flags: a person was found, and her landmarks follow."""
MOST_FRAMES = 20_000
"""Of one set's chunk: half an hour at ten a second; more is no page of ours."""
MOST_BYTES = MOST_FRAMES * (HEAD.size + 2 * CHANNELS)
_LIMIT = 0x7FFF
_WRAP = 1 << 16


class LandmarksRejected(ValueError):
    """Bytes that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Look:
    """One frame as the engine was given it.

    Attributes:
        elapsed: seconds trained in the set.
        values: for the engine's ``input``.
    """

    elapsed: float
    values: "array[float]"


class LandmarkLog:
    """Gathers frames, and packs them when a chunk is cut.

    Example:
        >>> log, given = LandmarkLog(), array("f", bytes(4 * at.INPUT_SIZE))
        >>> given[at.CLOCK], given[at.FOUND], given[at.CAMERA_WIDTH], given[at.IMAGE_IN] = 1.5, 1.0, 640.0, 0.25
        >>> log.add(2.0, given)
        >>> look, = read(gzip.decompress(log.packed()))
        >>> look.elapsed, look.values[at.CLOCK], look.values[at.CAMERA_WIDTH], look.values[at.IMAGE_IN], log.packed()
        (2.0, 1.5, 640.0, 0.25, b'')
    """

    def __init__(self) -> None:
        self._heads: list[bytes] = []
        self._rows = array("h")

    def add(self, elapsed: float, given: "array[float]") -> None:
        """Take the frame that the engine is about to judge."""
        found = bool(given[at.FOUND])
        flags = int(given[at.FLAGS]) | (SEEN if found else 0)
        clock, loop = round(given[at.CLOCK] / TIME_SCALE), int(given[at.LOOP]) & 0xFFFF
        sides = int(given[at.CAMERA_WIDTH]), int(given[at.CAMERA_HEIGHT])
        self._heads.append(HEAD.pack(elapsed, clock, given[at.CLIP_TIME], loop, flags, *sides))
        if found:
            self._rows.extend(_steps(given[at.IMAGE_IN : at.WORLD_IN : 4], IMAGE_SCALE))
            self._rows.extend(_steps(given[at.IMAGE_IN + 1 : at.WORLD_IN : 4], IMAGE_SCALE))
            self._rows.extend(_steps(given[at.IMAGE_IN + 3 : at.WORLD_IN : 4], VISIBILITY_SCALE))
            self._rows.extend(_steps(given[at.WORLD_IN : at.INPUT_SIZE], WORLD_SCALE))

    def packed(self) -> bytes:
        """What was gathered since the last time, gzipped; empty when there is nothing."""
        if not self._heads:
            return b""
        heads, rows = b"".join(self._heads), self._rows
        deltas = array("h", rows[:CHANNELS])
        deltas.extend(_wrapped(map(sub, rows[CHANNELS:], rows)))
        count, self._heads, self._rows = len(self._heads), [], array("h")
        planes = deltas.tobytes()
        packed = MAGIC + struct.pack("<I", count) + heads + planes[0::2] + planes[1::2]
        return gzip.compress(packed, 6, mtime=0)

    def written(self) -> str:
        """:meth:`packed` as the chunk carries it; empty when there is nothing."""
        return b64encode(self.packed()).decode()


def unpacked(packed: bytes) -> list[Look]:
    """The frames of a chunk as it is stored.

    Raises:
        LandmarksRejected: it is none, or far too long.
    """
    unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unzip.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise LandmarksRejected("gzip") from error
    if unzip.unconsumed_tail or not unzip.eof:
        raise LandmarksRejected("length")
    return list(read(plain))


def read(plain: bytes) -> Iterator[Look]:
    """The frames of a chunk, out of their gzip.

    Raises:
        LandmarksRejected: it is none.
    """
    start = len(MAGIC) + 4
    count = int.from_bytes(plain[len(MAGIC) : start], "little")
    if plain[: len(MAGIC)] != MAGIC or count > MOST_FRAMES or len(plain) < start + count * HEAD.size:
        raise LandmarksRejected("head")
    heads = list(HEAD.iter_unpack(plain[start : start + count * HEAD.size]))
    body = plain[start + count * HEAD.size :]
    numbers = sum(1 for head in heads if head[4] & SEEN) * CHANNELS
    if len(body) != 2 * numbers:
        raise LandmarksRejected("body")
    steps = array("h", bytes(chain.from_iterable(zip(body[:numbers], body[numbers:], strict=True))))
    row = array("h", bytes(2 * CHANNELS))
    place = 0
    for elapsed, clock, clip, loop, flags, width, height in heads:
        values = array("f", bytes(4 * at.INPUT_SIZE))
        values[at.CLOCK], values[at.CLIP_TIME], values[at.LOOP] = clock * TIME_SCALE, clip, loop
        values[at.CAMERA_WIDTH], values[at.CAMERA_HEIGHT], values[at.FLAGS] = width, height, flags & ~SEEN
        if flags & SEEN:
            row = _wrapped(map(int.__add__, row, steps[place : place + CHANNELS]))
            place += CHANNELS
            _fill(values, row)
        yield Look(elapsed, values)


def _fill(values: "array[float]", row: "array[int]") -> None:
    values[at.FOUND] = 1.0
    for offset, first, scale in ((0, 0, IMAGE_SCALE), (1, COUNT, IMAGE_SCALE), (3, 2 * COUNT, VISIBILITY_SCALE)):
        values[at.IMAGE_IN + offset : at.WORLD_IN : 4] = array("f", [step * scale for step in row[first : first + COUNT]])
    values[at.WORLD_IN : at.INPUT_SIZE] = array("f", [step * WORLD_SCALE for step in row[3 * COUNT :]])


def _steps(values: Sequence[float], scale: float) -> list[int]:
    steps = [round(value / scale) for value in values]
    return steps if max(steps) <= _LIMIT and min(steps) >= -_LIMIT else [max(-_LIMIT, min(_LIMIT, step)) for step in steps]


def _wrapped(values: Iterator[int]) -> "array[int]":
    """Sixteen bits of each, whatever the difference."""
    return array("h", [(value + 0x8000) % _WRAP - 0x8000 for value in values])
