"""A session summed up from the samples that the page sends: the score, the strip over time, the moments worth discussing.

No landmarks are needed. Where they are shared with consent, ``summary`` says more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Any

from perscoach_motion.faults.words import fault_words
from perscoach_motion.order import middle
from perscoach_motion.scoring.overall import FAULT_BELOW, WORST_SHARE
from perscoach_motion.skeleton import LIMBS

VERSION = 1
MOST_PIECES = 120
"""Pieces of the strip: more than this cannot be told apart on a phone."""
SHORTEST_PIECE_S = 0.5
MOMENT_S = 3.0
"""A moment is about one repetition long: what a trainer can look at and speak about."""
MOST_MOMENTS = 3
GAP_S = 1.5
"""Samples farther apart than this were not watched in between."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the live result; what was not seen is ``None``.

    Attributes:
        t: seconds since the start of the session.
        score: 0..100.
        phase: 0 at rest, 1 at the trainer's working end.
        lag_s: seconds behind the trainer.
        reps: repetitions counted so far.
        limbs: 14 scores in the order of ``LIMBS``, the client's own limbs.
    """

    t: float
    score: float | None
    phase: float | None
    lag_s: float | None
    reps: int
    limbs: tuple[float | None, ...]


class SamplesRejected(ValueError):
    """Samples that no page of ours sends; ``str()`` says which part is off."""


def read_sample(row: object) -> Sample:
    """Read ``[t, score, phase, lag, reps, [14 limb scores]]`` as the page sends it.

    Raises:
        SamplesRejected: the row is not of that form or holds numbers out of range.

    Example:
        >>> read_sample([1.5, 88, 0.4, None, 3, None]).score
        88.0
    """
    if not isinstance(row, list) or len(row) != 6:
        raise SamplesRejected("a sample has six parts")
    t, score, phase, lag, reps, limbs = row
    if limbs is None:
        limbs = [None] * len(LIMBS)
    if not isinstance(limbs, list) or len(limbs) != len(LIMBS):
        raise SamplesRejected("limbs")
    if not isinstance(reps, int) or isinstance(reps, bool) or not 0 <= reps <= 100_000:
        raise SamplesRejected("reps")
    time_s = _number(t, "t", 0.0, 86_400.0)
    if time_s is None:
        raise SamplesRejected("t")
    return Sample(
        time_s,
        _number(score, "score", 0.0, 100.0),
        _number(phase, "phase", -10.0, 10.0),
        _number(lag, "lag", -60.0, 60.0),
        reps,
        tuple(_number(value, "limbs", 0.0, 100.0) for value in limbs),
    )


def summarise(samples: Iterable[Sample], duration_s: float | None = None) -> dict[str, Any]:
    """Sum a session up.

    Args:
        samples: in any order; of two with the same time the later counts.
        duration_s: length of the session; the last sample's time where unknown.

    Returns:
        The object ``docs/formats.md`` calls *summary, version 1*: ``version``, ``score``, ``seen``, ``duration_s``, ``reps``, ``lag_s``,
        ``range``, ``strip``, ``moments``, ``limbs``.

    Example:
        >>> limbs = (90.0,) * len(LIMBS)
        >>> said = summarise([Sample(0.25 * k, 90.0, 0.5, 0.3, k // 12, limbs) for k in range(40)])
        >>> said["score"], said["reps"], said["range"], said["moments"]
        (90.0, 3, 0.5, [])
    """
    ordered = [sample for _, sample in sorted({sample.t: sample for sample in samples}.items())]
    length = max(duration_s or 0.0, ordered[-1].t if ordered else 0.0)
    scores = [sample.score for sample in ordered if sample.score is not None]
    lags = sorted(sample.lag_s for sample in ordered if sample.lag_s is not None)
    limbs = {name: _mean([value for sample in ordered if (value := sample.limbs[k]) is not None]) for k, name in enumerate(LIMBS)}
    return {
        "version": VERSION,
        "score": _session_score(scores),
        "seen": round(len(scores) / len(ordered), 3) if ordered else 0.0,
        "duration_s": round(length, 2),
        "reps": max((sample.reps for sample in ordered), default=0),
        "lag_s": round(lags[len(lags) // 2], 2) if lags else None,
        "range": _range(ordered),
        "strip": _strip(ordered, length),
        "moments": _moments(ordered),
        "limbs": {name: {"score": score} for name, score in limbs.items()},
    }


def _session_score(scores: Sequence[float]) -> float | None:
    """The mean, drawn towards the worse half: a good end does not hide a bad beginning."""
    if not scores:
        return None
    worse = sorted(scores)[: max(1, len(scores) // 2)]
    share = (1.0 - WORST_SHARE) / 2
    return round((1.0 - share) * fsum(scores) / len(scores) + share * fsum(worse) / len(worse), 1)


def _range(samples: Sequence[Sample]) -> float | None:
    """How far the counted repetitions went, as a share of the trainer's: the middle one's farthest phase; None without any."""
    farthest: dict[int, float] = {}
    for sample in samples:
        if sample.phase is not None:
            farthest[sample.reps] = max(farthest.get(sample.reps, 0.0), sample.phase)
    last = samples[-1].reps if samples else 0
    counted = [phase for reps, phase in farthest.items() if reps < last]
    return round(middle(counted), 3) if counted else None


def _strip(samples: Sequence[Sample], length: float) -> list[dict[str, Any]]:
    """Mean score of equal pieces of the session; ``None`` where nothing was seen."""
    if length <= 0:
        return []
    pieces = max(1, min(MOST_PIECES, int(length / SHORTEST_PIECE_S)))
    width = length / pieces
    heaps: list[list[float]] = [[] for _ in range(pieces)]
    for sample in samples:
        if sample.score is not None:
            heaps[min(pieces - 1, int(sample.t / width))].append(sample.score)
    return [{"start_s": round(k * width, 2), "end_s": round((k + 1) * width, 2), "score": _mean(heap)} for k, heap in enumerate(heaps)]


def _moments(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """The worst stretches of about ``MOMENT_S``, apart from each other, in time order; only faults, never what was not seen."""
    seen = [sample for sample in samples if sample.score is not None]
    windows = []
    end = 0
    for first, sample in enumerate(seen):
        while end < len(seen) and seen[end].t < sample.t + MOMENT_S:
            end += 1
        window = seen[first:end]
        if len(window) >= 3 and all(b.t - a.t < GAP_S for a, b in pairwise(window)):
            windows.append((sum(one.score or 0.0 for one in window) / len(window), window))
    chosen: list[tuple[float, list[Sample]]] = []
    for score, window in sorted(windows, key=lambda pair: pair[0]):
        if score >= FAULT_BELOW or len(chosen) == MOST_MOMENTS:
            break
        if all(window[-1].t < other[0].t or window[0].t > other[-1].t for _, other in chosen):
            chosen.append((score, window))
    return [_moment(score, window) for score, window in sorted(chosen, key=lambda pair: pair[1][0].t)]


def _moment(score: float, window: Sequence[Sample]) -> dict[str, Any]:
    limbs = {name: _mean([value for sample in window if (value := sample.limbs[k]) is not None]) for k, name in enumerate(LIMBS)}
    limb = _lowest(limbs)
    return {
        "start_s": round(window[0].t, 2),
        "end_s": round(window[-1].t, 2),
        "limb": limb,
        "score": round(score, 1),
        "words": fault_words(limb, shallow=False),
    }


def _lowest(limbs: Mapping[str, float | None]) -> str | None:
    faults = [(score, name) for name, score in limbs.items() if score is not None and score < FAULT_BELOW]
    return min(faults)[1] if faults else None


def _mean(values: Sequence[float]) -> float | None:
    return round(fsum(values) / len(values), 1) if values else None


def _number(value: object, what: str, low: float, high: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise SamplesRejected(what)
    return float(value)
