"""A piece of a client's recording as the browser sends it: what it says of itself, checked, and its parts taken out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perscoach_app.services.film_errors import FilmRejected
from perscoach_app.services.samples import MAX_DURATION_S

FORMAT, VERSION = "perscoach.film", 1
LENGTH_BYTES = 4  # of the header's length in front of it, little-endian
MOST_HEADER_BYTES = 64 * 1024
MOST_BYTES = 16 * 1024**2  # of a piece: the page begins another at half of that
MOST_PARTS = 400
MOST_POSITION = 1000  # sets in a training
LONGEST_PART_S = 60.0  # the page begins another after five; a clock may be off
_VIDEO = ((0, b"\x1a\x45\xdf\xa3", ".webm"), (4, b"ftyp", ".mp4"))  # what browsers record


@dataclass(frozen=True, slots=True)
class Part:
    """A few seconds of video, a file of their own.

    Attributes:
        offset, bytes: where it lies in the piece.
        position: the set in the training's order.
        at_s: its beginning in that set's time.
        seconds: how long it is, as the page measured.
    """

    offset: int
    bytes: int
    position: int
    at_s: float
    seconds: float


def read_parts(piece: Path) -> list[Part]:
    """What a piece holds.

    Raises:
        FilmRejected: it is no piece of ours.
    """
    size = piece.stat().st_size
    with piece.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        if not 2 <= length <= min(MOST_HEADER_BYTES, size):
            raise FilmRejected(why="header")
        try:
            header = json.loads(file.read(length))
            rows = header["parts"]
            known = header["format"] == FORMAT and header["version"] == VERSION and isinstance(rows, list)
        except (ValueError, TypeError, KeyError, RecursionError):
            raise FilmRejected(why="header") from None
    if not known or not 1 <= len(rows) <= MOST_PARTS:
        raise FilmRejected(why="header")
    parts, offset = [], LENGTH_BYTES + length
    for row in rows:
        part = _part(row, offset)
        parts.append(part)
        offset += part.bytes
    if offset != size:
        raise FilmRejected(why="length")
    _check_videos(piece, parts)
    return parts


def take_out(piece: Path, parts: Sequence[Part], folder: Path, name: str) -> list[Path]:
    """Writes each part into a file of its own."""
    paths = []
    with piece.open("rb") as file:
        for number, part in enumerate(parts):
            file.seek(part.offset)
            path = folder / f"{name}-{number:03d}"
            path.write_bytes(file.read(part.bytes))
            paths.append(path)
    return paths


def _part(row: Any, offset: int) -> Part:
    try:
        size, position, at_s, seconds = (row[name] for name in ("bytes", "position", "at", "seconds"))
        good = (
            all(isinstance(value, int) and not isinstance(value, bool) for value in (size, position))
            and all(isinstance(value, int | float) for value in (at_s, seconds))
            and 8 <= size <= MOST_BYTES
            and 0 <= position < MOST_POSITION
            and 0 <= at_s <= MAX_DURATION_S
            and 0 <= seconds <= LONGEST_PART_S
        )
    except (TypeError, KeyError):
        good = False
    if not good:
        raise FilmRejected(why="parts")
    return Part(offset, size, position, float(at_s), float(seconds))


def _check_videos(piece: Path, parts: Sequence[Part]) -> None:
    with piece.open("rb") as file:
        for part in parts:
            file.seek(part.offset)
            head = file.read(8)
            if not any(head[at : at + len(mark)] == mark for at, mark, _ in _VIDEO):
                raise FilmRejected(why="video")
