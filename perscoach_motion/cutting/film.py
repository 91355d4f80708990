"""A clip on an even clock, as limb directions in space: what cutting by movement looks at. Needs numpy; server only."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.alignment.align import SEEN
from perscoach_motion.directions.limbs import directions, mirrored, sideways, turned
from perscoach_motion.npzfile import arrays
from perscoach_motion.skeleton import LIMB_ENDS, LIMBS
from perscoach_motion.track import STRIDE, PoseTrack

Floats = NDArray[np.float64]
RATE_HZ = 25.0
"""The clip is looked at this often, whatever its own frame rate: twice what the fastest repetition needs."""
SMOOTH_S = 0.09
"""Standard deviation of the smoothing over time, a Gaussian: half the power of 1.5 Hz is left, and the fastest jack is 1.2 Hz."""
GAP_S = 0.5
"""A longer absence of the person cannot be bridged by a straight line."""
JUMP_M_S = 8.0
"""Nobody crosses the picture faster: another person, or the clip was cut here."""
HEADING_S = 2.0
"""The body's heading is followed this slowly: a turn between two exercises is taken out, a twist within one is not."""
SLACK_DEG = 5.0
"""Of each limb's turn that is noise and sway."""
MAIN = tuple(
    LIMBS.index(name)
    for name in (
        *("left_upper_arm", "left_forearm", "left_thigh", "left_shin"),
        *("right_upper_arm", "right_forearm", "right_thigh", "right_shin", "trunk"),
    )
)
"""Limbs that positions are compared by: hands, feet and head are read too roughly, shoulder and hip lines turn with the heading."""


@dataclass(frozen=True, slots=True)
class Film:
    """The clip on an even clock.

    Attributes:
        times: ``(N,)`` seconds.
        limbs: ``(N, 14, 3)`` directions; NaN where nobody is.
        place: ``(N, 2)`` metres across the picture, and the logarithm of the size.
        counts: ``(9,)`` 1 for a main limb that is seen in half of the clip, 0 for one that the estimator guesses.
    """

    times: Floats
    limbs: Floats
    place: Floats
    counts: Floats


def film_of(track: PoseTrack) -> Film | None:
    """Read a clip; ``None`` where a person is seen in fewer than three frames.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> film = film_of(squat())
        >>> film.limbs.shape, round(float(film.times[-1]), 1)
        ((123, 14, 3), 4.9)
    """
    times, image, world, visibility = arrays(track)
    here = np.isfinite(world).all(axis=(1, 2))
    if np.count_nonzero(here) < 3:
        return None
    own = times[here]
    worlds = [list(map(float, track.world[frame * STRIDE : (frame + 1) * STRIDE])) for frame in np.flatnonzero(here)]
    clock = np.arange(own[0], own[-1], 1 / RATE_HZ)
    gap = max(GAP_S, 2.5 * float(np.median(np.diff(own))))
    after = np.clip(np.searchsorted(own, clock, side="right"), 1, len(own) - 1)
    places = _places(image[here], world[here], track.aspect)
    jumps = np.abs(np.diff(places[:, 0])) > JUMP_M_S * np.maximum(np.diff(own), 1 / RATE_HZ)
    absent = (own[after] - own[after - 1] > gap) | jumps[after - 1]
    sides = _smooth(on_clock(clock, own, np.array([sideways(w) for w in worlds])), absent, HEADING_S)
    yaw = np.interp(own, clock, np.unwrap(np.arctan2(sides[:, 1], sides[:, 0])))
    limbs = np.array([turned(directions(w), float(y)) for w, y in zip(worlds, yaw, strict=True)])
    limbs = _smooth(on_clock(clock, own, np.nan_to_num(limbs)), absent, SMOOTH_S).reshape(-1, len(LIMBS), 3)
    limbs /= np.maximum(np.linalg.norm(limbs, axis=2, keepdims=True), 1e-9)
    place = _smooth(on_clock(clock, own, places), absent, 4 * SMOOTH_S)
    limbs[absent] = np.nan
    seen = np.stack([visibility[here][:, [i for ends in LIMB_ENDS[limb] for i in ends]].min(axis=1) for limb in MAIN], axis=1)
    counts = (np.median(seen, axis=0) >= SEEN).astype(np.float64)
    return Film(clock, limbs, place, counts if counts.any() else np.ones(len(MAIN)))


