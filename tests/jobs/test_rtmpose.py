"""RTMPose's crop, decoding, order of keypoints and lifting, on a network whose answer is known and on people whose joints are."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.errors import WeightsMissing
from gpu_jobs.geometry import Box
from gpu_jobs.pose.blazepose import BlazePose
from gpu_jobs.pose.carried import NEIGHBOUR
from gpu_jobs.pose.halpe26 import KNOWN, LANDMARKS
from gpu_jobs.pose.lifting import lifted
from gpu_jobs.pose.refined import Found
from gpu_jobs.pose.rtmpose import RtmPose, person_of
from gpu_jobs.pose.simcc import PADDING, crop_around
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from perscoach_motion.demonstration import squat
from perscoach_motion.npzfile import arrays
from perscoach_motion.skeleton import BODY, INDEX, LIMB_ENDS
from perscoach_motion.skeleton import LANDMARKS as NAMES
from tests.jobs.richer import colours, person_at, rtmpose_file, write_colour_finder

FRAME = 480, 640  # width and height
DOT = 6  # px, half a dot's side: about what the stand-in looks for at once
HALPE = (
    *("nose", "left_eye", "right_eye", "left_ear", "right_ear"),
    *(f"{side}_{part}" for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in ("left", "right")),
    *("head", "neck", "hip", "left_foot_index", "right_foot_index", "left_small_toe", "right_small_toe", "left_heel", "right_heel"),
)
"""Halpe's 26 by our names where we have one; the foot's index is its big toe."""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RtmPose:
    monkeypatch.setenv("PERSCOACH_WEIGHTS_DIR", str(tmp_path))
    write_colour_finder(rtmpose_file(tmp_path))
    return RtmPose()


def spread_out() -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """`(26, 2)` places of keypoints in a frame, and the frame with a dot of each one's colour."""
    columns, rows = np.meshgrid(np.linspace(120, 360, 5), np.linspace(60, 580, 6))
    places = np.random.default_rng(3).permutation(np.stack([columns.ravel(), rows.ravel()], axis=1))[:26] + 0.5
    pixels = np.full((FRAME[1], FRAME[0], 3), (104, 116, 124), np.uint8)
    for (x, y), colour in zip(places.astype(int), colours(), strict=True):
        pixels[y - DOT : y + DOT + 1, x - DOT : x + DOT + 1] = colour
    return places, pixels


def test_each_keypoint_is_found_and_becomes_the_landmark_of_its_name(reader: RtmPose) -> None:
    places, pixels = spread_out()
    inside = np.linspace((0.25, 0.1), (0.75, 0.9), 33)
    finder = person_at(inside, np.array(arrays(squat())[2][0]))
    (person,) = reader.read([Found(0, pixels, finder)])
    assert person is not None
    for name, place in zip(HALPE, places, strict=True):
        if name in INDEX:
            assert np.abs(person.image[INDEX[name], :2] * FRAME - place).max() < 2.5, name  # a place of the curve is 1.25 px here
    for landmark, beside in NEIGHBOUR.items():
        if landmark not in LANDMARKS:
            gone = person.image[landmark, :2] - person.image[beside, :2]
            assert np.allclose(gone, inside[landmark] - inside[beside], atol=1e-6), NAMES[landmark]
            assert person.visibility[landmark] < 0.5, "not counted as seen"
    assert (person.visibility[LANDMARKS] > 0.5).all()
    assert all(HALPE[keypoint] == NAMES[landmark] for keypoint, landmark in zip(KNOWN, LANDMARKS, strict=True))


def test_a_chunk_is_read_at_once_and_frame_by_frame_alike(tmp_path: Path, reader: RtmPose) -> None:
    _, pixels = spread_out()
    finder = person_at(np.linspace((0.25, 0.1), (0.75, 0.9), 33), np.array(arrays(squat())[2][0]))
    found = [Found(number, np.roll(pixels, 7 * number, axis=1), finder) for number in range(3)]
    together = reader.read(found)
    write_colour_finder(rtmpose_file(tmp_path), batch=1)
    for one, each in zip(together, RtmPose().read(found), strict=True):
        assert one is not None
        assert each is not None
        assert np.array_equal(one.image, each.image)


def test_the_crop_keeps_the_shape_of_the_body_and_some_room() -> None:
    wide, tall = (crop_around(box, (192, 256)) for box in (Box(100, 100, 400, 200), Box(100, 100, 150, 500)))
    assert wide.side == pytest.approx(PADDING * 300 / 192)
    assert tall.side == pytest.approx(PADDING * 400 / 256)
    corner = tall.to_frame(np.array([[0, 0], [192, 256]], np.float32))
    assert np.allclose(corner.mean(axis=0), (125, 300))
    assert np.allclose(corner[1] - corner[0], (375, 500))


