"""What the packets of a picture tell without being decoded: how many they are, when each is shown, and whether that can be true."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import av
import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from gpu_jobs.errors import VideoRejected

MOST_FRAMES = 40_000  # 22 minutes at 30 a second: masks of a whole clip stay within 400 MB
MOST_S = 3600.0  # s; an hour in 40,000 frames is a camera that was forgotten
MOST_GAP_S = 120.0  # s between two frames; a still screen is written at least every minute, a clock that jumps does so by hours
MOST_FPS = 1000.0  # the finest clock of WebM; phones film slow motion at 960 at most
MOST_CLAIMED_S = 24 * 3600.0  # s; a container that claims more lies, and its packets are believed instead


@dataclass(frozen=True, slots=True)
class Packets:
    """What the packets of the picture tell.

    Attributes:
        count: How many they are.
        span_s: From the first frame to the beginning of the last one.
        readable_s: From the first frame to the end of the last one.
        gap_s: The longest time between two frames.
        timed: How many of them know when they are shown.
    """

    count: int
    span_s: float
    readable_s: float
    gap_s: float
    timed: int


def packets_of(container: InputContainer, stream: VideoStream) -> Packets:
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
    return Packets(count, float((last - first) * tick), float((end - first) * tick), float(gap * tick), len(times))


def declared_s(container: InputContainer, stream: VideoStream) -> float:
    """How long the container says that it is; 0 where it says nothing or nonsense."""
    said = 0.0
    if stream.duration and stream.time_base:
        said = float(stream.duration * stream.time_base)
    elif container.duration and not container.streams.audio:
        said = container.duration / av.time_base
    return said if 0 < said <= MOST_CLAIMED_S else 0.0


def check_length(packets: Packets, readable_s: float, whole_s: float) -> None:
    """Check that a clip is not too long and that its clock can be believed.

    Args:
        packets: What was read; reading ends soon behind `MOST_FRAMES`.
        readable_s: How long they last.
        whole_s: How long the clip is, as far as known.

    Raises:
        VideoRejected: It is, or it cannot.
    """
    if packets.gap_s > MOST_GAP_S or (packets.timed > 1 and packets.timed > MOST_FPS * packets.span_s + 1):
        raise VideoRejected("times_wild")
    if packets.count > MOST_FRAMES:
        most_s = min(MOST_S, readable_s * MOST_FRAMES / packets.count)
        raise VideoRejected("too_long", minutes=max(whole_s, most_s) / 60, most=most_s / 60)
    if readable_s > MOST_S:
        raise VideoRejected("too_long", minutes=whole_s / 60, most=MOST_S / 60)
