"""Our decoding of BlazePose's networks against MediaPipe's, and what following people asks for beyond it."""

import cv2
import mediapipe as mp
import numpy as np
import pytest
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from gpu_jobs.mask import SIDE
from gpu_jobs.pose import Place
from gpu_jobs.pose.blaze import detector, landmarks, network, region
from gpu_jobs.pose.blazepose import BlazePose
from gpu_jobs.weights import model_path

Frames = list[NDArray[np.uint8]]


@pytest.fixture(scope="module")
def eyes() -> BlazePose:
    return BlazePose("full")


def beside(one: NDArray[np.uint8], other: NDArray[np.uint8], room: int = 40) -> NDArray[np.uint8]:
    """Two pictures in one, the floor's grey around."""
    height = max(one.shape[0], other.shape[0])
    tall = [cv2.copyMakeBorder(each, height - each.shape[0], 0, 0, room, cv2.BORDER_REPLICATE) for each in (one, other)]
    return np.ascontiguousarray(np.hstack(tall))


def test_landmarks_are_mediapipes_own_where_frames_are_sampled_alike(person: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    # MediaPipe takes the corner of each pixel for its middle; ours differ from it by that half pixel and nothing else.
    monkeypatch.setattr(region, "centred", lambda corners: corners)
    monkeypatch.setattr(detector, "centred", lambda corners: corners)
    find, read = (kind(net) for kind, net in zip((detector.Detector, landmarks.LandmarkReader), both(), strict=True))
    options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model_path("pose_landmarker_full.task"))))
    with vision.PoseLandmarker.create_from_options(options) as theirs:
        for pixels in person[::5]:
            height, width = pixels.shape[:2]
            found = theirs.detect(mp.Image(mp.ImageFormat.SRGB, pixels))
            ours = read.read(pixels, find.find(pixels)[0].region)
            assert ours is not None
            image = np.array([(point.x * width, point.y * height) for point in found.pose_landmarks[0]])
            world = np.array([(point.x, point.y, point.z) for point in found.pose_world_landmarks[0]])
            assert np.linalg.norm(ours.image[:, :2] - image, axis=1).mean() < 0.7
            assert np.abs(ours.world - world).mean() < 0.01
            assert np.abs(ours.visibility - [point.visibility for point in found.pose_landmarks[0]]).mean() < 0.02


def both() -> tuple[network.Network, network.Network]:
    return network.networks_of(model_path("pose_landmarker_full.task"))


def test_a_run_of_frames_does_not_depend_on_the_one_before(person: Frames, eyes: BlazePose) -> None:
    eyes.begin(None)
    first = [eyes.see(pixels, 33 * number) for number, pixels in enumerate(person[:3])]
    eyes.see(np.ascontiguousarray(person[5][:, ::-1]), 500)
    eyes.begin(None)
    again = [eyes.see(pixels, 33 * number) for number, pixels in enumerate(person[:3])]
    for one, other in zip(first, again, strict=True):
        assert one is not None
        assert other is not None
        assert np.array_equal(one.image, other.image)
        assert one.mask is not None
        assert other.mask is not None
        assert one.mask.packed == other.mask.packed


def test_nobody_is_found_in_an_empty_room_and_somebody_who_comes_is(person: Frames, eyes: BlazePose) -> None:
    empty = np.full_like(person[0], 120)
    eyes.begin(None)
    assert eyes.see(empty, 0) is None
    assert eyes.see(person[0], 33) is not None
    assert eyes.see(empty, 66) is None


def test_the_mask_lies_on_the_person(person: Frames, eyes: BlazePose) -> None:
    eyes.begin(None)
    seen = eyes.see(person[0], 0)
    assert seen is not None
    assert seen.mask is not None
    height, width = person[0].shape[:2]
    to_pixels = seen.mask.placed * [[width], [height]]
    for landmark in (11, 12, 23, 24):  # shoulders and hips lie inside the body
        u, v = np.linalg.solve(to_pixels[:, :2], seen.image[landmark, :2] * (width, height) - to_pixels[:, 2])
        assert seen.mask.levels()[round(v), round(u)] > 200
        assert 0 <= u < SIDE


def test_the_larger_of_two_is_followed_and_both_are_counted(person: Frames, eyes: BlazePose) -> None:
    small = cv2.resize(person[0], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    eyes.begin(None)
    seen = eyes.see(beside(small, person[0]), 0)
    assert eyes.most_people == 2
    assert seen is not None
    assert seen.place.x > 0.5


def test_a_hint_keeps_to_the_person_it_names(person: Frames, eyes: BlazePose) -> None:
    small = cv2.resize(person[0], None, fx=0.85, fy=0.85, interpolation=cv2.INTER_AREA)
    both_of_them = beside(small, person[0])
    eyes.begin(None)
    alone = eyes.see(beside(small, np.full_like(person[0], 120)), 0)
    assert alone is not None
    eyes.begin(Place(alone.place.x, alone.place.y, alone.place.side, alone.place.turn))
    seen = eyes.see(both_of_them, 0)
    assert seen is not None
    assert seen.place.x < 0.5


def test_somebody_clearly_larger_takes_over_after_a_while_not_at_once(person: Frames, eyes: BlazePose) -> None:
    small = cv2.resize(person[0], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    eyes.begin(None)
    assert eyes.see(beside(small, np.full_like(person[0], 120)), 0) is not None
    with_larger = beside(small, person[0])
    where = [eyes.see(with_larger, time_ms) for time_ms in range(1000, 2000, 200)]
    assert where[0] is not None
    assert where[0].place.x < 0.5, "not at once"
    assert where[-1] is not None
    assert where[-1].place.x > 0.5, "but soon"
