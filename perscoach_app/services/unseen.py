"""What could not be seen of a training, or was not checked: said plainly, so that no number is taken for more than it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from perscoach_app.tables import TrainingSession

CLEARLY_SEEN = 0.9  # of the time: what is missing below this can hold a repetition or two
LIMB_SEEN = 0.6  # of its looks a limb must be seen in: below it the set's number says nothing about it
CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class Unseen:
    """One thing to know.

    Attributes:
        kind: `not_done`, `pain`, `told` (counted by her own word), `partly`, `limbs`, `unverified`.
        sets: (item, number) of the sets it is true of.
        share: of the time that was seen, for `partly`: the least.
        limbs: names, for `limbs`.
    """

    kind: str
    sets: list[tuple[int, int]]
    share: float | None = None
    limbs: tuple[str, ...] = ()


def of(
    rows: Sequence[tuple[int, TrainingSession | None]],
    order: Sequence[Sequence[int]],
    hurting: Collection[int] = (),
    *,
    tells_pain: bool = True,
) -> list[Unseen]:
    """What to know of these sets, the gravest first.

    Args:
        rows: every position of the plan with its finished set, None where there is none.
        order: of the plan.
        hurting: items of which the client said that they hurt.
        tells_pain: the reader may know that something hurt; else such a set was not done.
    """
    heaps: dict[str, list[tuple[int, int]]] = {}
    least, limbs = 1.0, dict[str, None]()
    for position, row in rows:
        item, number = order[position]
        kinds = _kinds(row, hurts=item in hurting)
        for kind in kinds if tells_pain else ["not_done" if kind == "pain" else kind for kind in kinds]:
            heaps.setdefault(kind, []).append((item, number))
        if row is not None and "partly" in _kinds(row, hurts=False):
            least = min(least, float((row.summary or {})["seen"]))
        limbs |= dict.fromkeys(_hidden(row.summary or {}) if row is not None and row.counted_by == CAMERA else ())
    kinds = [kind for kind in ("pain", "not_done", "told", "partly", "limbs", "unverified") if kind in heaps]
    return [Unseen(kind, heaps[kind], least if kind == "partly" else None, tuple(limbs) if kind == "limbs" else ()) for kind in kinds]


def _kinds(row: TrainingSession | None, *, hurts: bool) -> list[str]:
    if row is None:
        return ["pain" if hurts else "not_done"]
    if row.pain:
        return ["pain"]
    if row.counted_by != CAMERA:
        return ["told"]
    summary = row.summary or {}
    found = ["partly"] if (summary.get("seen") or 0.0) < CLEARLY_SEEN else []
    found += ["limbs"] if _hidden(summary) else []
    return [*found, *([] if row.verified or row.look_after is not None else ["unverified"])]


def _hidden(summary: dict[str, Any]) -> list[str]:
    """Limbs that were judged in this exercise and mostly not seen."""
    if not summary.get("score"):
        return []
    rows = (summary.get("heat") or {}).get("limbs") or {}
    seen = {name: (summary.get("limbs") or {}).get(name, {}).get("seen") for name in rows}
    shares = {name: _share(rows, name) if share is None else share for name, share in seen.items()}
    return [name for name, share in shares.items() if share < LIMB_SEEN]


def _share(rows: dict[str, list[int | None]], limb: str) -> float:
    """Of the pieces in which anything was seen, those in which the limb was."""
    known = [marks for marks in zip(*rows.values(), strict=True) if any(mark is not None for mark in marks)]
    at = list(rows).index(limb)
    return sum(marks[at] is not None for marks in known) / len(known) if known else 1.0
