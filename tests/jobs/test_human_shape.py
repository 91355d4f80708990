"""A whole body well in the picture raises no warning; each way of filming it badly raises its own."""

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.pose.human_shape import human_shape, lighting
from perscoach_motion.skeleton import INDEX
from tests.synthetic.scene import Scene, landmarks_at
from tests.synthetic.truth import camera_joints
from tests.synthetic.variants import PORTRAIT, variant

FRAME = (PORTRAIT.width, PORTRAIT.height)
Poses = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def filmed(scene: Scene) -> Poses:
    """Image, world and visibility as a flawless network would read them, ten frames a second."""
    camera = scene.camera
    points = np.stack([landmarks_at(scene, time) for time in np.arange(0, 3, 0.1)])
    pixels = np.stack([camera.project(frame) for frame in points])
    image = np.concatenate([pixels / (camera.width, camera.height), np.zeros((len(points), 33, 1))], axis=2)
    return image, np.stack([camera_joints(camera, frame) for frame in points]).astype(np.float64), np.ones((len(points), 33))


@pytest.fixture(scope="module")
def squat() -> Poses:
    return filmed(variant("trainer_squat"))


@pytest.fixture(scope="module")
def lateral_raise() -> Poses:
    return filmed(variant("trainer_lateral_raise"))


def codes(
    image: NDArray[np.float64], world: NDArray[np.float64], visibility: NDArray[np.float64], frame: tuple[int, int] = FRAME
) -> list[str]:
    """What is said, each in both languages with nothing left to fill in."""
    notices = human_shape(image, world, visibility, frame)
    assert all("{" not in notice.sentence("ru") + notice.sentence("en") for notice in notices)
    return [notice.code for notice in notices]


def moved(poses: Poses, x: float = 0, y: float = 0, scale: float = 1) -> Poses:
    """The person elsewhere in the picture, and larger or smaller."""
    image = poses[0].copy()
    image[..., :2] = (image[..., :2] - 0.5) * scale + 0.5 + (x, y)
    return image, *poses[1:]


def with_world(poses: Poses, *names: str, by: float) -> Poses:
    """Some landmarks farther from the hips."""
    world = poses[1].copy()
    world[:, [INDEX[name] for name in names]] *= by
    return poses[0], world, poses[2]


def test_a_whole_person_is_fine(squat: Poses, lateral_raise: Poses) -> None:
    assert codes(*squat) == []
    assert codes(*lateral_raise) == []


def test_what_leaves_the_picture_is_named(squat: Poses, lateral_raise: Poses) -> None:
    image = squat[0]
    assert codes(*moved(squat, y=1.05 - image[..., 1].max())) == ["feet_cut_off"]
    assert codes(*moved(squat, y=-0.02 - image[:, 0, 1].min())) == ["head_cut_off"]
    assert codes(*moved(squat, scale=1.9)) == ["person_too_near"]
    assert codes(*moved(lateral_raise, x=1.04 - lateral_raise[0][..., 0].max())) == ["hands_leave"]


def test_a_toe_over_the_edge_for_a_moment_is_not(squat: Poses) -> None:
    image = squat[0].copy()
    image[7:9, INDEX["left_foot_index"], 1] = 1.01
    assert codes(image, *squat[1:]) == []


def test_a_person_far_away_is_too_small(squat: Poses) -> None:
    assert codes(*moved(squat, scale=0.4)) == ["person_too_small"]
    assert codes(*moved(squat, scale=0.4), (1080, 1920)) == []  # filmed finely enough, so small is no fault


def test_lengths_no_body_has(squat: Poses) -> None:
    breathing = squat[1].copy()
    breathing[:, [INDEX["left_wrist"], INDEX["right_wrist"], INDEX["left_ankle"], INDEX["right_ankle"]]] *= (
        1 + 0.25 * np.sin(np.arange(len(breathing)) * 1.7)
    )[:, None, None]
    assert codes(squat[0], breathing, squat[2]) == ["limbs_unsteady"]
    assert codes(squat[0], squat[1] * 0.5, squat[2]) == ["height_odd"]
    assert codes(squat[0], squat[1] * 1.5, squat[2]) == ["height_odd"]
    assert codes(*with_world(squat, "left_ankle", "left_heel", "left_foot_index", by=1.3)) == ["sides_differ"]


def test_a_hidden_limb_is_not_blamed(squat: Poses) -> None:
    image, world, visibility = with_world(squat, "left_ankle", "left_heel", "left_foot_index", by=1.3)
    hidden = visibility.copy()
    hidden[:, INDEX["left_ankle"]] = 0.1
    assert codes(image, world, hidden) == []


def test_turning_away_is_seen(squat: Poses) -> None:
    angles = np.radians(np.where(np.arange(len(squat[1])) > 18, 100, 0))
    world = squat[1].copy()
    world[..., 0] = squat[1][..., 0] * np.cos(angles)[:, None] + squat[1][..., 2] * np.sin(angles)[:, None]
    world[..., 2] = squat[1][..., 2] * np.cos(angles)[:, None] - squat[1][..., 0] * np.sin(angles)[:, None]
    assert codes(squat[0], world, squat[2]) == ["turns_away"]


def test_gaps_and_too_few_frames_say_nothing(squat: Poses) -> None:
    gappy = tuple(part.copy() for part in squat)
    for part in gappy:
        part[4:12] = np.nan
    assert codes(*gappy) == []
    assert codes(*(part[:3] for part in moved(squat, scale=1.9))) == []


def test_light() -> None:
    lightness = np.arange(256)

    def bell(middle: float, width: float) -> NDArray[np.int64]:
        return (1e5 * np.exp(-(((lightness - middle) / width) ** 2))).astype(np.int64)

    assert lighting(bell(120, 40)) == ()
    assert lighting(bell(20, 15) + bell(120, 15) // 4) == ()  # black clothes, skin well lit
    assert [notice.code for notice in lighting(bell(25, 20))] == ["too_dark"]
    assert [notice.code for notice in lighting(bell(140, 40) + 2 * 10**6 * (lightness == 255))] == ["over_exposed"]
    assert lighting(np.zeros(256, np.int64)) == ()
