"""Model bundles: the same bytes everywhere, nothing unknown let in."""

import shutil
import zipfile
from pathlib import Path
from time import perf_counter

import av
import mediapipe
import numpy as np
import pytest
from mediapipe.tasks.python import BaseOptions, vision

from gpu_jobs.assemble import INPUTS, OUTPUTS, ZIP_ALIGNMENT, assemble
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.weights import PROJECT_ROOT, WEIGHTS_DIR_VARIABLE, model_path, models_dir
from tests.jobs.conftest import SAMPLES

NPM = PROJECT_ROOT / "var" / "npm" / "node_modules"


@pytest.fixture(scope="module")
def npm_dir() -> Path:
    if not all((NPM / name).is_file() for name in INPUTS):
        pytest.skip("the packages with the networks are not here: run `perscoach prepare`")
    return NPM


def test_assembled_as_known_and_quick_the_second_time(npm_dir: Path, tmp_path: Path) -> None:
    paths = assemble(npm_dir, tmp_path / "models")  # refuses outputs whose SHA-256 is not the constant
    assert [path.name for path in paths] == list(OUTPUTS)
    before = {path: path.stat().st_mtime_ns for path in paths}
    start = perf_counter()
    assert assemble(tmp_path / "packages are gone", tmp_path / "models") == paths
    assert perf_counter() - start < 1
    assert {path: path.stat().st_mtime_ns for path in paths} == before
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == sorted(OUTPUTS), "nothing half-written lies about"


def test_a_damaged_model_is_made_again(npm_dir: Path, tmp_path: Path) -> None:
    path = next(path for path in assemble(npm_dir, tmp_path) if path.name == "pose_landmarker_lite.task")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assemble(npm_dir, tmp_path)
    assert path.read_bytes() == whole


def test_members_can_be_mapped_into_memory(npm_dir: Path, tmp_path: Path) -> None:
    path = next(path for path in assemble(npm_dir, tmp_path) if path.name == "pose_landmarker_full.task")
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            header = content[entry.header_offset : entry.header_offset + 30]
            start = entry.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
            assert start % ZIP_ALIGNMENT == 0
            assert content[start + 4 : start + 8] == b"TFL3"


def test_a_foreign_network_is_refused(npm_dir: Path, tmp_path: Path) -> None:
    for name in INPUTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(npm_dir / name, tmp_path / name)
    altered = tmp_path / "@mediapipe/pose/pose_landmark_full.tflite"
    content = bytearray(altered.read_bytes())
    content[100_000] ^= 1
    altered.write_bytes(content)
    with pytest.raises(WeightsMissing) as caught:
        assemble(tmp_path, tmp_path / "models")
    assert caught.value.code == "package_changed"


def test_missing_packages_and_models_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WeightsMissing, match="weights fetch"):
        assemble(tmp_path, tmp_path / "models")
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path / "elsewhere"))
    with pytest.raises(WeightsMissing, match="weights fetch"):
        model_path("pose_landmarker_full.task")


@pytest.mark.parametrize("size", ["lite", "full", "heavy"])
def test_landmarks_equal_those_of_the_published_bundles(size: str, real_squats: Path) -> None:
    published = SAMPLES / "mediapipe" / f"pose_landmarker_{size}.task"
    if not published.is_file():
        pytest.skip("PERSCOACH_SAMPLES has no published bundles to compare with")
    assert np.array_equal(landmarks(models_dir() / published.name, real_squats), landmarks(published, real_squats))


def landmarks(model: Path, video: Path, frames: int = 4) -> np.ndarray:
    options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model)), running_mode=vision.RunningMode.VIDEO)
    found = []
    with vision.PoseLandmarker.create_from_options(options) as landmarker, av.open(str(video)) as container:
        for number, frame in zip(range(frames), container.decode(video=0), strict=False):
            image = mediapipe.Image(mediapipe.ImageFormat.SRGB, np.ascontiguousarray(frame.to_ndarray(format="rgb24")))
            result = landmarker.detect_for_video(image, number * 100)
            points = [*result.pose_landmarks[0], *result.pose_world_landmarks[0]]
            found.append([(point.x, point.y, point.z, point.visibility) for point in points])
    return np.array(found)
