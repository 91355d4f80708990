"""Which of the trainer's repetitions the client's were: in order, some left out on either side; how late, how fast."""

from collections.abc import Sequence
from math import inf

LEFT_OUT_S = 1.6
"""What leaving a repetition out costs, in seconds of lateness: people follow up to a second and a half late before they skip one."""
AT_THE_ENDS_S = 0.2
"""The same for the trainer's repetitions before the client's first and after the last: who joins late has skipped nothing in between."""


def paired(client: Sequence[float], trainer: Sequence[float]) -> list[tuple[int, int]]:
    """Pair two ordered lists of moments (seconds) at the least total lateness.

    Example:
        >>> paired([1.5, 4.0, 6.6], [1.0, 3.4, 5.8, 8.2])
        [(0, 0), (1, 1), (2, 2)]
    """
    rows, columns = len(client), len(trainer)
    best = [[inf] * (columns + 1) for _ in range(rows + 1)]
    way = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i == j == 0:
                best[0][0] = 0.0
                continue
            skipped = AT_THE_ENDS_S if i in (0, rows) else LEFT_OUT_S
            ways = (
                best[i - 1][j - 1] + abs(client[i - 1] - trainer[j - 1]) if i and j else inf,
                best[i - 1][j] + LEFT_OUT_S if i else inf,
                best[i][j - 1] + skipped if j else inf,
            )
            best[i][j] = min(ways)
            way[i][j] = ways.index(best[i][j])
    pairs = []
    i, j = rows, columns
    while i or j:
        step = way[i][j]
        if step == 0:
            pairs.append((i - 1, j - 1))
        i, j = i - (step != 2), j - (step != 1)
    return pairs[::-1]
