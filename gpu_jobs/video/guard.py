"""Strangers' videos read at arm's length: FFmpeg works in a process of its own, within limits, and a crash of it is only a sentence.

The frames come back through a ring in shared memory, in order; neither the disk nor pickling is involved, and memory stays bounded
however fast or slow either side is. If this process dies, the other one ends by itself.
"""

import json
import mmap
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.errors import Notice, VideoRejected, WorkersLost
from gpu_jobs.frames import Frame
from gpu_jobs.video import limits
from gpu_jobs.video.container import file_of, shown
from gpu_jobs.video.decode import fitted
from gpu_jobs.video.messages import (
    ANSWER,
    CREDIT,
    FRAME,
    FRAMED,
    READY,
    SOUND,
    Garbled,
    Silent,
    clip_of,
    clip_values,
    messages,
    request_bytes,
)
from gpu_jobs.video.probe import MOST_CLAIMED_S, MOST_FRAMES, Clip
from gpu_jobs.words import WORDS

RING_BYTES = 32 * 2**20  # both sides stay busy while the other one pauses for a few frames
FEWEST_SLOTS, MOST_SLOTS = 3, 16
RESTARTS = 2  # of a reader that was killed from outside; what kills it a third time would do so for ever
START_PATIENCE_S = 60  # s; starting takes 0.3 s of a quiet core
WALL_A_CPU_S = 4  # s to wait for each second of CPU time that is allowed, on a machine full of other work
PASSED_ON = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT")
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # nothing there multiplies matrices


def guarded_probe(path: Path) -> Clip:
    """`probe`, at arm's length.

    Raises:
        VideoRejected: As `probe` does; or reading crashes, or takes too much time or memory.
        WorkersLost: The process that reads could not be started, or was killed again and again.
    """
    with file_of(path) as file:
        request = {"task": "probe", "cpu_s": limits.probe_cpu_s(os.fstat(file.fileno()).st_size)}
        told = _told_again(request, file, path)
    try:
        return clip_of(told[ANSWER].get("clip"), path)
    except Garbled as error:
        raise VideoRejected("unsafe_crash", path=shown(path)) from error


def guarded_sound(clip: Clip) -> tuple[bytes | None, tuple[Notice, ...]]:
    """`sound_of`, at arm's length; whatever fails, the picture goes on without sound."""
    if not clip.sound:
        return None, ()
    try:
        with file_of(clip.path) as file:
            told = _told_again({"task": "sound", "cpu_s": limits.sound_cpu_s(clip), "clip": clip_values(clip)}, file, clip.path)
    except VideoRejected:
        return None, (Notice("sound_lost"),)
    return told.get(SOUND), (Notice("sound_lost"),) if told[ANSWER].get("notices") else ()


