"""Where in the trainer's movement the client is now. Forward only: being late is a number of its own, not a fault.

Live, every lag within the band keeps a slowly fading sum of what it would cost; the cheapest wins. After the fact, two whole clips are
matched by dynamic time warping in a band (Sakoe and Chiba, 1978).
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from math import exp, fsum, inf, isnan

EARLIEST_S = -0.4
LATEST_S = 1.6
"""Band of lags followed live: people start up to half a second early and follow up to a second and a half late."""
LAG_STEP_S = 0.1
EVERY_S = 0.19
"""The search runs at about 5 Hz, whatever the camera's rate: a lag changes slowly, and a camera frame has other work."""
FADE_S = 3.0
"""Memory of the live search: long enough to hold a turn of the movement, short enough to follow a change of pace."""
STICK = 0.97
"""A new lag must be cheaper than this share of the present one: the figure must not jump in a still moment."""


class LagTracker:
    """Follows the client's lag behind the trainer, in seconds; positive means late.

    Example:
        >>> tracker = LagTracker()
        >>> for step in range(20):
        ...     if tracker.due(0.2 * step):
        ...         cost = tracker.feed(0.2 * step, [abs(lag - 5) / 10 for lag in range(tracker.earliest, tracker.latest + 1)])
        >>> round(tracker.lag, 3), cost
        (0.5, 0.0)
    """

    earliest = round(EARLIEST_S / LAG_STEP_S)
    latest = round(LATEST_S / LAG_STEP_S)

    def __init__(self) -> None:
        self._costs = [0.0] * (self.latest - self.earliest + 1)
        self._best = -self.earliest
        self._time = -inf

    def due(self, time_s: float) -> bool:
        """Whether the next frame is worth looking at: a lag does not change from one camera frame to the next."""
        return time_s - self._time >= EVERY_S

    def feed(self, time_s: float, new_costs: Sequence[float]) -> float:
        """Take the cost of matching this frame with the trainer's at each lag from ``earliest`` to ``latest`` steps.

        Returns:
            The cost at the lag now believed in; 0 where the clip has no person.
        """
        known = [cost for cost in new_costs if not isnan(cost)]
        if not known:
            return 0.0
        # A trainer's frame without a person says neither yes nor no.
        neutral = fsum(known) / len(known)
        keep = exp(-(time_s - self._time) / FADE_S)
        self._time = time_s
        self._costs = costs = [old * keep + (neutral if isnan(new) else new) for old, new in zip(self._costs, new_costs, strict=True)]
        best = costs.index(min(costs))
        if costs[best] < STICK * costs[self._best]:
            self._best = best
        here = new_costs[self._best]
        return 0.0 if isnan(here) else here

    @property
    def lag(self) -> float:
        """The lag now, between the steps by a parabola through the neighbours."""
        k, costs = self._best, self._costs
        within = 0.0
        if 0 < k < len(costs) - 1:
            left, here, right = costs[k - 1], costs[k], costs[k + 1]
            bend = left - 2 * here + right
            if bend > 1e-9:
                within = max(-0.5, min(0.5, (left - right) / (2 * bend)))
        return LAG_STEP_S * (k + self.earliest + within)


def warp(
    cost: Callable[[int, int], float], client_times: Sequence[float], trainer_times: Sequence[float], band_s: float
) -> list[tuple[int, int]]:
    """Match two clips, forward only, within a band of time.

    The client may begin late, go away and come back, and stop early: after a break a new piece begins at any trainer frame in the band.

    Args:
        cost: ``cost(client_frame, trainer_frame)``, ≥ 0.
        client_times: seconds of the client's frames.
        trainer_times: seconds of the trainer's frames.
        band_s: largest distance in time of two frames that may match.

    Returns:
        Pairs of frame numbers (client, trainer), neither going back within a piece; client frames that meet no trainer's are left out.

    Example:
        >>> late = warp(lambda i, j: abs(i - 2 - j), [0.0, 0.1, 0.2, 0.3, 0.4], [0.0, 0.1, 0.2], 0.5)
        >>> late[-1]
        (4, 2)
    """
    pieces: list[list[tuple[int, _Row]]] = [[]]
    first = 0
    for i, time_s in enumerate(client_times):
        while first < len(trainer_times) and trainer_times[first] < time_s - band_s:
            first += 1
        last = bisect_right(trainer_times, time_s + band_s)
        costs = {j: cost(i, j) for j in range(first, last)}
        piece = pieces[-1]
        broken = bool(piece) and time_s - client_times[piece[-1][0]] > BREAK_S
        row = _reached(costs, piece[-1][1]) if piece and not broken else {}
        if not row and costs:
            row = {j: (here, -1) for j, here in costs.items()}
            pieces.append([])
        if row:
            pieces[-1].append((i, row))
    return [pair for piece in pieces for pair in _cheapest(piece)]


def _reached(costs: Mapping[int, float], before: "_Row") -> "_Row":
    """The cheapest way to each trainer's frame: it may stand still or move on by a few while the client moves on by one."""
    row: _Row = {}
    for j, here in costs.items():
        ways = [(before[k][0] + _SLIP * abs(j - k - 1), k) for k in range(j - _MOST_SKIPPED, j + 1) if k in before]
        if ways:
            spent, came_from = min(ways)
            row[j] = (spent + here, came_from)
    return row


def _cheapest(piece: Sequence[tuple[int, "_Row"]]) -> list[tuple[int, int]]:
    """The path that ends cheapest, from its beginning."""
    path: list[tuple[int, int]] = []
    came_from = -1
    for i, row in reversed(piece):
        j = came_from if path else min(row, key=row.__getitem__)
        path.append((i, j))
        came_from = row[j][1]
    return path[::-1]


_Row = dict[int, tuple[float, int]]
"""By trainer's frame: what the path to it costs, and the trainer's frame before it (-1 at the beginning of a piece)."""
BREAK_S = 1.0
"""A client not seen for so long has done something else meanwhile."""
_MOST_SKIPPED = 3
"""Trainer's frames passed by in one client's frame: three times the pace is no longer the same movement."""
_SLIP = 0.5
"""Cost (degrees) of leaving the trainer's pace by one frame: while both stand still, time goes on evenly."""
