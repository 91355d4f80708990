"""Where the work is done: by Ray, embedded in this machine by default, on a cluster elsewhere when `RAY_ADDRESS` says so."""

import gc
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from gpu_jobs.clock import OnProgress, silent
from gpu_jobs.crew import Crew, Piece
from gpu_jobs.errors import WorkersLost
from gpu_jobs.first_look import OnNotices
from gpu_jobs.frames import CHUNK_BYTES
from gpu_jobs.needs import Needs, needs_of
from gpu_jobs.options import ProcessOptions
from gpu_jobs.own_ray import ADDRESS_VARIABLE, ray
from gpu_jobs.pipeline import ProcessResult, process
from gpu_jobs.video.reading import KEPT_MEMORY
from gpu_jobs.weights import PROJECT_ROOT
from gpu_jobs.workers import Pending

T = TypeVar("T")

NEEDS_NOTHING = Needs()

LOOPBACK = "127.0.0.1"
STORE_SHARE = 0.3  # of the memory, at most: frames wait there on their way to a worker
STORE_FILL = 0.8  # of the store; the rest is lost between pieces of unlike size
CLIENT_SCHEME = "ray://"  # through which all frames would pass the head's process
HANDS_VARIABLE = "PERSCOACH_RAY_HANDS"  # how many hands a job asks a cluster to have at least, which grows and shrinks by itself
HANDS_ASKED, GPU_HANDS_ASKED = 4, 1  # where the variable says nothing: a machine of the smallest useful kind


def process_video(
    source: Path,
    out_dir: Path,
    options: ProcessOptions | None = None,
    on_progress: OnProgress = silent,
    on_notices: OnNotices = lambda _: None,
    kept: Path | None = None,
) -> ProcessResult:
    """Make a transparent clip with poses out of a trainer's video, by Ray's actors.

    Uses the Ray that runs in this process already, else the cluster at `RAY_ADDRESS`, else starts one here and stops it at the end.

    Raises:
        gpu_jobs.errors.JobError: What could not be done, in a sentence.
    """
    wishes = options or ProcessOptions()
    with RayWorkers(needs_of(wishes, waits=_elsewhere())) as workers, workers.asked_for():
        return process(source, out_dir, wishes, on_progress, workers, on_notices, kept)


@contextmanager
def workers() -> Iterator["RayWorkers"]:
    """Keep Ray up for the time of the block, so that several clips in a row start it once.

    Raises:
        WorkersLost: Ray does not start, or cannot be reached.
    """
    with RayWorkers() as hands:
        hands.reach()
        if not _elsewhere():
            hands.crew().gathered()  # a cluster's come as they can
        yield hands


_crews: dict[tuple[str, str], Crew] = {}  # this process's own, by Ray's machine and job


class RayWorkers:
    """Ray's actors as the pipeline's workers; Ray is started, or reached, when the first work is handed out."""

    def __init__(self, needs: Needs = NEEDS_NOTHING) -> None:
        """
        Args:
            needs: What each of them asks of its machine, besides a processor.
        """
        self.versions = {"ray": ray.__version__}
        self._needs = needs
        self._mine = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._mine:
            # What stands for actors and answers is let go while Ray can be told so. Found later by another thread's collection of garbage,
            # in the midst of Ray's going down, it would end this process.
            _crews.clear()
            gc.collect()
            gc.disable()
            try:
                ray.shutdown()
            finally:
                gc.enable()
            self._mine = False

    @property
    def hands(self) -> int:
        """How many are there now: machines come and go."""
        return self.crew().ready

    @property
    def room(self) -> int:
        """Most of this machine's object store."""
        return int(STORE_FILL * self.crew().store_bytes(ray.get_runtime_context().get_node_id()))

    def start(self, work: Callable[..., T], *arguments: object) -> Pending[T]:
        """Ask the actor with the least to do."""
        return Piece(self.crew(), work, arguments)

    def share(self, value: T) -> T:
        """Put it into the object store, where Ray finds it when it meets the reference among a call's arguments."""
        self.reach()
        reference: T = ray.put(value)
        return reference

    def crew(self) -> Crew:
        """Those who do the work, for as long as this process is with this Ray and asks for the same."""
        self.reach()
        context = ray.get_runtime_context()
        place = (context.get_node_id(), context.get_job_id())
        if place not in _crews:
            _crews.clear()  # they went with their Ray
        elif _crews[place].needs != self._needs:
            _crews.pop(place).dismiss()
        return _crews.setdefault(place, Crew(self._needs))

    @contextmanager
    def asked_for(self) -> Iterator[None]:
        """Have a cluster that grows and shrinks by itself keep machines for the time of the block."""
        if not _elsewhere():
            yield
            return
        self.reach()
        least = int(os.environ.get(HANDS_VARIABLE, "").strip() or (GPU_HANDS_ASKED if self._needs.gpu else HANDS_ASKED))
        from ray.autoscaler.sdk import request_resources

        request_resources(bundles=[{"CPU": 1, "GPU": 1} if self._needs.gpu else {"CPU": 1}] * least)
        try:
            yield
        finally:
            request_resources(bundles=[])

    def reach(self) -> None:
        """Start or reach Ray, unless this process has one already.

        Raises:
            WorkersLost: Ray does not start, or cannot be reached.
        """
        if ray.is_initialized():
            return
        self._mine = True
        try:
            _connect()
        except WorkersLost:
            raise
        except Exception as error:  # a head that dies, or is too slow, while it starts raises a bare one
            raise WorkersLost("workers_not_started", reason=error) from error


def _elsewhere() -> bool:
    """Whether a cluster was named, which may grow and shrink."""
    return bool(os.environ.get(ADDRESS_VARIABLE))


def _connect() -> None:
    logging.getLogger("ray").setLevel(logging.ERROR)
    quiet: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    address = os.environ.get(ADDRESS_VARIABLE, "")
    if address.startswith(CLIENT_SCHEME):
        raise WorkersLost("cluster_by_client", address=address)
    if address:
        ray.init(address=address, **quiet)
        return
    paths = [str(PROJECT_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with _environment({"PYTHONPATH": os.pathsep.join(paths), **KEPT_MEMORY}):  # the workers import our packages too
        ray.init(address="local", include_dashboard=False, object_store_memory=_store_bytes(), _node_ip_address=LOOPBACK, **quiet)


def _store_bytes() -> int:
    """Room for two of the largest chunks a core and as many again for what is lost between them, within the machine's means."""
    wanted = int((2 * (os.cpu_count() or 1) + 1) * CHUNK_BYTES / STORE_FILL)
    return min(wanted, int(STORE_SHARE * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")))


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
