"""Recordings as browsers make them: a voice-like sound between two silences, at any loudness, in any of their formats."""

from io import BytesIO
from typing import Any, Final

import av
import numpy as np

RATE: Final = 48_000
FORMATS: Final = {"webm": "libopus", "ogg": "libopus", "mp4": "aac"}


def recording(
    *, form: str = "webm", speech_s: float = 0.6, before_s: float = 0.7, after_s: float = 0.5, level: float = 0.1, click: bool = False
) -> bytes:
    """Somebody says «аа-аа» in a quiet room. ``level`` is the root mean square of the words, of full scale."""
    noise = np.random.default_rng(7).normal(0, 0.0006, int((before_s + speech_s + after_s) * RATE)).astype(np.float32)
    at = np.arange(int(speech_s * RATE)) / RATE
    voice = sum(np.sin(2 * np.pi * 140 * n * at) / n for n in range(1, 9)) * (1 + 0.8 * np.sin(2 * np.pi * 4 * at))
    noise[int(before_s * RATE) :][: at.size] += (level * voice / max(1e-9, np.sqrt(np.mean(voice**2)))).astype(np.float32)
    if click:
        noise[int(0.05 * RATE) :][:400] += 0.5 * np.exp(-np.arange(400) / 60, dtype=np.float32)
    into = BytesIO()
    with av.open(into, "w", format=form) as file:
        stream: Any = file.add_stream(FORMATS[form], rate=RATE, layout="mono")
        layout = "flt" if FORMATS[form] == "libopus" else "fltp"
        for piece in np.split(noise, range(960, noise.size, 960)):
            frame = av.AudioFrame.from_ndarray(piece[np.newaxis], format=layout, layout="mono")
            frame.sample_rate = RATE
            for packet in stream.encode(frame):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return into.getvalue()
