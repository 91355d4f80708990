"""The studio's truth must be true: everything that other tests believe is checked here on small, quick pictures."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.synthetic.camera import Camera
from tests.synthetic.movements import FAULTS, ON_THE_FLOOR, Movement
from tests.synthetic.outfit import dressed
from tests.synthetic.scene import Rendered, Scene, landmarks_at, render, vertices_at
from tests.synthetic.truth import LANDMARKS, camera_joints
from tests.synthetic.variants import VARIANTS

SMALL = Camera(108, 192, distance=3.5, lift=1.0, pitch=2.5, view=39)
SQUAT = Scene("anna", Movement("squat", repetitions=1, period=2.0, delay=0.25, variety=0.0), SMALL, fps=10, seconds=2.5)

# A skeleton is judged by being human-shaped: rigid bones keep their length to the rounding of float32.
BONES = [("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")]
STEADY_M = 1e-4
# The heel is skin, and skin gives a little where the ankle bends.
PLANTED_M = 0.012


def at(name: str) -> int:
    return LANDMARKS.index(name)


@cache
def landmarks(scene: Scene) -> NDArray[np.float32]:
    """(T, 33, 3) in the camera's axes, hip-centred, without rendering."""
    return np.stack([camera_joints(scene.camera, points) for points in in_room(scene)])


@cache
def in_room(scene: Scene) -> NDArray[np.float32]:
    """(T, 33, 3) in the room: z up, the floor at zero."""
    return np.stack([landmarks_at(scene, time) for time in scene.times().tolist()])


@cache
def three_frames() -> Rendered:
    """Standing, on the way and at the bottom."""
    return render(replace(SQUAT, fps=1.6, seconds=1.9))


def knee_angle(joints: NDArray[np.float32], side: str) -> NDArray[np.float32]:
    hip, knee, ankle = (joints[:, at(f"{side}_{name}")] for name in ("hip", "knee", "ankle"))
    thigh, shin = hip - knee, ankle - knee
    cosine = (thigh * shin).sum(-1) / np.linalg.norm(thigh, axis=-1) / np.linalg.norm(shin, axis=-1)
    return np.asarray(np.degrees(np.arccos(cosine)), dtype=np.float32)


@pytest.mark.long
def test_alpha_is_the_coverage_of_each_pixel() -> None:
    small = three_frames().truth.alpha
    large = render(replace(SQUAT, camera=replace(SMALL, width=432, height=768), fps=1.6, seconds=0.6)).truth.alpha
    averaged = large[0].reshape(192, 4, 108, 4).mean((1, 3))
    # Four times finer, sixteen times the samples: what is left is what 2 x 2 samples overlook at fingers and hems.
    assert np.abs(averaged - small[0]).mean() < 0.003
    assert set(np.unique(np.round(small * 16, 3)).tolist()) <= set(range(17))
    assert 0.05 < small[0].mean() < 0.4


def test_joints_project_into_the_body() -> None:
    truth = three_frames().truth
    body = [at(f"{side}_{name}") for side in ("left", "right") for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")]
    for alpha, pixels in zip(truth.alpha, truth.pixels, strict=True):
        columns, rows = np.floor(pixels[body]).astype(int).T
        assert (alpha[rows, columns] > 0.5).all()


def test_colours_of_the_person_differ_from_the_room() -> None:
    made = three_frames()
    person = made.frames[0][made.truth.alpha[0] == 1]
    assert person.std(axis=0).min() > 20, "skin, shirt, trousers and shoes should differ"
    assert made.frames.min() < 40
    assert made.frames.max() > 180


@pytest.mark.parametrize("figure", ["anna", "pavel", "samuel", "mei"])
@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind != "standing"])
def test_limbs_keep_their_length_and_people_their_size(figure: str, kind: str) -> None:
    joints = in_room(replace(SQUAT, figure=figure, movement=replace(SQUAT.movement, kind=kind)))
    for side in ("left", "right"):
        for first, second in BONES:
            length = np.linalg.norm(joints[:, at(f"{side}_{first}")] - joints[:, at(f"{side}_{second}")], axis=-1)
            assert np.ptp(length) < STEADY_M, f"{side} {first} to {second}"
    lowest, highest = (0.10, 0.80) if kind in ON_THE_FLOOR else (1.35, 1.80)
    assert lowest < joints[0, at("nose"), 2] < highest


@pytest.mark.parametrize("figure", ["anna", "pavel"])
@pytest.mark.parametrize("fault", [None, "half_depth", "knees_in", "lean"])
def test_heels_stay_planted_in_a_squat(figure: str, fault: str | None) -> None:
    room = in_room(replace(SQUAT, figure=figure, movement=replace(SQUAT.movement, fault=fault)))
    for name in ("left_heel", "right_heel", "left_foot_index", "right_foot_index"):
        assert np.ptp(room[:, at(name)], axis=0).max() < PLANTED_M, name
        assert room[:, at(name), 2].min() > 0
        assert room[:, at(name), 2].max() < 0.10
    assert np.ptp(room[:, at("left_ankle")], axis=0).max() < STEADY_M


