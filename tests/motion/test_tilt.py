"""Phones lean on walls: the tilt between two cameras is found and taken out, a fault is not."""

from functools import cache
from math import cos, degrees, radians, sin

import numpy as np
import pytest

from perscoach_motion.alignment.tilt import LEVEL, STEEPEST, Tilt, pitch_roll, rotated, weight_of
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.session.compare import compare
from perscoach_motion.track import PoseTrack
from tests.motion.figures import Figure, film
from tests.synthetic.suite_tracks import FOLDER, Session, read

BODY = ((0.0, -1.0, 0.0), (0.2, 0.98, 0.0), (-0.2, 0.98, 0.0), (1.0, 0.0, 0.0), (0.0, 0.3, -0.95))


FOCAL = 1.1
"""Of a phone's camera held upright, in heights of the picture: 49° from top to bottom."""


def pitched(by_deg: float, track: PoseTrack) -> PoseTrack:
    """The same clip by a camera that stands where it stood and looks down (> 0) by so much, the person in the middle of the picture.

    In space all landmarks turn; the picture, seen from the same point, is the same but for its perspective.
    """
    times, image, world, visibility = arrays(track)
    c, s = cos(radians(by_deg)), sin(radians(by_deg))
    turned, shown = world.copy(), image.copy()
    turned[..., 1], turned[..., 2] = c * world[..., 1] - s * world[..., 2], s * world[..., 1] + c * world[..., 2]
    x, y = (image[..., 0] - 0.5) * track.aspect, image[..., 1] - 0.5
    ahead = c * FOCAL + s * y
    x, y = FOCAL * x / ahead, FOCAL * (c * y - s * FOCAL) / ahead
    shown[..., 0], shown[..., 1] = 0.5 + x / track.aspect, 0.5 + y - np.nanmean(y)
    return track_from_arrays(times, shown, turned, visibility, track.aspect)


@cache
def squats() -> tuple[PoseTrack, tuple[Session, ...]]:
    sessions = read(FOLDER / "squat.xz")
    trainer = next(one for one in sessions if one.sort == "trainer")
    return trainer.track, tuple(one for one in sessions if one.sort == "correct")


@pytest.mark.parametrize("number", [3, 4], ids=["camera looks up", "camera looks down"])
@pytest.mark.parametrize("by_deg", [-8.0, 8.0, 12.0, 16.0])
def test_a_correct_squat_by_a_leaning_phone_is_as_good_as_by_a_level_one(by_deg: float, number: int) -> None:
    trainer, correct = squats()
    client = correct[number].track
    level = compare(trainer, client)["score"]
    assert level >= 90
    assert compare(trainer, pitched(by_deg, client))["score"] >= level - 3


def test_a_fault_is_not_levelled_away() -> None:
    trainer = film(Figure())
    assert compare(trainer, pitched(12.0, film(Figure(lean_deg=80.0))))["score"] < 70


@pytest.mark.parametrize(("pitch", "roll"), [(0.1, 0.0), (-0.25, 0.0), (0.0, 0.2), (0.15, -0.1)])
def test_the_tilt_between_two_cameras_is_found(pitch: float, roll: float) -> None:
    tilt = Tilt()
    for _ in range(200):
        for limb in BODY:
            x, y, z = limb
            y, z = y * cos(pitch) + z * sin(pitch), z * cos(pitch) - y * sin(pitch)
            x, y = x * cos(roll) + y * sin(roll), y * cos(roll) - x * sin(roll)
            tilt.add(limb, (x, y, z))
    found = tilt.rotation()
    assert pitch_roll(found) == pytest.approx((-pitch, -roll), abs=0.04)
    assert np.array(found).reshape(3, 3) @ np.array(found).reshape(3, 3).T == pytest.approx(np.eye(3), abs=1e-6)
    for limb in BODY:
        assert np.linalg.norm(rotated(found, limb)) == pytest.approx(np.linalg.norm(limb), abs=1e-6)


def test_one_limb_at_fault_does_not_tilt_the_body() -> None:
    tilt = Tilt()
    for _ in range(200):
        for limb in BODY[:4]:
            tilt.add(limb, limb)
        raised = (0.0, -0.3, -0.95)
        tilt.add(BODY[4], raised, weight_of(degrees(np.arccos(np.dot(BODY[4], raised)))))
    # 4°: less than a trunk may lean otherwise before it costs anything.
    assert max(abs(value) for value in pitch_roll(tilt.rotation())) < 0.08


def test_a_handful_of_frames_and_another_view_do_not_tilt_the_picture() -> None:
    tilt = Tilt()
    assert tilt.rotation() == LEVEL
    tilt.add((0.0, 1.0, 0.0), (0.0, 0.9, 0.43))
    assert abs(pitch_roll(tilt.rotation())[0]) < 0.1
    for _ in range(1000):
        for limb in BODY:
            tilt.add(limb, (limb[0], limb[2], -limb[1]))
    turn = np.arccos((np.trace(np.array(tilt.rotation()).reshape(3, 3)) - 1) / 2)
    assert turn == pytest.approx(STEEPEST, abs=1e-6)
