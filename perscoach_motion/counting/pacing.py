"""Which of the trainer's repetitions the client's were: in order, some left out on either side; how late, how fast."""

from collections.abc import Sequence

LEFT_OUT_S = 1.6
"""What leaving a repetition out costs, in seconds of lateness: people follow up to a second and a half late before they skip one."""
MOST_LEFT_OUT = 4
"""More of the trainer's in a row cost no more: who pauses longer begins anew. More of the client's are not looked beyond."""
HERE_AND_NOW = 0.1
"""Weight of lateness itself beside its jumps: in a long session a client must not drift off by a repetition for being uneven."""
LATEST_S = 8.0
"""Farther apart two repetitions do not answer to each other."""


def paired(client: Sequence[float], trainer: Sequence[float]) -> list[tuple[int, int]]:
    """Pair two ordered lists of moments, seconds: lateness may grow, for a client has her own tempo, but it must not jump.

    What the trainer does after the client's last one costs nothing.

    Example:
        >>> paired([1.9, 4.9, 7.9], [1.0, 3.4, 5.8, 8.2])
        [(0, 0), (1, 1), (2, 2)]
        >>> pause = paired([0.2, 3.2, 33.2, 36.2, 39.2, 42.2, 45.2], [3.0 * k for k in range(16)])
        >>> [j for _, j in pause]
        [0, 1, 11, 12, 13, 14, 15]
    """
    # Per client's repetition: the trainer's that it may answer to, each with the least cost so far and where that comes from.
    best: list[dict[int, tuple[float, tuple[int, int] | None]]] = []
    for i, own in enumerate(client):
        here: dict[int, tuple[float, tuple[int, int] | None]] = {}
        for j, hers in enumerate(trainer):
            late = own - hers
            if abs(late) > LATEST_S:
                continue
            found: tuple[float, tuple[int, int] | None] = (abs(late) + LEFT_OUT_S * (i + min(j, 2 * MOST_LEFT_OUT)), None)
            for p in range(max(0, i - MOST_LEFT_OUT), i):
                for q, (spent, _) in best[p].items():
                    if q < j:
                        jump = (
                            abs(late - client[p] + trainer[q])
                            + HERE_AND_NOW * abs(late)
                            + LEFT_OUT_S * (i - p - 1 + min(j - q - 1, MOST_LEFT_OUT))
                        )
                        if spent + jump < found[0]:
                            found = (spent + jump, (p, q))
            here[j] = found
        best.append(here)
    ends = [(cost + LEFT_OUT_S * (len(client) - 1 - i), (i, j)) for i, here in enumerate(best) for j, (cost, _) in here.items()]
    pairs = []
    at = min(ends)[1] if ends else None
    while at is not None:
        pairs.append(at)
        at = best[at[0]][at[1]][1]
    return pairs[::-1]
