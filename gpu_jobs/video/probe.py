"""What a video file is, found by reading its packets without decoding them, and the reasons to refuse it."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av.error
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.container import CODEC_OPTIONS, MOST_PIXELS, VIDEO_CODECS, file_of, opened, shown
from gpu_jobs.video.labels import matrix_of, range_of
from gpu_jobs.video.packets import check_length, declared_s, packets_of

LEAST_SIDE = 64  # px; no person can be read from less
MOST_ASPECT = 4.0  # of the longer side to the shorter; the widest of cameras film 32:9, beyond it a person is a few pixels thin
PACKETS_TRIED = 600  # until two frames are seen; ten seconds of nothing but damage is no clip
DECODER_THREADS = 4  # each keeps frames of its own: sixteen would need a gigabyte for 4K
CUT_OFF_SHARE = 0.05  # of the length; containers round their lengths, a cut-off file misses far more
CUT_OFF_LEAST_S = 0.5  # s; below that nothing of the movement is lost
GPU_CODECS = ("h264", "hevc", "vp9", "libdav1d", "av1")  # that NVDEC decodes; of AV1 newer GPUs alone
PLAIN_FORMATS = ("yuv420p", "yuvj420p")
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
        start_ms: Of the stretch that is worked with, in the file's own time; `gpu_jobs.video.stretch` narrows a clip to one.
        end_ms: Likewise, of the first frame that is no longer in it; 0 reads to the end of the file.
        passed: How many frames lie before it: they are decoded on the way.
        plain: Whether its frames have 8 bits, 4:2:0 and square pixels, by a codec that GPUs decode.
        matrix: How red, green and blue became luma and chroma, as FFmpeg's scaler numbers it.
        full_range: Whether black and white are 0 and 255, rather than 16 and 235.
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
    start_ms: int = 0
    end_ms: int = 0
    passed: int = 0
    plain: bool = False
    matrix: int = 0
    full_range: bool = False

    @property
    def high_dynamic_range(self) -> bool:
        """Whether it was filmed in HDR."""
        return self.transfer in HDR_TRANSFERS


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
        packets = packets_of(container, stream)
        declared = declared_s(container, stream)
        sound = bool(container.streams.audio)
        codec = stream.codec_context.name
        aspect, rate = stream.sample_aspect_ratio, float(stream.average_rate or 0)  # a stream must not be asked once it is closed
    readable_s = packets.readable_s if packets.readable_s > 0 or rate <= 0 else packets.count / rate
    check_length(packets, readable_s, max(declared, readable_s))
    if declared - readable_s > max(CUT_OFF_LEAST_S, CUT_OFF_SHARE * declared):
        raise VideoRejected("cut_off", path=shown(path), readable_s=readable_s, duration_s=declared)
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
    plain = codec in GPU_CODECS and first.format.name in PLAIN_FORMATS and (first.width, first.height) == square_pixels(first, aspect)
    return Clip(
        path,
        width,
        height,
        quarter_turns,
        packets.count,
        fps,
        readable_s,
        sound,
        int(first.color_trc),
        plain=plain,
        matrix=int(matrix_of(first)),
        full_range=range_of(first) == ColorRange.JPEG,
    )


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
