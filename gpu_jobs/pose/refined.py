"""Richer readings of whom BlazePose has found: it follows, says where to look and gives the mask; another network reads the body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.pose import Person, Place, PoseEstimator
from perscoach_motion.trackfile import Estimator

WHOLE = Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody to be read more closely.

    Attributes:
        number: Of the frame, in the chunk.
        pixels: `(H, W, 3)` uint8 RGB, the whole frame.
        person: As the finder sees them.
    """

    number: int
    pixels: Pixels
    person: Person

    @property
    def size(self) -> NDArray[np.float64]:
        """`(2,)` the frame's width and height in pixels."""
        return np.array(self.pixels.shape[1::-1], np.float64)

    @property
    def box(self) -> Box:
        """Around mask and landmarks, in pixels, inside the frame."""
        (left, top), (right, bottom) = (edge(self.person.image[:, :2], axis=0).tolist() for edge in (np.min, np.max))
        box = Box(left, top, right, bottom)
        if self.person.mask is not None:
            box = box.around(self.person.mask.person)
        return box.within(WHOLE).scaled(*self.size.tolist())


class Reader(Protocol):
    """A network that reads bodies whose place is known."""

    @property
    def estimator(self) -> Estimator:
        """What is written into the pose file."""

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        """See `gpu_jobs.pose.PoseEstimator`."""

    def read(self, found: Sequence[Found]) -> list[Person | None]:
        """One reading each, None where the network sees nobody.

        Raises:
            WeightsMissing: A single frame does not fit into memory.
        """

    def close(self) -> None:
        """Let go of the network."""


class Refined:
    """A finder, and a reader of whom it finds."""

    def __init__(self, finder: PoseEstimator, reader: Reader) -> None:
        self._finder = finder
        self._reader = reader
        self.estimator = reader.estimator

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        """See `gpu_jobs.pose.PoseEstimator`."""
        return self._reader.constants

    @property
    def most_people(self) -> int:
        """See `gpu_jobs.pose.PoseEstimator`."""
        return self._finder.most_people

    def begin(self, hint: Place | None) -> None:
        """See `gpu_jobs.pose.PoseEstimator`."""
        self._finder.begin(hint)

    def see_all(self, frames: Sequence[Pixels], times_ms: Sequence[int]) -> list[Person | None]:
        """See `gpu_jobs.pose.PoseEstimator`."""
        people = self._finder.see_all(frames, times_ms)
        found = [Found(number, frames[number], person) for number, person in enumerate(people) if person is not None]
        for one, read in zip(found, self._reader.read(found), strict=True):
            people[one.number] = read
        return people

    def close(self) -> None:
        """See `gpu_jobs.pose.PoseEstimator`."""
        self._finder.close()
        self._reader.close()
