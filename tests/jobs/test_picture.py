"""Masks and crops: the small steps between a frame and its place on the page."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_jobs.crop import autocrop
from gpu_jobs.geometry import Box
from gpu_jobs.mask import SIDE, mask_of

WHOLE = np.array([[1 / SIDE, 0, 0.5 / SIDE], [0, 1 / SIDE, 0.5 / SIDE]])
"""A mask that lies over the whole frame."""


def levels() -> np.ndarray:
    found = np.zeros((SIDE, SIDE), np.uint8)
    found[60:210, 80:150] = 255
    return found


def test_nobody_has_no_mask() -> None:
    assert mask_of(np.zeros((SIDE, SIDE), np.uint8), WHOLE) is None


def test_a_mask_keeps_the_person_and_drops_spots_in_the_room() -> None:
    seen = levels()
    seen[10:24, 220:234] = 255
    mask = mask_of(seen, WHOLE)
    assert mask is not None
    assert mask.person.scaled(SIDE, SIDE) == pytest.approx((80, 60, 150, 210), abs=2)
    assert mask.levels()[100, 100] == 255
    assert mask.levels()[10:24, 220:234].max() == 0
    assert len(mask.packed) < 2000, "a minute of masks fits into a few megabytes"


def test_a_mask_in_a_turned_square_knows_where_the_person_is() -> None:
    quarter = np.array([[0, -1 / SIDE, 1 - 0.5 / SIDE], [1 / SIDE, 0, 0.5 / SIDE]])
    mask = mask_of(levels(), quarter)
    assert mask is not None
    assert mask.person.scaled(SIDE, SIDE) == pytest.approx((SIDE - 210, 80, SIDE - 60, 150), abs=2)


@given(
    left=st.floats(0, 0.8), top=st.floats(0, 0.8), wide=st.floats(0.02, 1), tall=st.floats(0.02, 1),
    width=st.integers(65, 1920), height=st.integers(65, 1920),
)  # fmt: skip
def test_a_crop_is_even_inside_the_frame_and_holds_the_person(
    left: float, top: float, wide: float, tall: float, width: int, height: int
) -> None:
    person = Box(left, top, min(1.0, left + wide), min(1.0, top + tall))
    crop = autocrop([person], width, height)
    assert crop.within(Box(0, 0, width, height)) == crop
    assert crop.width % 2 == crop.height % 2 == 0
    assert min(crop.width, crop.height) >= 2
    held = person.scaled(width, height)
    # A last odd row or column of the frame cannot be held: 4:2:0 pictures have even sizes.
    assert crop.left <= held.left + 1
    assert crop.top <= held.top + 1
    assert crop.right >= held.right - 1.01
    assert crop.bottom >= held.bottom - 1.01


def test_a_crop_holds_everywhere_the_person_goes() -> None:
    crop = autocrop([Box(0.4, 0.3, 0.5, 0.8), Box(0.45, 0.5, 0.6, 0.8)], 1000, 1000)
    assert crop.left <= 400
    assert crop.right >= 600
    assert 9 / 16 - 0.01 <= crop.width / crop.height <= 1
