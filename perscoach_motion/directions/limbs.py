"""Limbs as directions in space, the way a body faces, and smoothing that does not lag behind fast movement."""

from collections.abc import Iterable, Sequence
from math import acos, atan2, copysign, cos, degrees, isnan, nan, pi, sin, sqrt
from operator import add, itemgetter, sub

from perscoach_motion.skeleton import COUNT as LANDMARK_COUNT
from perscoach_motion.skeleton import LEFT_HIP, LEFT_SHOULDER, LIMB_ENDS, LIMBS, MIRROR_LIMB, RIGHT_HIP, RIGHT_SHOULDER
from perscoach_motion.track import STRIDE, PoseTrack

COUNT = len(LIMBS)
WIDTH = COUNT * 3
"""Numbers in one frame of directions."""

_DEGREES = degrees(1.0)
_SIDEWAYS = (LIMBS.index("shoulders"), LIMBS.index("hips"))
_MIDDLES = tuple(ends for both in LIMB_ENDS for ends in both if len(ends) == 2)
"""Pairs of landmarks whose middle a limb begins or ends at; the middles are counted on after the landmarks."""
_PLACES: dict[tuple[int, ...], int] = {(number,): number for number in range(LANDMARK_COUNT)}
_PLACES.update((pair, LANDMARK_COUNT + k) for k, pair in enumerate(_MIDDLES))
_LIMB_START = itemgetter(*(_PLACES[start] for start, _ in LIMB_ENDS))
_LIMB_END = itemgetter(*(_PLACES[end] for _, end in LIMB_ENDS))


def directions(world: Sequence[float]) -> list[float]:
    """Unit vectors of the 14 limbs.

    Args:
        world: ``(33, 3)`` world landmarks in metres, flattened.

    Returns:
        ``(14, 3)`` flattened, in the order of ``LIMBS``; NaN for a limb without length.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> trunk = 3 * LIMBS.index("trunk")
        >>> [round(value, 2) for value in directions(squat().world_of(0))[trunk : trunk + 3]]
        [0.0, -1.0, 0.0]
    """
    sides = [_differences(list(world[axis::3])) for axis in range(3)]
    vectors: list[float] = []
    for x, y, z in zip(*sides, strict=True):
        length = sqrt(x * x + y * y + z * z)
        vectors += (x / length, y / length, z / length) if length > 0 else (nan, nan, nan)
    return vectors


def _differences(along: list[float]) -> Iterable[float]:
    """Of 33 coordinates along one axis: how far each limb reaches along it."""
    along += [(along[one] + along[other]) / 2 for one, other in _MIDDLES]
    return map(sub, _LIMB_END(along), _LIMB_START(along))


def mirrored(vectors: Sequence[float]) -> list[float]:
    """The limbs as a mirror shows them: left and right swapped, x turned round. ``(14, 3)`` flattened.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> vectors = directions(squat(left_arm=0.1).world_of(18))
        >>> left, right = (3 * LIMBS.index(name) for name in ("left_forearm", "right_forearm"))
        >>> mirrored(vectors)[right + 2] == vectors[left + 2], mirrored(mirrored(vectors)) == vectors
        (True, True)
    """
    seen: list[float] = []
    for limb in range(COUNT):
        k = 3 * MIRROR_LIMB[limb]
        # Shoulders and hips point from left to right: swapping their ends and turning x round leaves x and turns y and z.
        if limb in _SIDEWAYS:
            seen += (vectors[k], -vectors[k + 1], -vectors[k + 2])
        else:
            seen += (-vectors[k], vectors[k + 1], vectors[k + 2])
    return seen


def turned(vectors: Sequence[float], yaw: float) -> list[float]:
    """Limbs turned about the vertical by ``-yaw`` radians, so that a body with heading ``yaw`` then faces the camera.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> straight, turned_by_30 = (directions(squat(yaw_deg=yaw).world_of(18)) for yaw in (0.0, 30.0))
        >>> yaw = heading([sideways(squat(yaw_deg=30.0).world_of(18))])
        >>> max(abs(a - b) for a, b in zip(turned(turned_by_30, yaw), straight, strict=True)) < 1e-5
        True
    """
    c, s = cos(yaw), sin(yaw)
    out = list(vectors)
    for k in range(0, WIDTH, 3):
        x, z = vectors[k], vectors[k + 2]
        out[k] = x * c + z * s
        out[k + 2] = z * c - x * s
    return out


def sideways(world: Sequence[float]) -> tuple[float, float]:
    """The body's left in the floor plan (x, z), not normalised: shoulders and hips together.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> x, z = sideways(squat(yaw_deg=90.0).world_of(0))
        >>> round(x, 3), abs(round(z, 2))
        (0.0, 0.54)
    """
    ls, rs, lh, rh = 3 * LEFT_SHOULDER, 3 * RIGHT_SHOULDER, 3 * LEFT_HIP, 3 * RIGHT_HIP
    x = world[ls] - world[rs] + world[lh] - world[rh]
    z = world[ls + 2] - world[rs + 2] + world[lh + 2] - world[rh + 2]
    return x, z


