"""The only file that knows Ray: embedded in this machine by default, a cluster elsewhere when `RAY_ADDRESS` says so."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar

from gpu_jobs.clock import OnProgress, silent
from gpu_jobs.errors import WorkersLost
from gpu_jobs.first_look import OnNotices
from gpu_jobs.frames import CHUNK_BYTES
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import ProcessResult, process
from gpu_jobs.video.reading import KEPT_MEMORY
from gpu_jobs.weights import PROJECT_ROOT
from gpu_jobs.workers import Hand, Pending

ADDRESS_VARIABLE = "RAY_ADDRESS"
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
if not os.environ.get(ADDRESS_VARIABLE):
    # Read once, when Ray is imported: else it puts the host's own address in the place of 127.0.0.1 and listens to the network.
    os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    # A head that was killed does not come back here: who waits a minute for it keeps the job waiting, too. Then Ray ends this process.
    os.environ.setdefault("RAY_gcs_rpc_server_reconnect_timeout_s", "10")

import ray  # noqa: E402
from ray.exceptions import RayError, RayTaskError  # noqa: E402

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
STORE_SHARE = 0.3  # of the memory, at most: frames wait there on their way to a worker
STORE_FILL = 0.8  # of the store; the rest is lost between pieces of unlike size
WARM = ("gpu_jobs.look", "gpu_jobs.render", "gpu_jobs.pose.blazepose")  # what every worker will need; a second to import
TASK_RETRIES = 3  # a clip that kills its worker four times is not tried for ever


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
    with RayWorkers() as workers:
        return process(source, out_dir, options or ProcessOptions(), on_progress, workers, on_notices, kept)


@contextmanager
def workers() -> Iterator["RayWorkers"]:
    """Keep Ray up for the time of the block, so that several clips in a row start it once.

    Raises:
        WorkersLost: Ray does not start, or cannot be reached.
    """
    with RayWorkers() as hands:
        hands.reach()
        for ready in [hands.start(len, ()) for _ in range(hands.hands)]:
            ready.result()
        yield hands


class RayWorkers:
    """Ray's actors as the pipeline's workers, one a core; Ray is started, or reached, when the first work is handed out."""

    def __init__(self) -> None:
        self.versions = {"ray": ray.__version__}
        self._mine = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._mine:
            ray.shutdown()
            self._mine = False

    @property
    def hands(self) -> int:
        """How many cores there are."""
        self.reach()
        return _cores()

    @property
    def room(self) -> int:
        """Most of this machine's object store."""
        self.reach()
        here = ray.get_runtime_context().get_node_id()
        stores = {node["NodeID"]: node["Resources"].get("object_store_memory", 0.0) for node in ray.nodes()}
        return int(STORE_FILL * stores.get(here, 0.0))

    def start(self, work: Callable[..., T], *arguments: object) -> Pending[T]:
        """Ask the actor with the least to do."""
        self.reach()
        actor = min(_actors(ray.get_runtime_context().get_node_id(), ray.get_runtime_context().get_job_id()), key=_Counted.busy)
        actor.asked.append(reference := actor.handle.do.remote(work, *arguments))
        return _RayPending(reference)

    def share(self, value: T) -> T:
        """Put it into the object store, where Ray finds it when it meets the reference among a call's arguments."""
        self.reach()
        reference: T = ray.put(value)
        return reference

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
        except Exception as error:  # a head that dies, or is too slow, while it starts raises a bare one
            raise WorkersLost("workers_not_started", reason=error) from error


def _connect() -> None:
    logging.getLogger("ray").setLevel(logging.ERROR)
    quiet: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    address = os.environ.get(ADDRESS_VARIABLE)
    if address:
        ray.init(address=address, **quiet)
        return
    paths = [str(PROJECT_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with _environment({"PYTHONPATH": os.pathsep.join(paths), **KEPT_MEMORY}):  # the workers import our packages too
        ray.init(address="local", include_dashboard=False, object_store_memory=_store_bytes(), _node_ip_address=LOOPBACK, **quiet)


def _cores() -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


@lru_cache(maxsize=1)
def _actors(_node: str, _job: str) -> "list[_Counted]":
    """One actor a core, for as long as this process is with this Ray: models are loaded once, not once a clip."""
    return [_Counted(_Actor.remote(WARM)) for _ in range(_cores())]


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


# A process that is killed is replaced, and what it was doing is done again; what our own code raises is not tried again.
_Actor: Any = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=TASK_RETRIES)(Hand)


@dataclass(slots=True)
class _Counted:
    """An actor, and what it was asked."""

    handle: Any
    asked: list[Any] = field(default_factory=list)

    def busy(self) -> int:
        """How many of its answers are not there yet."""
        if self.asked:
            self.asked = ray.wait(self.asked, num_returns=len(self.asked), timeout=0, fetch_local=False)[1]
        return len(self.asked)


class _RayPending(Pending[T]):
    def __init__(self, reference: Any) -> None:
        self._reference = reference

    def ready(self, within_s: float) -> bool:
        return bool(ray.wait([self._reference], timeout=within_s)[0])

    def result(self) -> T:
        try:
            value: T = ray.get(self._reference)
        except RayTaskError as error:
            raise error.cause from None
        except RayError as error:
            raise WorkersLost("workers_died", reason=type(error).__name__) from error
        return value

    def cancel(self) -> None:
        ray.cancel(self._reference)
