"""Masks, crops, colours: the small steps between a frame and its place on the page."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_jobs.colour.v11 import graded, no_tones, table, tones
from gpu_jobs.crop import autocrop
from gpu_jobs.geometry import Box
from gpu_jobs.mask import mask_of


def probability(height: int = 480, width: int = 360) -> np.ndarray:
    found = np.zeros((height, width), np.float32)
    found[100:400, 120:220] = 1
    return found


def test_nobody_has_no_mask() -> None:
    assert mask_of(np.zeros((480, 360), np.float32)) is None


def test_a_mask_keeps_the_person_and_drops_spots_in_the_room() -> None:
    seen = probability()
    seen[20:40, 300:320] = 1
    mask = mask_of(seen)
    assert mask is not None
    assert mask.person.scaled(360, 480) == pytest.approx((120, 100, 220, 400), abs=4)
    assert mask.levels().max() == 255
    assert len(mask.packed) < 2000, "a minute of masks fits into a few megabytes"


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


def test_the_grade_is_gentle_and_brings_the_person_nearer_to_the_target() -> None:
    dark = np.random.default_rng(3).normal((90, 70, 60), 12, (5000, 3)).clip(0, 255).astype(np.uint8)
    grade = table(tones(dark))
    after = graded(dark[None], grade)[0]
    assert 2 < after.mean() - dark.mean() < 30
    assert np.all(np.diff(grade[:, 0].astype(int)) >= 0), "darker stays darker"
    assert grade[0, 0] == 0
    assert grade[255, 0] == 255


def test_what_looks_right_already_is_hardly_touched() -> None:
    fine = np.random.default_rng(3).normal((138, 128, 118), 45, (5000, 3)).clip(0, 255).astype(np.uint8)
    after = graded(fine[None], table(tones(fine)))[0]
    assert np.abs(after.astype(int) - fine).mean() < 4


def test_nothing_measured_changes_nothing() -> None:
    assert np.array_equal(table(no_tones())[:, 0], np.arange(256))
