"""The picture's alignment and the plain overlap score."""

import numpy as np
import pytest

from perscoach_motion.alignment.align import colour, fit_frame, fit_torso, overlap_score
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.track import PoseTrack
from tests.motion.figures import Figure, film, flipped


def overlap(trainer: PoseTrack, client: PoseTrack, mirror: bool) -> float:
    values = []
    for frame in range(len(trainer)):
        own, theirs = client.xy_of(frame), trainer.xy_of(frame)
        placed = fit_torso(fit_frame(client.aspect, trainer.aspect, mirror), own, theirs, trainer.aspect)
        value = overlap_score(own, client.visibility_of(frame), theirs, trainer.visibility_of(frame), placed, trainer.aspect)
        assert value is not None
        values.append(value)
    return sum(values) / len(values)


def test_a_mirrored_identical_performance_overlaps_wholly() -> None:
    trainer = film(Figure(left_arm=0.2))
    assert overlap(trainer, flipped(trainer), mirror=True) >= 95


def test_swapping_left_and_right_is_what_makes_it_so() -> None:
    trainer = film(Figure(left_arm=0.2))
    mirrored_picture_only = flipped(trainer)
    times, image, world, visibility = arrays(mirrored_picture_only)
    order = [0, *(number + 1 if number % 2 else number - 1 for number in range(1, 33))]
    unswapped = track_from_arrays(times, image[:, order], world[:, order], visibility, trainer.aspect)
    assert overlap(trainer, unswapped, mirror=True) < 60


@pytest.mark.parametrize("camera_aspect", [9 / 16, 1.0, 4 / 3, 16 / 9])
def test_a_wide_camera_is_drawn_in_its_true_proportions(camera_aspect: float) -> None:
    placed = fit_frame(camera_aspect, 9 / 16, mirror=False)
    (left, top), (right, bottom) = placed.place(0, 0), placed.place(1, 1)
    assert (right - left) * (9 / 16) / (bottom - top) == pytest.approx(camera_aspect)
    assert (left + right) / 2 == pytest.approx(0.5)


def test_the_torso_lands_on_the_trainers() -> None:
    trainer, client = film(Figure()), film(Figure(aspect=4 / 3, height=1.5))
    own, theirs = client.xy_of(30), trainer.xy_of(30)
    placed = fit_torso(fit_frame(4 / 3, 9 / 16, mirror=False), own, theirs, 9 / 16)
    torso = [11, 12, 23, 24]
    middle = np.mean([placed.place(own[2 * n], own[2 * n + 1]) for n in torso], axis=0)
    assert middle == pytest.approx(np.mean([[theirs[2 * n], theirs[2 * n + 1]] for n in torso], axis=0), abs=1e-5)


@pytest.mark.parametrize(("shrunk", "scale"), [(0.1, 2.5), (10.0, 0.5), (0.5, 2.0)])
def test_the_fit_keeps_within_its_bounds(shrunk: float, scale: float) -> None:
    trainer = film(Figure())
    theirs = trainer.xy_of(0)
    own = [value * shrunk for value in theirs]
    assert fit_torso(fit_frame(1, 1, False), own, theirs, trainer.aspect).sy == pytest.approx(scale, rel=1e-5)


def test_nobody_has_no_overlap() -> None:
    trainer = film(Figure())
    placed = fit_frame(1, 1, False)
    assert overlap_score(trainer.xy_of(0), [0.0] * 33, trainer.xy_of(0), [1.0] * 33, placed, 1.0) is None


@pytest.mark.parametrize(("score", "name"), [(70.1, "green"), (70, "amber"), (40.1, "amber"), (40, "red"), (0, "red")])
def test_colours_change_at_seventy_and_forty(score: float, name: str) -> None:
    assert colour(score) == name
