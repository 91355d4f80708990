"""The product's processes as children of one command: started together, ended together, nothing left behind."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.setup import built_pages
from perscoach_app.setup.failure import SetupFailed

GRACE_S = 2.5  # a child that was asked to end gets this long; supervisors of ours wait three seconds before they kill
POLL_S = 0.2
TAIL_LINES = 25
MOST_DEATHS, DEATHS_WINDOW_S = 5, 300.0  # a worker that dies more often than that does not even start
PR_SET_PDEATHSIG = 1  # prctl(2): the child is told when we die, however that happens
STARTING_S = 300  # a first start fetches and compiles the pages' packages
ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - compared with, not listened on
LOOPBACK = "127.0.0.1"
SHARED_NUMBERS = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it when it is imported


class ChildDied(SetupFailed):
    """A process ended that should not have."""


class Told(BaseException):
    """The user, or a supervisor, told us to end."""


@dataclass(frozen=True, slots=True)
class Child:
    """A running process in a session of its own, its words in a log file."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    again: "Callable[[], Child] | None" = None  # starts it anew; None where its death ends everything
    deaths: tuple[float, ...] = ()  # of those it follows, on the monotonic clock

    def tail(self) -> str:
        """The last lines it wrote."""
        with suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
        return ""

    def check(self) -> None:
        """Raises:
        ChildDied: it is not running any more; the sentence holds its last lines.
        """
        code = self.process.poll()
        if code is not None:
            raise ChildDied(
                ru=f"Процесс «{self.name}» неожиданно завершился (код {code}). Его последние строки ({self.log}):\n{self.tail()}",
                en=f"The process “{self.name}” ended unexpectedly (code {code}). Its last lines ({self.log}):\n{self.tail()}",
            )


def start_web(host: str, port: int) -> Child:
    """Pages and HTTP on one port; who compiles the pages does so alone in this checkout.

    Raises:
        SetupFailed: the port is taken, or another start compiles for too long.
    """
    _check_free(host, port)
    variables: dict[str, Any] = {"PERSCOACH_PORT": str(port), "GRANIAN_WORKERS": str(get_settings().web_workers), **_shared_numbers()}
    built_pages.wait_for_turn()
    if built_pages.are_current(built_pages.fingerprint()):
        built_pages.end_turn()
        command = [sys.executable, "-m", "perscoach_app.setup.built_pages", host, str(port)]
        return start("web", command, **variables)
    command = [sys.executable, "-m", "reflex", "run", "--env", "prod", "--single-port", "--backend-host", host]
    return start("web", [*command, "--backend-port", str(port), "--frontend-port", str(port)], **variables)


def _shared_numbers() -> dict[str, str]:
    """Where several web processes add up their metrics: an empty folder, for the numbers of processes that are gone would stay."""
    if get_settings().web_workers == 1:
        return {}
    folder = get_settings().var_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return {SHARED_NUMBERS: str(folder)}


def start_worker(*, once_more: bool = False) -> Child:
    """The dispatcher. It goes down with its Ray, and the job it had waits for the next one: `tend` starts that."""
    address = get_settings().ray_address
    cluster = {"RAY_ADDRESS": address} if address else {}  # Ray reads it when it is imported
    started = start("worker", [sys.executable, "-m", "perscoach_app.worker"], goes_on=once_more, **cluster)
    return replace(started, again=partial(start_worker, once_more=True))


@contextmanager
def ended_together() -> Iterator[list[Child]]:
    """A list to put children in; whatever happens, all of them are gone after the block.

    SIGTERM and SIGINT raise `Told` inside the block.
    """
    children: list[Child] = []

    def told(_number: int, _frame: FrameType | None) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)  # impatience must not cut the tidying short
        raise Told

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    for number in before:
        signal.signal(number, told)
    try:
        yield children
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        stop(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def stop(children: list[Child]) -> None:
    """Asks all to end, waits a little, kills what is left of their sessions."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + GRACE_S
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        _end_session(child)


def _end_session(child: Child) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)  # the child leads its own session: grandchildren go with it
    child.process.wait()


def wait_for_web(children: list[Child], host: str, port: int) -> None:
    """Returns when the pages answer; the first child serves them.

    Raises:
        ChildDied: they never will.
        SetupFailed: they took too long.
    """
    started = time.monotonic()
    while not answers(host, port):
        tend(children)
        check_in_time(children[0], started)
        time.sleep(POLL_S)


def check_in_time(web: Child, started: float) -> None:
    """Raises:
    SetupFailed: the pages, started at `started` on the monotonic clock, should answer by now.
    """
    if time.monotonic() - started > STARTING_S:
        raise SetupFailed(
            ru=f"Страницы не открылись за {STARTING_S} с. Смотрите {web.log}.",
            en=f"The pages did not answer within {STARTING_S} s. See {web.log}.",
        )


def answers(host: str, port: int) -> bool:
    """Whether both HTTP and the pages answer where they listen; never through a proxy."""
    opener = build_opener(ProxyHandler({}))
    address = LOOPBACK if host == ANY_ADDRESS else host
    try:
        for path in ("/api/health", "/"):
            # Whatever address they listen on, under the name of this machine they show the landing page.
            request = Request(f"http://{address}:{port}{path}", headers={"Host": f"{LOOPBACK}:{port}"})
            with opener.open(request, timeout=5) as answer:
                if answer.status != 200:
                    return False
    except (URLError, OSError):
        return False
    return True


def watch(children: list[Child]) -> None:
    """Waits for ever; who may be replaced is.

    Raises:
        ChildDied: one ended; the others follow when the block of `ended_together` is left.
    """
    while True:
        tend(children)
        time.sleep(POLL_S)


def tend(children: list[Child]) -> None:
    """Looks after each once: one that died and can be started anew is, unless that happens again and again.

    Raises:
        ChildDied: one ended for good.
    """
    for place, child in enumerate(children):
        if child.process.poll() is None:
            continue
        now = time.monotonic()
        deaths = (*(each for each in child.deaths if now - each < DEATHS_WINDOW_S), now)
        if child.again is None or len(deaths) > MOST_DEATHS:
            child.check()
        elif child.again is not None:
            _end_session(child)  # what it started and left
            children[place] = replace(child.again(), deaths=deaths)


def start(name: str, command: list[str], *, goes_on: bool = False, **variables: str) -> Child:
    """A process in a session of its own, with a log in `var/log`.

    Args:
        name: of the log, too.
        command: what to run.
        goes_on: the log of the one before is kept.
        **variables: added to its environment.
    """
    folder = get_settings().var_dir / "log"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    environment = {**os.environ, **variables, "PYTHONUNBUFFERED": "1", "REFLEX_CHECK_LATEST_VERSION": "false"}
    with log.open("ab" if goes_on else "wb") as file:
        process = subprocess.Popen(
            command,
            cwd=PROJECT_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal reaches us alone; we tell the children in order
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - we start no threads before it
        )
    return Child(name, process, log)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SetupFailed(
                ru=f"Порт {port} занят ({error.strerror}). Выберите другой: PORT={port + 1} make run.",
                en=f"Port {port} is taken ({error.strerror}). Choose another one: PORT={port + 1} make run.",
            ) from None
