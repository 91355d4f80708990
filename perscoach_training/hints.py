"""Which faults are believed, and which one is said when: nothing flickers, nothing nags."""

from collections.abc import Sequence

RAISED_S, CLEARED_S = 0.5, 0.5
"""A fault is believed, and forgotten, after lasting so long: a frame proves nothing."""
APART_S = 3.0
"""Between two different hints: one must have time to take a step."""
AGAIN_S = 6.0
"""Before the same hint is said again; each time twice as long, up to `SELDOMEST_S`."""
SELDOMEST_S = 24.0
LOOKED_S = 3.0
"""At first nothing is said: everybody walks from the screen to the place."""


class Hints:
    """Believes and says.

    Example:
        >>> hints = Hints(("near", "dark"))
        >>> hints.feed(0.0, {"near"}), hints.feed(0.5, {"near"}), hints.feed(0.6, set()), hints.feed(1.2, set())
        (set(), {'near'}, {'near'}, set())
    """

    def __init__(self, order: Sequence[str]) -> None:
        """``order``: the most urgent first; what is not in it is never said."""
        self._order = order
        self._changing: dict[str, float] = {}
        self.raised: set[str] = set()
        self._began: float | None = None
        self._spoke_at = -1e9
        self._said: dict[str, tuple[float, int]] = {}

    def feed(self, now: float, faults: set[str]) -> set[str]:
        """Take what seems wrong now; what is believed to be wrong."""
        self._began = now if self._began is None else self._began
        for name in faults ^ self.raised:
            since = self._changing.setdefault(name, now)
            if now - since >= (RAISED_S if name in faults else CLEARED_S):
                self.raised ^= {name}
                del self._changing[name]
        for name in set(self._changing) - (faults ^ self.raised):
            del self._changing[name]
        return set(self.raised)

    def to_say(self, now: float) -> str:
        """The hint to be said now; empty for silence.

        Example:
            >>> hints = Hints(("near",))
            >>> _ = [hints.feed(second, {"near"}) for second in (0.0, 1.0)]
            >>> [hints.to_say(second) for second in (1.0, 4.0, 5.0, 9.0, 10.0, 12.0, 22.0)]
            ['', 'near', '', '', 'near', '', 'near']
        """
        hint = next((name for name in self._order if name in self.raised), "")
        if not hint or self._began is None or now - self._began < LOOKED_S or now - self._spoke_at < APART_S:
            return ""
        at, times = self._said.get(hint, (-1e9, 0))
        if now - at < min(SELDOMEST_S, AGAIN_S * 2 ** max(0, times - 1)):
            return ""
        self._said[hint] = now, times + 1
        self._spoke_at = now
        return hint
