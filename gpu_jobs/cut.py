"""One video per exercise out of the finished one, packet by packet: nothing is encoded again."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import av
from av.packet import Packet
from av.video.stream import VideoStream

from gpu_jobs.video.encode import ALPHA_MODE, TICK
from gpu_jobs.video.sound import REPEATABLE
from perscoach_motion.cutting.segment import Segment

LEAD_MS = 300
"""Of standing before the first repetition and after the last: a clip that begins in the movement feels torn off."""
KEY_FRAME_BIT, SHOWN_AGAIN_BIT = 0x04, 0x08
"""Of a VP9 frame's first byte in profile 0: set when it is no key frame, and when it is a stored one shown again."""
ADDITION_ID_BYTES = 8
"""A block addition begins with its number; behind it comes the alpha's frame."""


def cut_starts_ms(segments: Iterable[Segment]) -> tuple[int, ...]:
    """Where each exercise's video begins, milliseconds: a key frame belongs at the last frame not after each of them."""
    return tuple(max(0, round(segment.start_s * 1000) - LEAD_MS) for segment in segments)


def write_cuts(webm: Path, segments: Sequence[Segment], folder: Path) -> tuple[Path, ...]:
    """Write `01-squat-like.webm` and so on, one for each segment.

    Each begins at the last key frame not after its lead-in, which in an older file may be earlier, and ends `LEAD_MS` after the
    last repetition. Times begin at 0; alpha and sound come along. The long video is never held in memory.

    Args:
        webm: VP9 with alpha, and Opus or no sound.
        segments: In order of time.
        folder: Made if missing; only where there is something to write.

    Returns:
        The files, in order.
    """
    if not segments:
        return ()
    folder.mkdir(parents=True, exist_ok=True)
    keys = list(_key_times_ms(webm))
    paths = []
    for number, (segment, wanted) in enumerate(zip(segments, cut_starts_ms(segments), strict=True), 1):
        paths.append(folder / f"{number:02d}-{segment.kind}.webm")
        first_ms = max((key for key in keys if key <= wanted), default=0)
        _copy(webm, paths[-1], first_ms, round(segment.end_s * 1000) + LEAD_MS)
    return tuple(paths)


def _copy(webm: Path, path: Path, first_ms: int, last_ms: int) -> None:
    """The packets from one moment, a key frame, up to another."""
    with av.open(str(webm)) as source, av.open(str(path), "w", format="webm", options=REPEATABLE) as out:
        copies: dict[int, Any] = {}
        for stream in (*source.streams.video[:1], *source.streams.audio[:1]):
            copies[stream.index] = copy = out.add_stream_from_template(stream)
            if isinstance(stream, VideoStream):
                copy.metadata.update(ALPHA_MODE)  # lost by copying
                copy.time_base = TICK
        source.seek(first_ms * 1000)
        for packet in source.demux([source.streams[index] for index in copies]):
            if not packet.size or _milliseconds(packet) < first_ms:
                continue
            if _milliseconds(packet) >= last_ms:
                if isinstance(packet.stream, VideoStream):
                    return
                continue
            shift = round(first_ms / 1000 / packet.time_base)
            packet.pts, packet.dts = (None if at is None else at - shift for at in (packet.pts, packet.dts))
            packet.stream = copies[packet.stream.index]
            out.mux(packet)


def _key_times_ms(webm: Path) -> "Iterator[int]":
    """Milliseconds of the frames that a video may begin with: colour and alpha both stand alone."""
    with av.open(str(webm)) as source:
        for packet in source.demux(source.streams.video[0]):
            if packet.size and packet.is_keyframe and _alpha_stands_alone(packet):
                yield _milliseconds(packet)


def _alpha_stands_alone(packet: "Packet[VideoStream]") -> bool:
    """Whether the alpha beside a key frame of the colour is a key frame too: they are encoded apart."""
    beside = bytes(packet.get_sidedata("matroska_block_additional")) if packet.has_sidedata("matroska_block_additional") else b""
    first = beside[ADDITION_ID_BYTES : ADDITION_ID_BYTES + 1]
    return not first or not first[0] & (KEY_FRAME_BIT | SHOWN_AGAIN_BIT)


def _milliseconds(packet: "Packet[Any]") -> int:
    return round(float((packet.pts or 0) * packet.time_base) * 1000)
