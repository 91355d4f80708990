"""Sound for MP4: players without VP9 alpha do not all know Opus either, but every one knows AAC."""

import io

import av

RATE = 48_000  # Hz
BITS = 128_000  # a second; a voice and some music


def as_aac(opus: bytes) -> bytes:
    """A WebM's Opus stream as AAC in a Matroska, times kept."""
    packed = io.BytesIO()
    with av.open(io.BytesIO(opus), "r", format="webm") as source, av.open(packed, "w", format="matroska") as out:
        heard = source.streams.audio[0]
        stream = out.add_stream("aac", rate=RATE, layout=heard.layout.name)
        stream.bit_rate = BITS
        resampler = av.AudioResampler(format="fltp", layout=heard.layout.name, rate=RATE)
        for frame in source.decode(heard):
            for part in resampler.resample(frame):
                out.mux(stream.encode(part))
        for part in resampler.resample(None):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return packed.getvalue()