@pytest.mark.parametrize("count", [17, 133])
def test_a_file_of_another_skeleton_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setenv("PERSCOACH_WEIGHTS_DIR", str(tmp_path))
    write_colour_finder(rtmpose_file(tmp_path), count)
    with pytest.raises(WeightsMissing) as caught:
        RtmPose()
    assert caught.value.code == "weights_unlike"
    assert f"({count}" in caught.value.sentence() or f", {count}," in caught.value.sentence()


@pytest.fixture(scope="module")
def known() -> list[tuple[Found, NDArray[np.float64], NDArray[np.float32]]]:
    """Frames of a rendered woman who squats: what BlazePose reads, where the joints really are, in the picture and in space."""
    demo = pytest.importorskip("tests.synthetic.demo_clips", reason="the studio needs the test extra")
    from tests.synthetic.scene import landmarks_at
    from tests.synthetic.truth import camera_joints

    eyes, scene, frames = BlazePose("lite"), demo.DEMO["squat"], []
    for number, (time_ms, pixels) in zip(range(61), Reader(probe(demo.FOLDER / "squat.mp4"), 640), strict=False):
        if number % 10:
            continue
        person = eyes.see(np.ascontiguousarray(pixels), time_ms)
        camera, points = scene.camera_at(time_ms / 1000), landmarks_at(scene, time_ms / 1000)
        shown = camera.project(points) / (scene.camera.width, scene.camera.height)
        assert person is not None
        frames.append((Found(number, pixels, person), shown, camera_joints(camera, points)))
    return frames


def limbs(world: NDArray[np.floating]) -> NDArray[np.float64]:
    ends = np.stack([world[list(far)].mean(axis=0) - world[list(near)].mean(axis=0) for near, far in LIMB_ENDS])
    return np.asarray(ends / np.linalg.norm(ends, axis=1, keepdims=True), np.float64)


def off(world: NDArray[np.floating], truth: NDArray[np.floating]) -> tuple[float, float]:
    """Mean error of the body's joints, metres, and of its limbs' directions, degrees."""
    from_hips = world - world[[23, 24]].mean(axis=0)
    joints = np.linalg.norm(from_hips - truth, axis=1)[list(BODY)].mean()
    return float(joints), float(np.degrees(np.arccos(np.clip((limbs(world) * limbs(truth)).sum(axis=1), -1, 1))).mean())


@pytest.mark.parametrize("noise_m", [0.0, 0.03])
def test_with_a_perfect_picture_space_is_nearer_the_truth_than_the_finders(
    known: list[tuple[Found, NDArray[np.float64], NDArray[np.float32]]], noise_m: float
) -> None:
    draw, ours, theirs = np.random.default_rng(4), [], []
    for found, shown, truth in known:
        shift = draw.normal(0, noise_m, (33, 3)).astype(np.float32)
        across = found.person.image + np.pad(draw.normal(0, noise_m / 4, (33, 2)), ((0, 0), (0, 1))).astype(np.float32)  # 4 m a picture
        finder = replace(found.person, world=found.person.world + shift, image=across)
        keypoints = np.zeros((26, 2))
        keypoints[KNOWN] = (shown * found.size)[LANDMARKS]
        person = person_of(replace(found, person=finder), keypoints, np.ones(26, np.float32))
        assert np.allclose(person.image[LANDMARKS, :2], shown[LANDMARKS], atol=1e-6)
        ours.append(off(person.world, truth))
        theirs.append(off(finder.world, truth))
    (our_m, our_deg), (their_m, their_deg) = np.mean(ours, axis=0), np.mean(theirs, axis=0)
    assert our_m < their_m
    assert our_deg < 0.9 * their_deg


def test_the_finders_own_picture_gives_the_finders_own_space_but_for_perspective() -> None:
    """Far away there is no perspective: what the finder saw in the picture is what it said in space."""
    world = np.array(arrays(squat())[2][0], np.float64)
    world -= world[[23, 24]].mean(axis=0)
    pixels = world[:, :2] * 40 + 300  # 40 px a metre: 25 m away
    back = lifted(pixels, pixels, world, np.array([600.0, 800.0]))
    assert np.abs(back - world).max() < 0.02


def test_nothing_is_read_of_nobody(reader: RtmPose) -> None:
    assert reader.read([]) == []


def test_the_picture_is_given_in_the_order_of_its_makers() -> None:
    from gpu_jobs.pose.simcc import batch_of

    red = np.zeros((4, 3, 3), np.uint8)
    red[..., 0] = 255
    batch = batch_of([red])
    assert batch.shape == (1, 3, 4, 3)
    assert np.allclose(batch[0, :, 0, 0], [-123.675 / 58.395, -116.28 / 57.12, (255 - 103.53) / 57.375])
    assert cv2.cvtColor(red, cv2.COLOR_RGB2BGR)[0, 0, 2] == 255
