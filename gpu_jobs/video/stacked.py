"""The rendition for players without VP9 alpha (Safari): H.264, colour above, alpha below, put together again by the player."""

import io
from typing import Any

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame

from gpu_jobs.frames import Alpha
from gpu_jobs.video.encode import NO_CHROMA, TICK, Quality, fill, label, levels_of

BLACK, WHITE = 16, 235  # of luma, limited range: what every decoder gives back as 0 and 255
SPEEDS: dict[Quality, tuple[str, int]] = {"preview": ("ultrafast", 26), "publish": ("veryfast", 24)}  # x264's preset and crf

_LUMA_OF_ALPHA = np.rint(BLACK + np.arange(256) * (WHITE - BLACK) / 255).astype(np.uint8)


class StackedEncoder:
    """Encodes a run of frames as a Matroska of its own, which begins with a key frame."""

    def __init__(self, width: int, height: int, quality: Quality) -> None:
        """
        Args:
            width: Pixels of the colour, even.
            height: Likewise; the video is twice as high.
            quality: `preview` is quicker, `publish` smaller.
        """
        preset, crf = SPEEDS[quality]
        # No B-frames: runs are joined packet by packet, and frames out of order would overlap where they meet.
        options = {"preset": preset, "crf": str(crf), "bf": "0", "g": "9999", "sc_threshold": "0", "profile": "high"}
        self._packed = io.BytesIO()
        self._container: Any = av.open(self._packed, "w", format="matroska")  # keeps times as they are; `join` makes it MP4
        self._stream: Any = self._container.add_stream("libx264", rate=30, options=options)
        context = self._stream.codec_context
        context.width, context.height, context.pix_fmt = width, 2 * height, "yuv420p"
        self._stream.time_base = context.time_base = TICK
        context.thread_count = 1
        label(context)

    def add(self, colour: VideoFrame, alpha: Alpha) -> None:
        """Encode the next frame.

        Args:
            colour: From `gpu_jobs.video.encode.planes_of`.
            alpha: `(H, W)` uint8.
        """
        frame = VideoFrame(colour.width, 2 * colour.height, "yuv420p")
        below = (cv2.LUT(alpha, _LUMA_OF_ALPHA), *(np.full((p.height, p.width), NO_CHROMA, np.uint8) for p in colour.planes[1:]))
        for plane, above, mask in zip(frame.planes, colour.planes, below, strict=True):
            fill(plane, np.concatenate([levels_of(above), mask]))
        frame.pts, frame.time_base = colour.pts, TICK
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> bytes:
        """The Matroska, with one H.264 stream."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._packed.getvalue()