def _places(image: NDArray[np.float32], world: NDArray[np.float32], aspect: float) -> Floats:
    """Metres across the picture and log of the size; size is how large the world's spread appears, whatever the posture."""
    flat = image[..., :2].astype(np.float64) * (aspect, 1.0)
    spread, real = (np.sqrt(points.var(axis=1).sum(axis=1)) for points in (flat, world[..., :2].astype(np.float64)))
    scale = spread / np.maximum(real, 1e-6)
    metres = flat[:, 23:25, 0].mean(axis=1) / max(float(np.median(scale)), 1e-6)
    return np.stack([metres, np.log(np.maximum(scale, 1e-6))], axis=1)


def on_clock(clock: Floats, own: Floats, values: Floats) -> Floats:
    """Channels ``(T, C)`` known at their own times, between them by straight lines, at each time of the clock: ``(N, C)``.

    Example:
        >>> on_clock(np.array([0.5, 1.5]), np.array([0.0, 2.0]), np.array([[0.0, 10.0], [2.0, 30.0]])).tolist()
        [[0.5, 15.0], [1.5, 25.0]]
    """
    return np.stack([np.interp(clock, own, channel) for channel in values.T], axis=1)


def _smooth(values: Floats, absent: NDArray[np.bool_], sigma_s: float) -> Floats:
    """A Gaussian in time without lag; what is absent weighs nothing."""
    reach = round(3 * sigma_s * RATE_HZ)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (sigma_s * RATE_HZ)) ** 2)
    weight = np.where(absent, 0.0, 1.0)

    def run(channel: Floats) -> Floats:
        return np.convolve(np.pad(channel, reach), kernel, mode="valid")

    total = np.maximum(run(weight), 1e-9)
    return np.stack([run(channel * weight) / total for channel in values.T], axis=1)


def stretches(film: Film) -> Iterator[tuple[int, int]]:
    """Where somebody is seen without a break: first frame and the one after the last.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> film = film_of(squat())
        >>> film.limbs[40:50] = np.nan
        >>> list(stretches(film))
        [(0, 40), (50, 123)]
    """
    seen = np.concatenate([[False], np.isfinite(film.limbs[:, 0, 0]), [False]])
    edges = np.flatnonzero(seen[1:] != seen[:-1])
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def unit(vectors: Floats) -> Floats:
    """Vectors ``(..., 3)`` at length one.

    Example:
        >>> unit(np.array([[0.0, 3.0, 4.0]])).tolist()
        [[0.0, 0.6, 0.8]]
    """
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def mirror(vectors: Floats) -> Floats:
    """Limbs ``(..., 14, 3)`` as a mirror shows them.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> limbs = film_of(squat(left_arm=0.1)).limbs
        >>> bool(np.allclose(mirror(limbs), limbs)), bool(np.allclose(mirror(mirror(limbs)), limbs))
        (False, True)
    """
    flat = vectors.reshape(-1, 3 * len(LIMBS))
    return np.array([mirrored(each.tolist()) for each in flat]).reshape(vectors.shape)


def turns_from(limbs: Floats, rest: Floats) -> Floats:
    """Degrees between limbs ``(..., 14, 3)`` and a position, for the main limbs ``(..., 9)``.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> limbs = film_of(squat()).limbs
        >>> turns_from(limbs, limbs[0]).max(axis=0).round().astype(int).tolist()
        [78, 78, 82, 29, 78, 78, 82, 29, 34]
    """
    cosine = np.einsum("...ij,...ij->...i", limbs[..., MAIN, :], rest[..., MAIN, :])
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def distance(film: Film, limbs: Floats, rest: Floats) -> Floats:
    """How far a body is from a position, degrees: a pair of limbs turned by x is x away.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> film = film_of(squat())
        >>> away = distance(film, film.limbs, film.limbs[0])
        >>> float(away[0]), float(away.max()) > 60
        (0.0, True)
    """
    beyond = np.maximum(turns_from(limbs, rest) - SLACK_DEG, 0.0)
    return np.asarray(np.sqrt((film.counts * beyond**2).sum(axis=-1) / 2))


def along(film: Film, limbs: Floats, rest: Floats, way: Floats) -> Floats:
    """How far each frame is along the exercise: 0 at rest, 1 where it usually turns.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> film = film_of(squat())
        >>> deepest = film.limbs[37]
        >>> along(film, film.limbs[[0, 37]], film.limbs[0], deepest - film.limbs[0]).round(3).tolist()
        [0.0, 1.0]
    """
    w = way[MAIN, :] * film.counts[:, None]
    return np.asarray(((limbs[:, MAIN, :] - rest[MAIN, :]) * w).sum(axis=(1, 2)) / (w * w).sum())
