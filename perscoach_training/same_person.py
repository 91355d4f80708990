"""Whoever else walks through the picture is not the client: her repetitions are not counted for her."""

from array import array
from math import hypot

from perscoach_motion.live import layout as at
from perscoach_motion.skeleton import LEFT_HIP, LEFT_SHOULDER, RIGHT_HIP, RIGHT_SHOULDER

LEAP = 0.8
"""Lengths of the trunk (40 cm) that a trunk never moves between two pictures, however slow the device."""
WALKS = 3.0
"""Lengths of the trunk a second: as fast as she may come back elsewhere after she was lost from sight."""
GROWS = 1.7
"""Times larger or smaller than a moment ago: somebody nearer the camera."""
BELIEVED_S = 3.0
"""A stranger who stays so long, and she not back, was she after all."""
LONGEST_S = 10.0
"""After so long nothing is remembered of where she was."""

_TRUNK = tuple(at.IMAGE_IN + 4 * number for number in (LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP))


class SamePerson:
    """Remembers where the client's trunk was.

    Example:
        >>> from perscoach_motion.demonstration import camera_frame, squat
        >>> one, client = SamePerson(), camera_frame(squat(), 0)
        >>> stranger = camera_frame(squat(), 0)
        >>> for place in range(at.IMAGE_IN, at.WORLD_IN, 4):
        ...     stranger[place] += 0.35
        >>> [one.knows(second, who) for second, who in ((0.0, client), (0.1, stranger), (0.2, client), (0.3, stranger), (3.5, stranger))]
        [True, False, True, False, True]
    """

    def __init__(self) -> None:
        self._x = self._y = self._size = 0.0
        self._seen_at = self._strange_at = -1e9

    def knows(self, now: float, given: "array[float]") -> bool:
        """Whether whoever is in the engine's input is the client; nobody is nobody, not a stranger.

        Args:
            now: seconds. given: what the worker wrote.
        """
        if not given[at.FOUND]:
            return True
        aspect = given[at.CAMERA_WIDTH] / given[at.CAMERA_HEIGHT] if given[at.CAMERA_HEIGHT] > 0 else 1.0
        a, b, c, d = _TRUNK
        above_x, above_y = (given[a] + given[b]) / 2 * aspect, (given[a + 1] + given[b + 1]) / 2
        below_x, below_y = (given[c] + given[d]) / 2 * aspect, (given[c + 1] + given[d + 1]) / 2
        x, y = (above_x + below_x) / 2, (above_y + below_y) / 2
        # Shoulders or trunk, whichever shows more: turned aside the one is short, bent over the other.
        size = max(hypot(above_x - below_x, above_y - below_y), hypot((given[a] - given[b]) * aspect, given[a + 1] - given[b + 1]))
        strange = self._strange_at > self._seen_at
        # While somebody else stands there she has not come back: only the time before gave her a way to walk.
        passed = (self._strange_at if strange else now) - self._seen_at
        if passed < LONGEST_S and self._is_strange(hypot(x - self._x, y - self._y), size, passed):
            if not strange:
                self._strange_at = now
            if now - self._strange_at < BELIEVED_S:
                return False
        self._x, self._y, self._seen_at = x, y, now
        # Her size is that of the last moments: bending over she must not look like a child.
        self._size = max(size, self._size * 0.9 if passed < 1.0 else 0.0)
        return True

    def _is_strange(self, away: float, size: float, passed: float) -> bool:
        if away > self._size * (LEAP + WALKS * passed):
            return True
        return size > self._size * (GROWS + passed) or size * (2.5 * GROWS + passed) < self._size
