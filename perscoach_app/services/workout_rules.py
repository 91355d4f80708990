"""What may be asked of one exercise in a workout: values as they come from a page, checked and made plain."""

import re
from collections.abc import Mapping
from math import ceil, floor, isfinite
from typing import Any

from perscoach_app.services.workout_errors import (
    BAND_LIMIT,
    HOLD_LEAST_S,
    HOLD_MOST_S,
    LOAD_MOST_KG,
    NOTE_LIMIT,
    REPETITIONS_MOST,
    REST_MOST_S,
    SETS_MOST,
    FieldRefused,
)
from perscoach_app.tables import Side
from perscoach_motion.yardstick.target import LENIENT, STRICT

HOLD_USUAL_S, REPETITIONS_USUAL = 30, 10
_WHOLE = {
    "sets": (1, SETS_MOST),
    "repetitions": (1, REPETITIONS_MOST),
    "hold_s": (HOLD_LEAST_S, HOLD_MOST_S),
    "rest_s": (0, REST_MOST_S),
}
_DECIMAL = {"load_kg": (0.0, float(LOAD_MOST_KG)), "strictness": (LENIENT, STRICT)}  # these may be empty
_TEXT = {"band": BAND_LIMIT, "note": NOTE_LIMIT}
_TEMPO = re.compile(r"[0-9]{1,2}(-[0-9]{1,2}){3}")
_TEMPO_MARKS = re.compile(r"[\s\-–—:./,]+")  # «3 1 1 0», «3–1–1–0»: as trainers write it
_STEPS = {"sets": 1, "repetitions": 1, "hold_s": 5, "rest_s": 15, "load_kg": 1}  # one press of − or +
FIELDS = frozenset({*_WHOLE, *_DECIMAL, *_TEXT, "side", "tempo"})


def check(change: Mapping[str, object]) -> dict[str, Any]:
    """The change as the table keeps it. Asking for repetitions ends asking for time, and the other way round.

    Raises:
        FieldRefused: a value nobody can be asked for, or a field there is none of.

    Example:
        >>> check({"hold_s": "40"})
        {'hold_s': 40, 'repetitions': None}
        >>> check({"tempo": "3 1 1 0", "load_kg": "2,5"})
        {'tempo': '3-1-1-0', 'load_kg': 2.5}
    """
    found: dict[str, Any] = {}
    for name, value in change.items():
        found[name] = _one(name, value)
        if name in ("repetitions", "hold_s"):
            found["hold_s" if name == "repetitions" else "repetitions"] = None
    return found


def stepped(field: str, shown: str, by: int) -> float:
    """The value after one press of − (`by` −1) or + (1), inside the field's bounds, on its even steps.

    Raises:
        FieldRefused: the field has no steps.

    Example:
        >>> stepped("rest_s", "50", 1), stepped("sets", "1", -1), stepped("load_kg", "", 1)
        (60, 1, 1)
    """
    if field not in _STEPS or by not in (-1, 1):
        raise FieldRefused(field if field in FIELDS else "note")
    step, (least, most) = _STEPS[field], (_WHOLE.get(field) or _DECIMAL[field])
    try:
        value = _number(field, shown) or 0.0
    except FieldRefused:
        value = least
    steps = floor(value / step) + 1 if by > 0 else ceil(value / step) - 1
    return min(max(steps * step, least), most)


def tempo_seconds(tempo: str) -> int:
    """How long one repetition lasts in this tempo; 0 where none is asked.

    Example:
        >>> tempo_seconds("3-1-1-0")
        5
    """
    return sum(int(part) for part in tempo.split("-")) if tempo else 0


def _one(name: str, value: object) -> Any:
    if name in _WHOLE:
        number = _number(name, value)
        if number is None or number != int(number) or not _WHOLE[name][0] <= number <= _WHOLE[name][1]:
            raise FieldRefused(name)
        return int(number)
    if name in _DECIMAL:
        number = _number(name, value)
        if number is not None and not _DECIMAL[name][0] <= number <= _DECIMAL[name][1]:
            raise FieldRefused(name)
        return number
    text = value.strip() if isinstance(value, str) else None
    if name == "side" and text in set(Side):
        return text
    if name == "tempo" and text is not None:
        tempo = _TEMPO_MARKS.sub("-", text)
        if tempo and (not _TEMPO.fullmatch(tempo) or tempo_seconds(tempo) == 0):
            raise FieldRefused(name)
        return tempo
    if name in _TEXT and text is not None and len(text) <= _TEXT[name]:
        return text
    raise FieldRefused(name if name in FIELDS else "note")


def _number(name: str, value: object) -> float | None:
    """A number as people type it, «2,5» too; None for an empty field."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise FieldRefused(name)
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except ValueError:
        raise FieldRefused(name) from None
    if not isfinite(number):
        raise FieldRefused(name)
    return number
