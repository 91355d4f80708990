"""A whole clip as limb directions in space: depth told by shortness, one heading, smoothed without lag. For clips known to the end."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from math import cos, exp, fsum, hypot, inf, isnan, nan, sin, sqrt

from perscoach_motion.alignment.align import SEEN
from perscoach_motion.directions.depth import deepened, lengths, sizes
from perscoach_motion.directions.limbs import COUNT, WIDTH, directions, heading, sideways, turned
from perscoach_motion.directions.signs import Signs, signs
from perscoach_motion.order import percentile
from perscoach_motion.skeleton import BODY, LIMB_ENDS, LIMBS
from perscoach_motion.track import PoseTrack

RATE_HZ = 10.0
"""Clips are looked at this often: smoothed as below, nothing above 4 Hz is left in them."""
SMOOTH_S = 0.08
"""Standard deviation of the smoothing, a Gaussian: half the power of 1.7 Hz is left."""
LONGEST_GAP_S = 0.4
"""Between frames farther apart nothing was seen; the slowest clips worth scoring have five frames a second."""
FEET = (LIMBS.index("left_foot"), LIMBS.index("right_foot"))
TRUNK = LIMBS.index("trunk")
UPRIGHT = -0.77
"""Down part of the trunk's direction of somebody who stands: 40° from upright at most."""
TURNED_AWAY = -0.3
"""Cosine between a frame's heading and the clip's below which the network has mistaken front for back: nobody turns round for a moment."""
FEET_UNTIL = 1.75
"""Radians of heading (100°) beyond which feet are read as pointing the wrong way."""
READ_HZ = 20.0
"""Frames that come faster are passed by: twice the clock above loses nothing, and a phone's 30 frames a second cost half."""
OUTSIDE = 0.02
"""Share of the picture by which a landmark may lie outside: the estimator guesses well that far."""
MOST_SIZES = 400
"""Frames from which the limbs' lengths are read; more add nothing."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A person's limbs on an even clock, heading taken out; frames without a person are left out.

    Attributes:
        times: seconds, growing; farther apart than ``LONGEST_GAP_S`` where nobody was seen.
        limbs: per frame ``(14, 3)`` unit directions, flattened; x to the body's left, y down, z behind it.
        seen: per frame and limb whether its landmarks are visible.
        sight: the camera's line of sight in these axes, a unit vector.
        heading: radians that were taken out.
        signs: per frame :func:`perscoach_motion.directions.signs.signs`.
        rows: per frame the nearest row of the track.
    """

    times: list[float]
    limbs: list[list[float]]
    seen: list[list[bool]]
    sight: tuple[float, float, float]
    heading: float
    signs: list[Signs]
    rows: list[int]


