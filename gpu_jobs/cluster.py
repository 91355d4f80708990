"""The only file that knows Ray: embedded in this machine by default, a cluster elsewhere when `RAY_ADDRESS` says so."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

from gpu_jobs.clock import OnProgress, silent
from gpu_jobs.errors import WorkersLost
from gpu_jobs.pipeline import ProcessOptions, ProcessResult, process
from gpu_jobs.weights import PROJECT_ROOT
from gpu_jobs.workers import Keeper, Pending

ADDRESS_VARIABLE = "RAY_ADDRESS"
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
if not os.environ.get(ADDRESS_VARIABLE):
    # Read once, when Ray is imported: else it puts the host's own address in the place of 127.0.0.1 and listens to the network.
    os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")

import ray  # noqa: E402
from ray.exceptions import RayError, RayTaskError  # noqa: E402

T = TypeVar("T")
A = TypeVar("A")

LOOPBACK = "127.0.0.1"
STORE_BYTES = 768 * 2**20  # eight of the largest chunks; frames wait there on their way to a worker
TASK_RETRIES = 3  # a worker killed by the system is replaced; what our own code raises is not tried again


def process_video(source: Path, out_dir: Path, options: ProcessOptions | None = None, on_progress: OnProgress = silent) -> ProcessResult:
    """Make a transparent clip with poses out of a trainer's video, by Ray tasks.

    Uses the Ray that runs in this process already, else the cluster at `RAY_ADDRESS`, else starts one here and stops it at the end.

    Raises:
        gpu_jobs.errors.JobError: What could not be done, in a sentence.
    """
    with RayWorkers() as workers:
        return process(source, out_dir, options or ProcessOptions(), on_progress, workers)


@contextmanager
def workers() -> Iterator["RayWorkers"]:
    """Keep Ray up for the time of the block, so that several clips in a row start it once.

    Raises:
        WorkersLost: Ray does not start, or cannot be reached.
    """
    with RayWorkers() as hands:
        hands.reach()
        yield hands


class RayWorkers:
    """Ray's tasks and actors as the pipeline's workers; Ray is started, or reached, when the first work is handed out."""

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
        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    def start(self, work: Callable[..., T], *arguments: object) -> Pending[T]:
        """Run it as a task."""
        self.reach()
        return _RayPending(_Task.remote(work, *arguments))

    def keep(self, make: Callable[..., A], *arguments: object) -> Keeper[A]:
        """Make it inside an actor, whose calls run in order."""
        self.reach()
        return _RayKeeper(_Actor.remote(make, *arguments))

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
        except (RayError, OSError, RuntimeError, ValueError) as error:
            raise WorkersLost("workers_not_started", reason=error) from error


def _connect() -> None:
    logging.getLogger("ray").setLevel(logging.ERROR)
    quiet: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    address = os.environ.get(ADDRESS_VARIABLE)
    if address:
        ray.init(address=address, **quiet)
        return
    paths = [str(PROJECT_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with _environment({"PYTHONPATH": os.pathsep.join(paths)}):  # the workers import our packages too
        ray.init(address="local", include_dashboard=False, object_store_memory=STORE_BYTES, _node_ip_address=LOOPBACK, **quiet)


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


def _done(work: Callable[..., T], *arguments: object) -> T:
    return work(*arguments)


class _Kept:
    """An actor around any object. It is not restarted when it dies: what it had learnt of earlier frames would be lost silently.

    The object is made with the first question: what its making raises then reaches the asker as it is, and not as a dead actor.
    """

    def __init__(self, make: Callable[..., Any], *arguments: object) -> None:
        self._make = partial(make, *arguments)
        self._kept: Any = None

    def ask(self, method: Callable[[Any, T], A], argument: T) -> A:
        if self._kept is None:
            self._kept = self._make()
        return method(self._kept, argument)


_Task: Any = ray.remote(num_cpus=1, max_retries=TASK_RETRIES)(_done)
_Actor: Any = ray.remote(num_cpus=1)(_Kept)


@dataclass(frozen=True, slots=True)
class _RayPending(Pending[T]):
    reference: Any

    def result(self) -> T:
        try:
            value: T = ray.get(self.reference)
        except RayTaskError as error:
            raise error.cause from None
        except RayError as error:
            raise WorkersLost("workers_died", reason=type(error).__name__) from error
        return value


class _RayKeeper(Keeper[A]):
    def __init__(self, actor: Any) -> None:
        self._actor = actor

    def ask(self, method: Callable[[A, T], Any], argument: T) -> Pending[Any]:
        return _RayPending(self._actor.ask.remote(method, argument))

    def stop(self) -> None:
        ray.kill(self._actor)  # frees its core for rendering
