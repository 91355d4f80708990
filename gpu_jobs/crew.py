"""Ray's actors over all machines of a cluster, and the work they are given: who joins is put to work, what a lost one did is done again."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gpu_jobs.errors import WorkersLost
from gpu_jobs.needs import Needs, places
from gpu_jobs.own_ray import ray
from gpu_jobs.workers import Hand, Pending

T = TypeVar("T")

WARM = ("gpu_jobs.look", "gpu_jobs.render", "gpu_jobs.pose.blazepose")  # what every worker will need; a second to import
TASK_RETRIES = 3  # a clip that kills its worker four times is not tried for ever
START_TRIES = 3  # a machine where our process does not start so often gets no other one: its image is not ours
SURVEY_S = 2.0  # between looks at who is there; a machine takes longer than that to come or go
NOBODY_S = 600.0  # without anybody to do the work: longer than clouds take to bring a machine
FETCH_S = 5.0  # for an answer to arrive from a machine that may be dying; then whoever listens is heard in between

_Actor: Any = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Hand)  # who is lost is replaced here, whatever it was lost by


@dataclass(slots=True, eq=False)
class _Member:
    """An actor, where it is, and what it was asked."""

    handle: Any
    node: str
    started: Any
    up: bool = False
    asked_at: float = 0.0
    asked: list[Any] = field(default_factory=list)

    def ask(self, work: Callable[..., Any], arguments: Sequence[object]) -> Any:
        """Have it do something; what comes back stands for the answer."""
        self.asked_at = time.monotonic()
        self.asked.append(reference := self.handle.do.remote(work, *arguments))
        return reference

    def busy(self) -> tuple[int, float]:
        """How many of its answers are not there yet, and when it was asked last: of two with one each, the older will be there sooner."""
        if self.asked:
            self.asked = ray.wait(self.asked, num_returns=len(self.asked), timeout=0, fetch_local=False)[1]
        return len(self.asked), self.asked_at


class Crew:
    """One actor a processor, or a share of a GPU each, on every machine that is there.

    They live as long as this process is with this Ray and its jobs ask for the same: models are loaded once, not once a clip.

    Attributes:
        needs: What each asks of its machine.
    """

    def __init__(self, needs: Needs) -> None:
        """
        Args:
            needs: What each asks of its machine.
        """
        self.needs = needs
        self._members: list[_Member] = []
        self._alive: dict[str, dict[str, float]] = {}  # machine to its resources
        self._refused: dict[str, int] = {}  # machine to how often our process did not start there
        self._reason = ""
        self._looked_at = float("-inf")

    @property
    def ready(self) -> int:
        """How many can be given work."""
        return len(self._up())

    def gathered(self) -> None:
        """Wait until everybody is there for whom there is a place now."""
        self._survey(at_once=True)
        while self._members and not all(member.up for member in self._members):
            ray.wait([member.started for member in self._members if not member.up], timeout=SURVEY_S)
            self._up()
        self.complain()

    def store_bytes(self, node: str) -> float:
        """The size of a machine's object store."""
        self._survey()
        return self._alive.get(node, {}).get("object_store_memory", 0.0)

    def least_busy(self) -> _Member | None:
        """Whom to ask next; None while nobody is up."""
        return min(self._up(), key=_Member.busy, default=None)

    def lost(self, member: _Member) -> bool:
        """Do without an actor from now on; whether its whole machine is gone, which is no fault of the work's."""
        if member in self._members:
            self._members.remove(member)
            ray.kill(member.handle)
        self._survey(at_once=True)
        return member.node not in self._alive

    def gone(self, member: _Member) -> bool:
        """Whether an actor's whole machine is gone."""
        self._survey()
        return member.node not in self._alive

    def complain(self) -> None:
        """Say so if our process starts on no machine.

        Raises:
            WorkersLost: It does not.
        """
        if not self._members and any(self._refused.get(node, 0) >= START_TRIES for node in self._alive):
            raise WorkersLost("workers_not_started", reason=self._reason)

    def dismiss(self) -> None:
        """Give all places back."""
        for member in self._members:
            ray.kill(member.handle)
        self._members.clear()

    def _survey(self, *, at_once: bool = False) -> None:
        """Look at who is there, and find somebody for each free place."""
        if not at_once and time.monotonic() - self._looked_at < SURVEY_S:
            return
        self._looked_at = time.monotonic()
        self._alive = {node["NodeID"]: node["Resources"] for node in ray.nodes() if node["Alive"]}
        self._members = [member for member in self._members if member.node in self._alive]
        for node, resources in self._alive.items():
            found = places(resources, self.needs)
            wanted = found.count if self._refused.get(node, 0) < START_TRIES else 0
            for _ in range(wanted - sum(member.node == node for member in self._members)):
                here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(node, soft=False)
                handle = _Actor.options(num_gpus=found.gpus, scheduling_strategy=here).remote(WARM, gpu=found.gpus > 0)
                self._members.append(_Member(handle, node, handle.do.remote(len, ())))

    def _up(self) -> list[_Member]:
        """Those who have started; another dispatcher's may still be where the rest shall be."""
        self._survey()
        for member in [each for each in self._members if not each.up and ray.wait([each.started], timeout=0)[0]]:
            try:
                ray.get(member.started)
            except ray.exceptions.RayError as error:
                self._reason = str(error).strip().splitlines()[-1]
                if not self.lost(member):
                    self._refused[member.node] = self._refused.get(member.node, 0) + 1
            else:
                member.up = True
        return [member for member in self._members if member.up]


