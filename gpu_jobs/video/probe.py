"""What a video file is, found by reading its packets without decoding them, and the reasons to refuse it."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import av.error
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from gpu_jobs.errors import VideoRejected

LEAST_SIDE = 64  # px; no person can be read from less
MOST_FRAMES = 40_000  # 22 minutes at 30 a second: masks of a whole clip stay within 400 MB
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
        high_dynamic_range: Whether it was filmed in HDR.
    """

    path: Path
    width: int
    height: int
    quarter_turns: int
    frames: int
    fps: float
    duration_s: float
    sound: bool
    high_dynamic_range: bool


def probe(path: Path) -> Clip:
    """Read what the file says about itself and check that it keeps its word.

    Raises:
        VideoRejected: It is not there, not a video, cut off, without picture, or too short to show movement.
    """
    _check_file(path)
    with opened(path) as container:
        stream = picture_of(container, path)
        count, readable_s = _readable(container, stream)
        declared_s = _declared_s(container, stream)
        if declared_s - readable_s > max(CUT_OFF_LEAST_S, CUT_OFF_SHARE * declared_s):
            raise VideoRejected("cut_off", path=path, readable_s=readable_s, duration_s=declared_s)
        sound = bool(container.streams.audio)
        aspect, rate = stream.sample_aspect_ratio, float(stream.average_rate or 0)  # a stream must not be asked once it is closed
        if readable_s <= 0 < rate:
            readable_s = count / rate
        if count > MOST_FRAMES:
            raise VideoRejected("too_long", minutes=readable_s / 60, most=readable_s / 60 * MOST_FRAMES / count)
    first = _first_frames(path)
    quarter_turns = round(first.rotation / 90) % 4
    width, height = square_pixels(first, aspect)
    if quarter_turns % 2:
        width, height = height, width
    if min(width, height) < LEAST_SIDE:
        raise VideoRejected("too_small", width=width, height=height, least=LEAST_SIDE)
    fps = count / readable_s if readable_s > 0 else rate
    return Clip(path, width, height, quarter_turns, count, fps, readable_s, sound, first.color_trc in HDR_TRANSFERS)


def opened(path: Path) -> InputContainer:
    """Open a file for reading.

    Raises:
        VideoRejected: FFmpeg does not know it.
    """
    try:
        return av.open(str(path), metadata_errors="replace")
    except (av.error.FFmpegError, OSError, ValueError) as error:
        code = "cut_off_header" if _index_missing(path) else "not_a_video"
        raise VideoRejected(code, path=path) from error


def picture_of(container: InputContainer, path: Path) -> VideoStream:
    """The moving picture in a file; the cover of a song is none.

    Raises:
        VideoRejected: There is no picture.
    """
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    raise VideoRejected("no_picture", path=path)


def square_pixels(frame: VideoFrame, aspect: Fraction | None) -> tuple[int, int]:
    """The stored picture's size once its pixels are made square: width, height."""
    ratio = float(aspect) if aspect else 1.0
    return round(frame.width * ratio), frame.height


def _check_file(path: Path) -> None:
    if not path.exists():
        raise VideoRejected("not_found", path=path)
    if not path.is_file():
        raise VideoRejected("not_a_file", path=path)
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise VideoRejected("empty", path=path)
    except PermissionError as error:
        raise VideoRejected("unreadable", path=path) from error


def _readable(container: InputContainer, stream: VideoStream) -> tuple[int, float]:
    """How many packets of the picture can be read, and how many seconds they span."""
    tick = stream.time_base or Fraction(1, 1000)
    count, first, last = 0, None, 0
    try:
        for packet in container.demux(stream):
            if packet.size == 0:
                continue
            count += 1
            if packet.pts is None:
                continue  # A bare stream keeps no times.
            first = packet.pts if first is None else min(first, packet.pts)
            last = max(last, packet.pts + (packet.duration or 0))
    except av.error.FFmpegError:
        pass  # A file cut in mid-packet: what came before it counts.
    return count, float((last - (first or 0)) * tick)


def _declared_s(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if container.duration and not container.streams.audio:
        return container.duration / av.time_base
    return 0.0


def _first_frames(path: Path) -> VideoFrame:
    """The first frame, once a second one is seen too."""
    seen: list[VideoFrame] = []
    with opened(path) as container:
        try:
            for frame in container.decode(picture_of(container, path)):
                seen.append(frame)
                if len(seen) == 2:
                    return seen[0]
        except av.error.FFmpegError:
            pass  # Damaged from the start: said below by what was seen.
    raise VideoRejected("one_frame" if seen else "no_frames", path=path)


def _index_missing(path: Path) -> bool:
    """Whether this is an MP4 whose index (`moov`) never got written, as when a phone stops in mid-recording."""
    with path.open("rb") as file:
        kinds = _boxes(file)
    return b"ftyp" in kinds and b"moov" not in kinds


def _boxes(file: BinaryIO) -> list[bytes]:
    kinds: list[bytes] = []
    while len(header := file.read(8)) == 8 and len(kinds) < 64:
        size, kind = int.from_bytes(header[:4], "big"), header[4:]
        kinds.append(kind)
        if size == 1:  # the true size follows in 64 bits
            size = int.from_bytes(file.read(8), "big") - 8
        if size < 8:
            break
        file.seek(size - 8, 1)
    return kinds
