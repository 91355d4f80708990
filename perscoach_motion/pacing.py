"""Which of the trainer's repetitions the client's were: in order, some left out on either side; how late, how fast."""

from collections.abc import Sequence
from math import inf

LEFT_OUT_S = 1.6
"""What leaving a repetition out costs, in seconds of lateness: people follow up to a second and a half late before they skip one."""
MOST_LEFT_OUT = 4
"""So many in a row are looked for at most; who pauses longer begins anew."""
LATEST_S = 8.0
"""Farther apart two repetitions do not answer to each other."""


def paired(client: Sequence[float], trainer: Sequence[float]) -> list[tuple[int, int]]:
    """Pair two ordered lists of moments, seconds: lateness may grow, for a client has her own tempo, but it must not jump.

    What the trainer does after the client's last one costs nothing.

    Example:
        >>> paired([1.9, 4.9, 7.9], [1.0, 3.4, 5.8, 8.2])
        [(0, 0), (1, 1), (2, 2)]
    """
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    for i, own in enumerate(client):
        for j, hers in enumerate(trainer):
            late = own - hers
            if abs(late) > LATEST_S:
                continue
            found: tuple[float, tuple[int, int] | None] = (abs(late) + LEFT_OUT_S * min(i + j, 2 * MOST_LEFT_OUT), None)
            for p in range(max(0, i - MOST_LEFT_OUT), i):
                for q in range(max(0, j - MOST_LEFT_OUT), j):
                    if (p, q) in best:
                        jump = abs(late - client[p] + trainer[q]) + LEFT_OUT_S * (i - p + j - q - 2)
                        if best[p, q][0] + jump < found[0]:
                            found = (best[p, q][0] + jump, (p, q))
            best[i, j] = found
    ends = [(cost + LEFT_OUT_S * (len(client) - 1 - i), (i, j)) for (i, j), (cost, _) in best.items()]
    pairs = []
    at = min(ends)[1] if ends else None
    while at is not None:
        pairs.append(at)
        at = best[at][1]
    return pairs[::-1] if min(ends, default=(inf, None))[0] < inf else []
