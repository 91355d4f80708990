"""What the confined process and its guard say to each other: a kind, a length, a content; nothing that runs code when it is read."""

import json
import os
import struct
from collections.abc import Iterator
from dataclasses import asdict, fields
from math import isfinite
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, BinaryIO

from gpu_jobs.video.probe import Clip

HEADER = struct.Struct("<cI")  # kind, bytes of the content
FRAME = struct.Struct("<QII")  # milliseconds from the first frame, number of the frame, damaged packets so far
READY, FRAMED, ANSWER, SOUND = b"R", b"F", b"A", b"S"
CREDIT = b"+"  # one slot of the ring is free again
MOST_ANSWER = 64 * 2**10  # bytes
MOST_SOUND = 64 * 2**20  # bytes; an hour of Opus is 30 MB
MOST_OF = {READY: 0, FRAMED: FRAME.size, ANSWER: MOST_ANSWER, SOUND: MOST_SOUND}
MOST_VALUE = 1e6  # of any number in a clip: sizes, frames and seconds are all far below
LEAST_OF = {FRAMED: FRAME.size}
READ_BYTES = 64 * 2**10


class Garbled(Exception):
    """What came is no message of ours."""


class Silent(Exception):
    """Nothing came for too long."""


def packed(kind: bytes, content: bytes = b"") -> bytes:
    """One message."""
    return HEADER.pack(kind, len(content)) + content


def messages(descriptor: int, patience_s: float) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of what comes, until the other side closes.

    Raises:
        Garbled: It is no message.
        Silent: Nothing came for `patience_s`.
    """
    held = bytearray()
    while True:
        while len(held) >= HEADER.size:
            kind, length = HEADER.unpack_from(held)
            if not LEAST_OF.get(kind, 0) <= length <= MOST_OF.get(kind, -1):
                raise Garbled
            if len(held) < HEADER.size + length:
                break
            content = bytes(held[HEADER.size : HEADER.size + length])
            del held[: HEADER.size + length]
            yield kind, content
        if not wait([descriptor], patience_s):
            raise Silent
        came = os.read(descriptor, READ_BYTES)
        if not came:
            return
        held += came


def request_from(file: BinaryIO) -> dict[str, Any]:
    """The one request at the beginning of what the guard sends."""
    length = int.from_bytes(file.read(4), "little")
    return dict(json.loads(file.read(length)))  # One write of less than a pipe holds: it comes whole.


def request_bytes(request: dict[str, Any]) -> bytes:
    """A request as it is sent."""
    content = json.dumps(request).encode()
    return len(content).to_bytes(4, "little") + content


def clip_values(clip: Clip) -> dict[str, Any]:
    """A clip without its path, which the other side knows, or need not know."""
    values = asdict(clip)
    del values["path"]
    return values


def clip_of(values: object, path: Path) -> Clip:
    """The clip, each value of the type that it must have.

    Raises:
        Garbled: One is missing or of another type.
    """
    if not isinstance(values, dict):
        raise Garbled
    wanted = {field.name: field.type for field in fields(Clip) if field.name != "path"}
    if set(values) != set(wanted) or any(type(values[name]) is not kind for name, kind in wanted.items()):
        raise Garbled
    if not all(isfinite(value) and 0 <= value <= MOST_VALUE for value in values.values()):
        raise Garbled
    return Clip(path=path, **values)


def damaged_in(answer: bytes) -> int:
    """How many packets were damaged, as the answer behind the last frame says."""
    said = json.loads(answer).get("damaged")
    return said if type(said) is int else 0
