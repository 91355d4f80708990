"""A worker that is stopped, killed, cancelled or left alone by Ray: the next attempt goes on, and nothing is left behind."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from obstore.exceptions import GenericError
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from gpu_jobs import cluster
from gpu_jobs.clock import Progress
from gpu_jobs.errors import WorkersLost
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import OnNotices, ProcessResult
from perscoach_app import outputs, performing, stopping, worker
from perscoach_app.services import leases
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import Job
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.ray_less import no_ray
from tests.app.stand_in import Tell, cancel, expire_leases, quick, seen, upload, wait_no_longer, work

__all__ = ["no_ray"]


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
    first, second = pauses  # from the start of each attempt, whose own seconds are no matter
    assert first >= 20
    assert second >= 60
    assert (seen(house, exercise_id).state, seen(house, exercise_id).error_code) == ("failed", code)
    assert work(house) == [] or worker.Housekeeping().do_what_is_due(0) is None
    assert work(house) == []
