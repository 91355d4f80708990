"""Limb × time as a picture, and repetitions where only the live numbers of a session are known."""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Any

from perscoach_motion.session.samples import MOST_PIECES, SHORTEST_PIECE_S, Sample
from perscoach_motion.skeleton import LIMBS

Look = tuple[float, Sequence[float | None]]
"""A moment's second, and the marks of the limbs in the order of ``LIMBS``."""


def heat(looks: Iterable[Look], length_s: float) -> dict[str, Any]:
    """Mean mark of every limb in equal pieces of a session, the strip's own pieces.

    Returns:
        ``width_s`` of a piece, and ``limbs``: by name one whole number 0..100 a piece, ``None`` where it was not seen. A limb that was
        never judged is left out.

    Example:
        >>> marks = [90.0, *[None] * (len(LIMBS) - 1)]
        >>> heat([(0.1, marks), (0.4, marks), (1.7, [10.0, *marks[1:]])], 2.0)
        {'width_s': 0.5, 'limbs': {'left_upper_arm': [90, None, None, 10]}}
    """
    pieces = max(1, min(MOST_PIECES, int(length_s / SHORTEST_PIECE_S)))
    width = max(length_s, SHORTEST_PIECE_S) / pieces
    heaps: list[list[list[float]]] = [[[] for _ in range(pieces)] for _ in LIMBS]
    for time_s, marks in looks:
        piece = max(0, min(pieces - 1, int(time_s / width)))
        for limb, mark in enumerate(marks):
            if mark is not None:
                heaps[limb][piece].append(mark)
    limbs = {name: [round(fsum(heap) / len(heap)) if heap else None for heap in row] for name, row in zip(LIMBS, heaps, strict=True)}
    return {"width_s": round(width, 4), "limbs": {name: row for name, row in limbs.items() if any(mark is not None for mark in row)}}


def counted(samples: Sequence[Sample], length_s: float) -> list[dict[str, Any]]:
    """A session's repetitions by its counter: each lasts from the one before to the moment it was counted.

    Returns:
        Rows with the keys of a repetition in ``docs/formats.md``; what only landmarks tell is left out, and ``kind`` is ``"counted"``.

    Example:
        >>> marks = (80.0,) * len(LIMBS)
        >>> rows = counted([Sample(0.5 * k, 80.0, 0.5, 0.2, k // 4, marks) for k in range(1, 9)], 4.0)
        >>> [(row["start_s"], row["end_s"], row["score"]) for row in rows]
        [(0.0, 2.0, 80.0), (2.0, 4.0, 80.0)]
    """
    rows = []
    since, before = 0.0, 0
    heap: list[Sample] = []
    for one in sorted(samples, key=lambda sample: sample.t):
        heap.append(one)
        if one.reps <= before:
            continue
        for number in range(one.reps - before):  # two counted between two looks share the time
            share = (one.t - since) / (one.reps - before)
            rows.append(_counted(heap, since + number * share, min(length_s, since + (number + 1) * share)))
        since, before, heap = one.t, one.reps, []
    return rows


def _counted(heap: Sequence[Sample], start_s: float, end_s: float) -> dict[str, Any]:
    means = {}
    for limb, name in enumerate(LIMBS):
        seen = [mark for one in heap if (mark := one.limbs[limb]) is not None]
        means[name] = round(fsum(seen) / len(seen), 1) if seen else None
    scores = [one.score for one in heap if one.score is not None]
    known = [(mark, name) for name, mark in means.items() if mark is not None]
    return {
        "start_s": round(start_s, 2),
        "end_s": round(end_s, 2),
        "kind": "counted",
        "score": round(fsum(scores) / len(scores), 1) if scores else None,
        "limbs": means,
        "worst_limb": min(known)[1] if known else None,
    }
