"""The process that reads strangers' bytes for us: how it is started, what it tells, and what its end means."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from gpu_jobs.errors import VideoRejected, WorkersLost
from gpu_jobs.video import limits
from gpu_jobs.video.container import shown
from gpu_jobs.video.messages import ANSWER, CREDIT, FRAMED, READY, SOUND, Garbled, Silent, messages, request_bytes
from gpu_jobs.words import WORDS

TELLS = {"probe": None, "frames": FRAMED, "sound": SOUND}  # before the answer, by task
RESTARTS = 2  # of a reader that was killed from outside; what kills it a third time would do so for ever
START_PATIENCE_S = 60  # s; starting takes 0.3 s of a quiet core
WALL_A_CPU_S = 4  # s to wait for each second of CPU time that is allowed, on a machine full of other work
PASSED_ON = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT")
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # nothing there multiplies matrices
# Pictures come and go by the hundred: given back to the system each time, their memory would be cleared anew each time.
KEPT_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(64 * 2**20), "MALLOC_TRIM_THRESHOLD_": str(256 * 2**20)}


class Killed(Exception):
    """Somebody else ended the process that reads: not the video's fault."""


def asked(request: dict[str, Any], file: BinaryIO, path: Path) -> dict[bytes, Any]:
    """All that is told in answer to a request, by kind; asked again where the reader was killed."""
    for _ in range(RESTARTS + 1):
        try:
            with reading(request, file) as process:
                answers = dict(told(process, request, path))
        except Killed:
            continue
        return {**answers, ANSWER: json.loads(answers[ANSWER])}
    raise WorkersLost("workers_died", reason="the video's reader was killed")


def told(process: "subprocess.Popen[bytes]", request: dict[str, Any], path: Path) -> Iterator[tuple[bytes, bytes]]:
    """What the reader tells up to its answer, which is checked and comes last."""
    assert process.stdout is not None
    patience_s = max(START_PATIENCE_S, WALL_A_CPU_S * request["cpu_s"])
    ready = False
    try:
        for kind, content in messages(process.stdout.fileno(), patience_s):
            ready = True
            if kind == ANSWER:
                _check_answer(json.loads(content), path)
            elif kind not in (READY, TELLS[request["task"]]):
                raise Garbled
            if kind != READY:
                yield kind, content
            if kind == ANSWER:
                return
    except Silent as error:
        raise VideoRejected("unsafe_time", path=shown(path)) from error
    except (Garbled, ValueError, RecursionError) as error:
        raise VideoRejected("unsafe_crash", path=shown(path)) from error
    _explain_end(process, ready, path)


def _check_answer(answer: object, path: Path) -> None:
    if not isinstance(answer, dict):
        raise Garbled
    code, values = answer.get("rejected"), answer.get("values")
    if code is None:
        return
    if code not in WORDS or not isinstance(values, dict):
        raise Garbled
    known = {name: shown(Path(value)) if isinstance(value, str) else value for name, value in values.items()}
    rejected = VideoRejected(code, **{**known, "path": shown(path)})
    try:
        rejected.sentence()
    except (LookupError, TypeError, ValueError) as error:
        raise Garbled from error
    raise rejected


def _explain_end(process: "subprocess.Popen[bytes]", ready: bool, path: Path) -> None:
    """Raise what it means that the reader ended without an answer."""
    assert process.stderr is not None
    ended = process.wait()
    if ended in (-signal.SIGKILL, -signal.SIGTERM):
        raise Killed
    if not ready:
        said = process.stderr.read().decode(errors="replace").strip().splitlines()
        raise WorkersLost("workers_not_started", reason=said[-1] if said else f"status {ended}")
    raise VideoRejected("unsafe_time" if ended == -signal.SIGXCPU else "unsafe_crash", path=shown(path), reason=f"status {ended}")


def free(process: "subprocess.Popen[bytes]") -> None:
    """Tell the reader that the oldest slot of the ring is free again."""
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # It ended: what it has told still stands, and its end is explained behind.
        process.stdin.write(CREDIT)


@contextmanager
def reading(request: dict[str, Any], file: BinaryIO, *more: int) -> "Iterator[subprocess.Popen[bytes]]":
    """The process that reads, with its request sent; it is gone afterwards.

    It inherits the open file and no more than it needs: no name of the file, no keys or addresses from our environment.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path), **ONE_THREAD, **KEPT_MEMORY}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "gpu_jobs.video.confined"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        bufsize=0, env=environment, cwd=Path(sys.executable).anchor, pass_fds=(file.fileno(), *more),
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        with process.stdin, process.stdout, process.stderr:
            with suppress(BrokenPipeError):  # It ended before it listened: explained where its messages are read.
                process.stdin.write(request_bytes({**request, "file": file.fileno(), "memory_bytes": limits.MEMORY_BYTES}))
            yield process
    finally:
        process.kill()
        process.wait()
