"""One exercise in a long clip: from when to when, what kind of motion, how often. Plain Python: the browser reads it too."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

from perscoach_motion.skeleton import LIMBS

KINDS: Final[tuple[str, ...]] = (
    "squat-like",
    "lunge-like",
    "hinge-like",
    "knee-raise-like",
    "heel-kick-like",
    "jack-like",
    "press-like",
    "lateral-raise-like",
    "front-raise-like",
    "curl-like",
    "push-up-like",
    "burpee-like",
    "hold",
    "movement",
)
"""Proposed names, stable codes for files and file names; the trainer decides. Their words are in ``words.KIND_WORDS``."""

TOLERANCE_DEG = 14.0
"""Spread of a trainer's own repetitions, per limb, that says nothing: the estimator alone differs from itself by so much."""
MOST = 2000
"""Segments, or repetitions of one, in a file that we still believe: an hour holds fewer."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One exercise, or one set of it.

    Attributes:
        start_s, end_s: seconds; from leaving the resting position of the first repetition to being back after the last.
        kind: one of :data:`KINDS`.
        limbs: names of the limbs that move, the widest first; empty for a hold.
        repetitions: seconds of start and end of each; empty for a hold.
        tolerance: degrees by limb, from the spread of its own repetitions; ``None`` where one repetition or a hold tells nothing.

    Example:
        >>> Segment(1.0, 7.0, "squat-like", ("left_thigh",), ((1.0, 4.0), (4.0, 7.0))).document()["repetitions"]
        [[1.0, 4.0], [4.0, 7.0]]
    """

    start_s: float
    end_s: float
    kind: str
    limbs: tuple[str, ...] = ()
    repetitions: tuple[tuple[float, float], ...] = ()
    tolerance: dict[str, float] | None = field(default=None)

    def document(self) -> dict[str, Any]:
        """As ``trainer_poses.json`` keeps it; ``docs/formats.md`` says each key."""
        return {
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "kind": self.kind,
            "limbs": list(self.limbs),
            "repetitions": [[round(start, 3), round(end, 3)] for start, end in self.repetitions],
            "tolerance": {name: round(value, 1) for name, value in (self.tolerance or {}).items()},
        }


def segment_from(document: Any) -> Segment:
    """The inverse of :meth:`Segment.document`; trusts nothing.

    Raises:
        ValueError, KeyError, TypeError: it is not a segment.

    Example:
        >>> segment_from(Segment(1.0, 7.0, "hold").document())
        Segment(start_s=1.0, end_s=7.0, kind='hold', limbs=(), repetitions=(), tolerance=None)
    """
    repetitions = tuple(_span(*pair) for pair in document["repetitions"][: MOST + 1])
    limbs, kind = tuple(document["limbs"]), document["kind"]
    start_s, end_s = _span(document["start_s"], document["end_s"])
    if kind not in KINDS or len(repetitions) > MOST or len(limbs) > len(LIMBS) or any(name not in LIMBS for name in limbs):
        raise ValueError("kind, limbs or repetitions")
    if any(start < start_s or end > end_s for start, end in repetitions):
        raise ValueError("a repetition outside its segment")
    return Segment(start_s, end_s, kind, limbs, repetitions, tolerance_from(document["tolerance"]) or None)


def tolerance_from(document: Any) -> dict[str, float]:
    """Degrees by limb, as a file has them.

    Raises:
        ValueError, TypeError: a limb that is none, or a value that is no finite number of degrees.

    Example:
        >>> tolerance_from({"left_thigh": 16.5})
        {'left_thigh': 16.5}
    """
    tolerance = dict(document)
    for name, value in tolerance.items():
        if name not in LIMBS or not isinstance(value, int | float) or not isfinite(value) or value < 0:
            raise ValueError("tolerance")
    return tolerance


def clip_tolerance(segments: Iterable[Segment]) -> dict[str, float]:
    """Degrees by limb for the clip as a whole: each limb's widest, because one number must do for all its exercises.

    Example:
        >>> clip_tolerance([Segment(0.0, 9.0, "hold", tolerance={"trunk": wide}) for wide in (15.0, 19.0)])
        {'trunk': 19.0}
    """
    widest: dict[str, float] = {}
    for segment in segments:
        for name, value in (segment.tolerance or {}).items():
            widest[name] = max(value, widest.get(name, 0.0))
    return widest


def _span(start: Any, end: Any) -> tuple[float, float]:
    if not (isinstance(start, int | float) and isinstance(end, int | float)) or not 0 <= start < end or not isfinite(end):
        raise ValueError("start and end")
    return float(start), float(end)
