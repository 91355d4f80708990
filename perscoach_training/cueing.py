"""The one sentence on the stage: what to do otherwise, how far off it is, or that it got better. The engine chooses it and the moment."""

from array import array
from collections.abc import Mapping, Sequence
from math import isfinite, nan
from typing import Any

from perscoach_motion.live import layout as at

SHOWN_S = 4.0
"""Long enough to look up at the end of a movement and read ten words twice."""
STEP = 5
"""Sizes are said in steps of five, as ``perscoach_motion.faults.phrases`` does: landmarks are not read more finely."""


class CueLine:
    """Holds what is said now.

    Example:
        >>> from perscoach_motion.faults.phrases import NUMBER, cue_texts
        >>> line, output = CueLine(cue_texts("en")), array("f", bytes(4 * at.OUTPUT_SIZE))
        >>> output[at.CUE], output[at.CUE_SHARE] = NUMBER["deeper"], 0.46
        >>> line.hear(output, 10.0), line.text, line.shown(13.0)["text"], line.shown(15.0)
        (True, "Not deep enough (45% of the trainer's range): sink your hips lower.", 'deeper', None)
    """

    def __init__(self, texts: Sequence[Mapping[str, Any]]) -> None:
        self._texts = texts
        self.number = 0
        self.text = self.short = ""
        self.praise = False
        self.off = 0.0
        """How far off it is, in the cue's own unit."""
        self._until = -1.0

    def hear(self, output: "array[float]", now: float) -> bool:
        """Whether this step says something; then it is the line's."""
        number = int(output[at.CUE])
        if not 0 < number < len(self._texts):
            return False
        text = self._texts[number]
        self.number, self.short, self.praise = number, text["short"], bool(text.get("praise"))
        self.text = _sentence(text, output)
        sizes = [size for size in (output[at.CUE_DEGREES], 100.0 * (1.0 - output[at.CUE_SHARE])) if isfinite(size)]
        self.off = max(sizes, default=0.0)
        self._until = now + SHOWN_S
        return True

    def shown(self, now: float) -> dict[str, str] | None:
        """For the face, as long as it stands: the short words large, the sentence small."""
        return {"text": self.short, "hint": self.text, "mood": "praise" if self.praise else "advice"} if now < self._until else None

    def clear(self) -> None:
        """Nothing is said any more."""
        self._until = -1.0


def _sentence(text: Mapping[str, Any], output: "array[float]") -> str:
    size = {"degrees": output[at.CUE_DEGREES], "percent": 100.0 * output[at.CUE_SHARE]}.get(text["figure"], nan)
    if not isfinite(size):
        return str(text["full"])
    return str(text["measured"]).replace("{value}", str(STEP * round(max(0.0, size) / STEP)))
