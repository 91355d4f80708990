"""Encoded chunks and sound into one WebM, packet by packet, without encoding again."""

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from gpu_jobs.video.encode import ALPHA_MODE, TICK


def join(chunks: Sequence[bytes], sound: bytes | None, path: Path, durations_ms: Sequence[int]) -> None:
    """Write one WebM with the picture of all chunks and the sound beside it.

    Args:
        chunks: What `encode` gave, in order; their times continue from one to the next.
        sound: A WebM with one Opus stream, or None.
        path: The file to write.
        durations_ms: How long each frame of the picture is shown.
    """
    inputs = [_opened(chunks[0])]
    if sound is not None:
        inputs.append(_opened(sound))
    with av.open(str(path), "w", format="webm") as out:
        picture = out.add_stream_from_template(inputs[0].streams.video[0])
        picture.metadata.update(ALPHA_MODE)  # lost by copying
        picture.time_base = TICK
        heard = out.add_stream_from_template(inputs[1].streams.audio[0]) if sound is not None else None
        pictures = _pictures(chunks, durations_ms)
        sounds = _packets(inputs[1]) if heard is not None else iter(())
        for packet in _in_order(pictures, sounds):
            packet.stream = picture if packet.stream.type == "video" or heard is None else heard
            out.mux(packet)
    for container in inputs:
        container.close()


def _pictures(chunks: Iterable[bytes], durations_ms: Sequence[int]) -> "Iterator[Packet[Stream]]":
    durations = iter(durations_ms)
    for chunk in chunks:
        with _opened(chunk) as container:
            for packet in _packets(container):
                packet.duration = next(durations)
                yield packet


def _opened(webm: bytes) -> InputContainer:
    return av.open(io.BytesIO(webm), "r")


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
