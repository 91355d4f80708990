"""VP9 with alpha, a run of frames at a time; `join` puts the runs together.

Colour and alpha are two VP9 streams in one: each frame's alpha travels beside its colour as a block addition. They are encoded by two
encoders of our own, since FFmpeg's, which does both at once, spends as much on the quiet alpha as on the colour.
"""

import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import av
import numpy as np
from av.packet import PacketSideData, packet_sidedata_type_from_literal
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from gpu_jobs.frames import Alpha, Pixels

Quality = Literal["preview", "publish"]

TICK = Fraction(1, 1000)  # s; Matroska's own clock
ALPHA_MODE = {"alpha_mode": "1"}  # without this element players take the picture for opaque
ALPHA_ADDITION = (1).to_bytes(8, "big")  # which block addition holds alpha
NO_CHROMA = 128
GLANCE_STEP = 8  # px; every eighth of every eighth row tells whether alpha jumped
OPAQUE = 127
JUMP = 0.06  # of the picture that is the person in one of two frames and not in the other; a fast jump of a body moves half of that


@dataclass(frozen=True, slots=True)
class _Speed:
    """How libvpx works: constant quality 0..63 (lower is finer), and how much it tries."""

    crf: int
    deadline: str
    cpu_used: int


# CPU ms a frame of a real person at 388x720, kB a frame and dB (colour, as planes) or mean error (alpha):
COLOUR: dict[Quality, _Speed] = {
    "preview": _Speed(34, "realtime", 6),  # 10 ms
    "publish": _Speed(36, "good", 4),  # 24 ms, 2.2 kB, 38.7 dB
}
ALPHA: dict[Quality, _Speed] = {
    "preview": _Speed(40, "realtime", 6),  # 3.6 ms, 2.0 kB, 0.0012
    "publish": _Speed(38, "realtime", 6),  # 3.9 ms, 2.2 kB, 0.0010; trying harder costs 14 ms and gains a tenth
}


class Encoder:
    """Encodes a run of frames as a WebM of its own, which begins with a key frame."""

    def __init__(self, width: int, height: int, quality: Quality) -> None:
        """
        Args:
            width: Pixels, even.
            height: Likewise.
            quality: `preview` is quicker, `publish` smaller.
        """
        self._packed = io.BytesIO()
        self._container: Any = av.open(self._packed, "w", format="webm")
        self._stream: Any = self._container.add_stream("libvpx-vp9", rate=30, options=_options(COLOUR[quality]))
        self._stream.metadata.update(ALPHA_MODE)
        self._stream.time_base = TICK
        self._alpha: Any = av.CodecContext.create("libvpx-vp9", "w")
        self._alpha.options = _options(ALPHA[quality])
        for context in (self._stream.codec_context, self._alpha):
            context.width, context.height, context.pix_fmt, context.time_base = width, height, "yuv420p", TICK
            context.thread_count = 1
            label(context)
        self._seen: Alpha | None = None

    def add(self, colour: VideoFrame, alpha: Alpha) -> None:
        """Encode the next frame.

        Args:
            colour: From `planes_of`.
            alpha: `(H, W)` uint8.
        """
        pictures = self._stream.encode(colour)
        mattes = self._alpha.encode(self._alone(alpha, colour.pts))
        for picture, matte in zip(pictures, mattes, strict=True):  # neither looks ahead: one frame in, one packet out
            picture.set_sidedata(_beside(bytes(matte)))
            self._container.mux(picture)

    def _alone(self, alpha: Alpha, time_ms: int | None) -> VideoFrame:
        """Alpha as a frame of its own. Where it jumps, as when somebody leaves the picture, nothing may linger of the frame before."""
        frame = _as_luma(alpha, time_ms)
        seen = alpha[::GLANCE_STEP, ::GLANCE_STEP]
        if (self._seen is not None and np.mean((seen > OPAQUE) != (self._seen > OPAQUE)) >= JUMP) or not seen.any():
            frame.pict_type = PictureType.I
        self._seen = seen
        return frame

    def finish(self) -> bytes:
        """The WebM, with one VP9 stream with alpha."""
        self._container.close()
        return self._packed.getvalue()


def planes_of(pixels: Pixels, time_ms: int) -> VideoFrame:
    """RGB `(H, W, 3)` as `yuv420p` in BT.709, limited range."""
    frame = VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
        format="yuv420p",
        src_color_range=ColorRange.JPEG,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )
    frame.pts, frame.time_base = time_ms, TICK
    return frame


def label(context: VideoCodecContext) -> None:
    """Say in the file what the numbers mean: BT.709, limited range."""
    context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709


def fill(plane: VideoPlane, levels: Alpha) -> None:
    """Write `(h, w)` levels into a plane, whose rows may be longer in memory."""
    levels_of(plane)[:] = levels


def levels_of(plane: VideoPlane) -> Alpha:
    """A plane's levels `(h, w)`, in place."""
    whole: Alpha = np.frombuffer(plane, np.uint8)  # type: ignore[call-overload]
    return whole.reshape(plane.height, plane.line_size)[:, : plane.width]


def _beside(alpha: bytes) -> PacketSideData:
    addition = ALPHA_ADDITION + alpha
    beside: PacketSideData = PacketSideData(packet_sidedata_type_from_literal("matroska_block_additional"), len(addition))  # type: ignore[call-arg]
    beside.update(addition)
    return beside


def _as_luma(alpha: Alpha, time_ms: int | None) -> VideoFrame:
    """Alpha as a picture of its own: its levels are the luma, 0..255 as they are."""
    frame = VideoFrame(alpha.shape[1], alpha.shape[0], "yuv420p")
    fill(frame.planes[0], alpha)
    for plane in frame.planes[1:]:
        fill(plane, np.full((plane.height, plane.width), NO_CHROMA, np.uint8))
    frame.pts, frame.time_base = time_ms, TICK
    return frame


def _options(speed: _Speed) -> dict[str, str]:
    return {
        "crf": str(speed.crf),
        "b": "0",
        "deadline": speed.deadline,
        "cpu-used": str(speed.cpu_used),
        "row-mt": "1",
        "lag-in-frames": "0",  # in one pass libvpx makes nothing of the frames ahead; the same bytes with and without
        "auto-alt-ref": "0",
        "g": "9999",  # a run has one key frame, its first
    }
