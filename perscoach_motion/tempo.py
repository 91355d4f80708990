"""Where in the trainer's movement the client is now. Forward only: being late is a number of its own, not a fault.

Live, every lag within the band keeps a slowly fading sum of what it would cost; the cheapest wins. After the fact, two whole clips are
matched by dynamic time warping in a band (Sakoe and Chiba, 1978).
"""

from collections.abc import Callable, Sequence
from math import exp, inf, isnan

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
    """Follows the client's lag behind the trainer, in seconds; positive means late."""

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
        keep = exp(-(time_s - self._time) / FADE_S)
        self._time = time_s
        self._costs = costs = [old * keep + (0.0 if isnan(new) else new) for old, new in zip(self._costs, new_costs, strict=True)]
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

    The client may begin late and stop early: the path starts at the first client frame and any trainer frame in the band.

    Args:
        cost: ``cost(client_frame, trainer_frame)``, ≥ 0.
        client_times: seconds of the client's frames.
        trainer_times: seconds of the trainer's frames.
        band_s: largest distance in time of two frames that may match.

    Returns:
        Pairs of frame numbers (client, trainer), neither ever going back; empty where the clips do not meet.
    """
    rows: list[dict[int, tuple[float, int]]] = []
    first = 0
    for i, time_s in enumerate(client_times):
        while first < len(trainer_times) and trainer_times[first] < time_s - band_s:
            first += 1
        row: dict[int, tuple[float, int]] = {}
        before = rows[-1] if rows else None
        j = first
        while j < len(trainer_times) and trainer_times[j] <= time_s + band_s:
            here = cost(i, j)
            if before is None:
                row[j] = (here, -1)
            else:
                # The trainer's frame may stand still or move on by a few while the client moves on by one.
                best_before, came_from = min(
                    ((before[k][0] + _SLIP * abs(j - k - 1), k) for k in range(j - _MOST_SKIPPED, j + 1) if k in before), default=(inf, -1)
                )
                if came_from >= 0:
                    row[j] = (best_before + here, came_from)
            j += 1
        if not row:
            break
        rows.append(row)
    if not rows:
        return []
    j = min(rows[-1], key=lambda k: rows[-1][k][0])
    path = []
    for i in range(len(rows) - 1, -1, -1):
        path.append((i, j))
        j = rows[i][j][1]
    return path[::-1]


_MOST_SKIPPED = 3
"""Trainer's frames passed by in one client's frame: three times the pace is no longer the same movement."""
_SLIP = 0.5
"""Cost (degrees) of leaving the trainer's pace by one frame: while both stand still, time goes on evenly."""
