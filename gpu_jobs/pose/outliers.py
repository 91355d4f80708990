"""What no body can have done: landmarks that jump away for a frame or three and back, and sides that change places."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import MIRROR

Floats = NDArray[np.float64]

LONGEST_S = 0.1  # a jump away and back within it may be a mistake; whoever stays away longer has moved there
LONGEST_RUN = 6  # frames; reached from 60 frames a second on
MOST_ACCELERATION = 150.0  # m/s²; arms raised fast reach 20, heels in fast butt kicks 100 (seen in a real clip at 30 frames a second)
TREMBLE_M = 0.06  # m; the network's own tremble, which the spline takes care of
SWAP_STEP_S = 0.05  # s between two frames; with longer steps a runner's feet, seen from the side, change places themselves
SWAP_LONGEST_S = 1.0  # a back taken for a chest, half a turn
SWAP_FITS = 0.4  # with its sides exchanged a pose must lie within this share of the way it leapt
GROUP_SPEED = 2.0  # m/s, of both arms or both legs on average against the hips; a runner's feet reach 4, his knees 2
ROUNDS = 4  # the worst goes first; what looks odd only because of it is looked at again
NO_TRUST = 1e-4  # weight of what was taken out: the spline runs there as if nothing had been seen

BODY, ARMS, LEGS = slice(11, 33), slice(11, 23), slice(23, 33)
MIRRORED = np.array(MIRROR)


def repaired(times: Floats, points: Floats, visibility: Floats) -> tuple[Floats, Floats, Floats]:
    """Exchange sides that have changed places, lay a line through jumps, and say where.

    A jump is judged by the line between its neighbours. How far a body can leave that line follows from its acceleration a: a t₁ t₂ / 2,
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
    for group in (BODY, ARMS, LEGS):
        wrong = _exchanged(times, points, group)
        given_back = slice(0, group.stop) if group.start == ARMS.start else group  # the face goes with the shoulders
        points[wrong, given_back] = points[wrong][:, MIRRORED][:, given_back]
        visibility[wrong, given_back] = visibility[wrong][:, MIRRORED][:, given_back]
    for _ in range(ROUNDS):
        if not _straighten(times, points, trust):
            break
    return points, visibility, trust


def _runs(times: Floats, length: int) -> NDArray[np.intp]:
    """Where runs of `length` frames may begin: between two neighbours, and shorter than `LONGEST_S`."""
    starts = np.arange(1, len(times) - length)
    allowed: NDArray[np.intp] = starts[times[starts + length] - times[starts - 1] <= LONGEST_S + (times[starts] - times[starts - 1])]
    return allowed


def _line(times: Floats, points: Floats, starts: NDArray[np.intp], length: int, k: int) -> tuple[Floats, Floats]:
    """Where frame `starts + k` lies on the line between its run's neighbours, and how far a body can leave it, in metres."""
    before, at, after = starts - 1, starts + k, starts + length
    share = ((times[at] - times[before]) / (times[after] - times[before]))[:, None, None]
    bound = TREMBLE_M + MOST_ACCELERATION / 2 * (times[at] - times[before]) * (times[after] - times[at])
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
            line, bound = _line(times, points, starts, length, k)
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


def _exchanged(times: Floats, points: Floats, group: slice) -> NDArray[np.bool_]:
    """In which frames left and right of a group of landmarks have changed places, for up to `SWAP_LONGEST_S`.

    Where they change, every landmark leaps to where its counterpart was. Between two such leaps one of the two parts is wrong: the
    shorter one. Nothing longer is touched, so that a mistaken leap cannot turn a whole clip's sides. A part before the first leap or
    behind the last one may be wrong too, but there arms and legs could choose differently: only the whole body is exchanged there.
    """
    steps = np.diff(times)
    leap, back = (_off(points[1:], was[:-1])[:, group].mean(axis=1) for was in (points, points[:, MIRRORED]))
    turned = (steps <= SWAP_STEP_S) & (leap > TREMBLE_M + GROUP_SPEED * steps) & (back < SWAP_FITS * leap)
    edges = [0, *(np.flatnonzero(turned) + 1).tolist(), len(times)]
    wrong = np.zeros(len(times), bool)
    while len(edges) > 2:
        lengths = [times[end - 1] - times[start] for start, end in pairwise(edges)]
        if group != BODY:
            lengths[0] = lengths[-1] = np.inf
        shortest = int(np.argmin(lengths))
        if lengths[shortest] > SWAP_LONGEST_S:
            break
        wrong[edges[shortest] : edges[shortest + 1]] ^= True
        # Once exchanged it is of one piece with what lies beside it.
        edges = [edge for edge in edges if edge not in edges[shortest : shortest + 2] or edge in (0, len(times))]
    return wrong


def _highest_near(score: Floats) -> Floats:
    """The highest score within `LONGEST_RUN` frames before and after."""
    width = ((LONGEST_RUN, LONGEST_RUN), *((0, 0),) * (score.ndim - 1))
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(score, width), 2 * LONGEST_RUN + 1, axis=0)
    highest: Floats = windows.max(axis=-1)
    return highest
