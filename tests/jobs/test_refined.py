"""A richer reader beside its finder: gaps stay gaps, the one followed stays the one, and what nobody reads is nobody."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.geometry import Box
from gpu_jobs.pose import ESTIMATORS, Person, Place, finder_of
from gpu_jobs.pose.refined import Found, Refined
from perscoach_motion.trackfile import Estimator
from tests.jobs.richer import person_at

FRAMES = [np.full((80, 60, 3), number, np.uint8) for number in range(5)]
SEEN = (1, 2, 4)


class Finder:
    """Sees somebody in three of five frames, each time a little farther right."""

    estimator = Estimator("finder", "1", "none")
    most_people = 2

    def begin(self, hint: Place | None) -> None:
        self.hint = hint

    def see_all(self, frames: Sequence[NDArray[np.uint8]], times_ms: Sequence[int]) -> list[Person | None]:
        return [at(number) if number in SEEN else None for number, _ in enumerate(zip(frames, times_ms, strict=True))]

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        return {}

    def close(self) -> None:
        self.closed = True


class Reader(Finder):
    """Reads everybody but in the third frame; tells which frame it was by a landmark."""

    estimator = Estimator("reader", "1", "none")

    def read(self, found: Sequence[Found]) -> list[Person | None]:
        return [None if one.number == 2 else at(int(one.pixels[0, 0, 0]) + 100) for one in found]


def at(number: int) -> Person:
    return person_at(np.full((33, 2), number / 200), np.full((33, 3), number, np.float32))


def test_gaps_stay_gaps_and_readings_their_frames() -> None:
    people = Refined(Finder(), Reader()).see_all(FRAMES, range(0, 200, 40))
    assert [None if one is None else int(one.world[0, 0]) for one in people] == [None, 101, None, None, 104]


def test_whom_to_follow_is_the_finders_to_know() -> None:
    finder, reader = Finder(), Reader()
    both, hint = Refined(finder, reader), Place(0.2, 0.5, 0.4, 0.0)
    both.begin(hint)
    assert (finder.hint, both.most_people, both.estimator.name) == (hint, 2, "reader")
    both.close()
    assert finder.closed
    assert reader.closed


def test_the_box_holds_the_landmarks_and_ends_with_the_frame() -> None:
    places = np.linspace((-0.2, 0.25), (0.5, 1.2), 33)
    assert Found(0, FRAMES[0], person_at(places, np.zeros((33, 3)))).box == pytest.approx(Box(0, 20, 30, 80))


def test_a_quick_look_is_taken_by_whoever_finds() -> None:
    assert {finder_of(name) for name in ESTIMATORS} == {"mediapipe", "mediapipe-lite", "mediapipe-heavy"}
