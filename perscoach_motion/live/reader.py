"""The live counterpart of ``motion``: a camera frame as limb directions, with nothing but the past to go by."""

from collections import deque
from collections.abc import Sequence
from math import atan2, cos, exp, hypot, isnan, nan, sin

from perscoach_motion.directions.depth import deepened, lengths, sizes
from perscoach_motion.directions.limbs import COUNT, WIDTH, OneEuro, directions, sideways, turned
from perscoach_motion.directions.motion import TURNED_AWAY, landmarks_seen, limbs_seen
from perscoach_motion.directions.signs import SIGNS, UNKNOWN, Signs, signs

SMOOTHING_HZ = 2.0
SMOOTHING_BETA = 1.5
"""One-Euro on unit vectors: still limbs are smoothed at 2 Hz, a limb at 3 rad/s at 6.5 Hz."""
HEADING_FADE_S = 4.0
"""The client's heading is one number that settles over seconds; a lean must not turn it."""
SIZES_EVERY_S = 0.5
LENGTHS_EVERY_S = 2.0
EARLY, EARLY_EVERY_S = 8, 0.1
"""The first lengths are taken in the first second, before anything moves."""
MOST_SIZES = 64
"""Half a minute of apparent lengths: who steps nearer soon has longer limbs."""
SEEN_FADE_S = 0.4
"""A limb leaves or joins the count only after being lost or seen for about so long: a flicker would look like a movement."""

Rows = tuple[float, float, float, float, float, float, float, float, float]


class Reader:
    """Reads frame after frame.

    Attributes:
        vectors: ``(14, 3)`` directions in the camera's axes, depth told by shortness, smoothed.
        seen: per limb whether it has been seen for a while.
        yaw: the body's heading, radians; NaN until known.
        signs: of the last frame, smoothed alike.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> clip, reader = squat(), Reader()
        >>> for k, time_s in enumerate(clip.times):
        ...     believed = reader.read(time_s, 1 / 12, clip.xy_of(k), clip.aspect, clip.world_of(k), clip.visibility_of(k))
        >>> believed, all(reader.seen), [abs(round(value, 2)) for value in reader.sight()]
        (True, True, [0.0, 0.0, 1.0])
    """

    def __init__(self) -> None:
        self._smooth = OneEuro(WIDTH + len(SIGNS), SMOOTHING_HZ, SMOOTHING_BETA)
        self._side = (0.0, 0.0)
        self._sizes: deque[list[tuple[float, float, float]]] = deque(maxlen=MOST_SIZES)
        self._lengths = [nan] * COUNT
        self._yardstick = self._lengths
        self._size_at = self._lengths_at = -1e9
        self._often = [1.0] * COUNT
        self.vectors = [nan] * WIDTH
        self.seen = [False] * COUNT
        self.yaw = nan
        self.signs: Signs = UNKNOWN

    def read(
        self,
        time_s: float,
        passed_s: float,
        xy: Sequence[float],
        aspect: float,
        world: Sequence[float],
        visibility: Sequence[float],
        steady: bool = True,
    ) -> bool:
        """Take one frame; whether it can be believed.

        Args:
            time_s: seconds. passed_s: since the frame before.
            xy: ``(33, 2)`` image landmarks, flattened. aspect: width / height of the picture.
            world: ``(33, 3)`` world landmarks, flattened. visibility: ``(33,)``.
            steady: whether no repetition is under way.
        """
        x, z = sideways(world)
        if isnan(x + z):
            return False
        a, b = self._side
        if x * a + z * b < TURNED_AWAY * hypot(x, z) * hypot(a, b):
            # Front mistaken for back; but who really turned round is believed after a while.
            keep = exp(-passed_s / HEADING_FADE_S)
            self._side = (a * keep, b * keep)
            if hypot(*self._side) > 0.2 * hypot(x, z):
                return False
        keep = exp(-passed_s / HEADING_FADE_S)
        self._side = (a * keep + x * (1.0 - keep), b * keep + z * (1.0 - keep))
        self.yaw = atan2(self._side[1], self._side[0])
        self._measure(time_s, xy, aspect, world, steady)
        read = deepened(directions(world), xy, aspect, self._lengths, self._side)
        # Signs are smoothed together with the limbs: what lags must lag alike.
        found = signs(xy, aspect, turned(read, self.yaw), self._yardstick, self.yaw)
        smooth = self._smooth([*read, *found], time_s)
        self.vectors, self.signs = smooth[:WIDTH], tuple(smooth[WIDTH:])
        clear = limbs_seen(landmarks_seen(visibility, xy), self.yaw)
        fade = exp(-passed_s / SEEN_FADE_S)
        self._often = [old * fade + here * (1.0 - fade) for old, here in zip(self._often, clear, strict=True)]
        self.seen = [often > 0.5 and here for often, here in zip(self._often, clear, strict=True)]
        return True

    def _measure(self, time_s: float, xy: Sequence[float], aspect: float, world: Sequence[float], steady: bool) -> None:
        """Collect apparent lengths; the yardstick of the signs changes only between repetitions, so that one has one from end to end."""
        early = len(self._sizes) < EARLY
        if time_s - self._size_at >= (EARLY_EVERY_S if early else SIZES_EVERY_S):
            self._size_at = time_s
            self._sizes.append(sizes(xy, aspect, world))
        elif early or time_s - self._lengths_at >= LENGTHS_EVERY_S:
            self._lengths_at = time_s
            self._lengths = lengths(self._sizes)
            if steady:
                self._yardstick = self._lengths

    def sight(self) -> tuple[float, float, float]:
        """The camera's line of sight in the body's axes."""
        return sin(self.yaw), 0.0, cos(self.yaw)