def motion(track: PoseTrack) -> Motion:
    """Read a clip.

    Args:
        track: any rate; landmarks unmirrored.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> shown = motion(squat(yaw_deg=30.0))
        >>> len(shown.times), round(shown.times[-1], 1), round(shown.heading, 2)
        (50, 4.9, -0.52)
    """
    here = _thinned(track)
    worlds = [track.world_of(row) for row in here]
    flats = [track.xy_of(row) for row in here]
    sides = [sideways(world) for world in worlds]
    yaw = heading(sides)
    level = (cos(yaw), sin(yaw))
    right_way = [x * level[0] + z * level[1] > TURNED_AWAY * hypot(x, z) for x, z in sides]
    here = list(compress(here, right_way))
    worlds, flats = list(compress(worlds, right_way)), list(compress(flats, right_way))
    step = max(1, len(here) // MOST_SIZES)
    true = lengths(sizes(xy, track.aspect, world) for xy, world in zip(flats[::step], worlds[::step], strict=True))
    read = [turned(deepened(directions(world), xy, track.aspect, true, level), yaw) for world, xy in zip(worlds, flats, strict=True)]
    own = [track.times[row] for row in here]
    times = _clock(own)
    nearest = [_nearest(own, time_s) for time_s in times]
    clear = [landmarks_seen(track.visibility_of(here[k]), flats[k]) for k in nearest]
    found = [list(signs(xy, track.aspect, vectors, true, yaw)) for xy, vectors in zip(flats, read, strict=True)]
    both = _smoothed(own, [[*vectors, *sign] for vectors, sign in zip(read, found, strict=True)], times)
    return Motion(
        times,
        [normalised(one[:WIDTH]) for one in both],
        [limbs_seen(one, yaw) for one in clear],
        (sin(yaw), 0.0, cos(yaw)),
        yaw,
        [tuple(one[WIDTH:]) for one in both],
        [here[k] for k in nearest],
    )


def stands(limbs: Sequence[Sequence[float]]) -> bool:
    """Whether somebody is upright in a quarter of these frames at least.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> stands(motion(squat()).limbs)
        True
    """
    upright = sorted(vectors[3 * TRUNK + 1] for vectors in limbs)
    return bool(upright) and percentile(upright, 0.25) <= UPRIGHT


def landmarks_seen(visibility: Sequence[float], xy: Sequence[float]) -> list[bool]:
    """Which landmarks are seen: outside the picture the network guesses, however sure it is.

    Args:
        visibility: ``(33,)``.
        xy: ``(33, 2)`` image landmarks, flattened.

    Example:
        >>> landmarks_seen([0.9, 0.9, 0.2], [0.5, 0.5, 1.3, 0.5, 0.5, 0.5])
        [True, False, False]
    """
    xs, ys = xy[0::2], xy[1::2]
    low, high = -OUTSIDE, 1.0 + OUTSIDE
    if min(xs) >= low and max(xs) <= high and min(ys) >= low and max(ys) <= high:
        return [value >= SEEN for value in visibility]
    return [value >= SEEN and low <= x <= high and low <= y <= high for value, x, y in zip(visibility, xs, ys, strict=True)]


def limbs_seen(clear: Sequence[bool], yaw: float) -> list[bool]:
    """Which limbs have all their landmarks seen; none when too little of the body is, no feet from behind.

    Args:
        clear: per landmark whether it is seen.
        yaw: the body's heading, radians.

    Example:
        >>> clear = [True] * 33
        >>> clear[13] = False
        >>> [LIMBS[limb] for limb, seen in enumerate(limbs_seen(clear, 0.0)) if not seen]
        ['left_upper_arm', 'left_forearm']
    """
    if 2 * sum(clear[number] for number in BODY) < len(BODY):
        return [False] * COUNT
    seen = [all(clear[number] for side in ends for number in side) for ends in LIMB_ENDS]
    if abs(yaw) > FEET_UNTIL:
        for limb in FEET:
            seen[limb] = False
    return seen


def _thinned(track: PoseTrack) -> list[int]:
    """Rows with a person, no nearer to each other than ``READ_HZ`` allows."""
    rows = []
    due = -inf
    for row, time_s in enumerate(track.times):
        if time_s >= due and track.present(row):
            rows.append(row)
            due = time_s + 1.0 / READ_HZ - 1e-6
    return rows


def _clock(own: Sequence[float]) -> list[float]:
    """Even moments at which somebody is seen nearby."""
    if not own:
        return []
    step = 1.0 / RATE_HZ
    times = []
    after = 0
    for k in range(int((own[-1] - own[0]) / step + 1e-6) + 1):
        time_s = own[0] + k * step
        while after < len(own) - 1 and own[after] < time_s:
            after += 1
        before = max(0, after - 1)
        if own[after] - own[before] <= LONGEST_GAP_S or min(own[after] - time_s, time_s - own[before]) <= step:
            times.append(time_s)
    return times


def _nearest(own: Sequence[float], time_s: float) -> int:
    k = min(bisect_left(own, time_s), len(own) - 1)
    return k - 1 if k > 0 and time_s - own[k - 1] < own[k] - time_s else k


def _smoothed(own: Sequence[float], frames: Sequence[Sequence[float]], times: Sequence[float]) -> list[list[float]]:
    """A Gaussian in time at each moment of the clock."""
    reach = 2.5 * SMOOTH_S
    out = []
    first = last = 0
    for time_s in times:
        while own[first] < time_s - reach:
            first += 1
        last = max(last, first)
        while last < len(own) and own[last] <= time_s + reach:
            last += 1
        near = range(first, last) if last > first else (_nearest(own, time_s),)
        weights = [exp(-0.5 * ((own[k] - time_s) / SMOOTH_S) ** 2) for k in near]
        total_weight = fsum(weights)
        sums = [0.0] * len(frames[0])
        for k, weight in zip(near, weights, strict=True):
            sums = [total + weight * value for total, value in zip(sums, frames[k], strict=True)]
        out.append([total / total_weight for total in sums])
    return out


def normalised(vectors: list[float]) -> list[float]:
    """``(14, 3)`` flattened vectors at length one; NaN for one without length. Changed in place and returned.

    Example:
        >>> normalised([0.0, 3.0, 4.0] * COUNT)[:3]
        [0.0, 0.6, 0.8]
    """
    for k in range(0, WIDTH, 3):
        x, y, z = vectors[k : k + 3]
        length = sqrt(x * x + y * y + z * z)
        vectors[k : k + 3] = (x / length, y / length, z / length) if length > 1e-9 else (nan, nan, nan)
    return vectors


def known(vectors: Sequence[float]) -> bool:
    """Whether a frame of directions shows somebody.

    Example:
        >>> known([0.0, 1.0, 0.0] * COUNT), known([nan] * WIDTH)
        (True, False)
    """
    return not isnan(vectors[0])