def test_heels_rise_when_that_is_the_fault() -> None:
    room = in_room(replace(SQUAT, movement=replace(SQUAT.movement, fault="heels_up")))
    assert room[:, at("left_heel"), 2].max() - room[0, at("left_heel"), 2] > 0.03


def test_left_is_left() -> None:
    """A person who faces the camera has the left hand at the picture's right, and the nose nearer than the ears."""
    joints = landmarks(SQUAT)[0]
    for name in ("shoulder", "hip", "knee", "ankle", "wrist", "ear", "eye", "heel"):
        assert joints[at(f"left_{name}"), 0] > joints[at(f"right_{name}"), 0] + 0.02
    assert joints[at("nose"), 2] < joints[at("left_ear"), 2] - 0.04
    assert joints[at("left_foot_index"), 2] < joints[at("left_heel"), 2] - 0.1
    assert joints[at("nose"), 1] < joints[at("left_knee"), 1], "y points down"


def test_yaw_turns_the_person_to_their_own_left() -> None:
    turned = landmarks(replace(SQUAT, camera=replace(SMALL, yaw=40)))[0]
    # Turning left moves the nose to the picture's right and the left shoulder away from the camera.
    assert turned[at("nose"), 0] > landmarks(SQUAT)[0][at("nose"), 0] + 0.02
    assert turned[at("left_shoulder"), 2] > turned[at("right_shoulder"), 2] + 0.1


def test_a_good_squat_reaches_a_level_thigh_and_half_depth_does_not() -> None:
    good = in_room(SQUAT)
    half = in_room(replace(SQUAT, movement=replace(SQUAT.movement, fault="half_depth")))
    deepest = good[np.argmin(knee_angle(good, "left"))]
    rise = (deepest[at("left_hip"), 2] - deepest[at("left_knee"), 2]) / np.linalg.norm(deepest[at("left_hip")] - deepest[at("left_knee")])
    assert abs(np.degrees(np.arcsin(rise))) < 8, "the thigh should be about level"
    assert knee_angle(good, "left").min() < 70
    assert 95 < knee_angle(half, "left").min() < 130


def test_knees_track_over_the_toes_unless_they_cave_in() -> None:
    def gap(fault: str | None) -> float:
        room = in_room(replace(SQUAT, movement=replace(SQUAT.movement, fault=fault)))
        bottom = room[np.argmin(knee_angle(room, "left"))]
        return float(bottom[at("left_knee"), 0] - bottom[at("left_ankle"), 0])

    assert gap(None) > 0.03
    assert gap("knees_in") < -0.04


def test_a_mirrored_lunge_is_done_with_the_other_leg() -> None:
    lunge = replace(SQUAT, movement=replace(SQUAT.movement, kind="lunge"))
    left = in_room(lunge)
    right = in_room(replace(lunge, movement=replace(lunge.movement, mirrored=True)))
    swapped = [LANDMARKS.index(n.replace("left", "#").replace("right", "left").replace("#", "right")) for n in LANDMARKS]
    # Nobody sways in mirror image: two centimetres are allowed for breathing and sway.
    assert np.abs(left * [-1, 1, 1] - right[:, swapped]).max() < 0.03
    assert np.ptp(left[:, at("left_ankle"), 1]) > 0.4 > 0.1 > np.ptp(left[:, at("right_foot_index"), 1])


def test_repetitions_begin_and_end_standing() -> None:
    movement = Movement("squat", repetitions=3, delay=0.8)
    spans = movement.spans()
    assert len(spans) == 3
    assert spans[0][0] == pytest.approx(0.8)
    for start, end in spans:
        assert movement.depth(start) == 0 == movement.depth(end)
        assert movement.depth((start + end) / 2) > 0.95
    assert Movement("standing").spans() == ()


def test_the_same_scene_renders_to_the_same_bytes() -> None:
    again = render(replace(SQUAT, fps=1.6, seconds=1.9))
    assert np.array_equal(again.frames, three_frames().frames)


def test_every_variant_and_fault_can_be_posed() -> None:
    for scene in VARIANTS.values():
        middle = scene.movement.spans()[0][0] + 1.0 if scene.movement.spans() else 1.0
        assert np.isfinite(vertices_at(scene, middle)).all()
    for kind, faults in FAULTS.items():
        for fault in faults:
            Movement(kind, fault)
    with pytest.raises(ValueError, match="no movement"):
        Movement("squat", "shrug")


def test_nobody_sinks_into_the_floor() -> None:
    assert dressed("anna").sole < 0
    for time in (0.0, 0.7, 1.1):
        assert vertices_at(SQUAT, time)[:, 2].min() > -0.002
