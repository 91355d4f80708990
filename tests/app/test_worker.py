"""The worker: a real clip through the real pipeline, and jobs that end with a word."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sqlmodel import col, select

from gpu_jobs.clock import Progress
from gpu_jobs.errors import Notice, VideoRejected
from gpu_jobs.options import ProcessOptions, options_from
from gpu_jobs.pipeline import OnNotices, ProcessResult
from perscoach_app import worker
from perscoach_app.kinds import KINDS, Task
from perscoach_app.settings import PROJECT_ROOT
from perscoach_app.storage import get_storage
from perscoach_app.tables import Job
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.ray_less import no_ray
from tests.app.stand_in import Tell, cancel, quick, seen, upload, work

__all__ = ["no_ray"]


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


def test_a_missing_source_fails_the_job_only(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    assert worker.work_off("w", quick) == 1
    assert seen(house, exercise_id).error_code == "source_missing"
    assert "Загрузите его ещё раз" in seen(house, exercise_id).error


def test_a_kind_of_job_is_a_function_and_an_unknown_one_fails_in_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(task: Task) -> ProcessResult:
        assert task.held.options["from_s"] == 1.5
        return task.process(task.source())

    monkeypatch.setitem(KINDS, "half", half)
    known, unknown = upload(house), upload(house)
    with open_session() as db:
        for job, kind in zip(db.exec(select(Job).order_by(col(Job.id))).all(), ("half", "quarter"), strict=True):
            job.kind, job.options = kind, {"from_s": 1.5}
        db.commit()
    assert worker.work_off("w", quick) == 2
    assert seen(house, known).state == "ready"
    assert (seen(house, unknown).state, seen(house, unknown).error_code) == ("failed", "unknown_kind")
    assert "(quarter)" in seen(house, unknown).error


def test_options_of_another_version_are_left_out() -> None:
    assert options_from({"quality": "publish", "unheard_of": 1}) == ProcessOptions(quality="publish")


@pytest.mark.slow
def test_the_process_itself(house: House) -> None:
    """The real worker process with Ray and the real pipeline: a clip without a person fails in words; SIGTERM ends all of it."""
    models = PROJECT_ROOT / "var" / "models"
    if not (models / "pose_landmarker_full.task").exists():
        pytest.skip("the models are not here: run `perscoach prepare`")
    exercise_id = upload(house)
    environment = {**os.environ, "PERSCOACH_VAR_DIR": str(house.var), "PERSCOACH_WEIGHTS_DIR": str(models)}
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
