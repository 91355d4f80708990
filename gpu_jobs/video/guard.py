"""Strangers' videos read at arm's length: FFmpeg works in a process of its own, within limits, and a crash of it is only a sentence.

The frames come back through a ring in shared memory, in order; neither the disk nor pickling is involved, and memory stays bounded
however fast or slow either side is. If this process dies, the other one ends by itself.
"""

import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.errors import Notice, VideoRejected, WorkersLost
from gpu_jobs.frames import Frame
from gpu_jobs.video import limits
from gpu_jobs.video.container import file_of, shown
from gpu_jobs.video.decode import fitted
from gpu_jobs.video.messages import ANSWER, FRAME, SOUND, Garbled, clip_of, clip_values, damaged_in
from gpu_jobs.video.packets import MOST_CLAIMED_S, MOST_FRAMES
from gpu_jobs.video.probe import Clip
from gpu_jobs.video.reading import RESTARTS, Killed, asked, free, reading, told

RING_BYTES = 32 * 2**20  # both sides stay busy while the other one pauses for a few frames
FEWEST_SLOTS, MOST_SLOTS = 3, 16


def guarded_probe(path: Path) -> Clip:
    """`probe`, at arm's length.

    Raises:
        VideoRejected: As `probe` does; or reading crashes, or takes too much time or memory.
        WorkersLost: The process that reads could not be started, or was killed again and again.
    """
    with file_of(path) as file:
        request = {"task": "probe", "cpu_s": limits.probe_cpu_s(os.fstat(file.fileno()).st_size)}
        answers = asked(request, file, path)
    try:
        return clip_of(answers[ANSWER].get("clip"), path)
    except Garbled as error:
        raise VideoRejected("unsafe_crash", path=shown(path)) from error


def guarded_sound(clip: Clip) -> tuple[bytes | None, tuple[Notice, ...]]:
    """`sound_of`, at arm's length; whatever fails, the picture goes on without sound."""
    if not clip.sound:
        return None, ()
    try:
        with file_of(clip.path) as file:
            answers = asked({"task": "sound", "cpu_s": limits.sound_cpu_s(clip), "clip": clip_values(clip)}, file, clip.path)
    except VideoRejected:
        return None, (Notice("sound_lost"),)
    return answers.get(SOUND), (Notice("sound_lost"),) if answers[ANSWER].get("notices") else ()


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
            except Killed:
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
            with reading({**request, "ring": ring}, file, ring) as process:
                last_ms = -1
                for expected, (kind, content) in enumerate(told(process, request, self.clip.path)):
                    if kind == ANSWER:
                        self.damaged = max(self.damaged, damaged_in(content))
                        return
                    time_ms, number, self.damaged = FRAME.unpack(content)
                    if number != expected or not last_ms < time_ms <= MOST_CLAIMED_S * 1000 or number > MOST_FRAMES:
                        raise VideoRejected("unsafe_crash", path=shown(self.clip.path))
                    last_ms = time_ms
                    view = pictures[number % slots]
                    if self._copy:
                        pixels = view.copy()
                        free(process)
                        yield Frame(time_ms, pixels)
                    else:
                        yield Frame(time_ms, view)
                        free(process)


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
