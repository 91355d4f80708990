"""The boxes an MP4 is made of (ISO/IEC 14496-12, 4.2), as far as they must be known before anybody trusts them."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MOST_BOXES = 4096  # looked at on one level; a recording in fragments has two a second, and its index comes first
HEADER = 8  # bytes: size and kind
SAMPLE_TABLE = (b"mdia", b"minf", b"stbl", b"stsd")  # within a track, the way to what its samples are
DESCRIPTIONS = 8  # bytes of `stsd` before the first description


class Box(NamedTuple):
    """A box: its kind, where its content begins, and where it says that it ends, be the file as long or not."""

    kind: bytes
    start: int
    end: int


class Index(NamedTuple):
    """What the index of an MP4 tells before FFmpeg reads it.

    Attributes:
        whole: Whether it is there, from its first byte to its last.
        tracks: How many tracks it names.
        encrypted: Whether one of them is a picture under common encryption (ISO/IEC 23001-7).
    """

    whole: bool
    tracks: int
    encrypted: bool


def index_of(file: BinaryIO) -> Index:
    """Look through the index (`moov`) of an MP4 or QuickTime file."""
    length = file.seek(0, 2)
    outermost = list(_boxes(file, 0, length))
    found = next((box for box in outermost if box.kind == b"moov"), None)
    if found is None:
        return Index(whole=False, tracks=0, encrypted=False)
    tracks = [box for box in _boxes(file, found.start, min(found.end, length)) if box.kind == b"trak"]
    return Index(found.end <= length, len(tracks), any(_description(file, track) == b"encv" for track in tracks[:MOST_BOXES]))


def _description(file: BinaryIO, track: Box) -> bytes | None:
    """The kind of a track's samples."""
    start, end = track.start, track.end
    for wanted in SAMPLE_TABLE:
        inner = next((box for box in _boxes(file, start, end) if box.kind == wanted), None)
        if inner is None:
            return None
        start, end = inner.start, min(inner.end, end)
    return next((box.kind for box in _boxes(file, start + DESCRIPTIONS, end)), None)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes that begin between two places."""
    for _ in range(MOST_BOXES):
        if start + HEADER > end:
            return
        file.seek(start)
        header = file.read(HEADER)
        if len(header) < HEADER:
            return
        size, content = int.from_bytes(header[:4], "big"), start + HEADER
        if size == 1:  # the true size follows in 64 bits
            size, content = int.from_bytes(file.read(8), "big"), content + 8
        after = end if size == 0 else start + size  # 0: up to the end
        if after < content:
            return
        yield Box(header[4:], content, after)
        start = after
