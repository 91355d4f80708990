"""What no body can have done: landmarks that jump away for a frame or three and back, and sides that change places."""

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import MIRROR

Floats = NDArray[np.float64]

LONGEST_S = 0.1  # a jump away and back within it may be a mistake; whoever stays away longer has moved there
LONGEST_RUN = 6  # frames; reached from 60 frames a second on
MOST_ACCELERATION = 150.0  # m/s²; arms raised fast reach 20, heels in fast butt kicks 100 (seen in a real clip at 30 frames a second)
GROUP_ACCELERATION = 40.0  # m/s²; of both arms or both legs on average: one heel may fly, not ten landmarks alike
TREMBLE_M = 0.06  # m; the network's own tremble, which the spline takes care of
SWAP_FITS = 0.4  # with its sides exchanged a pose must lie within this share of the distance it lies off as it is
ROUNDS = 4  # the worst goes first; what looks odd only because of it is looked at again
NO_TRUST = 1e-4  # weight of what was taken out: the spline runs there as if nothing had been seen

ARMS, LEGS = slice(11, 23), slice(23, 33)
MIRRORED = np.array(MIRROR)


def repaired(times: Floats, points: Floats, visibility: Floats) -> tuple[Floats, Floats, Floats]:
    """Exchange sides that have changed places, lay a line through jumps, and say where.

    A frame is judged by the line between its neighbours. How far a body can leave that line follows from its acceleration a: a t₁ t₂ / 2,
    with t₁ and t₂ the times to both neighbours. So the limit grows with the step: at 30 frames a second it is 14 cm, and below 10 frames a
    second, where a quick step and a mistake look alike, a single frame is longer than `LONGEST_S` and nothing is touched.

    Args:
        times: `(N,)` seconds.
        points: `(N, 33, 6)` image and world landmarks, all in metres.
        visibility: `(N, 33)`.

    Returns:
        Points and visibility, mended, and how far each landmark is to be trusted, `(N, 33)`: 1 or `NO_TRUST`.
    """
    points, visibility, trust = points.copy(), visibility.copy(), np.ones(points.shape[:2])
    for _ in range(ROUNDS):
        if not (_exchange(times, points, visibility, ARMS) | _exchange(times, points, visibility, LEGS)):
            break
    for _ in range(ROUNDS):
        if not _straighten(times, points, trust):
            break
    return points, visibility, trust


def _runs(times: Floats, length: int) -> NDArray[np.intp]:
    """Where runs of `length` frames may begin: between two neighbours, and shorter than `LONGEST_S`."""
    starts = np.arange(1, len(times) - length)
    allowed: NDArray[np.intp] = starts[times[starts + length] - times[starts - 1] <= LONGEST_S + (times[starts] - times[starts - 1])]
    return allowed


def _line(times: Floats, points: Floats, starts: NDArray[np.intp], length: int, k: int, acceleration: float) -> tuple[Floats, Floats]:
    """Where frame `starts + k` lies on the line between its run's neighbours, and how far a body can leave it, in metres."""
    before, at, after = starts - 1, starts + k, starts + length
    share = ((times[at] - times[before]) / (times[after] - times[before]))[:, None, None]
    bound = TREMBLE_M + acceleration / 2 * (times[at] - times[before]) * (times[after] - times[at])
    line: Floats = points[before] * (1 - share) + points[after] * share
    return line, bound[:, None]


def _off(points: Floats, line: Floats) -> Floats:
    """How far landmarks lie off, `(N, 33)` metres: in the picture or in space, whichever is more. Image z is a guess and not asked."""
    gap = points - line
    off: Floats = np.maximum(np.linalg.norm(gap[..., :2], axis=-1), np.linalg.norm(gap[..., 3:], axis=-1))
    return off


def _straighten(times: Floats, points: Floats, trust: Floats) -> bool:
    """Lay a line through the worst jumps; whether there were any."""
    worst, lengths = np.zeros(points.shape[:2]), np.zeros(points.shape[:2], np.intp)
    for length in range(1, LONGEST_RUN + 1):
        starts = _runs(times, length)
        if not len(starts):
            continue
        score = np.full((len(starts), points.shape[1]), np.inf)
        for k in range(length):
            line, bound = _line(times, points, starts, length, k, MOST_ACCELERATION)
            score = np.minimum(score, _off(points[starts + k], line) / bound)
        better = score > worst[starts]
        worst[starts] = np.where(better, score, worst[starts])
        lengths[starts] = np.where(better, length, lengths[starts])
    chosen = (worst > 1.0) & (worst >= _highest_near(worst))
    for start, landmark in zip(*np.nonzero(chosen), strict=True):
        length = lengths[start, landmark]
        run = np.arange(start, start + length)
        share = ((times[run] - times[start - 1]) / (times[start + length] - times[start - 1]))[:, None]
        points[run, landmark] = points[start - 1, landmark] * (1 - share) + points[start + length, landmark] * share
        trust[run, landmark] = NO_TRUST
    return bool(chosen.any())


def _exchange(times: Floats, points: Floats, visibility: Floats, group: slice) -> bool:
    """Give left and right back to each other where exchanging them makes the limbs follow their neighbours; whether there was any."""
    worst, lengths = np.zeros(len(times)), np.zeros(len(times), np.intp)
    other = points[:, MIRRORED]
    for length in range(1, LONGEST_RUN + 1):
        starts = _runs(times, length)
        if not len(starts):
            continue
        score = np.full(len(starts), np.inf)
        for k in range(length):
            line, bound = _line(times, points, starts, length, k, GROUP_ACCELERATION)
            kept, exchanged = (_off(which[starts + k], line)[:, group].mean(axis=1) for which in (points, other))
            score = np.minimum(score, np.where(exchanged < SWAP_FITS * kept, kept / bound[:, 0], 0.0))
        better = score > worst[starts]
        worst[starts] = np.where(better, score, worst[starts])
        lengths[starts] = np.where(better, length, lengths[starts])
    chosen = (worst > 1.0) & (worst >= _highest_near(worst))
    for start in np.flatnonzero(chosen):
        run = slice(start, start + lengths[start])
        points[run, group], visibility[run, group] = other[run, group], visibility[run][:, MIRRORED][:, group]
    return bool(chosen.any())


def _highest_near(score: Floats) -> Floats:
    """The highest score within `LONGEST_RUN` frames before and after."""
    width = ((LONGEST_RUN, LONGEST_RUN), *((0, 0),) * (score.ndim - 1))
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(score, width), 2 * LONGEST_RUN + 1, axis=0)
    highest: Floats = windows.max(axis=-1)
    return highest
