"""Every frame of the finished video as a PNG with alpha, for those who edit elsewhere."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame

from gpu_jobs.frames import Pixels

COMPRESSION = 3
"""Of zlib, 0..9: beyond it a frame takes twice the time for a twentieth of its size."""


def write_frames(webm: Path, folder: Path) -> int:
    """Write `000001.png` and so on, straight alpha, one at a time.

    Args:
        webm: VP9 with alpha.
        folder: Made if missing.

    Returns:
        How many were written.

    Raises:
        OSError: A frame cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for number, pixels in zip(count(1), frames_of(webm), strict=False):
        path = folder / f"{number:06d}.png"
        # OpenCV says only whether it worked: encoded in memory, so that a full disk is told by its own error.
        encoded = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA), [cv2.IMWRITE_PNG_COMPRESSION, COMPRESSION])[1]
        path.write_bytes(encoded.tobytes())
    return number


def frames_of(webm: Path) -> Iterator[Pixels]:
    """The frames `(H, W, 4)` uint8 RGBA, one at a time. FFmpeg's own VP9 decoder drops alpha, so libvpx decodes."""
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(str(webm)) as container:
        for packet in container.demux(video=0):
            if packet.size:
                yield from (_rgba(frame) for frame in decoder.decode(packet))
        yield from (_rgba(frame) for frame in decoder.decode(None))


def _rgba(frame: VideoFrame) -> Pixels:
    return np.ascontiguousarray(frame.to_ndarray(format="rgba"))
