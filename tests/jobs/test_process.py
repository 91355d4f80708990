"""The whole pipeline on a rendered squat whose truth is known, and on a real one."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from gpu_jobs.clock import Progress
from gpu_jobs.cluster import workers
from gpu_jobs.extract import extract_poses
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import CUTS, FILES, FRAMES, ProcessResult, process
from perscoach_motion import trackfile
from perscoach_motion.npzfile import arrays, read_npz
from tests.jobs.conftest import SAMPLES, transparent_frames
from tests.synthetic.truth import Truth

ALPHA_MOST_ERROR = 0.008  # mean over the crop, 0..1
IOU_LEAST = 0.96
REAL_MOST_ERROR_PX = 8.0  # mean against landmarks another implementation of the same model gave
RENDERED_MOST_ERROR_PX = 8.0  # at 360×640; MediaPipe's joints lie a little beside a skeleton's


@pytest.fixture(scope="module")
def squat() -> tuple[Path, Truth]:
    clips = pytest.importorskip("tests.synthetic.clips", reason="the studio needs the test extra")
    path, truth = clips.rendered_squat(audio=True)
    return path, truth


@pytest.fixture(scope="module")
def heard() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
def result(squat: tuple[Path, Truth], heard: list[Progress], tmp_path_factory: pytest.TempPathFactory) -> ProcessResult:
    """One run through Ray that all tests of this file look at."""
    out = tmp_path_factory.mktemp("squat") / "out"
    with workers() as hands:
        return process(squat[0], out, ProcessOptions(quality="publish", cut=True, frames=True), heard.append, hands)


@pytest.mark.slow
def test_alpha_is_the_truth_within_the_crop(result: ProcessResult, squat: tuple[Path, Truth]) -> None:
    crop = trackfile.read(result.files["trainer_poses.json"]).crop
    frames = transparent_frames(result.files["trainer_transparent.webm"])
    truth = squat[1].alpha[:, crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    assert len(frames) == len(truth) == result.frames
    errors, overlaps = [], []
    for (_, frame), alpha in zip(frames, truth, strict=True):
        found = frame[..., 3] / 255
        errors.append(np.abs(found - alpha).mean())
        overlaps.append(((found >= 0.5) & (alpha >= 0.5)).sum() / ((found >= 0.5) | (alpha >= 0.5)).sum())
    assert np.mean(errors) <= ALPHA_MOST_ERROR
    assert np.mean(overlaps) >= IOU_LEAST


@pytest.mark.slow
def test_the_crop_cuts_nobody_and_keeps_its_limits(result: ProcessResult, squat: tuple[Path, Truth]) -> None:
    crop = trackfile.read(result.files["trainer_poses.json"]).crop
    truth = squat[1].alpha >= 0.5
    inside = truth[:, crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    assert inside.sum() == truth.sum()
    assert crop.width * crop.height < 0.8 * truth[0].size
    assert crop.width % 2 == crop.height % 2 == 0
    assert 9 / 16 - 0.01 <= crop.width / crop.height <= 1


@pytest.mark.slow
def test_edges_carry_no_background(result: ProcessResult, squat: tuple[Path, Truth]) -> None:
    """Laid over black and over white, the half-covered rim shows the person's colours, not the room's."""
    from gpu_jobs.video.decode import Reader
    from gpu_jobs.video.probe import probe

    crop = trackfile.read(result.files["trainer_poses.json"]).crop
    number = 10
    source = next(frame.pixels for place, frame in enumerate(Reader(probe(squat[0]), 4000)) if place == number)
    shown = transparent_frames(result.files["trainer_transparent.webm"])[number][1]
    alpha = squat[1].alpha[number, crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    rim = (alpha > 0.2) & (alpha < 0.6) & (shown[..., 3] > 25)
    # The darkest of the person's own pixels nearby: black trousers before a light wall.
    trousers = rim.copy()
    trousers[: int(0.55 * rim.shape[0])] = False
    trousers[int(0.80 * rim.shape[0]) :] = False
    before = source[crop.y : crop.y + crop.height, crop.x : crop.x + crop.width][trousers].mean()
    assert trousers.sum() > 40
    assert shown[trousers][:, :3].mean() < 0.7 * before


@pytest.mark.slow
def test_poses_lie_on_the_person(result: ProcessResult, squat: tuple[Path, Truth]) -> None:
    poses = trackfile.read(result.files["trainer_poses.json"])
    times, image, world, visibility = arrays(poses.track)
    pixels = image[..., :2] * [poses.rendition.width, poses.rendition.height] + [poses.crop.x, poses.crop.y]
    assert np.linalg.norm(pixels - squat[1].pixels, axis=2).mean() <= RENDERED_MOST_ERROR_PX
    assert np.allclose(times, squat[1].times, atol=1.1e-3)
    assert np.abs(world[:, 23:25].mean(axis=1)).max() < 0.02, "world landmarks are hip-centred"
    stored = read_npz(result.files["trainer_poses.npz"])
    assert np.allclose(arrays(stored)[1], image, atol=1e-4)
    assert visibility.min() >= 0
    assert visibility.max() <= 1


@pytest.mark.slow
def test_what_was_done_is_written_down(result: ProcessResult, squat: tuple[Path, Truth], heard: list[Progress]) -> None:
    assert set(result.files) == {*FILES, CUTS, FRAMES}
    assert all(path.stat().st_size for path in result.files.values())
    record = json.loads(result.files["process.json"].read_text(encoding="utf-8"))
    assert record["frames"] == len(squat[1].times)
    assert record["source"]["sound"]
    assert {"decode", "pose", "matte", "colour", "encode", "write"} <= set(record["stages"])
    assert {"av", "litert", "ray", "ffmpeg"} <= set(record["versions"])
    done = [progress.done for progress in heard]
    assert done == sorted(done)
    assert done[-1] == 1
    assert {"check", "look", "render", "join", "done"} <= {progress.stage for progress in heard}
    poster = cv2.imdecode(np.fromfile(result.files["poster.webp"], np.uint8), cv2.IMREAD_UNCHANGED)
    assert poster.shape[2] == 4
    assert poster[..., 3].min() == 0
    assert poster[..., 3].max() == 255


@pytest.mark.slow
def test_the_pose_alone_is_the_same_pose_in_the_full_frame(result: ProcessResult, squat: tuple[Path, Truth]) -> None:
    alone = extract_poses(squat[0])
    cropped = trackfile.read(result.files["trainer_poses.json"])
    assert (alone.crop.x, alone.crop.y, alone.crop.width, alone.crop.height) == (0, 0, alone.source.width, alone.source.height)
    in_crop = arrays(cropped.track)[1][..., :2] * [cropped.crop.width, cropped.crop.height] + [cropped.crop.x, cropped.crop.y]
    in_frame = arrays(alone.track)[1][..., :2] * [alone.source.width, alone.source.height]
    assert np.abs(in_crop - in_frame).max() < 0.1


@pytest.mark.slow
def test_a_real_person(real_squats: Path) -> None:
    reference = np.array(json.loads((SAMPLES / "landmarks" / "tfjs-models" / "pose_squats.full.json").read_text()))[..., :2]
    poses = extract_poses(real_squats)
    pixels = arrays(poses.track)[1][..., :2] * [poses.source.width, poses.source.height]
    assert np.linalg.norm(pixels - reference, axis=2).mean() <= REAL_MOST_ERROR_PX
