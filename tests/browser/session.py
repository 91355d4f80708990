"""A client's session as the live step is fed it: real landmarks over a looping clip, late, trembling, faulty at times, at times away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.live import layout as at
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import COUNT, INDEX
from perscoach_motion.track import PoseTrack

FPS = 30.0
JITTER_S = 0.004
"""Half the spread of a camera's frames around their even times."""
TREMBLE_M = 0.003
TREMBLE_IMAGE = 0.001
"""Standard deviations: what the pose model's landmarks tremble by from frame to frame, in metres and in shares of the picture."""
PICTURE_HIGH = 640
"""Pixels of the client's camera."""
LAG_TURN_S = 95.0
"""The lag goes up to its most and back in this time: no multiple of a clip's length."""

Floats = NDArray[np.float64]
Rows = NDArray[np.float32]
Change = Callable[[Floats, Floats, Floats], None]
"""Alters image ``(N, 33, 3)``, world ``(N, 33, 3)`` and visibility ``(N, 33)`` in place."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is before the camera for a while.

    Attributes:
        track: whose landmarks; ``None`` when nobody is there.
        seconds: for how long.
        change: what she does otherwise than recorded.
        still: she stands as at the beginning of her clip.
    """

    track: PoseTrack | None
    seconds: float = 60.0
    change: Change | None = None
    still: bool = False


def session(trainer: PoseTrack, plan: Sequence[Part], seconds: float, fps: float = FPS, most_lag_s: float = 0.0, seed: int = 4) -> Rows:
    """Rows of the step's input buffer, the plan gone through again and again.

    Args:
        trainer: whose clip loops beside.
        plan: what is before the camera, one part after the other.
        seconds: length of the session.
        fps: of the client's camera.
        most_lag_s: the client's lag goes slowly from 0 to this and back.
        seed: of the camera's unsteadiness and the landmarks' tremble.

    Returns:
        ``(seconds * fps, 239)`` float32, as ``layout`` says.
    """
    chance = np.random.default_rng(seed)
    clock = np.arange(round(seconds * fps)) / fps
    clock[1:] += chance.uniform(-JITTER_S, JITTER_S, len(clock) - 1)
    length = trainer.duration + float(trainer.times[-1] - trainer.times[-2])
    lag = most_lag_s * (0.5 - 0.5 * np.cos(2 * np.pi * clock / LAG_TURN_S))
    rows = np.zeros((len(clock), at.INPUT_SIZE), np.float32)
    rows[:, at.CLOCK], rows[:, at.CLIP_TIME], rows[:, at.LOOP] = clock, clock % length, clock // length
    rows[:, at.FLAGS] = at.FLAG_ALIGN | at.FLAG_MIRROR
    rows[:, at.CAMERA_HEIGHT], rows[:, at.CAMERA_WIDTH] = PICTURE_HIGH, round(PICTURE_HIGH * trainer.aspect)
    ends = np.cumsum([part.seconds for part in plan])
    whose = np.searchsorted(ends, clock % ends[-1], side="right").clip(max=len(plan) - 1)
    for number, part in enumerate(plan):
        chosen = np.flatnonzero(whose == number)
        if part.track is not None and len(chosen):
            moment = np.zeros(len(chosen)) if part.still else np.maximum(clock[chosen] - lag[chosen], 0.0) % length
            _perform(rows, chosen, part, moment, chance)
    _as_the_buffer_keeps_it(rows)
    return rows


def _perform(rows: Rows, chosen: NDArray[np.intp], part: Part, moment: Floats, chance: np.random.Generator) -> None:
    assert part.track is not None
    times, *channels = arrays(part.track)
    after = np.searchsorted(times, moment, side="right").clip(1, len(times) - 1)
    share = ((moment - times[after - 1]) / (times[after] - times[after - 1])).clip(0.0, 1.0)
    image, world, visibility = (
        c[after - 1] + (c[after] - c[after - 1]) * share.reshape(-1, *[1] * (c.ndim - 1)) for c in (c.astype(np.float64) for c in channels)
    )
    if part.change:
        part.change(image, world, visibility)
    image += chance.normal(0.0, TREMBLE_IMAGE, image.shape)
    world += chance.normal(0.0, TREMBLE_M, world.shape)
    found = np.isfinite(world).all(axis=(1, 2))
    seen = chosen[found]
    rows[chosen, at.FOUND] = found
    rows[chosen, at.CAMERA_WIDTH] = round(PICTURE_HIGH * part.track.aspect)
    both = np.concatenate([image, visibility[..., None]], axis=2)[found]
    rows[seen, at.IMAGE_IN : at.WORLD_IN] = both.reshape(len(seen), 4 * COUNT)
    rows[seen, at.WORLD_IN :] = world[found].reshape(len(seen), 3 * COUNT)


