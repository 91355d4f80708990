"""Writes rendered clips: H.264 for people and pipelines, MJPEG or Y4M for Chromium's fake camera."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from tests.synthetic.scene import Rendered

AUDIO_RATE = 44_100


def tick_track(repetitions: tuple[tuple[float, float], ...], seconds: float) -> NDArray[np.float32]:
    """(N,) quiet sound at `AUDIO_RATE`: a soft hum and a short tone where each repetition starts, so that sync can be heard."""
    clock = np.arange(int(seconds * AUDIO_RATE)) / AUDIO_RATE
    sound = 0.012 * np.sin(2 * np.pi * 110 * clock)
    for start, _ in repetitions:
        since = clock - start
        sound += np.where(since >= 0, 0.12 * np.exp(-np.maximum(since, 0) * 9) * np.sin(2 * np.pi * 660 * since), 0)
    return np.asarray(sound, dtype=np.float32)


def write_clip(rendered: Rendered, path: Path, *, crf: int = 23, audio: bool = False, preset: str = "slow") -> None:
    """Writes `rendered` to `path`; the ending decides: `.mp4` H.264, `.mjpeg` and `.y4m` for a fake camera.

    Args:
        rendered: The clip. Odd sizes are refused by H.264's yuv420p.
        path: Where to. crf: x264's quality, smaller is better. audio: adds a quiet AAC track (mp4 only).
    """
    codec, options, pixels = {
        ".mp4": ("libx264", {"crf": str(crf), "preset": preset, "profile": "high"}, "yuv420p"),
        ".mjpeg": ("mjpeg", {"q": "4"}, "yuvj420p"),
        ".y4m": ("rawvideo", {}, "yuv420p"),
    }[path.suffix]
    container_format = {".mp4": "mp4", ".mjpeg": "mjpeg", ".y4m": "yuv4mpegpipe"}[path.suffix]
    rate = Fraction(rendered.fps).limit_denominator(1001)
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format=container_format, options={"movflags": "+faststart"} if path.suffix == ".mp4" else {}) as out:
        stream = out.add_stream("wrapped_avframe" if path.suffix == ".y4m" else codec, rate=rate, options=options)
        height, width = rendered.frames.shape[1:3]
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        if path.suffix == ".mp4":
            context = stream.codec_context
            context.color_primaries, context.color_trc, context.colorspace = 1, 1, 1
        sound = out.add_stream("aac", rate=AUDIO_RATE, options={"b": "48000"}) if audio and path.suffix == ".mp4" else None
        if sound is not None:
            sound.layout = "mono"
        for picture in rendered.frames:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame = frame.reformat(format=pixels, dst_colorspace="ITU709" if path.suffix == ".mp4" else None)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if sound is not None:
            samples = tick_track(rendered.truth.repetitions, len(rendered.frames) / rendered.fps)
            resampler = AudioResampler(format="fltp", layout="mono", rate=AUDIO_RATE, frame_size=1024)
            whole = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
            whole.sample_rate = AUDIO_RATE
            for piece in [*resampler.resample(whole), *resampler.resample(None)]:
                out.mux(sound.encode(piece))
            out.mux(sound.encode(None))
