"""What every pose estimator keeps to, whichever network is behind it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs import look
from gpu_jobs.catalogue import MODELS, RTMPOSE_FILE, SAM3D_FILE
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.graphs import Graph
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.pose import ESTIMATORS, PoseEstimator, estimator
from gpu_jobs.weights import models_dir
from gpu_jobs.workers import Here
from perscoach_motion.npzfile import read_extras, read_npz
from perscoach_motion.skeleton import INDEX, LEFT_ANKLE, LEFT_HIP, LEFT_SHOULDER, RIGHT_ANKLE, RIGHT_HIP, RIGHT_SHOULDER
from tests.jobs import odd_files
from tests.jobs.richer import rtmpose_file, stand_in_package, write_colour_finder

Frames = list[NDArray[np.uint8]]
FACING = {"mediapipe", "mediapipe-lite", "mediapipe-heavy", "sam3d_body"}
"""Those whose network sees something here; the stand-in for RTMPose only looks for colours."""


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of weights in which every estimator finds its own, stand-ins where the official ones cannot be had."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for bundle in models_dir().glob("*.task"):
        (folder / bundle.name).symlink_to(bundle)
    monkeypatch.setenv("PERSCOACH_WEIGHTS_DIR", str(folder))
    write_colour_finder(rtmpose_file(folder))
    look._opened.cache_clear()
    return folder


@pytest.fixture(params=sorted(ESTIMATORS))
def name(request: pytest.FixtureRequest, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "sam3d_body":
        stand_in_package(tmp_path, weights, monkeypatch)
    return str(request.param)


@pytest.fixture
def eyes(name: str) -> PoseEstimator:
    return estimator(name)


def test_shapes_ranges_and_kinds(eyes: PoseEstimator, name: str, person: Frames) -> None:
    assert (eyes.estimator.name == name or name.startswith(eyes.estimator.name), bool(eyes.estimator.version)) == (True, True)
    eyes.begin(None)
    people = eyes.see_all(person[:3], (0, 33, 66))
    assert len(people) == 3
    assert eyes.most_people == 1
    for one in people:
        assert one is not None
        for part, shape in ((one.image, (33, 3)), (one.world, (33, 3)), (one.visibility, (33,))):
            assert (part.shape, part.dtype) == (shape, np.float32)
            assert np.isfinite(part).all()
        assert one.visibility.min() >= 0
        assert one.visibility.max() <= 1
        assert np.abs(one.world[[LEFT_HIP, RIGHT_HIP]].mean(axis=0)).max() < 0.02
        assert one.mask is not None
        assert all(value.dtype == np.float32 for value in one.extras.values())
        if name in FACING:
            assert 0.9 < np.ptp(one.world[:, 1]) < 2.2, "metres"
            for left, right in ((LEFT_SHOULDER, RIGHT_SHOULDER), (LEFT_HIP, RIGHT_HIP)):
                assert one.world[left, 0] > one.world[right, 0], "who faces the lens has the left side on the picture's right"
            assert one.world[INDEX["nose"], 1] < one.world[LEFT_ANKLE, 1]
            assert one.world[RIGHT_SHOULDER, 1] < one.world[RIGHT_ANKLE, 1], "y points down"


def test_the_same_frames_are_read_the_same_again(eyes: PoseEstimator, person: Frames) -> None:
    read = []
    for _ in range(2):
        eyes.begin(None)
        read.append(eyes.see_all(person[:2], (0, 33)))
    for one, other in zip(*read, strict=True):
        assert one is not None
        assert other is not None
        assert np.array_equal(one.image, other.image)
        assert np.array_equal(one.world, other.world)
        assert all(np.array_equal(one.extras[extra], other.extras[extra]) for extra in one.extras)


def test_in_a_black_frame_is_nobody_and_frames_around_it_are_read(eyes: PoseEstimator, person: Frames) -> None:
    black = np.zeros_like(person[0])
    eyes.begin(None)
    assert [one is not None for one in eyes.see_all([black, person[0], black], (0, 33, 66))] == [False, True, False]
    eyes.begin(None)
    assert eyes.see_all([], ()) == []


def test_without_its_weights_it_says_what_is_missing(name: str, weights: Path) -> None:
    for file in (*weights.glob("*.task"), rtmpose_file(weights), weights / SAM3D_FILE):
        file.unlink(missing_ok=True)
    with pytest.raises(WeightsMissing) as caught:
        estimator(name)
    assert caught.value.code in {"weights_missing", "model_missing"}
    assert str(weights) in caught.value.sentence("ru")


@pytest.mark.parametrize(("model", "file"), [("rtmpose", RTMPOSE_FILE), ("sam3d_body", SAM3D_FILE)])
def test_a_wrong_file_is_named_with_its_sum(model: str, file: str, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_package(tmp_path, weights, monkeypatch)
    (weights / file).write_bytes(b"<html>")
    with pytest.raises(WeightsMissing) as caught:
        estimator(model)
    assert caught.value.code == "weights_unlike"
    assert hashlib.sha256(b"<html>").hexdigest() in caught.value.sentence("ru")


def test_with_too_little_memory_batches_shrink_and_then_it_ends_clearly(
    weights: Path, person: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    eyes, sizes = estimator("rtmpose"), []
    plain = eyes.see_all(person[:4], (0, 33, 66, 99))
    real = Graph.run

    def cramped(most: int) -> Callable[..., object]:
        def run(self: Graph, batch: NDArray[np.float32]) -> object:
            sizes.append(len(batch))
            if len(batch) > most:
                raise MemoryError
            return real(self, batch)

        return run

    monkeypatch.setattr(Graph, "run", cramped(2))
    eyes.begin(None)
    again = eyes.see_all(person[:4], (0, 33, 66, 99))
    assert sizes[-2:] == [2, 2]
    for one, other in zip(plain, again, strict=True):
        assert one is not None
        assert other is not None
        assert np.array_equal(one.image, other.image)
    monkeypatch.setattr(Graph, "run", cramped(0))
    with pytest.raises(WeightsMissing) as caught:
        eyes.see_all(person[:1], (133,))
    assert caught.value.code == "device_memory"


def test_sam3d_body_ends_clearly_where_one_frame_is_too_much(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: Frames
) -> None:
    def crowded(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")

    stand_in_package(tmp_path, weights, monkeypatch)
    eyes = estimator("sam3d_body")
    monkeypatch.setattr("sam_3d_body.SAM3DBodyEstimator.process_one_image", crowded)
    with pytest.raises(WeightsMissing) as caught:
        eyes.see_all(person[:1], (0,))
    assert caught.value.code == "device_memory"


def test_a_package_of_the_makers_is_found_at_their_home(weights: Path) -> None:
    with pytest.raises(WeightsMissing) as caught:
        estimator("sam3d_body")
    assert caught.value.code == "model_makers_package_missing"
    assert "https://github.com/facebookresearch/sam-3d-body" in caught.value.sentence("ru")


def test_sam3d_body_needs_consent_to_a_pickle_and_a_gpu(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_package(tmp_path, weights, monkeypatch)
    monkeypatch.delenv("PERSCOACH_ALLOW_PICKLE")
    with pytest.raises(WeightsMissing) as caught:
        estimator("sam3d_body")
    assert caught.value.code == "pickle_not_allowed"
    monkeypatch.setenv("PERSCOACH_ALLOW_PICKLE", "1")
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(WeightsMissing) as caught:
        estimator("sam3d_body")
    assert caught.value.code == "gpu_missing"


def test_sam3d_body_is_asked_as_its_makers_document_it(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: Frames, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in_package(tmp_path, weights, monkeypatch)
    eyes = estimator("sam3d_body")
    eyes.see_all(person[:2], (0, 33))
    import sam_3d_body

    height, width = person[0].shape[:2]
    assert len(sam_3d_body.calls) == 2
    for shape, box, camera, parts in sam_3d_body.calls:
        assert (shape, parts) == ((height, width, 3), "body")
        assert 0 <= box[0] < box[2] <= width
        assert height / 2 < box[3] - box[1] <= height
        assert np.allclose(camera, [[np.hypot(width, height), 0, width / 2], [0, np.hypot(width, height), height / 2], [0, 0, 1]])
    assert capsys.readouterr().out == ""


def test_a_whole_clip_goes_through_with_what_the_network_tells_beside(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: Frames
) -> None:
    stand_in_package(tmp_path, weights, monkeypatch)
    small = [cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for pixels in person]
    source = odd_files.write(tmp_path / "clip.mp4", small, range(0, 1200, 100))
    result = process(source, tmp_path / "out", ProcessOptions(pose="sam3d_body", stacked=False), lambda _: None, Here())
    import sam_3d_body

    assert len(sam_3d_body.calls) == len(person), "each frame once: the first look leaves the large network alone"
    track, told = read_npz(result.files["trainer_poses.npz"]), read_extras(result.files["trainer_poses.npz"])
    assert {name: values.shape for name, values in told.items()} == {
        "mhr70": (len(track), 70, 3),
        "mhr_global_rots": (len(track), 127, 3, 3),
        "vertices_every_n": (2, 18439, 3),
        "vertices_frames": (2,),
        "faces": (2, 3),
    }
    assert told["vertices_frames"].tolist() == [0, 9]
    assert b"mhr70" not in result.files["trainer_poses.json"].read_bytes()
    look._opened.cache_clear()


def test_every_pose_model_of_the_catalogue_can_be_chosen() -> None:
    assert {model.name for model in MODELS.values() if model.kind == "pose"} <= set(ESTIMATORS)
