"""A Ray cluster of several nodes on this machine's loopback: real processes of its own for each node, any of which may be lost.

The nodes belong to one process that is started here; when that process ends, or we do, they all end.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import psutil

ROOT = Path(__file__).resolve().parents[1]
STORE_BYTES = 400 * 2**20  # of each node; chunks of a small clip
RAYLET = "raylet/raylet"
HAND = "ray::Hand"
ADDRESS = "RAY_ADDRESS"


@dataclass(frozen=True, slots=True)
class Node:
    """What a node offers.

    Attributes:
        processors: As Ray counts them; 0 for one that only hands out.
        core: The one core of this machine that all its processes share; None leaves that to the system.
    """

    processors: int
    core: int | None = None


class Nodes:
    """The first node is the head.

    Attributes:
        environment: Of a process that works with them.
    """

    def __init__(self, *nodes: Node) -> None:
        """
        Args:
            nodes: The head, then those that join it.
        """
        self.environment = {
            **os.environ,
            **{"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32), "RAY_USAGE_STATS_ENABLED": "0"},
            "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # all of it stays on 127.0.0.1
            **{
                f"RAY_health_check_{what}_ms": "500" for what in ("initial_delay", "period", "timeout")
            },  # a loss is noticed in 2.5 s, not 15…
            "RAY_object_manager_pull_timeout_ms": "1000",  # …and what was under way from there is asked of another after 1 s, not 10
            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        }
        self._wanted = nodes
        self._raylets: list[psutil.Process] = []
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "benchmarks.nodes"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        with ExitStack() as failed:
            failed.callback(self.__exit__)
            for node in self._wanted:
                self.add(node)
            failed.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        below = psutil.Process(self._process.pid).children(recursive=True)
        for process in [*below, psutil.Process(self._process.pid)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.stdin.close()
        self._process.wait()
        psutil.wait_procs(below, timeout=10)

    def add(self, node: Node) -> None:
        """Have another node join."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(node)) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        self.environment[ADDRESS] = said["address"]
        self._raylets.append(psutil.Process(said["raylet"]))

    def kill(self, number: int) -> None:
        """`kill -9` of all of a node's processes at once, as when its machine is taken away."""
        raylet = self._raylets[number]
        for process in [raylet, *raylet.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)

    def hands(self, number: int) -> int:
        """How many of our processes work on a node."""
        with suppress(psutil.NoSuchProcess):
            return sum(HAND in _command(process) for process in self._raylets[number].children(recursive=True))
        return 0

    def listening(self) -> set[str]:
        """The addresses that anything of it listens at."""
        assert self._process is not None
        below = psutil.Process(self._process.pid).children(recursive=True)
        found = [each for process in below for each in process.net_connections("inet")]
        return {each.laddr.ip for each in found if each.status == psutil.CONN_LISTEN}


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def host() -> None:
    """Start a node for each line that comes; end with the last line."""
    from ray.cluster_utils import Cluster

    cluster: Any = Cluster()
    cores = os.sched_getaffinity(0)
    ours = psutil.Process()
    for line in sys.stdin:
        node = Node(**json.loads(line))
        before = {child.pid for child in ours.children()}
        os.sched_setaffinity(0, cores if node.core is None else {node.core})
        cluster.add_node(num_cpus=node.processors, num_gpus=0, object_store_memory=STORE_BYTES)
        os.sched_setaffinity(0, cores)
        raylet = next(child for child in ours.children() if child.pid not in before and RAYLET in _command(child))
        print(json.dumps({"address": cluster.address, "raylet": raylet.pid}), flush=True)
    cluster.shutdown()


if __name__ == "__main__":
    host()