class Piece(Pending[T]):
    """Work for whoever has the least to do; done again by another where that one, or its answer, is lost."""

    def __init__(self, crew: Crew, work: Callable[..., T], arguments: Sequence[object]) -> None:
        """
        Args:
            crew: Who may do it.
            work: What is done.
            arguments: Of the work. They stay in the object store of this machine until it is done, wherever that is.
        """
        self._crew = crew
        self._work = work
        self._arguments = [each if isinstance(each, ray.ObjectRef) else ray.put(each) for each in arguments]
        self._member: _Member | None = None
        self._reference: Any = None
        self._deaths = 0
        self._alone_since = time.monotonic()
        self._outcome: Callable[[], T] | None = None
        self._hand_out()

    def ready(self, within_s: float) -> bool:
        """Wait for it, but not longer; whether it is done, or given up."""
        if self._outcome is None and self._member is None and not self._hand_out():
            time.sleep(within_s)
        if self._outcome is None and self._member is not None:
            if ray.wait([self._reference], timeout=within_s)[0]:
                self._settle()
            elif self._crew.gone(self._member):
                self._again("its machine is gone")  # Ray would look for the answer there for a while yet
        return self._outcome is not None

    def result(self) -> T:
        """What came out.

        Raises:
            WorkersLost: Nobody could do it.
        """
        while not self.ready(SURVEY_S):
            pass
        assert self._outcome is not None
        return self._outcome()

    def cancel(self) -> None:
        """Nobody wants it any more."""
        if self._reference is not None and ray.is_initialized():  # else asking would start another Ray
            ray.cancel(self._reference)

    def _hand_out(self) -> bool:
        """Ask the actor with the least to do, if there is one."""
        self._member = self._crew.least_busy()
        if self._member is not None:
            self._reference = self._member.ask(self._work, self._arguments)
            return True
        try:
            self._crew.complain()
        except WorkersLost as lost:
            self._raise(lost)
        if time.monotonic() - self._alone_since > NOBODY_S:
            self._raise(WorkersLost("workers_away", minutes=NOBODY_S / 60))
        return False

    def _settle(self) -> None:
        try:
            value = ray.get(self._reference, timeout=FETCH_S)
        except ray.exceptions.RayTaskError as error:
            self._raise(error.cause)
        except ray.exceptions.GetTimeoutError:
            return  # It is far away, or its machine is dying: that will be known before long.
        except ray.exceptions.RayError as error:
            self._again(type(error).__name__)
        else:
            self._end(lambda: value)

    def _again(self, reason: str) -> None:
        assert self._member is not None
        if not self._crew.lost(self._member):
            self._deaths += 1
        self._member = self._reference = None
        self._alone_since = time.monotonic()
        if self._deaths > TASK_RETRIES:
            self._raise(WorkersLost("workers_died", reason=reason))

    def _raise(self, error: BaseException) -> None:
        def fail() -> T:
            raise error from None

        self._end(fail)

    def _end(self, outcome: Callable[[], T]) -> None:
        self._outcome = outcome
        self._arguments.clear()  # their frames are needed no more
