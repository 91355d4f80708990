"""A recorded phrase made ready to be played: only the words, as loud as all the others, in a format every browser plays."""

from io import BytesIO
from typing import Any

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from perscoach_app.services.voice_errors import PHRASE_MOST_BYTES, PHRASE_MOST_S, PhraseRejected, PhraseSilent

Sound = NDArray[np.float32]

RATE = 24_000  # Hz; a voice has little above 10 kHz
BITS_PER_S = 48_000  # MP3 in mono: a second is 6 kB, and every browser decodes it
WINDOW = RATE // 50  # 20 ms: shorter than a syllable, longer than a low voice's period
ABOVE_NOISE = 10 ** (9 / 20)  # speech stands at least 9 dB above the room
BELOW_LOUD = 10 ** (-32 / 20)  # and the end of a word is not much more than 30 dB below its vowel
FAINT = 10 ** (-52 / 20)  # of full scale: what is fainter is a microphone's own noise
LEAST_WINDOWS = 5  # a tenth of a second of it: «раз» is longer, a click is not
PAUSE = 12  # windows: a pause between two words of a phrase is shorter
BEFORE, AFTER = 4, 8  # windows kept around the words: consonants begin and end below the threshold
LEVEL = 10 ** (-18 / 20)  # root mean square of the words, of full scale: what broadcasters call comfortable with head room
MOST_GAIN = 30.0  # a whisper across the room stays a whisper, its noise is not made a roar
CEILING = 0.9
FADE = RATE // 100
_FORMATS = ((0, b"\x1a\x45\xdf\xa3", "matroska"), (0, b"OggS", "ogg"), (4, b"ftyp", "mov"))
"""Where which bytes stand in what browsers record (Chromium, Firefox, Safari), and who reads it: nothing else is tried."""


def ready(recording: bytes) -> tuple[bytes, float]:
    """The words of a recording as MP3, and how many seconds they last.

    Raises:
        PhraseRejected: it cannot be read, or is too long.
        PhraseSilent: nobody speaks.
    """
    sound = levelled(read(recording))
    return _encoded(sound), sound.size / RATE


def read(recording: bytes) -> Sound:
    """The recording as one channel, -1..1.

    Raises:
        PhraseRejected: it cannot be read, or is too long.
    """
    form = next((form for at, mark, form in _FORMATS if recording[at : at + len(mark)] == mark), None)
    if form is None or len(recording) > PHRASE_MOST_BYTES:
        raise PhraseRejected
    pieces: list[Sound] = []
    length = 0
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    try:
        with av.open(BytesIO(recording), "r", format=form) as file:
            for frame in file.decode(audio=0):
                for piece in resampler.resample(frame):
                    pieces.append(piece.to_ndarray()[0])
                    length += pieces[-1].size
                if length > PHRASE_MOST_S * RATE:
                    raise PhraseRejected
    except (FFmpegError, IndexError, ValueError):
        raise PhraseRejected from None
    if not pieces:
        raise PhraseRejected
    return np.concatenate(pieces)


def levelled(sound: Sound) -> Sound:
    """Only what is said, at the loudness all phrases have.

    Raises:
        PhraseSilent: nobody speaks.
    """
    windows = sound[: sound.size // WINDOW * WINDOW].reshape(-1, WINDOW)
    loudness = np.sqrt(np.mean(np.square(windows), axis=1))
    if not loudness.size:
        raise PhraseSilent
    least = max(FAINT, ABOVE_NOISE * float(np.percentile(loudness, 5)), BELOW_LOUD * float(loudness.max()))
    spoken = _words(loudness > least)
    if not spoken.size:
        spoken = _words(loudness > max(FAINT, BELOW_LOUD * float(loudness.max())))  # no pause to tell the room by: it is all words
    if not spoken.size:
        raise PhraseSilent
    words = sound[max(0, int(spoken[0]) - BEFORE) * WINDOW : (int(spoken[-1]) + AFTER) * WINDOW]
    gain = min(MOST_GAIN, LEVEL / float(np.sqrt(np.mean(np.square(loudness[spoken])))))
    return _faded(_limited(words * np.float32(gain)))


def _words(loud: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The loud windows, without those that stand alone for a moment: a click of the button, a chair."""
    at = np.flatnonzero(loud)
    together = np.split(at, np.flatnonzero(np.diff(at) > PAUSE) + 1)
    return np.concatenate([np.empty(0, np.intp), *(one for one in together if one.size >= LEAST_WINDOWS)])


def _limited(sound: Sound) -> Sound:
    """Peaks bend towards the ceiling instead of being cut off."""
    knee = CEILING / 2
    over = np.abs(sound) > knee
    bent = np.sign(sound) * (knee + (CEILING - knee) * np.tanh((np.abs(sound) - knee) / (CEILING - knee)))
    limited: Sound = np.where(over, bent, sound).astype(np.float32)
    return limited


def _faded(sound: Sound) -> Sound:
    fade = np.minimum(1.0, np.arange(sound.size, dtype=np.float32) / FADE)
    faded: Sound = (sound * np.minimum(fade, fade[::-1])).astype(np.float32)
    return faded


def _encoded(sound: Sound) -> bytes:
    into = BytesIO()
    with av.open(into, "w", format="mp3") as file:
        stream: Any = file.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = BITS_PER_S
        frame = av.AudioFrame.from_ndarray(sound[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate = RATE
        frame.pts = 0
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return into.getvalue()
