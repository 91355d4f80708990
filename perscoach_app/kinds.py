"""What kinds of jobs there are, and how each is done. Another kind is one function and one line in `KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gpu_jobs.clock import Progress
from gpu_jobs.first_look import OnNotices
from gpu_jobs.options import ProcessOptions, options_from
from gpu_jobs.pipeline import ProcessResult, key_of
from perscoach_app.services import models, reasons
from perscoach_app.services.leases import Lease
from perscoach_app.services.reasons import JobRefused
from perscoach_app.storage import get_storage
from perscoach_app.tables.job import EXCERPT, PROCESS

Process = Callable[[Path, Path, ProcessOptions, Callable[[Progress], None], OnNotices, Path], ProcessResult]


@dataclass(frozen=True, slots=True)
class Task:
    """One attempt at a job, with what is needed to do it."""

    held: Lease
    folder: Path  # outlives a killed worker: the next attempt finds what is finished
    tell: Callable[[Progress], None]
    notice: OnNotices
    pipeline: Process

    def source(self) -> Path:
        """The clip, fetched unless an earlier attempt did that to its end.

        Raises:
            JobRefused: it is not in the storage any more.
        """
        storage, path = get_storage(), self.folder / Path(self.held.source_key).name
        try:
            if not path.exists() or path.stat().st_size != storage.look(self.held.source_key).size:
                storage.get_file(self.held.source_key, path)
        except FileNotFoundError:
            raise JobRefused(reasons.SOURCE_MISSING) from None
        return path

    def process(self, source: Path) -> ProcessResult:
        """Runs the pipeline with the job's options; its outputs lie in `out` afterwards and are what is published."""
        options = options_from(self.held.options)
        # Named by the work: another version of the product must not go on with this one's chunks.
        return self.pipeline(source, self.out, options, self.tell, self.notice, self.folder / f"kept-{key_of(source, options)}")

    @property
    def out(self) -> Path:
        """Where the outputs go."""
        return self.folder / "out"


Kind = Callable[[Task], ProcessResult]


def whole_clip(task: Task) -> ProcessResult:
    """The uploaded video becomes the exercise."""
    return task.process(task.source())


# The options of an excerpt name a stretch of its source; all else is the same work.
KINDS: dict[str, Kind] = {PROCESS: whole_clip, EXCERPT: whole_clip}


def done(task: Task) -> ProcessResult:
    """Does what the job's kind asks for.

    Raises:
        JobRefused: this version knows no such kind, or this machine lacks a model it asks for: said before anything is fetched.
    """
    kind = KINDS.get(task.held.kind)
    if kind is None:
        raise JobRefused(reasons.UNKNOWN_KIND, kind=task.held.kind)
    for name, missing in models.missing_for(task.held.options or {}).items():
        raise JobRefused(
            reasons.MODEL_AWAY, model=models.title_of(name), what=", ".join(lack.what or lack.kind.upper() for lack in missing)
        )
    return kind(task)
