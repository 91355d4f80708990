"""The parts of one recording that lie on the device, and the pieces they travel in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Any

PIECE_BYTES = 8_000_000
"""Parts travel together up to this: few requests, and little to send again after a cut."""


@dataclass(frozen=True, slots=True)
class Part:
    """A few seconds of video that lie on the device.

    Attributes:
        number: of the part in its recording.
        position: of the set it shows.
        at, seconds: where in the set's time it begins, and how long it is.
        bytes: how large it is.
        room: whether the client's room is in it; else she was cut out of it.
    """

    number: int
    position: int
    at: float
    seconds: float
    bytes: int
    room: bool = True

    @property
    def end(self) -> float:
        """In the set's time."""
        return self.at + self.seconds


@dataclass(slots=True)
class Reel:
    """The parts of one recording.

    Attributes:
        recording: its id. training: of which training.
        pieces: part numbers of each piece that was ordered to be sent; a piece never changes.
        arrived: numbers of the pieces that the server has.
        age_s: since its last part was filmed, when this page was opened.
    """

    recording: str
    training: str
    parts: dict[int, Part] = field(default_factory=dict)
    pieces: list[list[int]] = field(default_factory=list)
    arrived: set[int] = field(default_factory=set)
    age_s: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it is."""
        return fsum(part.seconds for part in self.parts.values())

    @property
    def bytes(self) -> int:
        """How large it is."""
        return sum(part.bytes for part in self.parts.values())

    def add(self, row: Mapping[str, Any]) -> None:
        """A part as the page tells of it.

        Args:
            row: ``part``, ``position``, ``at`` and ``seconds`` (s), ``bytes``, ``room``; ``age_s`` of what was filmed another time.
        """
        number = int(row["part"])
        if int(row["bytes"]) <= 0:  # ended before its first picture
            return
        begins, seconds, room = float(row["at"]), float(row["seconds"]), bool(row.get("room", True))
        self.parts[number] = Part(number, int(row["position"]), begins, seconds, int(row["bytes"]), room)
        self.age_s = min(self.age_s, float(row.get("age_s", 0.0)))


def pieces_of(parts: Sequence[Part]) -> list[list[int]]:
    """Part numbers, put together to pieces of a good size.

    Example:
        >>> pieces_of([Part(n, 0, 5.0 * n, 5.0, 3_000_000) for n in range(5)])
        [[0, 1], [2, 3], [4]]
    """
    pieces: list[list[int]] = []
    size = PIECE_BYTES
    for part in parts:
        if size + part.bytes > PIECE_BYTES:
            pieces.append([])
            size = 0
        pieces[-1].append(part.number)
        size += part.bytes
    return pieces
