"""The worker: a real clip through the real pipeline, and everything that can go wrong on the way."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from obstore.exceptions import GenericError
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from gpu_jobs import cluster
from gpu_jobs.clock import Progress
from gpu_jobs.errors import Notice, VideoRejected, WorkersLost
from gpu_jobs.options import ProcessOptions, options_from
from gpu_jobs.pipeline import OnNotices, ProcessResult
from perscoach_app import outputs, performing, stopping, worker
from perscoach_app.kinds import KINDS, Task
from perscoach_app.services import leases
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import Job
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.stand_in import Tell, cancel, expire_leases, quick, seen, upload, wait_no_longer, work


@pytest.fixture(autouse=True)
def no_ray(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "slow" in request.keywords:
        return

    @contextmanager
    def nobody() -> Iterator[None]:
        yield

    monkeypatch.setattr(cluster, "workers", nobody)
    monkeypatch.setattr(performing, "HEARTBEAT_S", 0.02)


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


@pytest.mark.parametrize("end", [stopping.Stopped(), WorkersLost("workers_died", reason="test"), SystemError("as good as kill -9")])
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
            dying.setattr(performing, "_tell_table", lambda _: None)
        with suppress(stopping.Stopped):
            worker.work_off("w", breaks_off)
    (left,) = work(house)
    fetched = (house.var / "work" / left / "source.mp4").stat()
    expire_leases()
    wait_no_longer()
    monkeypatch.setattr(get_storage(), "get_file", None)  # it lies there already
    assert worker.work_off("w", breaks_off) == 1
    assert fetched.st_size > 1000
    assert found == [[], ["seen-00000.npz"]]
    assert seen(house, exercise_id).state == "ready"
    assert work(house) == []


def test_a_source_that_was_cut_off_is_fetched_again(house: House) -> None:
    exercise_id = upload(house)
    with open_session(reading=True) as db:
        folder = house.var / "work" / f"job-{db.exec(select(Job.id)).one()}"
    folder.mkdir(parents=True)
    (folder / "source.mp4").write_bytes(b"half")
    assert worker.work_off("w", quick) == 1
    assert seen(house, exercise_id).state == "ready"


@pytest.mark.parametrize("tried_again", [True, False])
def test_what_a_dead_attempt_stored_is_deleted(house: House, tried_again: bool) -> None:
    exercise_id = upload(house)
    with open_session() as db:
        dead = leases.lease(db, "dead")
    assert dead is not None
    (house.var / "half").write_bytes(b"half")
    get_storage().put_file(f"{dead.output_prefix}/poster.webp", house.var / "half")
    expire_leases()
    outputs.sweep()
    assert get_storage().keys(dead.output_prefix) != []  # somebody may be at it yet
    if tried_again:
        assert worker.work_off("w", quick) == 1
        assert seen(house, exercise_id).version == 2
    else:
        cancel(house, exercise_id)
        outputs.sweep()
    assert get_storage().keys(dead.output_prefix) == []


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
        assert worker.work_off("w", lost) == 0  # not at once
        wait_no_longer()
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


def test_a_head_that_dies_while_it_starts_is_told_as_workers_that_did_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_slow() -> None:
        raise Exception("The current node timed out during startup.")  # Ray's own words, and its own bare kind

    monkeypatch.setattr(cluster.ray, "is_initialized", lambda: False)
    monkeypatch.setattr(cluster, "_connect", too_slow)
    with pytest.raises(WorkersLost):
        cluster.RayWorkers().reach()


def test_being_stopped_right_after_the_end_deletes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = upload(house)
    working = leases.finish

    def interrupted(*arguments: Any, **named: Any) -> None:
        working(*arguments, **named)
        raise stopping.Stopped

    monkeypatch.setattr(leases, "finish", interrupted)
    with pytest.raises(stopping.Stopped):
        worker.work_off("w", quick)
    assert seen(house, exercise_id).state == "ready"
    assert house.signed_in(house.maria).get(seen(house, exercise_id).video).content == b"\x1a\x45\xdf\xa3"


def test_a_missing_source_fails_the_job_only(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    assert worker.work_off("w", quick) == 1
    assert seen(house, exercise_id).error_code == "source_missing"
    assert "Загрузите его ещё раз" in seen(house, exercise_id).error


def test_being_stopped_gives_the_job_back(house: House) -> None:
    exercise_id = upload(house)

    def stopped(*_arguments: object) -> ProcessResult:
        raise stopping.Stopped

    with pytest.raises(stopping.Stopped):
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
    monkeypatch.setattr(stopping, "_told", threading.Event())

    def stopped(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        kept.mkdir()
        stopping._told.set()
        raise error

    with pytest.raises(stopping.Stopped):
        worker.work_off("w", stopped)
    assert seen(house, exercise_id).state == "queued"
    (folder,) = work(house)
    assert [path.name for path in (house.var / "work" / folder).glob("kept-*")]
    with open_session() as db:
        held = leases.lease(db, "w")
    assert held is not None
    assert held.attempt == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "out_of_memory"),
        (WorkersLost("workers_died", reason="OutOfMemoryError"), "out_of_memory"),
        (OperationalError("select", {}, Exception("server closed the connection")), "attempts_spent"),
        (GenericError("the storage does not answer"), "attempts_spent"),
        (OSError(28, "No space left on device"), "attempts_spent"),
    ],
)
def test_what_may_pass_is_tried_again_with_longer_and_longer_pauses(house: House, error: Exception, code: str) -> None:
    exercise_id = upload(house)
    pauses = []

    def away(*_arguments: object) -> ProcessResult:
        raise error

    for _ in range(get_settings().job_attempts):
        assert seen(house, exercise_id).state == "queued"
        worker.work_off("w", away)
        with open_session(reading=True) as db:
            row = db.exec(select(Job)).one()
        if row.not_before:
            pauses.append((row.not_before - row.started_at).total_seconds())
        wait_no_longer()
    assert [round(pause, -1) for pause in pauses] == [20, 60]
    assert (seen(house, exercise_id).state, seen(house, exercise_id).error_code) == ("failed", code)
    assert work(house) == [] or worker.Housekeeping().do_what_is_due(0) is None
    assert work(house) == []


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
