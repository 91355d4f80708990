"""Recordings as a browser makes them: short WebM parts, packed into pieces."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from perscoach_app.services.film_pieces import FORMAT, LENGTH_BYTES, VERSION


def part(folder: Path, name: str, frames: int = 20, shade: int = 90, size: tuple[int, int] = (160, 120), rate: int = 10) -> bytes:
    """A WebM of so many frames, VP8, in which a block of a shade moves."""
    path = folder / f"{name}.webm"
    width, height = size
    with av.open(str(path), "w", format="webm", options={"live": "1"}) as container:
        stream: Any = container.add_stream("libvpx", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        for number in range(frames):
            pixels = np.full((height, width, 3), shade, np.uint8)
            pixels[20:60, 2 * number : 2 * number + 40] = 220
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number * 1000 // rate, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.read_bytes()


def piece(*parts: tuple[bytes, int, float, float]) -> bytes:
    """Parts, each with its position, beginning and length, as the page sends them."""
    rows = [{"bytes": len(video), "position": position, "at": at, "seconds": seconds} for video, position, at, seconds in parts]
    header = json.dumps({"format": FORMAT, "version": VERSION, "parts": rows}).encode()
    return len(header).to_bytes(LENGTH_BYTES, "little") + header + b"".join(video for video, *_ in parts)


def times_of(film: Path) -> tuple[float, Sequence[float]]:
    """What a film says it is long, and when its pictures are shown."""
    with av.open(str(film)) as container:
        times = [float(packet.pts * packet.time_base) for packet in container.demux(video=0) if packet.pts is not None]
        assert container.duration is not None
        return container.duration / 1e6, sorted(times)
