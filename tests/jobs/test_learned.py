"""A learned matte in the place of the pose mask: whose it is, what is made of a poor one, and what little memory does to it."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.learned_matte import strayed
from benchmarks.matte import on_whole
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.geometry import Box
from gpu_jobs.matting.cutter import cut
from gpu_jobs.matting.learned import Matte, followed
from gpu_jobs.matting.modnet import MODNetMatting
from gpu_jobs.matting.prior import Prior
from tests.jobs.test_matte import HEIGHT, PERSON, WHOLE, WIDTH, scene, seen, truth

CELL = 4.0


def pose() -> Prior:
    """The pose network's view of one person, in a box with much of the room around."""
    box = Box(40, 60, 340, 460)
    levels = np.zeros((400, 300), np.uint8)
    levels[40:360, 80:200] = 255
    return Prior(cv2.GaussianBlur(levels, (0, 0), CELL), box, CELL)


def matte(*people: Box) -> Matte:
    levels = np.zeros((HEIGHT, WIDTH), np.uint8)
    for person in people:
        levels[person.slices()] = 255
    return Matte(levels, 1.0)


def test_only_the_person_who_is_followed_counts() -> None:
    other = Box(270, 150, 330, 400)  # beside them, within the same box
    alone, together = (followed(matte(*people), pose()) for people in ((PERSON,), (PERSON, other)))
    assert np.array_equal(alone.levels, together.levels)
    assert alone.cell == 1.0
    assert alone.levels[100:300, 100:180].min() == 255


def test_a_matte_that_misses_the_person_leaves_the_pose_mask() -> None:
    for poor in (matte(), matte(Box(0, 0, 30, 500))):
        found = followed(poor, pose())
        assert np.array_equal(found.levels, pose().levels)
        assert found.cell == CELL


def test_our_stage_steadies_an_edge_that_strays() -> None:
    def error(alphas: list[NDArray[np.float32]]) -> tuple[float, float]:
        deltas = [alpha - truth() for alpha in alphas]
        return float(np.mean(np.abs(deltas))), float(np.abs(deltas[0] - deltas[1]).mean())

    mattes = [strayed(truth(), 1.5, seed) for seed in range(2)]
    raw = error([levels / np.float32(255) for levels in mattes])
    ours = error([on_whole(scene(), *cut(scene(), seen(), WHOLE, matte=Matte(levels, 1.0))) / np.float32(255) for levels in mattes])
    assert ours[0] < 0.2 * raw[0]  # 0.44 without being made soft first
    assert ours[1] < 0.25 * raw[1]  # 0.57


@pytest.mark.parametrize(("fits", "tried"), [(4, [8, 4, 4]), (1, [8, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1])])
def test_with_too_little_memory_the_batch_is_halved(fits: int, tried: list[int]) -> None:
    network, sizes = small(fits)
    assert network.alphas(np.zeros((8, 64, 64, 3), np.uint8)).shape == (8, 64, 64)
    assert sizes == tried


def test_when_not_even_one_frame_fits_that_is_said() -> None:
    network, _ = small(0)
    with pytest.raises(WeightsMissing) as failed:
        network.alphas(np.zeros((3, 64, 64, 3), np.uint8))
    assert failed.value.code == "device_memory"


def small(fits: int) -> tuple[MODNetMatting, list[int]]:
    """MODNet on a device where so many frames fit, and how many it was asked for each time."""
    sizes: list[int] = []

    class Device:
        at_once = 8

        def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
            sizes.append(len(pictures))
            if len(pictures) > fits:
                raise MemoryError
            return np.ones(pictures.shape[:3], np.float32)

    network = object.__new__(MODNetMatting)
    network._model, network._network = "modnet", Device()  # type: ignore[assignment]
    return network, sizes
