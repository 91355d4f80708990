"""The dispatcher: takes jobs from the table, has them processed, publishes what comes out. The one part of the app that speaks to Ray.

Run as `python -m perscoach_app.worker`. SIGTERM gives the present job back and ends the process.
"""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from types import FrameType
from typing import Any

from gpu_jobs import cluster
from gpu_jobs.clock import Progress
from gpu_jobs.errors import JobError, Notice, WorkersLost
from gpu_jobs.first_look import OnNotices
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import ProcessResult, key_of
from perscoach_app import first_look, outputs
from perscoach_app.services import leases, reasons
from perscoach_app.services.errors import LeaseLost
from perscoach_app.services.leases import Lease
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from perscoach_app.work import tidy, work_folder

POLL_S = 1.0  # an idle worker looks this often; one indexed query
HEARTBEATS_PER_LEASE = 4  # a lease survives three lost heartbeats
HEARTBEAT_S = 1.0  # while progress moves, the trainer's page shows it this fresh
ERROR_PAUSE_S = 5.0  # after the database or the storage failed
TIDY_S = 600.0  # how often an idle worker looks for folders of jobs that ended elsewhere

log = logging.getLogger("perscoach.worker")
_stopping = threading.Event()

Process = Callable[[Path, Path, ProcessOptions, Callable[[Progress], None], OnNotices, Path], ProcessResult]


class Stopped(BaseException):
    """The process was asked to end. No `Exception`: nothing between here and `run` may swallow it."""


@dataclass(slots=True)
class Pulse:
    """What the heartbeat thread and the pipeline tell each other."""

    stage: str = ""
    progress: float = 0.0
    eta_s: float | None = None
    lost: bool = False

    def told(self, progress: Progress) -> None:
        """The pipeline's `on_progress`; raising here stops it."""
        _leave_if_told()
        if self.lost:
            raise LeaseLost
        self.stage, self.progress, self.eta_s = progress.stage, progress.done, progress.eta_s


