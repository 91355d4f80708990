"""What a video file is, found by reading its packets without decoding them, and the reasons to refuse it."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.container import CODEC_OPTIONS, MOST_PIXELS, VIDEO_CODECS, file_of, opened, shown

LEAST_SIDE = 64  # px; no person can be read from less
MOST_ASPECT = 4.0  # of the longer side to the shorter; the widest of cameras film 32:9, beyond it a person is a few pixels thin
MOST_FRAMES = 40_000  # 22 minutes at 30 a second: masks of a whole clip stay within 400 MB
MOST_S = 3600.0  # s; an hour in 40,000 frames is a camera that was forgotten
MOST_GAP_S = 120.0  # s between two frames; a still screen is written at least every minute, a clock that jumps does so by hours
MOST_FPS = 1000.0  # the finest clock of WebM; phones film slow motion at 960 at most
MOST_CLAIMED_S = 24 * 3600.0  # s; a container that claims more lies, and its packets are believed instead
PACKETS_TRIED = 600  # until two frames are seen; ten seconds of nothing but damage is no clip
DECODER_THREADS = 4  # each keeps frames of its own: sixteen would need a gigabyte for 4K
CUT_OFF_SHARE = 0.05  # of the length; containers round their lengths, a cut-off file misses far more
CUT_OFF_LEAST_S = 0.5  # s; below that nothing of the movement is lost
HDR_TRANSFERS = (16, 18)  # SMPTE 2084 (PQ) and ARIB STD-B67 (HLG), as FFmpeg numbers them


@dataclass(frozen=True, slots=True)
class Clip:
    """A video that can be worked with.

    Attributes:
        path: The file.
        width: Pixels of the upright picture, after rotation and with square pixels.
        height: Likewise.
        quarter_turns: How many times 90° counterclockwise the stored picture turns to stand upright, 0..3.
        frames: How many packets the file holds, which is how many frames to expect.
        fps: Frames a second on average.
        duration_s: From the first frame to the end of the last one.
        sound: Whether there is an audio stream.
        transfer: FFmpeg's number of the curve between light and the first frame's values.
    """

    path: Path
    width: int
    height: int
    quarter_turns: int
    frames: int
    fps: float
    duration_s: float
    sound: bool
    transfer: int

    @property
    def high_dynamic_range(self) -> bool:
        """Whether it was filmed in HDR."""
        return self.transfer in HDR_TRANSFERS


@dataclass(frozen=True, slots=True)
class _Packets:
    """What the packets of the picture tell: how many, from when to when, seconds of the longest gap between two."""

    count: int
    span_s: float
    readable_s: float
    gap_s: float
    timed: int


def probe(path: Path) -> Clip:
    """Read what the file says about itself and check that it keeps its word.

    Raises:
        VideoRejected: It is not there, not a video of a kind that we read, cut off, too large in any way, without picture, or too
            short to show movement.
    """
    with file_of(path) as file:
        return probed(file, path)


def probed(file: BinaryIO, path: Path) -> Clip:
    """`probe` of a file that is open already; `path` is only what it is called."""
    with opened(file, path) as container:
        stream = picture_of(container, path)
        width, height = square_pixels(stream, stream.sample_aspect_ratio)
        _check_size(width, height)
        packets = _packets(container, stream)
        declared_s = _declared_s(container, stream)
        sound = bool(container.streams.audio)
        aspect, rate = stream.sample_aspect_ratio, float(stream.average_rate or 0)  # a stream must not be asked once it is closed
    readable_s = packets.readable_s if packets.readable_s > 0 or rate <= 0 else packets.count / rate
    _check_length(packets, readable_s, max(declared_s, readable_s))
    if declared_s - readable_s > max(CUT_OFF_LEAST_S, CUT_OFF_SHARE * declared_s):
        raise VideoRejected("cut_off", path=shown(path), readable_s=readable_s, duration_s=declared_s)
    first = _first_frame(file, path)
    quarter_turns = round(first.rotation / 90) % 4
    width, height = square_pixels(first, aspect)
    if quarter_turns % 2:
        width, height = height, width
    _check_size(width, height)
    if min(width, height) < LEAST_SIDE:
        raise VideoRejected("too_small", width=width, height=height, least=LEAST_SIDE)
    if max(width, height) > MOST_ASPECT * min(width, height):
        raise VideoRejected("too_narrow", width=width, height=height)
    fps = packets.count / readable_s if readable_s > 0 else rate
    return Clip(path, width, height, quarter_turns, packets.count, fps, readable_s, sound, int(first.color_trc))


def picture_of(container: InputContainer, path: Path) -> VideoStream:
    """The moving picture in a file, ready to be decoded within limits; the cover of a song is none.

    Raises:
        VideoRejected: There is no picture, or none that we decode.
    """
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            break
    else:
        raise VideoRejected("no_picture", path=shown(path))
    context = stream.codec_context
    if context is None or context.name not in VIDEO_CODECS:
        raise VideoRejected("codec_unknown", path=shown(path), codec=context.name if context is not None else "?")
    context.options = dict(CODEC_OPTIONS)
    context.thread_count = DECODER_THREADS
    return stream


def square_pixels(frame: VideoFrame | VideoStream, aspect: Fraction | None) -> tuple[int, int]:
    """The stored picture's size once its pixels are made square: width, height."""
    ratio = float(aspect) if aspect else 1.0
    return round(frame.width * ratio), frame.height


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise VideoRejected("too_large", width=width, height=height)


