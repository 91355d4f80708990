"""VP9 with alpha, a run of frames at a time; `join` puts the runs together."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import av
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from gpu_jobs.frames import Pixels

Quality = Literal["preview", "publish"]

TICK = Fraction(1, 1000)  # s; Matroska's own clock
ALPHA_MODE = {"alpha_mode": "1"}  # without this element players take the picture for opaque
CRF = 32  # constant quality of VP9, 0..63: seen as clean on skin and cloth at about 10 MB a minute


@dataclass(frozen=True, slots=True)
class _Speed:
    deadline: str
    cpu_used: int


# CPU ms a frame at 608×1080 and MB a minute: 38 and 10.6 for the preview, 72 and 9.9 to publish.
SPEEDS: dict[Quality, _Speed] = {"preview": _Speed("realtime", 6), "publish": _Speed("good", 4)}


def encode(frames: Sequence[Pixels], times_ms: Sequence[int], quality: Quality, threads: int = 1) -> bytes:
    """Encode a run of frames as a WebM of its own, beginning with a key frame.

    Args:
        frames: `(H, W, 4)` uint8 RGBA each, straight alpha, even sizes, one size for all.
        times_ms: When each is shown; kept as they are.
        quality: `preview` is quicker, `publish` smaller.
        threads: Cores the encoder may use.

    Returns:
        A WebM file with one VP9 stream with alpha.
    """
    height, width = frames[0].shape[:2]
    speed = SPEEDS[quality]
    packed = io.BytesIO()
    with av.open(packed, "w", format="webm") as container:
        options = {
            "crf": str(CRF),
            "b": "0",
            "deadline": speed.deadline,
            "cpu-used": str(speed.cpu_used),
            "row-mt": "1",
            "auto-alt-ref": "0",  # libvpx cannot hide frames of the alpha plane
            "g": "240",
        }
        stream = container.add_stream("libvpx-vp9", rate=30, options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuva420p"
        stream.time_base = stream.codec_context.time_base = TICK
        stream.thread_count = threads
        context = stream.codec_context
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        stream.metadata.update(ALPHA_MODE)
        for pixels, time_ms in zip(frames, times_ms, strict=True):
            container.mux(stream.encode(_planes(pixels, time_ms)))
        container.mux(stream.encode(None))
    return packed.getvalue()


def _planes(pixels: Pixels, time_ms: int) -> VideoFrame:
    frame = VideoFrame.from_ndarray(pixels, format="rgba").reformat(
        format="yuva420p",
        src_color_range=ColorRange.JPEG,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )
    frame.pts, frame.time_base = time_ms, TICK
    return frame