class GuardedReader:
    """Reads a clip once, from its first frame to its last, as `gpu_jobs.video.decode.Reader` does, at arm's length.

    Attributes:
        clip: What is read.
        size: Width and height of the frames.
        damaged: How many packets could not be decoded so far; they are left out.
    """

    def __init__(self, clip: Clip, longest_side: int, *, skip: int = 0, copy: bool = True) -> None:
        """
        Args:
            clip: What to read.
            longest_side: Pixels; a larger picture is scaled down to it, a smaller one is left alone.
            skip: So many first frames are decoded but neither converted nor handed over.
            copy: Whether the pixels are the caller's own. Without it they are a view that cannot be written to and is valid only
                until the next frame is asked for, which saves the copy.
        """
        self.clip = clip
        self.size = fitted(clip.width, clip.height, longest_side)
        self.damaged = 0
        self._glances = False
        self._longest_side = longest_side
        self._skip = skip
        self._copy = copy

    def __iter__(self) -> Iterator[Frame]:
        """Frames in order of presentation: milliseconds from the first one, and `(H, W, 3)` uint8 RGB.

        A reader killed from outside is started again and goes on behind the last frame.

        Raises:
            VideoRejected: Reading crashes, or takes too much time or memory.
            WorkersLost: The process that reads could not be started, or was killed again and again.
        """
        given = 0
        for _ in range(RESTARTS + 1):
            try:
                for frame in self._frames(self._skip + given):
                    given += 1
                    yield frame
                return
            except _Killed:
                continue
        raise WorkersLost("workers_died", reason="the video's reader was killed")

    def _frames(self, skip: int) -> Iterator[Frame]:
        width, height = self.size
        frame_bytes = width * height * 3
        slots = min(MOST_SLOTS, max(FEWEST_SLOTS, RING_BYTES // frame_bytes))
        request = {
            **{"task": "frames", "cpu_s": limits.frames_cpu_s(self.clip, width * height), "clip": clip_values(self.clip)},
            **{"longest_side": self._longest_side, "glances": self._glances, "skip": skip, "slots": slots},
        }
        with file_of(self.clip.path) as file, _ring(slots * frame_bytes) as (ring, memory):
            pictures = memory[: slots * frame_bytes].reshape(slots, height, width, 3)
            with _reading({**request, "ring": ring}, file, ring) as process:
                last_ms = -1
                for expected, (kind, content) in enumerate(_told(process, request, self.clip.path)):
                    if kind != FRAMED:
                        self.damaged = int(_value(content, "damaged"))
                        return
                    time_ms, number, self.damaged = FRAME.unpack(content)
                    if number != expected or not last_ms < time_ms <= MOST_CLAIMED_S * 1000 or number > MOST_FRAMES:
                        raise VideoRejected("unsafe_crash", path=shown(self.clip.path))
                    last_ms = time_ms
                    view = pictures[number % slots]
                    if self._copy:
                        pixels = view.copy()
                        _free(process)
                        yield Frame(time_ms, pixels)
                    else:
                        yield Frame(time_ms, view)
                        _free(process)


class GuardedGlances(GuardedReader):
    """Reads only a few frames of a clip, as `gpu_jobs.video.glance.Glances` does, at arm's length."""

    def __init__(self, clip: Clip, longest_side: int) -> None:
        """
        Args:
            clip: What to read.
            longest_side: Pixels; a larger picture is scaled down to it, a smaller one is left alone.
        """
        super().__init__(clip, longest_side)
        self._glances = True


class _Killed(Exception):
    """Somebody else ended the process that reads: not the video's fault."""


def _told_again(request: dict[str, Any], file: BinaryIO, path: Path) -> dict[bytes, Any]:
    """All that is told in answer to a request, by kind; asked again where the reader was killed."""
    for _ in range(RESTARTS + 1):
        try:
            with _reading(request, file) as process:
                told = dict(_told(process, request, path))
        except _Killed:
            continue
        return {**told, ANSWER: json.loads(told[ANSWER])}
    raise WorkersLost("workers_died", reason="the video's reader was killed")


def _told(process: "subprocess.Popen[bytes]", request: dict[str, Any], path: Path) -> Iterator[tuple[bytes, bytes]]:
    """What the reader tells up to its answer, which is checked and comes last."""
    assert process.stdout is not None
    patience_s = max(START_PATIENCE_S, WALL_A_CPU_S * request["cpu_s"])
    ready = False
    try:
        for kind, content in messages(process.stdout.fileno(), patience_s):
            ready = True
            if kind == ANSWER:
                _check_answer(json.loads(content), path)
                yield kind, content
                return
            if kind != READY:
                yield kind, content
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
    raise VideoRejected(code, **{**values, "path": shown(path)})


def _explain_end(process: "subprocess.Popen[bytes]", ready: bool, path: Path) -> None:
    """Raise what it means that the reader ended without an answer."""
    assert process.stderr is not None
    ended = process.wait()
    if ended in (-signal.SIGKILL, -signal.SIGTERM):
        raise _Killed
    if not ready:
        said = process.stderr.read().decode(errors="replace").strip().splitlines()
        raise WorkersLost("workers_not_started", reason=said[-1] if said else f"status {ended}")
    raise VideoRejected("unsafe_time" if ended == -signal.SIGXCPU else "unsafe_crash", path=shown(path), reason=f"status {ended}")


def _value(content: bytes, name: str) -> Any:
    return json.loads(content)[name]


def _free(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # It ended: what it has told still stands, and its end is explained behind.
        process.stdin.write(CREDIT)


@contextmanager
def _reading(request: dict[str, Any], file: BinaryIO, *more: int) -> "Iterator[subprocess.Popen[bytes]]":
    """The process that reads, with its request sent; it is gone afterwards.

    It inherits the open file and no more than it needs: no name of the file, no keys or addresses from our environment.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **ONE_THREAD}
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
            process.kill()
    finally:
        process.kill()
        process.wait()


@contextmanager
def _ring(size: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Memory that both sides see: its descriptor, and its bytes for reading. The other side cannot take it away."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("frames", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    else:
        with tempfile.TemporaryFile() as unnamed:  # macOS: a file without a name, which stays in the system's cache
            descriptor = os.dup(unnamed.fileno())
    try:
        os.ftruncate(descriptor, size)
        if hasattr(os, "memfd_create"):
            import fcntl

            fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
        yield descriptor, np.frombuffer(mmap.mmap(descriptor, size, access=mmap.ACCESS_READ), np.uint8)
    finally:
        os.close(descriptor)