def _check_length(packets: _Packets, readable_s: float, whole_s: float) -> None:
    """
    Args:
        packets: What was read; reading ends soon behind `MOST_FRAMES`.
        readable_s: How long they last.
        whole_s: How long the clip is, as far as known.
    """
    if packets.gap_s > MOST_GAP_S or (packets.timed > 1 and packets.timed > MOST_FPS * packets.span_s + 1):
        raise VideoRejected("times_wild")
    if packets.count > MOST_FRAMES:
        most_s = min(MOST_S, readable_s * MOST_FRAMES / packets.count)
        raise VideoRejected("too_long", minutes=max(whole_s, most_s) / 60, most=most_s / 60)
    if readable_s > MOST_S:
        raise VideoRejected("too_long", minutes=whole_s / 60, most=MOST_S / 60)


def _packets(container: InputContainer, stream: VideoStream) -> _Packets:
    """The packets of the picture that can be read, up to one more than are allowed."""
    tick = stream.time_base or Fraction(1, 1000)
    longest = int(MOST_GAP_S / tick)
    count, times, ends = 0, list[int](), list[int]()
    try:
        for packet in container.demux(stream):
            if packet.size == 0:
                continue
            count += 1
            if packet.pts is not None:  # A bare stream keeps no times.
                times.append(packet.pts)
                ends.append(packet.pts + min(packet.duration or 0, longest))
            if count > MOST_FRAMES:
                break
    except av.error.FFmpegError:
        pass  # A file cut in mid-packet: what came before it counts.
    times.sort()
    first, last, end = (times[0], times[-1], max(ends)) if times else (0, 0, 0)
    gap = max((later - earlier for earlier, later in pairwise(times)), default=0)
    return _Packets(count, float((last - first) * tick), float((end - first) * tick), float(gap * tick), len(times))


def _declared_s(container: InputContainer, stream: VideoStream) -> float:
    """How long the container says that it is; 0 where it says nothing or nonsense."""
    said = 0.0
    if stream.duration and stream.time_base:
        said = float(stream.duration * stream.time_base)
    elif container.duration and not container.streams.audio:
        said = container.duration / av.time_base
    return said if 0 < said <= MOST_CLAIMED_S else 0.0


def _first_frame(file: BinaryIO, path: Path) -> VideoFrame:
    """The first frame, once a second one is seen too."""
    seen: list[VideoFrame] = []
    with opened(file, path) as container:
        try:
            for _, packet in zip(range(PACKETS_TRIED), container.demux(picture_of(container, path)), strict=False):
                seen.extend(_frames(packet))
                if len(seen) >= 2:
                    return seen[0]
        except MemoryError as error:
            raise VideoRejected("unsafe_memory", path=shown(path)) from error
        except av.error.FFmpegError:
            pass  # Damaged from the start: said below by what was seen.
    raise VideoRejected("one_frame" if seen else "no_frames", path=shown(path))


def _frames(packet: "Packet[VideoStream]") -> list[VideoFrame]:
    try:
        return packet.decode()
    except MemoryError:
        raise
    except av.error.FFmpegError:
        return []  # A damaged packet; `Reader` leaves it out too.
