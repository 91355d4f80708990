"""The worker: a real clip through the real pipeline, and everything that can go wrong on the way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from gpu_jobs import cluster
from gpu_jobs.clock import Progress
from gpu_jobs.errors import Notice, VideoRejected, WorkersLost
from gpu_jobs.pipeline import ProcessOptions, ProcessResult
from perscoach_app import worker
from perscoach_app.services import exercises, jobs, leases, uploads
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseCreate, ExercisePublic
from perscoach_app.tables.database import open_session
from perscoach_motion.npzfile import track_from_arrays
from perscoach_motion.trackfile import Crop, Estimator, PoseFile, Size, Source, write
from tests.app.house import House

Tell = Callable[[Progress], None]


def clip(folder: Path, frames: int = 5) -> Path:
    """A video without a person."""
    path = folder / "grey.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(frames):
            picture = np.full((240, 320, 3), 40 * number, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        out.mux(stream.encode())
    return path


def upload(house: House) -> str:
    new = ExerciseCreate(slug="squat", title_en="Squat", source_name="grey.mp4")
    return uploads.take_in(house.anna.scope, clip(house.var), new).exercise_id


def seen(house: House, exercise_id: str) -> ExercisePublic:
    with open_session(reading=True) as db:
        return exercises.get(db, house.anna.scope, exercise_id)


def quick(source: Path, out: Path, _options: ProcessOptions, tell: Tell) -> ProcessResult:
    """Stands in for the pipeline where the test is about the worker: writes outputs of the right form."""
    assert source.stat().st_size > 1000
    out.mkdir()
    tell(Progress("look", 0.5, 2.0))
    one = np.zeros((2, 33, 3), np.float32)
    track = track_from_arrays(np.array([0.0, 0.1]), one, one, one[:, :, 0], 4 / 3)
    estimator = Estimator("none", "0", "none")
    write(out / "trainer_poses.json", PoseFile(track, Source(320, 240, 10.0, 2, 0.2), Crop(0, 0, 320, 240), Size(320, 240), estimator))
    (out / "trainer_transparent.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    return ProcessResult({}, 2, {}, 0.1, (Notice("two_people"),))


@pytest.fixture(autouse=True)
def no_ray(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "slow" in request.keywords:
        return

    @contextmanager
    def nobody() -> Iterator[None]:
        yield

    monkeypatch.setattr(cluster, "workers", nobody)
    monkeypatch.setattr(worker, "HEARTBEAT_S", 0.02)


def test_outputs_appear_all_at_once_under_a_new_version(house: House) -> None:
    exercise_id = upload(house)
    during: list[str] = []

    def watched(source: Path, out: Path, options: ProcessOptions, tell: Tell) -> ProcessResult:
        result = quick(source, out, options, tell)
        during.append(seen(house, exercise_id).video)
        return result

    assert worker.work_off("w", watched) == 1
    assert during == [""]
    ready = seen(house, exercise_id)
    assert (ready.state, ready.version, ready.duration_s) == ("ready", 1, 0.2)
    assert ready.job is not None
    assert ready.job.warnings == [Notice("two_people").sentence("ru")]
    browser = house.signed_in(house.maria)
    assert browser.get(ready.video).content == b"\x1a\x45\xdf\xa3"
    assert browser.get(ready.poses).headers["content-encoding"] == "gzip"
    assert browser.get(ready.poses).json()["format"] == "perscoach.poses"
    assert list((house.var / "work").iterdir()) == []


def test_progress_reaches_the_trainer_while_it_happens(house: House) -> None:
    exercise_id = upload(house)
    shown: list[tuple[str, float]] = []

    def slow(source: Path, out: Path, options: ProcessOptions, tell: Tell) -> ProcessResult:
        tell(Progress("look", 0.25, 9.0))
        time.sleep(0.2)
        job = seen(house, exercise_id).job
        assert job is not None
        shown.append((job.stage, job.progress))
        return quick(source, out, options, tell)

    worker.work_off("w", slow)
    assert shown == [("look", 0.25)]


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (VideoRejected("no_person"), "no_person", "Человека в видео не видно"),
        (VideoRejected("not_a_video", path=Path("/srv/var/jobs/x/source.mp4")), "not_a_video", "grey.mp4"),
        (ZeroDivisionError("boom"), "unexpected", "сломалось у нас"),
        (MemoryError(), "unexpected", "сломалось у нас"),
    ],
)
def test_a_bad_job_says_why_and_the_next_one_is_done(house: House, error: Exception, code: str, words: str) -> None:
    bad = upload(house)
    good = upload(house)

    def first_fails(source: Path, out: Path, options: ProcessOptions, tell: Tell) -> ProcessResult:
        if not seen(house, bad).error:
            (out).mkdir()
            raise error
        return quick(source, out, options, tell)

    assert worker.work_off("w", first_fails) == 2
    failed = seen(house, bad)
    assert (failed.state, failed.error_code) == ("failed", code)
    assert words in failed.error
    assert "/srv" not in failed.error
    assert seen(house, good).state == "ready"


def test_a_cancelled_job_stops_and_leaves_nothing(house: House) -> None:
    exercise_id = upload(house)

    def cancelled(source: Path, out: Path, options: ProcessOptions, tell: Tell) -> ProcessResult:
        job = seen(house, exercise_id).job
        assert job is not None
        with open_session() as db:
            jobs.cancel(db, house.anna.scope, job.id)
        for step in range(200):
            tell(Progress("look", step / 200, None))
            time.sleep(0.02)
        raise AssertionError("it went on")

    worker.work_off("w", cancelled)
    assert seen(house, exercise_id).state == "cancelled"
    assert [key for key in get_storage().keys("tenants/1") if "/v" in key] == []


def test_lost_workers_are_tried_again_but_not_for_ever(house: House) -> None:
    exercise_id = upload(house)

    def lost(*_arguments: object) -> ProcessResult:
        raise WorkersLost("workers_died", reason="test")

    for attempt in range(get_settings().job_attempts):
        assert seen(house, exercise_id).state == "queued", attempt
        assert worker.work_off("w", lost) == 1
    assert worker.work_off("w", lost) == 0
    assert (seen(house, exercise_id).state, seen(house, exercise_id).error_code) == ("failed", "attempts_spent")


def test_a_ray_that_does_not_start_costs_no_attempt(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = upload(house)

    @contextmanager
    def broken() -> Iterator[None]:
        raise WorkersLost("workers_not_started", reason="test")
        yield

    monkeypatch.setattr(cluster, "workers", broken)
    for _ in range(get_settings().job_attempts + 1):
        with pytest.raises(WorkersLost):  # `run` logs it and pauses
            worker.work_off("w", quick)
    assert seen(house, exercise_id).state == "queued"
    with open_session() as db:
        held = leases.lease(db, "w")
    assert held is not None
    assert held.attempt == 1


def test_being_stopped_right_after_the_end_deletes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = upload(house)
    working = leases.finish

    def interrupted(*arguments: Any, **named: Any) -> None:
        working(*arguments, **named)
        raise worker.Stopped

    monkeypatch.setattr(leases, "finish", interrupted)
    with pytest.raises(worker.Stopped):
        worker.work_off("w", quick)
    assert seen(house, exercise_id).state == "ready"
    assert house.signed_in(house.maria).get(seen(house, exercise_id).video).content == b"\x1a\x45\xdf\xa3"


def test_a_missing_source_fails_the_job_only(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    assert worker.work_off("w", quick) == 1
    assert seen(house, exercise_id).error_code == "unexpected"


def test_being_stopped_gives_the_job_back(house: House) -> None:
    exercise_id = upload(house)

    def stopped(*_arguments: object) -> ProcessResult:
        raise worker.Stopped

    with pytest.raises(worker.Stopped):
        worker.work_off("w", stopped)
    assert seen(house, exercise_id).state == "queued"
    with open_session() as db:
        held = leases.lease(db, "w")
    assert held is not None
    assert held.attempt == 1


def test_options_of_another_version_are_left_out() -> None:
    assert worker.options_from({"quality": "publish", "unheard_of": 1}) == ProcessOptions(quality="publish")


@pytest.mark.slow
def test_the_process_itself(house: House) -> None:
    """The real worker process with Ray and the real pipeline: a clip without a person fails in words; SIGTERM ends all of it."""
    models = PROJECT_ROOT / "var" / "models"
    if not (models / "pose_landmarker_full.task").exists():
        pytest.skip("the models are not here: run `perscoach prepare`")
    exercise_id = upload(house)
    environment = {**os.environ, "PERSCOACH_VAR_DIR": str(house.var), "PERSCOACH_MODELS_DIR": str(models)}
    process = subprocess.Popen([sys.executable, "-m", "perscoach_app.worker"], cwd=PROJECT_ROOT, env=environment, start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while seen(house, exercise_id).state in ("queued", "processing") and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.3)
        assert seen(house, exercise_id).error_code == "no_person"
        time.sleep(5)  # Ray is going down: until it has, its own signal handler is in place
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
