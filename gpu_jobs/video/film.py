"""A client's recording, made of parts that her browser filmed one after another: one MP4 that every browser plays and seeks.

Each part is a file of its own (WebM or MP4, as the browser likes), read at arm's length like any stranger's video and encoded anew. A part
that cannot be read is left out; the film goes on with the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from gpu_jobs.errors import VideoRejected
from gpu_jobs.frames import Pixels
from gpu_jobs.video.encode import TICK, label, planes_of
from gpu_jobs.video.guard import GuardedReader, guarded_probe

LONGEST_SIDE = 960  # px; a knee that caves in is seen in half of that
CRF, PRESET = 27, "veryfast"  # x264's; a person in a room that stands still takes 300 to 600 kbit/s
MOST_BITS = 900_000  # a second: twenty minutes stay below 150 MB whatever moves
KEY_FRAME_EVERY = 30  # frames; seeking decodes a second at most
USUAL_STEP_MS = 33  # between two parts, where a part has one frame and so no rate of its own


@dataclass(frozen=True, slots=True)
class Span:
    """Where a part lies in the film, in seconds."""

    part: int
    start_s: float
    length_s: float


def join_parts(parts: Sequence[Path], film: Path, tell: Callable[[float], None]) -> list[Span]:
    """Writes the film, silent, H.264, its index first.

    Args:
        parts: In order.
        film: Where to write it.
        tell: Hears how much is done, 0..1; what it raises ends the work.

    Returns:
        Where each part that could be read lies.

    Raises:
        VideoRejected: No part could be read: the first one's reason.
        WorkersLost: The process that reads could not be started.
    """
    spans: list[Span] = []
    refused: VideoRejected | None = None
    now_ms = 0
    with FilmWriter(film) as encoder:
        for number, part in enumerate(parts):
            tell(number / len(parts))
            began_ms = now_ms
            try:
                now_ms = _add(encoder, part, began_ms)
            except VideoRejected as error:
                refused = refused or error
                now_ms = encoder.end_ms
            if now_ms > began_ms:
                spans.append(Span(number, began_ms / 1000, (now_ms - began_ms) / 1000))
    if not spans:
        raise refused or VideoRejected("no_picture", path="")
    return spans


def _add(encoder: "FilmWriter", part: Path, began_ms: int) -> int:
    """Appends a part that begins there; returns where the next one begins."""
    clip = guarded_probe(part)
    for frame in GuardedReader(clip, LONGEST_SIDE, copy=False):
        encoder.add(frame.pixels, began_ms + frame.time_ms)
    return encoder.end_ms


class FilmWriter:
    """An MP4 that takes the first picture's size; others are fitted into it."""

    def __init__(self, film: Path) -> None:
        self._container: Any = av.open(str(film), "w", format="mp4", options={"movflags": "faststart"})
        self._stream: Any = None
        self._size = (0, 0)
        self._last_ms, self._step_ms = -1, USUAL_STEP_MS

    def __enter__(self) -> "FilmWriter":
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream is not None:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    @property
    def end_ms(self) -> int:
        """Where a next part would begin."""
        return self._last_ms + self._step_ms if self._stream is not None else 0

    def add(self, pixels: Pixels, time_ms: int) -> None:
        """Encodes a picture `(H, W, 3)` uint8 RGB at its time, which grows."""
        if self._stream is None:
            self._begin(pixels.shape[1] // 2 * 2, pixels.shape[0] // 2 * 2)
        if time_ms <= self._last_ms:
            return
        if self._last_ms >= 0:
            self._step_ms = min(time_ms - self._last_ms, 10 * USUAL_STEP_MS)
        self._last_ms = time_ms
        self._container.mux(self._stream.encode(planes_of(_fitted(pixels, *self._size), time_ms)))

    def _begin(self, width: int, height: int) -> None:
        rate = {"crf": str(CRF), "maxrate": str(MOST_BITS), "bufsize": str(2 * MOST_BITS)}
        self._stream = self._container.add_stream("libx264", rate=30, options={"preset": PRESET, "g": str(KEY_FRAME_EVERY), **rate})
        context = self._stream.codec_context
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        self._stream.time_base = context.time_base = TICK
        context.thread_count = 1  # it runs beside the queue
        label(context)
        self._size = (width, height)


def _fitted(pixels: Pixels, width: int, height: int) -> Pixels:
    """The picture in a frame of that size, whole, on black where it is of another shape: a phone that was turned round."""
    if pixels.shape[:2] == (height, width):
        return pixels
    if pixels.shape[0] - height in (0, 1) and pixels.shape[1] - width in (0, 1):  # H.264 wants even sides
        return np.ascontiguousarray(pixels[:height, :width])
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    inner = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    whole = np.zeros((height, width, 3), np.uint8)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    whole[top : top + inner[1], left : left + inner[0]] = cv2.resize(pixels, inner, interpolation=cv2.INTER_AREA)
    return whole
