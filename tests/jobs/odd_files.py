"""Videos as people really send them, made from a few frames: turned, cut off, uneven in time, odd in size, without picture."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition
from numpy.typing import NDArray

Frames = Sequence[NDArray[np.uint8]]
MILLISECOND = Fraction(1, 1000)
SAMPLE_RATE = 44_100

# The 3×3 matrices of an MP4's track header, 16.16 and 2.30 fixed point, that turn the shown picture clockwise.
MATRICES = {
    90: (0, 1, 0, -1, 0, 0, 0, 0, 1),
    180: (-1, 0, 0, 0, -1, 0, 0, 0, 1),
    270: (0, -1, 0, 1, 0, 0, 0, 0, 1),
}


def write(path: Path, frames: Frames, times_ms: Iterable[int], *, sound_s: float = 0.0, full_range: bool = False) -> Path:
    """Write `(H, W, 3)` RGB frames at the given times, as H.264 in whatever container the path's ending names."""
    options = {"movflags": "+faststart"} if path.suffix == ".mp4" else {}
    with av.open(str(path), "w", options=options) as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": "16", "preset": "ultrafast"})
        stream.height, stream.width = frames[0].shape[:2]
        even = stream.height % 2 == stream.width % 2 == 0
        stream.pix_fmt = "yuv444p" if not even else "yuvj420p" if full_range else "yuv420p"
        stream.time_base = stream.codec_context.time_base = MILLISECOND
        stream.codec_context.colorspace = 1
        sound = out.add_stream("aac", rate=SAMPLE_RATE, layout="mono") if sound_s else None
        for pixels, time_ms in zip(frames, times_ms, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24").reformat(
                format=stream.pix_fmt, dst_colorspace="ITU709", dst_color_range="JPEG" if full_range else "MPEG"
            )
            frame.pts, frame.time_base = time_ms, MILLISECOND
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if sound is not None:
            hum(out, sound, sound_s)
    return path


def reordered(path: Path, count: int, fps: int) -> Path:
    """H.264 with B-frames; each frame is one grey, brighter than the one before. An AVI or a bare stream loses their times."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=fps, options={"bf": "2", "crf": "4", "preset": "ultrafast"})
        stream.height, stream.width, stream.pix_fmt = 120, 160, "yuv420p"
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(np.full((120, 160, 3), 8 * (number + 1), np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def copied(source: Path, path: Path) -> Path:
    """The same packets with the same times in another container."""
    with av.open(str(source)) as given, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(given.streams.video[0]):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    return path


def sound_only(path: Path, seconds: float = 2.0, cover: NDArray[np.uint8] | None = None) -> Path:
    """A file with a tone and no picture but perhaps a cover."""
    with av.open(str(path), "w") as out:
        sound = out.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        if cover is not None:
            still = out.add_stream("mjpeg", rate=1)
            still.height, still.width = cover.shape[:2]
            still.pix_fmt, still.disposition = "yuvj420p", Disposition.attached_pic
            out.mux(still.encode(av.VideoFrame.from_ndarray(cover, format="rgb24")))
            out.mux(still.encode(None))
        hum(out, sound, seconds)
    return path


def turned(source: Path, path: Path, clockwise: int) -> Path:
    """A copy of an MP4 whose metadata turns the picture when shown, as phones write it."""
    content = bytearray(source.read_bytes())
    header = content.index(b"tkhd") + 4  # after it: version, flags, times, ids; the matrix stands 40 bytes in
    units = (1 << 16, 1 << 16, 1 << 30) * 3
    matrix = b"".join((value * unit).to_bytes(4, "big", signed=True) for value, unit in zip(MATRICES[clockwise], units, strict=True))
    content[header + 40 : header + 76] = matrix
    path.write_bytes(content)
    return path


def cut_off(source: Path, path: Path, share: float) -> Path:
    """The first part of a file."""
    content = source.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def index_missing(source: Path, path: Path) -> Path:
    """An MP4 whose recording stopped before its index was written: `moov` comes last and is gone."""
    copied(source, path)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moov") - 4])
    return path


def hum(out: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    """A tone of 440 Hz."""
    tone = (0.2 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(np.float32)
    for start in range(0, len(tone) - 1024, 1024):
        frame = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))
