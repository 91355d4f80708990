"""Landmarks without jitter and without lag: smoothed over the whole clip at once, in seconds, at the frames' real times.

The pose network reads every frame on its own, so its landmarks tremble, and now and then one jumps for a frame or left and right change
places. A causal filter would trail behind the movement; here the whole clip is known. First what cannot be a body's movement is taken
out (`gpu_jobs.pose.outliers`), then a cubic smoothing spline is laid through each stretch in which the person is seen. Where nobody is
seen nothing is invented, and nothing reaches across.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.pose.outliers import repaired
from gpu_jobs.pose.spline import smoothing_spline
from perscoach_motion.skeleton import LEFT_HIP, RIGHT_HIP

CUTOFF_HZ = 6.5  # amplitude 1/√2 there: human movement ends near 6 Hz (Winter, Biomechanics, 2009, ch. 3), the tremble does not
VISIBILITY_CUTOFF_HZ = 2.0  # whether a hand is hidden changes no faster
SEEN_WELL = 0.5  # visibility from which on a landmark is fully believed; MediaPipe's own default for "there"
LEAST_BELIEF = 0.05  # of a hidden landmark: its cut-off falls by the fourth root, to 3 Hz
PAUSE_S = 0.5  # frames farther apart are not one stretch, unless the clip's frames all are
PAUSE_STEPS = 3.0  # of the clip's usual step; slide shows of one frame a second stay one stretch


class Smoothed(NamedTuple):
    """Poses of a clip, float32: `image` `(T, 33, 3)`, `world` `(T, 33, 3)`, `visibility` `(T, 33)`; NaN where nobody was seen."""

    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]


def smoothed(
    times_s: NDArray[np.floating], image: NDArray[np.floating], world: NDArray[np.floating], visibility: NDArray[np.floating]
) -> Smoothed:
    """Smooth a clip's landmarks without lag.

    A sine of 6 Hz filmed at 30 frames a second keeps three quarters of its height; at 5 frames a second everything that can be seen
    at all passes.

    Args:
        times_s: `(T,)` seconds, strictly rising; their steps may vary.
        image: `(T, 33, 3)` as `Person.image`; a frame with any NaN counts as "nobody seen".
        world: `(T, 33, 3)` metres, hip-centred.
        visibility: `(T, 33)` 0..1.

    Raises:
        ValueError: The times do not rise.
    """
    times = np.asarray(times_s, np.float64)
    if (np.diff(times) <= 0).any():
        raise ValueError("times must rise")
    seen = np.isfinite(image).all(axis=(1, 2)) & np.isfinite(world).all(axis=(1, 2)) & np.isfinite(visibility).all(axis=1)
    result = Smoothed(*(np.full(part.shape, np.nan, np.float32) for part in (image, world, visibility)))
    metres = metres_per_unit(image[seen], world[seen])
    for stretch in _stretches(times, seen):
        in_metres = np.concatenate([image[stretch] * metres, world[stretch]], axis=2, dtype=np.float64)
        points, believed = _smooth(times[stretch], in_metres, np.asarray(visibility[stretch], np.float64))
        result.image[stretch] = points[..., :3] / metres
        result.world[stretch] = points[..., 3:]
        result.visibility[stretch] = believed
    return result


def metres_per_unit(image: NDArray[np.floating], world: NDArray[np.floating]) -> NDArray[np.float64]:
    """`(3,)` metres that one unit of image x, y and z is worth where the person stands.

    Compares how far the landmarks spread in both, over all frames; z is given in the scale of x.

    Args:
        image: `(N, 33, 3)` of frames with a person. world: Likewise.
    """
    if not len(image):
        return np.ones(3)
    spread = [np.std(part - part.mean(axis=1, keepdims=True), axis=(0, 1), dtype=np.float64)[:2] for part in (image, world)]
    x, y = np.maximum(spread[1], 1e-3) / np.maximum(spread[0], 1e-6)
    return np.array([x, y, x])


def _stretches(times: NDArray[np.float64], seen: NDArray[np.bool_]) -> Iterator[slice]:
    """The stretches of frames in which the person is seen without a break."""
    if len(times) < 2:
        yield from (slice(k, k + 1) for k in np.flatnonzero(seen))
        return
    steps = np.diff(times)
    apart = (steps > max(PAUSE_S, PAUSE_STEPS * float(np.median(steps)))) | (seen[1:] != seen[:-1])
    edges = [0, *(np.flatnonzero(apart) + 1).tolist(), len(times)]
    for start, end in pairwise(edges):
        if seen[start]:
            yield slice(start, end)


def _smooth(
    times: NDArray[np.float64], points: NDArray[np.float64], visibility: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One stretch: `(N, 33, 6)` image and world in metres, and the visibility, `(N, 33)`."""
    points, visibility, trust = repaired(times, points, visibility)
    belief = np.clip(visibility / SEEN_WELL, LEAST_BELIEF, 1.0) * trust
    points = smoothing_spline(times, points, belief, CUTOFF_HZ)
    points[..., 3:] -= points[:, (LEFT_HIP, RIGHT_HIP), 3:].mean(axis=1, keepdims=True)  # its origin stays between the hips
    even = smoothing_spline(times, visibility[..., None], np.ones_like(visibility), VISIBILITY_CUTOFF_HZ)[..., 0]
    return points, np.clip(even, 0.0, 1.0)
