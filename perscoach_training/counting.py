"""Counting without a camera: by the trainer's own repetitions, as her clip goes by."""


class TrainersCount:
    """Counts the trainer's repetitions.

    Example:
        >>> count = TrainersCount([(1.0, 3.0), (3.0, 5.0)])
        >>> [count.take(time_s, loop) for time_s, loop in ((0.5, 0), (3.1, 0), (4.9, 0), (1.2, 1), (3.2, 1))]
        [0, 1, 1, 2, 3]
    """

    def __init__(self, repetitions: "list[tuple[float, float]]", before: int = 0) -> None:
        """Begin at ``before``, wherever the clip is at the first look."""
        self._ends = [end for _, end in repetitions]
        self._before = before
        self._first: int | None = None

    def take(self, time_s: float, loop: int) -> int:
        """How many are done when the clip shows this."""
        if not self._ends:
            return self._before
        total = loop * len(self._ends) + sum(end <= time_s for end in self._ends)
        if self._first is None:
            self._first = total
        return self._before + max(0, total - self._first)
