"""The digest of a training: the best repetition and the three worst moments, each with its place. Read first, kept for the lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.tables import ExerciseFeeling, Feeling, Training, TrainingSession

VERSION = 1
MOMENTS = 3  # more than three things nobody takes in at a time
STRIP_PIECES = 36  # as many as a row of a list has room for
FULL = 100.0
LOOKING = "looking"  # a worker is still at the landmarks of a set

Digest = dict[str, Any]
"""`score`, `seen`, `reps`, `sets`, `sets_asked`, `duration_s`, `verified` (all, part, none or looking), `pain`, `best`, `moments`,
`strip`."""


def write(db: Session, training: Training) -> None:
    """Makes the digest anew from the sets that are finished, of two at once the later one from all of them. Not committed."""
    db.exec(select(Training.id).where(col(Training.id) == training.id).with_for_update()).one()
    training.digest = made(db, training)
    db.add(training)


def of(db: Session, training: Training) -> Digest:
    """The digest as it was written; made now for a training from before there were any. Writes nothing."""
    kept = training.digest
    return kept if kept is not None and kept.get("version") == VERSION else made(db, training)


def made(db: Session, training: Training) -> Digest:
    """From the summaries of the sets; no landmarks are read."""
    query = select(TrainingSession).where(col(TrainingSession.training_id) == training.id, col(TrainingSession.finished_at).is_not(None))
    order = training.plan.get("order") or []
    rows = [row for row in db.exec(query.order_by(col(TrainingSession.position))) if row.position < len(order)]
    hurts = select(ExerciseFeeling.id).where(col(ExerciseFeeling.training_id) == training.id, col(ExerciseFeeling.feeling) == Feeling.PAIN)
    return digested(order, rows, pain=db.exec(hurts).first() is not None or any(row.pain for row in rows))


def digested(order: Sequence[Sequence[int]], rows: Sequence[TrainingSession], *, pain: bool = False) -> Digest:
    """The digest of these sets.

    Args:
        order: of the training's plan: the item and the number of every set.
        rows: finished sets, by position.
    """
    scored = [row for row in rows if not row.pain and _summary(row).get("score") is not None]
    length = sum(row.duration_s or 0.0 for row in rows)
    return {
        "version": VERSION,
        "score": _mean((_summary(row)["score"], row.duration_s or 0.0) for row in scored),
        "seen": _mean((_summary(row).get("seen") or 0.0, row.duration_s or 0.0) for row in rows if row.counted_by == "camera"),
        "reps": sum(int(_summary(row).get("reps") or 0) for row in rows),
        "sets": sum(not row.pain for row in rows),
        "sets_asked": len(order),
        "duration_s": round(length, 1),
        "verified": _verified(scored),
        "pain": pain,
        "best": _best(order, scored),
        "moments": worst_moments(order, scored),
        "strip": _strip(rows, length),
    }


def _verified(scored: Sequence[TrainingSession]) -> str:
    """How much of it the server has looked at itself; `looking` while it still does."""
    if any(row.look_after is not None for row in scored):
        return LOOKING
    checked = [row.verified for row in scored]
    return "all" if checked and all(checked) else "part" if any(checked) else "none"


def worst_moments(order: Sequence[Sequence[int]], rows: Iterable[TrainingSession]) -> list[dict[str, Any]]:
    """What to speak about: of all faults the three that took most off the score together, each shown where it was worst.

    The same fault of an exercise in several sets is one of them; `also` says where else it was.
    """
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in rows:
        item = order[row.position][0]
        for moment in _summary(row).get("moments") or []:
            placed = {**_place(order, row), **moment, "loss": round(loss(moment), 1)}
            fault = str(moment.get("direction") or moment.get("limb") or (moment.get("words") or {}).get("en") or "")
            groups.setdefault((item, fault), []).append(placed)
    worst = sorted(groups.values(), key=lambda group: (-sum(one["loss"] for one in group), group[0]["position"]))[:MOMENTS]
    found = []
    for group in worst:
        shown = max(group, key=lambda one: (one["loss"], -one["position"]))
        also = [{"session": one["session"], "set": one["set"], "start_s": one["start_s"]} for one in group if one is not shown]
        found.append({**shown, "also": also})
    return found


def loss(moment: dict[str, Any]) -> float:
    """What a moment took off the score: of every repetition in it what is missing to a full mark."""
    return (FULL - float(moment.get("score") or 0.0)) * max(1, int(moment.get("count") or 1))


def _best(order: Sequence[Sequence[int]], rows: Iterable[TrainingSession]) -> dict[str, Any] | None:
    """The best repetition, the earliest of equals: a whole one where there is one."""
    found = [
        (one.get("kind") != "half", float(one["score"]), -row.position, -number, row, one)
        for row in rows
        for number, one in enumerate(_summary(row).get("repetitions") or [])
        if one.get("score") and one.get("kind") not in ("missed", "broken_off")
    ]
    if not found:
        return None
    *_, number, row, one = max(found, key=lambda each: each[:4])
    return {**_place(order, row), "repetition": -number, "start_s": one["start_s"], "end_s": one["end_s"], "score": one["score"]}


def _place(order: Sequence[Sequence[int]], row: TrainingSession) -> dict[str, Any]:
    item, number = order[row.position]
    return {"session": str(row.id), "position": row.position, "item": item, "set": number}


def _strip(rows: Iterable[TrainingSession], length_s: float) -> list[float | None]:
    """The training as one small strip, set after set: mean scores of equal pieces."""
    if length_s <= 0:
        return []
    heaps: list[list[float]] = [[] for _ in range(STRIP_PIECES)]
    before = 0.0
    for row in rows:
        for piece in _summary(row).get("strip") or []:
            if piece.get("score") is not None:
                middle = before + (piece["start_s"] + piece["end_s"]) / 2
                heaps[min(STRIP_PIECES - 1, int(middle / length_s * STRIP_PIECES))].append(float(piece["score"]))
        before += row.duration_s or 0.0
    return [round(sum(heap) / len(heap), 1) if heap else None for heap in heaps]


def _mean(pairs: Iterable[tuple[float, float]]) -> float | None:
    """Weighed by time; None without any."""
    kept = [(value, weight or 1.0) for value, weight in pairs]
    return round(sum(value * weight for value, weight in kept) / sum(weight for _, weight in kept), 3) if kept else None


def _summary(row: TrainingSession) -> dict[str, Any]:
    return row.summary or {}
