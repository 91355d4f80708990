"""The first look at a chunk of frames: the person's pose and mask in every one, and the colours of the person."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from time import process_time

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.extras import Extra, collected
from gpu_jobs.frames import Chunk
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.pose import Place, PoseEstimator, estimator
from perscoach_motion.skeleton import COUNT
from perscoach_motion.trackfile import Estimator

Seconds = dict[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at a chunk told.

    Attributes:
        times_ms: `(N,)` when each frame is shown.
        image: `(N, 33, 3)` float32, x and y 0..1 of the whole frame; NaN where nobody was found. Likewise `world`, `visibility`.
        boxes: Where the person is in each frame, in fractions of it; None where nobody is seen.
        masks: One a frame; empty once they are kept elsewhere.
        first: Where the person was in the first frame that shows one; None without any.
        last: Where the person will be in the frame after the last one.
        most_people: How many people were seen at once.
        estimator: What read the poses.
        seconds: Processor time of each stage.
        extras: What a richer estimator tells beyond that, by name.
        constants: What these share, by name.
    """

    times_ms: tuple[int, ...]
    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    boxes: tuple[Box | None, ...]
    masks: tuple[Mask | None, ...]
    first: Place | None
    last: Place | None
    most_people: int
    estimator: Estimator
    seconds: Seconds
    extras: Mapping[str, Extra]
    constants: Mapping[str, NDArray[np.generic]]


def look(chunk: Chunk, pose: str, hint: Place | None = None) -> Seen:
    """Read the person in every frame of a chunk.

    Args:
        chunk: The frames.
        pose: Registry name of the estimator.
        hint: Where the person to follow is in the first frame; None takes the largest.

    Raises:
        WeightsMissing: The estimator's model is not there, or one frame is too much for the memory.
    """
    cv2.setNumThreads(1)  # the cores are shared out among workers already
    seconds = dict.fromkeys(("pose",), 0.0)
    opened = _opened(pose)
    opened.begin(hint)
    with timed(seconds, "pose"):
        people = opened.see_all(list(chunk.pixels), chunk.times_ms)
    masks = tuple(person.mask if person else None for person in people)
    places = [person.place for person in people if person is not None]
    return Seen(
        chunk.times_ms,
        np.stack([person.image if person else np.full((COUNT, 3), np.nan, np.float32) for person in people]),
        np.stack([person.world if person else np.full((COUNT, 3), np.nan, np.float32) for person in people]),
        np.stack([person.visibility if person else np.full(COUNT, np.nan, np.float32) for person in people]),
        tuple(mask.person if mask else None for mask in masks),
        masks,
        places[0] if places else None,
        places[-1] if places else None,
        opened.most_people,
        opened.estimator,
        seconds,
        collected(people),
        opened.constants,
    )


@contextmanager
def timed(seconds: Seconds, stage: str) -> Iterator[None]:
    """Add the block's processor time to a stage's: what it costs, however busy the machine is otherwise."""
    start = process_time()
    try:
        yield
    finally:
        seconds[stage] += process_time() - start


@cache
def _opened(pose: str) -> PoseEstimator:
    """Kept in this process from chunk to chunk."""
    return estimator(pose)
