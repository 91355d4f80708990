"""Children of `serve`: started together, ended together, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from perscoach_app.setup import processes
from perscoach_app.setup.failure import SetupFailed
from perscoach_app.setup.processes import Child, ChildDied, Told

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True)
time.sleep(60)
"""


def child(code: str) -> Child:
    """A Python process that says something first."""
    started = processes.start("test", [sys.executable, "-c", code])
    deadline = time.monotonic() + 10
    while not started.tail() and started.process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return started


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def gone(pid: int) -> bool:
    """Whether it ends soon: a killed process takes a moment to go."""
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def test_a_death_is_told_with_the_last_words(fresh_settings: Path) -> None:
    dead = child("print('I cannot go on', flush=True); raise SystemExit(3)")
    dead.process.wait()
    with pytest.raises(ChildDied, match=r"(?s)test.*code 3.*I cannot go on"):
        dead.check()


def test_when_one_dies_the_others_are_ended(fresh_settings: Path) -> None:
    with pytest.raises(ChildDied), processes.ended_together() as children:  # noqa: PT012 - the block is what is tested
        children += [child("import time; print('up', flush=True); time.sleep(60)"), child("print('short life', flush=True)")]
        processes.watch(children)
    assert not any(alive(each.process.pid) for each in children)


def test_a_worker_that_dies_is_replaced_but_not_for_ever(fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "MOST_DEATHS", 2)
    born: list[int] = []

    def worker() -> Child:
        started = replace(child(PARENT), again=worker)
        born.append(int(started.tail()))
        return started

    with pytest.raises(ChildDied), processes.ended_together() as children:  # noqa: PT012 - the block is what is tested
        children += [child(STUBBORN), worker()]
        for deaths in range(1, 4):
            children[1].process.kill()
            children[1].process.wait()
            processes.tend(children)
            assert len(born) == deaths + 1
            assert gone(born[deaths - 1])  # what the dead one had started


def test_grandchildren_and_stubborn_children_go_too(fresh_settings: Path) -> None:
    with processes.ended_together() as children:
        children += [child(STUBBORN), child(PARENT)]
        grandchild = int(children[1].tail())
        assert alive(grandchild)
    assert gone(grandchild)
    assert not any(alive(each.process.pid) for each in children)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_all_of_it(fresh_settings: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Told), processes.ended_together() as children:  # noqa: PT012 - the block is what is tested
        children.append(child("import time; print('up', flush=True); time.sleep(60)"))
        os.kill(os.getpid(), number)
        time.sleep(5)
    assert not alive(children[0].process.pid)
    assert signal.getsignal(number) is before


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_children_follow_a_parent_that_was_killed(fresh_settings: Path) -> None:
    code = (
        "import sys, time; from perscoach_app.setup import processes; "
        "started = processes.start('kid', [sys.executable, '-c', 'import time; time.sleep(60)']); "
        "print(started.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    kid = int(parent.stdout.readline())
    assert alive(kid)
    parent.kill()
    parent.wait()
    assert gone(kid)


def test_a_taken_port_is_said_before_anything_starts(fresh_settings: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SetupFailed, match=f"Port {port} is taken"):
            processes.start_web("127.0.0.1", port)


class Pages(BaseHTTPRequestHandler):
    """Answers as the product does: to names of this machine only."""

    def do_GET(self) -> None:
        """Any path."""
        self.send_response(200 if self.headers["Host"].startswith("127.0.0.1") else 404)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "127.0.0.2"])
def test_our_own_pages_are_asked_without_a_proxy(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    server = ThreadingHTTPServer((host, 0), Pages)
    port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert processes.answers(host, port)
    finally:
        server.shutdown()
        server.server_close()
    assert not processes.answers(host, port)


def test_pages_that_never_answer_are_given_up(fresh_settings: Path) -> None:
    with processes.ended_together() as children:
        children.append(child(STUBBORN))
        processes.check_in_time(children[0], time.monotonic())
        with pytest.raises(SetupFailed, match=r"test\.log"):
            processes.check_in_time(children[0], time.monotonic() - processes.STARTING_S - 1)