def heading(sides: Iterable[tuple[float, float]]) -> float:
    """One heading for many frames, radians: 0 faces the camera, positive turns the body's left away from it.

    Args:
        sides: :func:`sideways` of each frame; frames without a person (NaN) are passed over.

    Example:
        >>> round(degrees(heading([(1.0, 1.0), (nan, nan), (3.0, 3.0)])))
        45
    """
    x = z = 0.0
    for side_x, side_z in sides:
        if not isnan(side_x):
            x, z = x + side_x, z + side_z
    return atan2(z, x) if x or z else 0.0


def clip_directions(track: PoseTrack) -> tuple[list[list[float]], float]:
    """Every frame's limbs, turned so that the clip's one heading faces the camera.

    Per-frame turning would erase real leans and twists.

    Returns:
        ``T`` lists of ``(14, 3)`` flattened (NaN where nobody is), and the heading in radians.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> limbs, yaw = clip_directions(squat(yaw_deg=-30.0))
        >>> len(limbs), len(limbs[0]), round(degrees(yaw))
        (60, 42, 30)
    """
    worlds = [track.world[k : k + STRIDE] for k in range(0, len(track) * STRIDE, STRIDE)]
    yaw = heading(sideways(world) for world in worlds)
    return [turned(directions(world), yaw) for world in worlds], yaw


def angle(one: Sequence[float], other: Sequence[float], limb: int) -> float:
    """Degrees between the same limb of two bodies, 0..180; NaN where unknown.

    Example:
        >>> one, other = [0.0, 1.0, 0.0] * COUNT, [0.0, 0.0, 1.0] * COUNT
        >>> angle(one, one, 3), angle(one, other, 3)
        (0.0, 90.0)
    """
    k = 3 * limb
    cosine = one[k] * other[k] + one[k + 1] * other[k + 1] + one[k + 2] * other[k + 2]
    if -1.0 < cosine < 1.0:
        return degrees(acos(cosine))
    return nan if isnan(cosine) else (0.0 if cosine > 0 else 180.0)


def angles(products: Sequence[float]) -> list[float]:
    """Degrees between all limbs of two bodies, 0..180; NaN where unknown.

    Args:
        products: ``(14, 3)`` flattened: the two bodies' directions multiplied number by number.

    Example:
        >>> angles([1.0, 0.0, 0.0] * 2), angles([nan, 0.0, 0.0])
        ([0.0, 0.0], [nan])
    """
    return [
        acos(cosine) * _DEGREES if -1.0 < cosine < 1.0 else (cosine if isnan(cosine) else 90.0 - 90.0 * copysign(1.0, cosine))
        for cosine in map(add, map(add, products[0::3], products[1::3]), products[2::3])
    ]


class OneEuro:
    """The One-Euro filter (Casiez, Roussel, Vogel, CHI 2012) over many numbers at once.

    Slow movement is smoothed hard, fast movement hardly at all. A number that was NaN starts anew.

    Example:
        >>> still, quick = OneEuro(1, 2.0, 1.5), OneEuro(1, 2.0, 1.5)
        >>> for step in range(10):
        ...     shaking = still([0.01 * (-1) ** step], step / 20)
        ...     moving = quick([0.2 * step], step / 20)
        >>> abs(shaking[0]) < 0.005, round(1.8 - moving[0], 1)
        (True, 0.1)
    """

    def __init__(self, width: int, cutoff_hz: float, beta: float) -> None:
        """Make a filter for ``width`` numbers: ``cutoff_hz`` at rest, ``beta`` Hz more for each unit a second."""
        self._cutoff, self._beta = cutoff_hz, beta
        self._value = [nan] * width
        self._speed = [0.0] * width
        self._time = nan

    def __call__(self, values: list[float], time_s: float) -> list[float]:
        """Filter one frame."""
        step = time_s - self._time
        self._time = time_s
        if not step > 0:
            self._value = values
            return values
        tau = 2 * pi * step
        least, slope, gain = tau * self._cutoff, tau * self._beta, tau / (tau + 1.0)
        old = self._value
        moved = list(map(sub, values, old))
        # One pole each: x / (x + 1) is the share of the way that is gone in this step.
        self._speed = speed = [was + (change / step - was) * gain for was, change in zip(self._speed, moved, strict=True)]
        value = [was + change - change / (1.0 + least + slope * abs(rate)) for was, change, rate in zip(old, moved, speed, strict=True)]
        if isnan(sum(value)):
            value = [new if isnan(smooth) else smooth for new, smooth in zip(values, value, strict=True)]
            self._speed = [0.0 if isnan(rate) else rate for rate in speed]
        self._value = value
        return value
