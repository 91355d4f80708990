"""More than one person in the picture: the larger one is followed, for as long as that is so."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from gpu_jobs.pose.mediapipe import Following
from numpy.typing import NDArray

from gpu_jobs.extract import extract
from perscoach_motion.npzfile import arrays
from tests.jobs import odd_files

Person = list[NDArray[np.uint8]]
EVEN_MS = range(0, 1200, 100)


def test_of_two_people_the_larger_is_followed_with_a_warning(tmp_path: Path, person: Person) -> None:
    small = [np.full_like(pixels, 128) for pixels in person]
    for canvas, pixels in zip(small, person, strict=True):
        half = pixels[::2, ::2]
        canvas[-half.shape[0] :, : half.shape[1]] = half
    both = [np.hstack(pair) for pair in zip(small, person, strict=True)]
    found = extract(odd_files.write(tmp_path / "two.mp4", both, EVEN_MS))
    assert [notice.code for notice in found.notices] == ["two_people"]
    across = arrays(found.poses.track)[1][:, :, 0]
    assert np.nanmin(np.nanmean(across, axis=1)) > 0.5, "the larger one stands on the right"


def test_the_larger_one_takes_over_who_comes_later(tmp_path: Path, person: Person) -> None:
    scenes = []
    for number in range(40):
        pixels = person[number % len(person)]
        small, empty = np.full_like(pixels, 128), np.full_like(pixels, 128)
        half = pixels[::2, ::2]
        small[-half.shape[0] :, : half.shape[1]] = half
        scenes.append(np.hstack([small, pixels if number >= 10 else empty]))
    found = extract(odd_files.write(tmp_path / "later.mp4", scenes, range(0, 4000, 100)))
    assert [notice.code for notice in found.notices] == ["two_people"]
    across = np.nanmean(arrays(found.poses.track)[1][:, :, 0], axis=1)
    assert (across[:10] < 0.5).all(), "nobody else is there yet"
    assert (across[28:] > 0.5).all(), "seen within a second, larger for half a second"
    assert np.count_nonzero(np.diff(across > 0.5)) == 1


def standing(x: float, height: float) -> NDArray[np.float32]:
    """Two corners of a box are all that choosing looks at."""
    return np.array([(x, 0.9 - height), (x + height / 3, 0.9)], np.float32)


def followed(heights: Callable[[int], tuple[float, float]], step_ms: int) -> list[int]:
    following = Following()
    return [
        following.choose([standing(x, height) for x, height in zip((0.1, 0.6), heights(time_ms), strict=True)], [True, True], time_ms)
        for time_ms in range(0, 6000, step_ms)
    ]


@pytest.mark.parametrize("step_ms", [20, 100])
def test_who_is_followed_changes_once_another_is_larger_for_half_a_second(step_ms: int) -> None:
    def comes_nearer(time_ms: int) -> tuple[float, float]:
        return 0.4, 0.3 if time_ms < 2000 else 0.8

    found = followed(comes_nearer, step_ms)
    assert found == [0] * (2500 // step_ms) + [1] * (3500 // step_ms)


def test_two_people_of_like_size_do_not_change_places() -> None:
    def squats(time_ms: int) -> tuple[float, float]:
        return (0.8 if time_ms % 3000 < 1000 else 0.5), 0.82 if time_ms > 500 else 0.7

    def passes_by(time_ms: int) -> tuple[float, float]:
        return 0.4, 0.8 if 2000 <= time_ms < 2400 else 0.3

    assert set(followed(squats, 40)) == {0}
    assert set(followed(passes_by, 40)) == {0}
