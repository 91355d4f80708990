"""The photo on a trainer's site: read, turned upright, made smaller, written anew without what the camera wrote beside it."""

import hashlib
import struct
from dataclasses import dataclass

import cv2
import numpy as np

from perscoach_app.services.site_errors import PhotoTooLarge, PhotoUnreadable

MAX_BYTES = 8 * 1024 * 1024  # a phone's photo has 2 to 6 MB
MAX_PIXELS = 60_000_000  # 180 MB once decoded; phones make up to 50 million
SIZES = {"large": 1200, "small": 480}
"""Longest sides in pixels: the hero on a sharp screen, and a list or a phone."""
_QUALITY = 82  # of 100: no difference to be seen at these sizes, a tenth of the bytes
_SHORT_HEADER = 30


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to be stored. Two photos with the same picture have the same name."""

    name: str
    files: dict[str, bytes]  # WebP by size


def prepare(data: bytes) -> Photo:
    """Reads what was sent and writes it anew.

    Raises:
        PhotoTooLarge: too many bytes, or too many pixels.
        PhotoUnreadable: it is no JPEG, PNG or WebP.
    """
    if len(data) > MAX_BYTES:
        raise PhotoTooLarge
    width, height = read_size(data)
    if width * height > MAX_PIXELS:
        raise PhotoTooLarge
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)  # turned upright by what EXIF says, then nothing of it stays
    if picture is None:
        raise PhotoUnreadable
    files = {size: _written(picture, side) for size, side in SIZES.items()}
    return Photo(hashlib.sha256(files["large"]).hexdigest()[:32], files)


def _written(picture: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]", side: int) -> bytes:
    height, width = picture.shape[:2]
    shrink = min(1.0, side / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    smaller = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if shrink < 1 else picture
    done, encoded = cv2.imencode(".webp", smaller, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    if not done:
        raise PhotoUnreadable
    return bytes(encoded.tobytes())


def read_size(data: bytes) -> tuple[int, int]:
    """Width and height as the header claims, before anything is unpacked.

    Raises:
        PhotoUnreadable: it is no JPEG, PNG or WebP.
    """
    if len(data) < _SHORT_HEADER:
        raise PhotoUnreadable
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", data[16:24])
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        width, height = _webp_size(data)
    elif data.startswith(b"\xff\xd8"):
        width, height = _jpeg_size(data)
    else:
        raise PhotoUnreadable
    if width == 0 or height == 0:
        raise PhotoUnreadable
    return width, height


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    raise PhotoUnreadable


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walks from marker to marker until the one that opens a frame (SOF0 to SOF15 without DHT, JPG and DAC)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    raise PhotoUnreadable
