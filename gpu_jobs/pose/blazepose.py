"""BlazePose with MediaPipe's networks: 33 landmarks, world landmarks and the person's mask.

The networks are run directly: MediaPipe's own task smooths landmarks in time, which lags behind the movement, keeps a state that would
tie every frame to all before it, and blows each mask up to the whole frame. Here a frame depends on the one before only by where the
person is looked for, so that a clip is read in pieces, side by side, and smoothed afterwards with the future known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels
from gpu_jobs.mask import SIDE, mask_of
from gpu_jobs.pose import Person, Place
from gpu_jobs.pose.blaze.detector import Detector
from gpu_jobs.pose.blaze.landmarks import LandmarkReader, Read
from gpu_jobs.pose.blaze.network import RUNTIME, networks_of
from gpu_jobs.pose.blaze.region import Region, centred
from gpu_jobs.weights import model_path
from perscoach_motion.trackfile import Estimator

COUNT_EVERY_MS = 1000  # how often people are counted; somebody who walks through is seen, at less than 1 ms a frame
OTHER_LEAST = 0.4  # of the followed one's size: somebody far behind is part of the room
OTHER_LEAST_VISIBILITY = 0.5  # mean over the landmarks; below it the detector saw a shadow or a coat
APART = 0.25  # of the larger one's size, between the middles of two people; nearer, it is one person found twice
LARGER = 1.22  # times the size of the person followed, from which on another one is clearly the larger (half as much again in area)
LARGER_FOR_MS = 500  # that long, and the larger one is followed from there on


@dataclass(frozen=True, slots=True)
class _Larger:
    """Somebody larger than the one followed, and since when."""

    since_ms: int


class BlazePose:
    """Follows the largest person."""

    def __init__(self, size: str) -> None:
        """
        Args:
            size: `lite`, `full` or `heavy`.

        Raises:
            WeightsMissing: The bundle is not there.
        """
        detector, landmarks = networks_of(model_path(f"pose_landmarker_{size}.task"))
        self.estimator = Estimator("mediapipe", RUNTIME, f"pose_landmarker_{size}")
        self._detector = Detector(detector)
        self._reader = LandmarkReader(landmarks)
        self.begin(None)

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        """There are no extras."""
        return {}

    def begin(self, hint: Place | None) -> None:
        """See `gpu_jobs.pose.PoseEstimator`."""
        self.most_people = 0
        self._hint = hint
        self._next: Region | None = None
        self._count_at_ms: int | None = None
        self._larger: _Larger | None = None

    def see_all(self, frames: Sequence[Pixels], times_ms: Sequence[int]) -> list[Person | None]:
        """See `gpu_jobs.pose.PoseEstimator`."""
        return [self.see(pixels, time_ms) for pixels, time_ms in zip(frames, times_ms, strict=True)]

    def see(self, pixels: Pixels, time_ms: int) -> Person | None:
        """The person in the next frame, None if nobody is found."""
        if self._next is None and self._hint is not None:
            self._next = _region(self._hint, pixels)
        self._hint = None
        read = self._reader.read(pixels, self._next) if self._next is not None else None
        if read is None:
            read = self._found(pixels)
        if read is not None and (self._count_at_ms is None or time_ms >= self._count_at_ms):
            read = self._counted(pixels, time_ms, read)
        self._next = read.following if read is not None else None
        self.most_people = max(self.most_people, read is not None)
        return _person(read, pixels) if read is not None else None

    def close(self) -> None:
        """Nothing is held but memory."""

    def _found(self, pixels: Pixels) -> Read | None:
        """The largest person in a frame of which nothing is known. Read twice: only the landmarks tell the region well."""
        found = sorted(self._detector.find(pixels), key=lambda one: one.region.side, reverse=True)
        for one in found:
            first = self._reader.read(pixels, one.region)
            if first is not None:
                return self._reader.read(pixels, first.following) or first
        return None

    def _counted(self, pixels: Pixels, time_ms: int, read: Read) -> Read:
        """Count the people; the one to follow from here on is somebody else when that one has been clearly larger for a while."""
        self._count_at_ms = time_ms + COUNT_EVERY_MS
        others = self._others(pixels, read)
        self.most_people = max(self.most_people, 1 + len(others))
        largest = max(others, key=lambda other: other.following.side, default=None)
        if largest is None or largest.following.side < LARGER * read.following.side:
            self._larger = None
            return read
        self._count_at_ms = time_ms  # Looked at in every frame until it is clear.
        self._larger = self._larger or _Larger(time_ms)
        if time_ms - self._larger.since_ms < LARGER_FOR_MS:
            return read
        self._larger = None
        return largest

    def _others(self, pixels: Pixels, read: Read) -> list[Read]:
        """Everybody else who stands apart and is not much smaller."""
        others: list[Read] = []
        for found in self._detector.find(pixels):
            if found.region.side < OTHER_LEAST * read.following.side:
                continue
            if any(not _apart(found.region, known.following) for known in (read, *others)):
                continue
            other = self._reader.read(pixels, found.region)
            if other is None or other.visibility.mean() < OTHER_LEAST_VISIBILITY:
                continue
            if all(_apart(other.following, known.following) for known in (read, *others)):
                others.append(other)
        return others


def _apart(one: Region, other: Region) -> bool:
    return bool(np.hypot(one.x - other.x, one.y - other.y) > APART * max(one.side, other.side))


def _region(place: Place, pixels: Pixels) -> Region:
    height, width = pixels.shape[:2]
    return Region(place.x * width, place.y * height, place.side * width, place.turn)


def _place(region: Region, pixels: Pixels) -> Place:
    height, width = pixels.shape[:2]
    return Place(region.x / width, region.y / height, region.side / width, region.turn)


def _person(read: Read, pixels: Pixels) -> Person:
    height, width = pixels.shape[:2]
    placed = centred(read.region.to_frame(SIDE))
    placed[:, 2] += 0.5  # the frame's fractions count from its corner
    placed /= [[width], [height]]
    image = np.divide(read.image, (width, height, width), dtype=np.float32)
    return Person(image, read.world, read.visibility, mask_of(read.levels, placed), _place(read.following, pixels))
