"""The worker: a real clip through the real pipeline, and everything that can go wrong on the way."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from sqlalchemy import update
from sqlmodel import col

from gpu_jobs import cluster
from gpu_jobs.clock import Progress
from gpu_jobs.errors import Notice, VideoRejected, WorkersLost
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import OnNotices, ProcessResult
from perscoach_app import worker
from perscoach_app.services import exercises, jobs, leases, uploads
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseCreate, ExercisePublic, Job, JobStatus
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_app.work import tidy, work_folder
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


def quick(source: Path, out: Path, _options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
    """Stands in for the pipeline where the test is about the worker: writes outputs of the right form."""
    assert source.stat().st_size > 1000
    kept.mkdir(exist_ok=True)
    notice([Notice("camera_moves")])
    (out / "cuts").mkdir(parents=True, exist_ok=True)
    (out / "cuts" / "01-squat-like.webm").write_bytes(b"cut")
    tell(Progress("look", 0.5, 2.0))
    one = np.zeros((2, 33, 3), np.float32)
    track = track_from_arrays(np.array([0.0, 0.1]), one, one, one[:, :, 0], 4 / 3)
    estimator = Estimator("none", "0", "none")
    write(out / "trainer_poses.json", PoseFile(track, Source(320, 240, 10.0, 2, 0.2), Crop(0, 0, 320, 240), Size(320, 240), estimator))
    (out / "trainer_transparent.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    return ProcessResult({}, 2, {}, 0.1, (Notice("two_people"),))


def work(house: House) -> list[str]:
    """What workers left lying."""
    home = house.var / "work"
    return sorted(path.name for path in home.iterdir()) if home.exists() else []


def cancel(house: House, exercise_id: str) -> None:
    job = seen(house, exercise_id).job
    assert job is not None
    with open_session() as db:
        jobs.cancel(db, house.anna.scope, job.id)


def expire_leases() -> None:
    """As if the workers had been silent for too long."""
    with open_session() as db:
        db.exec(update(Job).where(col(Job.status) == JobStatus.RUNNING).values(lease_until=now() - timedelta(seconds=1)))
        db.commit()


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

    def watched(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        result = quick(source, out, options, tell, notice, kept)
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
    assert get_storage().look(f"tenants/1/exercises/{exercise_id}/v1/cuts/01-squat-like.webm").size == 3
    assert work(house) == []


def test_what_a_first_look_found_is_told_while_the_work_goes_on(house: House) -> None:
    exercise_id = upload(house)
    during: list[list[str]] = []

    def watched(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        notice([Notice("feet_cut_off", share=np.float64(0.4)), Notice("too_dark")])
        job = seen(house, exercise_id).job
        assert job is not None
        during.append(job.warnings)
        return quick(source, out, options, tell, notice, kept)

    worker.work_off("w", watched)
    assert during == [[Notice("feet_cut_off", share=0.4).sentence("ru"), Notice("too_dark").sentence("ru")]]
    job = seen(house, exercise_id).job
    assert job is not None
    assert job.warnings == [Notice("two_people").sentence("ru")]  # what was found over the whole clip has the last word


def test_a_first_look_at_a_cancelled_job_ends_it(house: House) -> None:
    exercise_id = upload(house)

    def cancelled(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        cancel(house, exercise_id)
        return quick(source, out, options, tell, notice, kept)

    worker.work_off("w", cancelled)
    assert seen(house, exercise_id).state == "cancelled"
    assert work(house) == []


@pytest.mark.parametrize("end", [worker.Stopped(), WorkersLost("workers_died", reason="test"), SystemError("as good as kill -9")])
def test_the_next_attempt_goes_on_with_what_is_finished(house: House, end: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = upload(house)
    found: list[list[str]] = []

    def breaks_off(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        kept.mkdir(exist_ok=True)
        found.append(sorted(path.name for path in kept.iterdir()))
        (kept / "seen-00000.npz").write_bytes(b"finished")
        source.touch()
        if len(found) > 1:
            return quick(source, out, options, tell, notice, kept)
        raise end

    with monkeypatch.context() as dying:
        if isinstance(end, SystemError):  # a killed worker tidies nothing up, and says nothing
            dying.setattr("perscoach_app.work._discard", lambda _: None)
            dying.setattr(worker, "_fail", lambda *_: None)
        with suppress(worker.Stopped):
            worker.work_off("w", breaks_off)
    (left,) = work(house)
    fetched = (house.var / "work" / left / "source.mp4").stat()
    expire_leases()
    monkeypatch.setattr(get_storage(), "get_file", None)  # it lies there already
    assert worker.work_off("w", breaks_off) == 1
    assert fetched.st_size > 1000
    assert found == [[], ["seen-00000.npz"]]
    assert seen(house, exercise_id).state == "ready"
    assert work(house) == []


def test_a_source_that_was_cut_off_is_fetched_again(house: House) -> None:
    upload(house)
    with open_session() as db:
        held = leases.lease(db, "w")
    assert held is not None
    folder = house.var / "work" / f"job-{held.job_id}"
    folder.mkdir(parents=True)
    (folder / "source.mp4").write_bytes(b"half")
    assert worker._source(held, folder).stat().st_size > 1000


def test_what_a_dead_attempt_stored_is_deleted_by_the_next(house: House) -> None:
    exercise_id = upload(house)
    with open_session() as db:
        dead = leases.lease(db, "dead")
    assert dead is not None
    (house.var / "half").write_bytes(b"half")
    get_storage().put_file(f"{dead.output_prefix}/poster.webp", house.var / "half")
    expire_leases()
    assert worker.work_off("w", quick) == 1
    assert seen(house, exercise_id).version == 2
    assert get_storage().keys(dead.output_prefix) == []


def test_folders_vanish_with_their_jobs_and_not_before(house: House) -> None:
    exercise_id = upload(house)
    job = seen(house, exercise_id).job
    assert job is not None
    home = house.var / "work"
    for name in (f"job-{job.id}", f"job-{job.id}-2", "job-999", "job-1-x7z", "strange"):
        (home / name).mkdir(parents=True)
    os.utime(home / "strange", (0, 0))
    os.utime(home / f"job-{job.id}", (0, 0))  # age says nothing: it may have waited for a worker for days
    tidy()
    assert work(house) == [f"job-{job.id}", f"job-{job.id}-2", "job-1-x7z"]
    cancel(house, exercise_id)
    with work_folder(job.id, 1, ()):
        tidy()
        assert f"job-{job.id}" in work(house)  # its worker has not noticed yet
    tidy()
    assert work(house) == ["job-1-x7z"]


def test_two_workers_never_share_a_folder(house: House) -> None:
    with work_folder(5, 1, ()) as first, work_folder(5, 2, ()) as second:
        assert (first.name, second.name) == ("job-5", "job-5-2")


def test_progress_reaches_the_trainer_while_it_happens(house: House) -> None:
    exercise_id = upload(house)
    shown: list[tuple[str, float]] = []

    def slow(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        tell(Progress("look", 0.25, 9.0))
        time.sleep(0.2)
        job = seen(house, exercise_id).job
        assert job is not None
        shown.append((job.stage, job.progress))
        return quick(source, out, options, tell, notice, kept)

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

    def first_fails(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        if not seen(house, bad).error:
            (out).mkdir()
            raise error
        return quick(source, out, options, tell, notice, kept)

    assert worker.work_off("w", first_fails) == 2
    failed = seen(house, bad)
    assert (failed.state, failed.error_code) == ("failed", code)
    assert words in failed.error
    assert "/srv" not in failed.error
    assert seen(house, good).state == "ready"


@pytest.mark.parametrize("moves", [True, False])
def test_a_cancelled_job_stops_and_leaves_nothing(house: House, moves: bool) -> None:
    exercise_id = upload(house)

    def cancelled(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        cancel(house, exercise_id)
        for step in range(200):
            tell(Progress("look", step / 200 if moves else 0.1, None))
            time.sleep(0.02)
        raise AssertionError("it went on")

    worker.work_off("w", cancelled)
    assert seen(house, exercise_id).state == "cancelled"
    assert [key for key in get_storage().keys("tenants/1") if "/v" in key] == []
    assert work(house) == []


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


@pytest.mark.parametrize("error", [SystemError("wait returned a result with an exception set"), WorkersLost("workers_died", reason="test")])
def test_a_stop_that_comes_out_as_an_error_gives_the_job_back_too(house: House, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Ray does with a signal in the middle of its `wait`."""
    exercise_id = upload(house)
    monkeypatch.setattr(worker, "_stopping", threading.Event())

    def stopped(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        kept.mkdir()
        worker._stopping.set()
        raise error

    with pytest.raises(worker.Stopped):
        worker.work_off("w", stopped)
    assert seen(house, exercise_id).state == "queued"
    (folder,) = work(house)
    assert [path.name for path in (house.var / "work" / folder).glob("kept-*")]
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