def _as_the_buffer_keeps_it(rows: Rows) -> None:
    """Where nobody is found the page writes no landmarks: the last ones stay in the buffer."""
    latest = np.maximum.accumulate(np.where(rows[:, at.FOUND] > 0, np.arange(len(rows)), -1))
    known = latest >= 0
    rows[known, at.IMAGE_IN :] = rows[latest[known], at.IMAGE_IN :]


def recorded(rows: Rows, aspect: float) -> PoseTrack:
    """The session's landmarks as a track, NaN where nobody is found.

    Args:
        rows: of :func:`session`.
        aspect: width / height of the client's camera.
    """
    gone = rows[:, at.FOUND] == 0
    image = rows[:, at.IMAGE_IN : at.WORLD_IN].reshape(-1, COUNT, 4).copy()
    world = rows[:, at.WORLD_IN :].reshape(-1, COUNT, 3).copy()
    image[gone], world[gone] = np.nan, np.nan
    return track_from_arrays(rows[:, at.CLOCK], image[..., :3], world, image[..., 3], aspect)


def looped(track: PoseTrack, seconds: float) -> PoseTrack:
    """A clip seen again and again for so many seconds."""
    times, *channels = arrays(track)
    length = track.duration + times[-1] - times[-2]
    turns = int(np.ceil(seconds / length))
    image, world, visibility = (np.concatenate([channel] * turns) for channel in channels)
    return track_from_arrays(np.concatenate([times + turn * length for turn in range(turns)]), image, world, visibility, track.aspect)


def knees_in(image: Floats, world: Floats, visibility: Floats) -> None:
    """The knees come together to a third of their distance."""
    for points in (image, world):
        left, right = points[:, INDEX["left_knee"], 0], points[:, INDEX["right_knee"], 0]
        middle, half = (left + right) / 2, (left - right) / 6
        points[:, INDEX["left_knee"], 0], points[:, INDEX["right_knee"], 0] = middle + half, middle - half


def left_arm_hangs(image: Floats, world: Floats, visibility: Floats) -> None:
    """The left arm hangs straight down."""
    for points in (image, world):
        shoulder = points[:, INDEX["left_shoulder"]]
        trunk = np.abs(points[:, INDEX["left_hip"], 1] - shoulder[:, 1])
        for joint, trunks in (("elbow", 0.55), ("wrist", 1.05), ("pinky", 1.2), ("index", 1.2), ("thumb", 1.15)):
            points[:, INDEX[f"left_{joint}"]] = shoulder
            points[:, INDEX[f"left_{joint}"], 1] += trunks * trunk


def legs_outside(image: Floats, world: Floats, visibility: Floats) -> None:
    """The camera does not see what is below the hips: the model guesses it, and says so."""
    below = slice(INDEX["left_knee"], COUNT)
    image[:, below, 1] += 0.5
    visibility[:, below] = 0.05


def everything(own: PoseTrack, faulty: PoseTrack | None = None, seconds: float = 100.0) -> list[Part]:
    """A plan in which everything happens: practice, going away, faults, half out of the picture, standing still.

    Args:
        own: who does it right.
        faulty: a recorded fault; a hanging arm when not given.
        seconds: length of the plan.
    """
    parts = (
        Part(own, 0.32),
        Part(None, 0.05),
        Part(faulty or own, 0.22, None if faulty else left_arm_hangs),
        Part(own, 0.12),
        Part(own, 0.10, knees_in),
        Part(own, 0.06, legs_outside),
        Part(own, 0.08, left_arm_hangs),
        Part(own, 0.05, still=True),
    )
    return [replace(part, seconds=part.seconds * seconds) for part in parts]
