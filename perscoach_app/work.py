"""Where a worker keeps what a job needs while it runs: one folder a job, which outlives the worker's death and not the job's end."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gpu_jobs.alone import alone_in
from perscoach_app.services import job_facts
from perscoach_app.settings import get_settings
from perscoach_app.tables.database import open_session

STRANGE_S = 24 * 3600  # what is none of ours, or of an earlier version, is cleared away after a day

_NAME = re.compile(r"job-([1-9][0-9]*)(-[0-9]+)?")


@contextmanager
def work_folder(job_id: int, attempt: int, outlives: tuple[type[BaseException], ...]) -> Iterator[Path]:
    """The job's own folder, held by this worker alone: what the attempt before finished lies there.

    A worker that lost its lease may still be busy in it; then this attempt gets a folder of its own.

    Args:
        job_id: Whose folder.
        attempt: Which attempt this is.
        outlives: After one of these another attempt goes on with what is there; after all else the folder vanishes.
    """
    home = get_settings().var_dir / "work"
    names = (f"job-{job_id}", f"job-{job_id}-{attempt}")
    for folder in (home / name for name in names):
        folder.mkdir(parents=True, exist_ok=True)
        with alone_in(folder) as mine:
            if mine:
                try:
                    yield folder
                except outlives:
                    raise
                except BaseException:
                    _discard(folder)
                    raise
                _discard(folder)
                return
    raise RuntimeError(f"two workers at attempt {attempt} of job {job_id}")  # leases make sure that there is one


def tidy() -> None:
    """Clears away the folders of jobs that ended elsewhere: cancelled while no worker ran, given up, done by another machine."""
    home = get_settings().var_dir / "work"
    with suppress(FileNotFoundError):
        ours = {folder: int(match[1]) for folder in home.iterdir() if (match := _NAME.fullmatch(folder.name))}
        strange = [folder for folder in home.iterdir() if folder not in ours]
        with open_session(reading=True) as db:
            active = job_facts.active_jobs(db, set(ours.values()))
        old = [folder for folder in strange if folder.stat().st_mtime < time.time() - STRANGE_S]
        for folder in [*(folder for folder, job_id in ours.items() if job_id not in active), *old]:
            with alone_in(folder) as mine:
                if mine:
                    _discard(folder)


def _discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
