"""More than one person in the picture: the larger one is followed, and it is said."""

from pathlib import Path

import numpy as np
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
