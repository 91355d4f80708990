"""The dispatcher: takes jobs from the table and has them done. The one part of the app that speaks to Ray.

Run as `python -m perscoach_app.worker`. SIGTERM gives the present job back and ends the process.
"""

import logging
import time

from gpu_jobs import cluster
from gpu_jobs.errors import WorkersLost
from perscoach_app import administering, filming, first_look, logs, looking, reminding, stopping
from perscoach_app.housekeeping import Housekeeping
from perscoach_app.kinds import Process
from perscoach_app.performing import perform, release
from perscoach_app.services import leases
from perscoach_app.services.leases import Lease
from perscoach_app.stopping import Stopped
from perscoach_app.tables.database import open_session

POLL_S = 1.0  # an idle worker looks this often; one indexed query
ERROR_PAUSE_S = 5.0  # after the database or the storage failed

log = logging.getLogger("perscoach.worker")


def run(process: Process = cluster.process_video) -> None:
    """Works until it is told to stop."""
    name = administering.worker_name()
    stopping.on_signals()
    log.info("worker %s is ready", name)
    housekeeping = Housekeeping()
    try:
        while True:
            stopping.leave_if_told()
            try:
                housekeeping.do_what_is_due(time.monotonic())
                if not work_off(name, process):
                    stopping.wait(POLL_S)
            except Exception:  # one bad job, or a database that is away, must not end the worker
                log.exception("trouble; going on in %s s", ERROR_PAUSE_S)
                stopping.wait(ERROR_PAUSE_S)
    except Stopped:
        log.info("worker %s stops", name)


def work_off(name: str, process: Process = cluster.process_video) -> int:
    """Takes jobs until there are none; returns how many were done. Ray stays up from the first to the last."""
    held, done = _lease(name), 0
    if held is None:
        return 0
    try:
        with cluster.workers():
            stopping.on_signals()  # Ray puts its own handler in place
            while held is not None:
                current, held = held, None
                done += 1
                if not perform(current, process):
                    break
                held = _lease(name)
    except WorkersLost as error:
        if held is not None:  # Ray did not even start: no fault of the job's
            log.warning("job %s waits: %s", held.job_id, error)
            release(held, worked=False)
        raise  # `run` pauses before the next try
    except Stopped:
        if held is not None:
            release(held, worked=False)
        raise
    finally:
        stopping.on_signals()  # and takes it away when it ends
    return done


def _lease(name: str) -> Lease | None:
    with open_session() as db:
        return leases.lease(db, name)


if __name__ == "__main__":
    logs.configure("worker")
    with (
        first_look.beside_the_queue(),
        filming.beside_the_queue(),
        looking.beside_the_queue(),
        reminding.beside_the_queue(),
        administering.beside_the_queue(),
    ):
        run()
