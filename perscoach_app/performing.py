"""One job, done to its end, whatever that is: outputs published, another try later, or a reason in words."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from obstore.exceptions import GenericError
from sqlalchemy.exc import InterfaceError, OperationalError

from gpu_jobs.clock import Progress
from gpu_jobs.errors import JobError, Notice, OutputRejected, WeightsMissing, WorkersLost
from perscoach_app import kinds, outputs, stopping
from perscoach_app.kinds import Process, Task
from perscoach_app.services import leases, reasons
from perscoach_app.services.errors import LeaseLost
from perscoach_app.services.leases import Lease
from perscoach_app.services.reasons import JobRefused
from perscoach_app.settings import get_settings
from perscoach_app.stopping import Stopped
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from perscoach_app.work import work_folder

HEARTBEATS_PER_LEASE = 4  # a lease survives three lost heartbeats
HEARTBEAT_S = 1.0  # while progress moves, the trainer's page shows it this fresh
FIRST_WAIT_S = 20.0  # before a second attempt: a storage or database that restarts is back by then…
WAIT_GROWS = 3.0  # …and what takes longer than that takes minutes
PASSING = (WorkersLost, OutputRejected, OperationalError, InterfaceError, GenericError, MemoryError, OSError)
"""What may pass and is worth another attempt: lost workers, a full disk, a database or a storage that is away, too little memory."""

log = logging.getLogger("perscoach.worker")


@dataclass(slots=True)
class Pulse:
    """What the heartbeat thread and the pipeline tell each other."""

    stage: str = ""
    progress: float = 0.0
    eta_s: float | None = None
    lost: bool = False

    def told(self, progress: Progress) -> None:
        """The pipeline's `on_progress`; raising here stops it."""
        stopping.leave_if_told()
        if self.lost:
            raise LeaseLost
        self.stage, self.progress, self.eta_s = progress.stage, progress.done, progress.eta_s


def perform(held: Lease, process: Process) -> bool:
    """Does one job to its end. False: the workers are gone and have to be started again."""
    log.info("job %s (%s) attempt %s: %s", held.job_id, held.kind, held.attempt, held.source_key)
    try:
        _work(held, process)
    except LeaseLost:
        log.info("job %s was cancelled or taken over", held.job_id)
        outputs.discard(held)
        _tell_table(lambda db: leases.settle(db, held))
    except Stopped:
        outputs.discard(held)
        release(held)
        raise
    except (JobRefused, JobError, *PASSING) as error:
        outputs.discard(held)
        _end_badly(held, error)
        return not isinstance(error, WorkersLost)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("job %s failed (%s)", held.job_id, reference)
        outputs.discard(held)
        _fail(held, reasons.UNEXPECTED, {"reference": reference})
    return True


def release(held: Lease, *, worked: bool = True) -> None:
    """Gives a job back, because the worker is told to end or has no workers of its own."""
    _tell_table(lambda db: leases.release(db, held, worked=worked))
    log.info("job %s given back", held.job_id)


def _work(held: Lease, process: Process) -> None:
    pulse = Pulse()
    with _heartbeats(held, pulse), work_folder(held.job_id, held.attempt, outlives=(Stopped, *PASSING)) as folder:
        for prefix in held.former_prefixes:  # what attempts before stored before they died: nobody will ever read it
            get_storage().delete_prefix(prefix)
        task = Task(held, folder, pulse.told, lambda notices: _tell_early(held, notices), process)
        with stopping.kept():
            result = kinds.done(task)
            pulse.stage = "publish"
            published = outputs.publish(held, task.out)
    with open_session() as db:
        warnings = [reasons.noted(notice, held.source_name) for notice in result.warnings]
        leases.finish(db, held, duration_s=published.duration_s, output_bytes=published.stored_bytes, warnings=warnings)
    log.info("job %s is ready after %.1f s", held.job_id, result.wall_s)


def _end_badly(held: Lease, error: Exception) -> None:
    """Another try later for what may pass, else the reason: nobody waits for a video to become another one."""
    if isinstance(error, WeightsMissing):
        log.warning("job %s: %s", held.job_id, error)  # with the path, for whoever keeps the machine
        _fail(held, *reasons.model_away(error))
        return
    if not isinstance(error, PASSING):
        assert isinstance(error, JobRefused | JobError)
        _fail(held, error.code, reasons.plain(error.values, held.source_name))
        return
    wait_s = FIRST_WAIT_S * WAIT_GROWS ** (held.attempt - 1)
    log.warning("job %s, attempt %s: %r", held.job_id, held.attempt, error)
    code = reasons.OUT_OF_MEMORY if _is_memory(error) else reasons.ATTEMPTS_SPENT
    _tell_table(lambda db: leases.put_off(db, held, wait_s, code, {"attempts": held.attempt}))


def _is_memory(error: Exception) -> bool:
    """Ray tells of a worker that was killed for its memory by its own error's name."""
    return isinstance(error, MemoryError) or (isinstance(error, WorkersLost) and "OutOfMemory" in str(error.values.get("reason")))


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


def _tell_early(held: Lease, notices: Sequence[Notice]) -> None:
    """What a first look found goes to the trainer at once; a database that is away is no reason to stop."""
    try:
        with open_session() as db:
            leases.tell(db, held, [reasons.noted(notice, held.source_name) for notice in notices])
    except LeaseLost:
        raise
    except Exception:
        log.exception("the first look at job %s was not told", held.job_id)


def _fail(held: Lease, code: str, values: dict[str, Any]) -> None:
    log.info("job %s failed: %s", held.job_id, code)
    _tell_table(lambda db: leases.fail(db, held, code, values))


def _tell_table(change: Callable[[Any], None]) -> None:
    with suppress(LeaseLost), open_session() as db:
        change(db)
