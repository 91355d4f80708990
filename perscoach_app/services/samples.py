"""Samples of a session as the page sends them: checked before they are kept, summarised when all are here."""

import math
from typing import Any

from perscoach_app.services.errors import ResultRejected

MAX_SAMPLES = 1200  # a chunk holds seconds, at most ten samples a second; two minutes' worth is a page gone wrong
MAX_DURATION_S = 4 * 3600.0  # nobody trains one clip for longer
FIELDS = 6  # t, score, phase, lag, reps, limbs
LIMBS = 14
MAX_REPS = 10_000


def check(raw: Any) -> list[list[Any]]:
    """The samples of a chunk, each `[t_s, score|None, phase|None, lag_s|None, reps, 14 limb scores|None]`.

    Raises:
        ResultRejected: shape, type or range is wrong.
    """
    if not isinstance(raw, list) or len(raw) > MAX_SAMPLES:
        raise ResultRejected(why=f"at most {MAX_SAMPLES} samples")
    return [_sample(item) for item in raw]


def check_duration(value: Any) -> float:
    """A session's length in seconds."""
    return _number(value, "duration_s", 0.0, MAX_DURATION_S)


def summary(rows: list[list[Any]]) -> dict[str, Any]:
    """What the report shows, by the same code that scores live."""
    from perscoach_motion.summary import summarise

    return summarise([tuple(row) for row in rows])


def _sample(item: Any) -> list[Any]:
    if not isinstance(item, list) or len(item) != FIELDS:
        raise ResultRejected(why=f"a sample has {FIELDS} fields")
    t, score, phase, lag, reps, limbs = item
    if limbs is not None and (not isinstance(limbs, list) or len(limbs) != LIMBS):
        raise ResultRejected(why=f"there are {LIMBS} limbs")
    return [
        _number(t, "t", 0.0, MAX_DURATION_S),
        _maybe(score, "score", 0.0, 100.0),
        _maybe(phase, "phase", 0.0, 1.0),
        _maybe(lag, "lag", -60.0, 60.0),
        int(_number(reps, "reps", 0, MAX_REPS)),
        None if limbs is None else [_maybe(limb, "limb", 0.0, 100.0) for limb in limbs],
    ]


def _maybe(value: Any, name: str, low: float, high: float) -> float | None:
    return None if value is None else _number(value, name, low, high)


def _number(value: Any, name: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not low <= value <= high:
        raise ResultRejected(why=f"{name} must be {low}..{high}")
    return float(value)
