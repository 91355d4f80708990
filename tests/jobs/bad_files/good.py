"""Small good clips that the bad ones are made of."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from io import BytesIO

import av
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, FRAMES, FPS = 160, 120, 12, 25
TICK = Fraction(1, FPS)
FAST = {
    "libx264": {"preset": "ultrafast"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}


def pictures(width: int, height: int, frames: int) -> list[NDArray[np.uint8]]:
    """Frames of a light that moves to the right."""
    across, down = np.meshgrid(np.arange(width, dtype=np.uint16).astype(np.uint8), np.arange(height, dtype=np.uint16).astype(np.uint8))
    return [np.dstack([across + np.uint8(8 * number % 256), down, down + across]) for number in range(frames)]


@cache
def clip(
    container: str = "mp4",
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    *,
    width: int = WIDTH,
    height: int = HEIGHT,
    frames: int = FRAMES,
    **options: str,
) -> bytes:
    """A good clip at 25 frames a second; an MP4 has its index at the end, so that a change of it moves nothing else."""
    packed = BytesIO()
    with av.open(packed, "w", format=container) as out:
        stream = out.add_stream(codec, rate=FPS, options={**FAST.get(codec, {}), **options})
        stream.width, stream.height, stream.pix_fmt = width, height, pix_fmt
        for number, pixels in enumerate(pictures(width, height, frames)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return packed.getvalue()


def repacked(
    container: str, source: bytes, times: Callable[[int], int | None], tick: Fraction = Fraction(1, FPS), copies: int = 1
) -> bytes:
    """The packets of a clip, over and over, at other times, without a word about the order of decoding."""
    packed = BytesIO()
    with av.open(BytesIO(source)) as given, av.open(packed, "w", format=container) as out:
        stream = out.add_stream_from_template(given.streams.video[0])
        stream.time_base = tick
        packets = [(bytes(packet), packet.is_keyframe) for packet in given.demux(given.streams.video[0]) if packet.size]
        for number in range(copies * len(packets)):
            content, key = packets[number % len(packets)]
            packet = av.Packet(content)
            packet.stream, packet.time_base, packet.is_keyframe = stream, tick, key
            packet.pts = packet.dts = times(number)
            out.mux(packet)
    return packed.getvalue()
