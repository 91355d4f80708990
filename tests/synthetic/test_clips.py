"""Written clips are what they claim, and a pose model reads the people in them."""

import json
from pathlib import Path

import av
import numpy as np
import pytest

from gpu_jobs.weights import models_dir
from tests.synthetic.clips import SHORT_SQUAT, clip, rendered_squat
from tests.synthetic.demo_clips import DEMO, FOLDER, LIMIT
from tests.synthetic.test_studio import three_frames
from tests.synthetic.truth import LANDMARKS
from tests.synthetic.video import write_clip

POSE_MODEL = models_dir() / "pose_landmarker_full.task"
# Joints in the flesh against the model's idea of them: a few per cent of the person's height is agreement.
NEAR = 0.03
JOINTS = [index for index, name in enumerate(LANDMARKS) if name.endswith(("shoulder", "elbow", "wrist", "hip", "knee", "ankle"))]


@pytest.mark.parametrize("ending", [".mp4", ".mjpeg", ".y4m"])
def test_a_clip_can_be_read_back(tmp_path: Path, ending: str) -> None:
    made = three_frames()
    path = tmp_path / f"clip{ending}"
    write_clip(made, path, audio=True)
    with av.open(str(path)) as container:
        assert bool(container.streams.audio) == (ending == ".mp4")
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(frames) == len(made.frames)
    assert np.abs(frames[0].astype(int) - made.frames[0]).mean() < 6


@pytest.mark.parametrize("name", list(DEMO))
def test_committed_demo_clips_match_their_scenes(name: str) -> None:
    path, scene = FOLDER / f"{name}.mp4", DEMO[name]
    assert path.stat().st_size <= LIMIT
    brief = json.loads((FOLDER / f"{name}.truth.json").read_text())
    assert brief["fault"] == scene.movement.fault
    assert len(brief["repetitions"]) == scene.movement.repetitions
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.format.name) == (scene.camera.width, scene.camera.height, "yuv420p")
        assert sum(1 for _ in container.decode(stream)) == brief["frames"]


def test_the_demo_client_keeps_the_trainers_tempo() -> None:
    trainer, client = (json.loads((FOLDER / f"{name}.truth.json").read_text())["repetitions"] for name in ("squat", "client_squat"))
    late = np.array(client) - np.array(trainer)
    assert np.allclose(late, 0.4, atol=0.01)


@pytest.mark.slow
def test_a_rendered_clip_is_kept(tmp_path: Path) -> None:
    path, truth = rendered_squat(tmp_path)
    kept, _ = rendered_squat()
    before = kept.stat().st_mtime_ns
    assert clip(SHORT_SQUAT)[0] == kept
    assert kept.stat().st_mtime_ns == before, "rendered again although nothing changed"
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) == len(truth.times) == len(truth.alpha)


@pytest.mark.slow
@pytest.mark.skipif(not POSE_MODEL.exists(), reason="the pose model is not there yet (`make setup`)")
def test_mediapipe_reads_the_person_and_agrees_on_left_and_right(tmp_path: Path) -> None:
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    path, truth = rendered_squat(tmp_path)
    options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(POSE_MODEL)))
    height = float(np.ptp(truth.pixels[0, :, 1]))
    with av.open(str(path)) as container, vision.PoseLandmarker.create_from_options(options) as model:
        for index, frame in enumerate(container.decode(video=0)):
            if index % 9:
                continue
            picture = np.ascontiguousarray(frame.to_ndarray(format="rgb24"))
            found = model.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=picture)).pose_landmarks[0]
            pixels = np.array([[point.x * frame.width, point.y * frame.height] for point in found])
            assert np.mean([point.visibility for point in found]) > 0.9
            # Left read as right would be off by the width of the shoulders.
            assert np.linalg.norm(pixels[JOINTS] - truth.pixels[index, JOINTS], axis=1).mean() < NEAR * height
