"""The real product on a free port, with everything it writes in a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from perscoach_app.setup.npm import ROOT, var_folder

UP_LIMIT_S = 300
"""A first start compiles the pages and processes three clips on two shared cores."""
END_LIMIT_S = 15


@dataclass(frozen=True, slots=True)
class RunningApp:
    """Addresses of a served demo."""

    url: str
    trainer_link: str
    client_link: str
    var: Path

    def entrance(self) -> str:
        """A fresh one-time address for the client: several tests share this house, and a link works once."""
        program = "from perscoach_app.setup.demo import furnish; house = furnish(); print(house.entrance(house.client))"
        environment = {**os.environ, "PERSCOACH_VAR_DIR": str(self.var), "PERSCOACH_PORT": self.url.rpartition(":")[2].strip("/")}
        made = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return made.stdout.split()[-1]

    def health(self) -> dict[str, object]:
        """What `/api/health` answers."""
        port = self.url.rpartition(":")[2].strip("/")
        with urlopen(Request(f"http://127.0.0.1:{port}/api/health"), timeout=10) as answer:
            return dict(json.load(answer))


@contextmanager
def running_app(var: Path) -> Iterator[RunningApp]:
    """`perscoach demo`, until its first exercise is ready.

    Args:
        var: An empty folder. Fetched packages and assembled models are borrowed from the usual one.
    """
    for shared in ("npm", "models"):
        (var / shared).symlink_to(var_folder() / shared, target_is_directory=True)
    environment = {**os.environ, "PERSCOACH_VAR_DIR": str(var)}
    command = [sys.executable, "-c", "from perscoach_app.cli import app; app()", "demo", "--port", str(_free_port()), "--json"]
    with (var / "demo.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, start_new_session=True)
    try:
        assert process.stdout
        line = process.stdout.readline()  # ends, empty, when the process does
        assert line, (var / "demo.log").read_text(errors="replace")[-2000:]
        app = RunningApp(**json.loads(line), var=var)
        _wait_for_squat(app, var)
        yield app
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for_squat(app: RunningApp, var: Path) -> None:
    until = time.monotonic() + UP_LIMIT_S
    while time.monotonic() < until:
        demo = app.health()["demo"]
        if isinstance(demo, dict) and demo["state"] == "ready":
            return
        assert not isinstance(demo, dict) or demo["state"] != "failed", (var / "demo.log").read_text(errors="replace")[-2000:]
        time.sleep(1)
    raise AssertionError("the demo exercise was not ready in time")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
