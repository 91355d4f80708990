"""Frames of a clip as upright RGB arrays with their real presentation times."""

from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO

import av.error
import cv2
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation
from av.video.stream import VideoStream

from gpu_jobs.frames import Frame, Pixels
from gpu_jobs.video.container import opened
from gpu_jobs.video.hdr import ToneMapper
from gpu_jobs.video.labels import is_hdr, matrix_of, range_of
from gpu_jobs.video.probe import Clip, picture_of, square_pixels

IN_DECODING_ORDER = "avi"  # FFmpeg's name of the container that knows no presentation times, only when frames are decoded
USUAL_FPS = 30  # of a clip that does not say
TURNS = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}


class Reader:
    """Reads a clip once, from its first frame to its last.

    Example:
        for time_ms, pixels in Reader(clip, 1280):
            ...

    Attributes:
        damaged: How many packets could not be decoded so far; they are left out.
    """

    def __init__(self, clip: Clip, longest_side: int, *, skip: int = 0, source: BinaryIO | None = None) -> None:
        """
        Args:
            clip: What to read.
            longest_side: Pixels; a larger picture is scaled down to it, a smaller one is left alone.
            skip: So many first frames are decoded but neither converted nor handed over.
            source: The open file to read instead of the one at the clip's path.
        """
        self.clip = clip
        self.skip = skip
        self.source = source
        self.size = fitted(clip.width, clip.height, longest_side)
        self.damaged = 0
        self._tone_mapper = ToneMapper()

    def __iter__(self) -> Iterator[Frame]:
        """Frames in order of presentation: milliseconds from the first one, and `(H, W, 3)` uint8 RGB."""
        last_ms = -1
        number = 0
        for frame, time, aspect in self._timed():
            time_ms = round(time * 1000)
            if time_ms <= last_ms:
                continue  # Two frames in one millisecond: WebM has no finer clock, the first one stands.
            last_ms = time_ms
            number += 1
            if number > self.skip:
                yield Frame(time_ms, self._upright(frame, aspect))

    def prepare(self) -> None:
        """Have ready what the clip's frames need from outside: afterwards nothing is opened any more but the clip."""
        if self.clip.high_dynamic_range:
            width, height = self._stored_size()
            blank = VideoFrame(width, height, "yuv420p10le")
            blank.color_trc = self.clip.transfer
            self._tone_mapper.mapped(blank, width, height)

    def _timed(self) -> Iterator[tuple[VideoFrame, Fraction, Fraction | None]]:
        """Frames of the clip's stretch and their seconds from its first one."""
        start_ms, end_ms = self.clip.start_ms, self.clip.end_ms
        if not end_ms:
            yield from self._whole()
            return
        first_ms: int | None = None
        for frame, time, aspect in self._whole():
            time_ms = round(time * 1000)  # whole milliseconds: the stretch's frames keep the distances they have in the whole clip
            if time_ms >= end_ms:
                return
            if time_ms >= start_ms:
                first_ms = time_ms if first_ms is None else first_ms
                yield frame, Fraction(time_ms - first_ms, 1000), aspect

    def _whole(self) -> Iterator[tuple[VideoFrame, Fraction, Fraction | None]]:
        """Frames of the file and their seconds from its first one, which never fall.

        Frames leave the decoder in the order in which they are shown. Where their own times are missing or contradict that, the
        time of decoding stands in, and where that fails too, a frame follows the last one after the mean duration.
        """
        first: Fraction | int | None = None
        last: Fraction | int = 0
        in_order = True
        for frame, tick, aspect, container in self._decoded():
            in_order = in_order and container != IN_DECODING_ORDER and (first is None or frame.pts is None or frame.pts >= last)
            own = in_order and frame.pts is not None
            stamp: Fraction | int | None = frame.pts if own else frame.dts
            if first is None:
                first = stamp = stamp or 0
            elif stamp is None or (stamp <= last and not own):
                stamp = last + 1 / (Fraction(self.clip.fps or USUAL_FPS) * tick)
            last = stamp
            yield frame, (last - first) * tick, aspect

    def _decoded(self) -> Iterator[tuple[VideoFrame, Fraction, Fraction | None, str]]:
        with opened(self.source or self.clip.path) as container:
            stream = picture_of(container, self.clip.path)
            stream.codec_context.thread_count = 1  # two would take a third more time together, and all cores are busy anyway
            tick = stream.time_base or Fraction(1, 1000)
            try:
                for packet in container.demux(stream):
                    for frame in self._frames_of(packet):
                        yield frame, tick, stream.sample_aspect_ratio, container.format.name
            except MemoryError:
                raise  # FFmpeg's own is both; the clip asks for more than there is, which is no damage.
            except av.error.FFmpegError:
                self.damaged += 1  # The end of the file is broken; `probe` has judged how much is missing.

    def _frames_of(self, packet: "Packet[VideoStream]") -> list[VideoFrame]:
        try:
            return packet.decode()
        except MemoryError:
            raise
        except av.error.FFmpegError:
            self.damaged += 1
            return []

    def _upright(self, frame: VideoFrame, aspect: Fraction | None) -> Pixels:
        turns = self.clip.quarter_turns
        width, height = self._stored_size()
        mapped = self._tone_mapper.mapped
        converted = mapped(frame, width, height) if is_hdr(frame) else _converted(frame, width, height, aspect)
        return cv2.rotate(converted, TURNS[turns]) if turns else np.ascontiguousarray(converted)

    def _stored_size(self) -> tuple[int, int]:
        """Width and height of a frame before it is turned upright."""
        return self.size if self.clip.quarter_turns % 2 == 0 else self.size[::-1]


def _converted(frame: VideoFrame, width: int, height: int, aspect: Fraction | None) -> Pixels:
    """A frame of standard range as RGB of the wanted size, by the matrix and the range it is labelled with."""
    same = (width, height) == square_pixels(frame, aspect) == (frame.width, frame.height)
    converted = frame.reformat(
        width=width,
        height=height,
        format="rgb24",
        src_colorspace=matrix_of(frame),
        src_color_range=range_of(frame),
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.BILINEAR if same else Interpolation.AREA,
    )
    return np.asarray(converted.to_ndarray(), np.uint8)


def fitted(width: int, height: int, longest_side: int) -> tuple[int, int]:
    """Width and height scaled down so that the longer one is at most `longest_side`."""
    scale = min(1.0, longest_side / max(width, height))
    return round(width * scale), round(height * scale)
