"""The clip's sound as Opus, in step with its picture."""

import io
from pathlib import Path
from typing import BinaryIO

import av
import av.error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from gpu_jobs.errors import Notice
from gpu_jobs.video.container import AUDIO_CODECS, opened
from gpu_jobs.video.probe import Clip, picture_of

RATE = 48_000  # Hz; Opus knows no other
BIT_RATE = 64_000  # bit/s for both channels: a voice and a room, clear
REPEATABLE = {"fflags": "+bitexact"}  # no random numbers and no names of programs in the file
FRAME_SAMPLES = 960  # 20 ms, Opus' usual frame


def sound_of(clip: Clip, file: BinaryIO | None = None) -> tuple[bytes | None, tuple[Notice, ...]]:
    """The sound as `opus` gives it; sound that cannot be read is left out with a notice."""
    try:
        return opus(clip, file), ()
    except (av.error.FFmpegError, ValueError):  # FFmpeg's refusal, or PyAV's where the sound changes its kind on the way.
        return None, (Notice("sound_lost"),)


def opus(clip: Clip, file: BinaryIO | None = None) -> bytes | None:
    """The sound as a WebM of its own, its times counted from the first frame of the picture; None without sound.

    Sound before the first or after the last frame is left out.

    Args:
        clip: Whose sound.
        file: The open file to read instead of the one at the clip's path.

    Raises:
        av.error.FFmpegError: The sound cannot be read.
        ValueError: It is of a kind that we do not read, or changes on the way.
    """
    if not clip.sound:
        return None
    packed = io.BytesIO()
    with opened(file or clip.path) as source, av.open(packed, "w", format="webm", options=REPEATABLE) as out:
        stream = source.streams.audio[0]
        if stream.codec_context is None or stream.codec_context.name not in AUDIO_CODECS:
            raise ValueError("a sound that we do not decode")
        start = _first_picture_s(source, clip.path) + clip.start_ms / 1000
        layout = "mono" if stream.codec_context.layout.nb_channels == 1 else "stereo"
        target = out.add_stream("libopus", rate=RATE, layout=layout)
        assert isinstance(target, AudioStream)
        target.bit_rate = BIT_RATE
        resampler = AudioResampler(format="flt", layout=layout, rate=RATE, frame_size=FRAME_SAMPLES)
        heard = 0
        for frame in source.decode(stream):
            if (frame.time or 0.0) - start > clip.duration_s:
                break
            for even in resampler.resample(frame):
                heard += _encode(even, start, clip.duration_s, target, out)
        for even in resampler.resample(None):
            heard += _encode(even, start, clip.duration_s, target, out)
        out.mux(target.encode(None))
    return packed.getvalue() if heard else None


def _encode(frame: AudioFrame, start_s: float, end_s: float, target: AudioStream, out: av.container.OutputContainer) -> int:
    time_s = (frame.time or 0.0) - start_s
    if not 0 <= time_s < end_s:
        return 0
    frame.pts = round(time_s * RATE)
    out.mux(target.encode(frame))
    return 1


def _first_picture_s(source: av.container.InputContainer, path: Path) -> float:
    stream = picture_of(source, path)
    return float((stream.start_time or 0) * (stream.time_base or 0))