def run(process: Process = cluster.process_video) -> None:
    """Works until it is told to stop."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    _stop_on_signals()
    log.info("worker %s is ready", name)
    tidied = float("-inf")
    try:
        while True:
            _leave_if_told()
            try:
                if time.monotonic() - tidied > TIDY_S:
                    tidied = time.monotonic()
                    tidy()
                if not work_off(name, process):
                    threading.Event().wait(POLL_S)
            except Exception:  # one bad job, or a database that is away, must not end the worker
                log.exception("trouble; going on in %s s", ERROR_PAUSE_S)
                threading.Event().wait(ERROR_PAUSE_S)
    except Stopped:
        log.info("worker %s stops", name)


def work_off(name: str, process: Process = cluster.process_video) -> int:
    """Takes jobs until there are none; returns how many were done. Ray stays up from the first to the last."""
    held, done = _lease(name), 0
    if held is None:
        return 0
    try:
        with cluster.workers():
            _stop_on_signals()  # Ray puts its own handler in place
            while held is not None:
                current, held = held, None
                done += 1
                if not perform(current, process):
                    break
                held = _lease(name)
    except WorkersLost as error:
        if held is not None:  # Ray did not even start: no fault of the job's
            log.warning("job %s waits: %s", held.job_id, error)
            _release(held)
        raise  # `run` pauses before the next try
    except Stopped:
        if held is not None:
            _release(held)
        raise
    finally:
        _stop_on_signals()  # and takes it away when it ends
    return done


def perform(held: Lease, process: Process) -> bool:
    """Does one job to its end, whatever that is. False: the workers are gone and have to be started again."""
    pulse = Pulse()
    log.info("job %s attempt %s: %s", held.job_id, held.attempt, held.source_key)
    try:
        with _heartbeats(held, pulse), work_folder(held.job_id, held.attempt, outlives=(Stopped, WorkersLost)) as folder:
            if held.former_prefix:  # what the attempt before stored before it died: nobody will ever read it
                get_storage().delete_prefix(held.former_prefix)
            with _stops_kept():
                result = _processed(held, folder, pulse, process)
                pulse.stage = "publish"
                duration_s = outputs.publish(held, folder / "out")
        with open_session() as db:
            leases.finish(db, held, duration_s=duration_s, warnings=[reasons.noted(notice, held.source_name) for notice in result.warnings])
        log.info("job %s is ready after %.1f s", held.job_id, result.wall_s)
    except LeaseLost:
        log.info("job %s was cancelled or taken over", held.job_id)
        outputs.discard(held)
    except Stopped:
        outputs.discard(held)
        _release(held)
        raise
    except WorkersLost as error:
        outputs.discard(held)
        _try_later(held, error)
        return False
    except JobError as error:
        outputs.discard(held)
        _fail(held, error.code, reasons.plain(error.values, held.source_name))
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("job %s failed (%s)", held.job_id, reference)
        outputs.discard(held)
        _fail(held, reasons.UNEXPECTED, {"reference": reference})
    return True


def options_from(stored: dict[str, Any]) -> ProcessOptions:
    """The pipeline's options from a job's row; what this version does not know is left out."""
    known = {field.name for field in fields(ProcessOptions)}
    return ProcessOptions(**{name: value for name, value in stored.items() if name in known})


@contextmanager
def _heartbeats(held: Lease, pulse: Pulse) -> Iterator[None]:
    """Keeps the lease and the row's progress fresh from a thread: a stage may be silent for longer than a lease lasts."""
    ended = threading.Event()
    longest_s = get_settings().job_lease_s / HEARTBEATS_PER_LEASE

    def beat() -> None:
        told, silent_s = ("", -1.0), 0.0
        while not ended.wait(HEARTBEAT_S):
            now, silent_s = (pulse.stage, pulse.progress), silent_s + HEARTBEAT_S
            try:
                if now == told and silent_s < longest_s:
                    with open_session(reading=True) as db:
                        leases.check(db, held)  # who cancels does not wait for progress
                    continue
                told, silent_s = now, 0.0
                with open_session() as db:
                    leases.heartbeat(db, held, pulse.stage, pulse.progress, pulse.eta_s)
            except LeaseLost:
                pulse.lost = True
                return
            except Exception:
                log.exception("heartbeat of job %s failed", held.job_id)

    thread = threading.Thread(target=beat, name=f"heartbeat-{held.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    if pulse.lost:
        raise LeaseLost


def _processed(held: Lease, folder: Path, pulse: Pulse, process: Process) -> ProcessResult:
    source, options = _source(held, folder), options_from(held.options)
    # Named by the work: another version of the product must not go on with this one's chunks.
    kept = folder / f"kept-{key_of(source, options)}"
    return process(source, folder / "out", options, pulse.told, lambda notices: _tell_early(held, notices), kept)


@contextmanager
def _stops_kept() -> Iterator[None]:
    """Ray and others make errors of their own of what the signal's handler raises in their midst: the job is not to blame for them."""
    try:
        yield
    except Exception as error:
        if _stopping.is_set():
            raise Stopped from error
        raise


def _source(held: Lease, folder: Path) -> Path:
    """The clip, fetched unless an earlier attempt did that to its end."""
    storage, path = get_storage(), folder / Path(held.source_key).name
    if not path.exists() or path.stat().st_size != storage.look(held.source_key).size:
        storage.get_file(held.source_key, path)
    return path


def _tell_early(held: Lease, notices: Sequence[Notice]) -> None:
    """What a first look found goes to the trainer at once; a database that is away is no reason to stop."""
    try:
        with open_session() as db:
            leases.tell(db, held, [reasons.noted(notice, held.source_name) for notice in notices])
    except LeaseLost:
        raise
    except Exception:
        log.exception("the first look at job %s was not told", held.job_id)


def _lease(name: str) -> Lease | None:
    with open_session() as db:
        return leases.lease(db, name)


def _release(held: Lease) -> None:
    with suppress(LeaseLost), open_session() as db:
        leases.release(db, held)
        log.info("job %s given back", held.job_id)


def _try_later(held: Lease, error: WorkersLost) -> None:
    log.warning("job %s: %s", held.job_id, error)
    with suppress(LeaseLost), open_session() as db:
        leases.release(db, held, counts=True)


def _fail(held: Lease, code: str, values: dict[str, Any]) -> None:
    log.info("job %s failed: %s", held.job_id, code)
    with suppress(LeaseLost), open_session() as db:
        leases.fail(db, held, code, values)


def _leave_if_told() -> None:
    # The handler's exception may be swallowed where Python cannot raise (a destructor, a callback from C).
    if _stopping.is_set():
        raise Stopped


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        if not _stopping.is_set():  # a second signal must not disturb the tidying
            _stopping.set()
            raise Stopped

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker: %(message)s", datefmt="%H:%M:%S")
    with first_look.beside_the_queue():
        run()
