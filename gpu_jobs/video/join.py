"""Encoded chunks and sound into one file, packet by packet, without encoding again."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from gpu_jobs.video.encode import ALPHA_MODE, TICK
from gpu_jobs.video.sound import REPEATABLE

FAST_START = {"movflags": "faststart", **REPEATABLE}  # a player begins before the whole file is there


def join(chunks: Iterable[bytes], sound: bytes | None, path: Path, durations_ms: Sequence[int]) -> None:
    """Write one video with the picture of all chunks and the sound beside it.

    Args:
        chunks: What the encoders gave, in order; their times continue from one to the next. Read one at a time.
        sound: A WebM with one Opus stream, or None.
        path: The file to write: `.webm`, or `.mp4`, whose index then stands in front.
        durations_ms: How long each frame of the picture is shown.
    """
    rest = iter(chunks)
    first = next(rest)
    webm = path.suffix == ".webm"
    with _opened(first) as template, ExitStack() as open_sound:
        heard_in = open_sound.enter_context(_opened(sound)) if sound is not None else None
        with av.open(str(path), "w", format=path.suffix[1:], options=REPEATABLE if webm else FAST_START) as out:
            picture = out.add_stream_from_template(template.streams.video[0])
            picture.time_base = TICK
            if webm:
                picture.metadata.update(ALPHA_MODE)  # lost by copying
            heard = out.add_stream_from_template(heard_in.streams.audio[0]) if heard_in is not None else None
            sounds = _packets(heard_in) if heard_in is not None else iter(())
            for packet in _in_order(_pictures(chain([first], rest), durations_ms), sounds):
                packet.stream = picture if packet.stream.type == "video" or heard is None else heard
                out.mux(packet)


def _pictures(chunks: Iterable[bytes], durations_ms: Sequence[int]) -> "Iterator[Packet[Stream]]":
    durations = iter(durations_ms)
    for chunk in chunks:
        with _opened(chunk) as container:
            for packet in _packets(container):
                packet.duration = next(durations)
                yield packet


def _opened(webm: bytes) -> InputContainer:
    return av.open(io.BytesIO(webm), "r", format="matroska")  # WebM is one


def _packets(container: InputContainer) -> "Iterator[Packet[Stream]]":
    return (packet for packet in container.demux(container.streams[0]) if packet.size)


def _in_order(pictures: "Iterator[Packet[Stream]]", sounds: "Iterator[Packet[Stream]]") -> "Iterator[Packet[Stream]]":
    """Both, merged by time: a player that streams needs the sound near its picture."""
    sound = next(sounds, None)
    for picture in pictures:
        while sound is not None and _seconds(sound) <= _seconds(picture):
            yield sound
            sound = next(sounds, None)
        yield picture
    if sound is not None:
        yield sound
        yield from sounds


def _seconds(packet: "Packet[Stream]") -> float:
    return float((packet.dts or 0) * packet.time_base)
