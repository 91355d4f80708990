"""`python packaging/tones/make.py`: writes the five signals of Shadow Mode, `assets/shadow/tones/*.wav`. Standard library only.

Told apart by pitch, direction and length, also through a phone's speaker across a room: that carries 300 to 5000 Hz.
"""

import math
import struct
import wave
from pathlib import Path

RATE = 11_025  # Hz; the highest partial is 3 kHz
PEAK = 0.6
FADE_S = 0.25  # a struck bar, not an alarm: each note fades to a third in this time
ATTACK_S = 0.004  # shorter is a click
TAIL_S = 0.12
NOTES = {
    # Hz and seconds to the next note
    "count": ((660, 0.06),),
    "good": ((660, 0.1), (990, 0.2)),
    "warn": ((392, 0.16), (330, 0.24)),
    "go": ((990, 0.4),),
    "end": ((784, 0.16), (587, 0.16), (392, 0.34)),
}
INTO = Path(__file__).resolve().parents[2] / "assets" / "shadow" / "tones"


def samples(notes: tuple[tuple[float, float], ...]) -> list[float]:
    """The notes one after another, each ringing on under the next."""
    starts = [sum(length for _, length in notes[:index]) for index in range(len(notes))]
    end = starts[-1] + notes[-1][1] + TAIL_S
    return [_sounding(step / RATE, notes, starts) * min(1.0, (end - step / RATE) / TAIL_S) for step in range(int(end * RATE))]


def _sounding(at: float, notes: tuple[tuple[float, float], ...], starts: list[float]) -> float:
    whole = 0.0
    for (hertz, _), start in zip(notes, starts, strict=True):
        since = at - start
        if since > 0:
            loudness = min(1.0, since / ATTACK_S) * math.exp(-since / FADE_S)
            whole += loudness * (
                math.sin(2 * math.pi * hertz * since) + 0.35 * math.sin(6 * math.pi * hertz * since) * math.exp(-since / 0.05)
            )
    return whole


def write(name: str) -> None:
    """One file, at the same peak as the others."""
    values = samples(NOTES[name])
    loudest = max(abs(value) for value in values)
    with wave.open(str(INTO / f"{name}.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", round(32767 * PEAK * value / loudest)) for value in values))


if __name__ == "__main__":
    for name in NOTES:
        write(name)
