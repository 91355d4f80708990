"""The boxes an MP4 is made of (ISO/IEC 14496-12, 4.2), as far as they must be known before anybody trusts them."""

from collections.abc import Iterator
from typing import BinaryIO

MOST_BOXES = 4096  # looked at on one level; a recording in fragments has two a second, and its index comes first
HEADER = 8  # bytes: size and kind


def kinds(file: BinaryIO) -> list[bytes]:
    """The kinds of the outermost boxes, in order."""
    return [kind for kind, _, _ in _boxes(file, 0, _length(file))]


def tracks(file: BinaryIO) -> int:
    """How many tracks the index names."""
    return sum(
        kind == b"trak"
        for outer, start, end in _boxes(file, 0, _length(file))
        if outer == b"moov"
        for kind, _, _ in _boxes(file, start, end)
    )


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, first byte of the content and first byte after it, of the boxes between two places."""
    for _ in range(MOST_BOXES):
        file.seek(start)
        header = file.read(HEADER)
        if start + HEADER > end or len(header) < HEADER:
            return
        size, content = int.from_bytes(header[:4], "big"), start + HEADER
        if size == 1:  # the true size follows in 64 bits
            size, content = int.from_bytes(file.read(8), "big"), content + 8
        after = end if size == 0 else start + size  # 0: up to the end
        if after < content:
            return
        yield header[4:], content, min(after, end)
        start = after


def _length(file: BinaryIO) -> int:
    return file.seek(0, 2)
