"""Seconds trained: a watch that runs only while the client trains, told the page's time by whoever looks at it."""


class Clock:
    """A stop watch.

    Example:
        >>> watch = Clock(before=12.0)
        >>> watch.run(100.0)
        >>> watch.at(103.5)
        15.5
        >>> watch.hold(104.0)
        >>> watch.at(200.0), watch.running
        (16.0, False)
    """

    def __init__(self, before: float = 0.0) -> None:
        """Go on from ``before`` seconds."""
        self._before = before
        self._since: float | None = None

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self._since is not None

    def at(self, now: float) -> float:
        """Seconds on the watch at the page's time ``now``."""
        return self._before + (0.0 if self._since is None else max(0.0, now - self._since))

    def run(self, now: float) -> None:
        """Start it, or let it run on."""
        if self._since is None:
            self._since = now

    def hold(self, now: float) -> None:
        """Stop it, keeping what it shows."""
        self._before, self._since = self.at(now), None
