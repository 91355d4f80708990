"""The score over time as a row of grades: the same strip the trainer sees later."""

from perscoach_training.grades import grade

SLOTS = 60


class Strip:
    """Grows with the set; when it is full, each mark stands for twice the time.

    Example:
        >>> strip = Strip()
        >>> for second in range(90):
        ...     strip.add(float(second), 90.0 if second < 60 else None)
        >>> len(strip.grades()), strip.grades()[0], strip.grades()[-1]
        (45, 'good', 'none')
    """

    def __init__(self) -> None:
        self._span = 1.0
        self._bins: list[tuple[float, int]] = []

    def add(self, elapsed: float, score: float | None) -> None:
        """One look at the score; ``None`` where it was not seen."""
        while elapsed >= self._span * SLOTS:
            self._halve()
        here = int(elapsed / self._span)
        self._bins += [(0.0, 0)] * (here + 1 - len(self._bins))
        if score is not None:
            total, count = self._bins[here]
            self._bins[here] = total + score, count + 1

    def grades(self) -> list[str]:
        """``good``, ``fair``, ``poor`` or ``none``, in order of time."""
        return [grade(total / count if count else None) for total, count in self._bins]

    def _halve(self) -> None:
        self._span *= 2.0
        odd = [*self._bins, (0.0, 0)]
        self._bins = [(odd[k][0] + odd[k + 1][0], odd[k][1] + odd[k + 1][1]) for k in range(0, len(self._bins), 2)]
