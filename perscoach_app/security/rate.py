"""A small rate limit kept in this process: enough against a hammering script, no shared state needed."""

import time
from collections import OrderedDict
from threading import Lock

MAX_CALLERS = 10_000  # addresses remembered; the longest silent one is forgotten first


class RateLimit:
    """A token bucket per caller.

    Args:
        count: calls allowed at once, and per `per_s` seconds in the long run.
    """

    def __init__(self, count: int, per_s: float) -> None:
        self._count = count
        self._refill_per_s = count / per_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, caller: str, moment: float | None = None) -> bool:
        """Whether one more call is fine now; counts it when it is."""
        moment = time.monotonic() if moment is None else moment
        with self._lock:
            left, since = self._buckets.pop(caller, (float(self._count), moment))
            left = min(float(self._count), left + (moment - since) * self._refill_per_s)
            allowed = left >= 1.0
            self._buckets[caller] = (left - 1.0 if allowed else left, moment)
            if len(self._buckets) > MAX_CALLERS:
                self._buckets.popitem(last=False)
            return allowed
