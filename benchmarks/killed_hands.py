"""Workers killed by `kill -9` at every stage, again and again: each job ends, once, with the same bytes; a cancelled one leaves nothing."""

import hashlib
import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from benchmarks.pipeline import looped_to
from gpu_jobs.clock import Progress, silent
from gpu_jobs.cluster import RayWorkers, workers
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import LOOK_SHARE, RECORD, process

TIMES = 10  # at each stage
FRAMES = 240  # enough chunks for both workers to be at work when one dies
When = Callable[[Progress], bool]
CLIP = Path(__file__).resolve().parents[1] / "assets" / "demo" / "squat.mp4"
READER, HAND = "gpu_jobs.video.confined", "ray::Hand"


def begun(progress: Progress) -> bool:
    """The first pass is under way."""
    return progress.stage in ("check", "look")


def looked(progress: Progress) -> bool:
    """The first pass is over."""
    return progress.done >= LOOK_SHARE["preview"] - 0.001


def looking(progress: Progress) -> bool:
    """Some chunks of the first pass are done."""
    return progress.stage == "look"


def rendering(progress: Progress) -> bool:
    """Some chunks of the second pass are done."""
    return progress.stage == "render"


# Whom to kill, and from when on.
STAGES: dict[str, tuple[str, When]] = {
    "decode, first pass": (READER, begun),
    "look": (HAND, looking),
    "decode, second pass": (READER, looked),
    "render": (HAND, rendering),
}


class Cancelled(Exception):
    """As a trainer does it."""


def measure(times: int = TIMES) -> dict[str, Any]:
    """How many of the jobs whose worker was killed ended with the same bytes, per stage; what a cancelled job left."""
    with tempfile.TemporaryDirectory() as made, workers() as hands:
        clip = looped_to(CLIP, FRAMES, Path(made) / "clip.mkv")
        process(clip, Path(made) / "untouched", ProcessOptions(), silent, hands)
        wanted = digests(Path(made) / "untouched")
        same = {
            stage: sum(_killed(clip, Path(made) / "killed", hands, *which) == wanted for _ in range(times))
            for stage, which in STAGES.items()
        }
        left = sum(_cancelled(clip, Path(made), hands, when) for when in (begun, looking, rendering) for _ in range(times))
    return {"times": times, "frames": FRAMES, "same_bytes": same, "files_left_by_cancelled_jobs": left}


def digests(out: Path) -> dict[str, str]:
    """Every file of a result but the record, which tells times."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != RECORD)
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _killed(clip: Path, out: Path, hands: RayWorkers, whom: str, when: When) -> dict[str, str] | None:
    """What came out although a worker was killed; None if none was."""
    struck = Once(when, lambda: kill_one(whom))
    process(clip, out, ProcessOptions(), struck, hands)
    return digests(out) if struck.done else None


class Once:
    """A listener that does something once, from a moment on, as soon as it can be done."""

    def __init__(self, when: When, do: Callable[[], bool]) -> None:
        self.done = False
        self._when, self._do = when, do

    def __call__(self, progress: Progress) -> None:
        if not self.done and self._when(progress):
            self.done = self._do()


def kill_one(whom: str) -> bool:
    """Kill the youngest of the processes below this one that have a name; False if there is none."""
    found = [child for child in psutil.Process().children(recursive=True) if whom in _command(child)]
    if not found:
        return False
    os.kill(max(found, key=psutil.Process.create_time).pid, signal.SIGKILL)
    return True


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _cancelled(clip: Path, folder: Path, hands: RayWorkers, when: When) -> int:
    """Files that are there after a cancelled job and were not before."""

    def cancel() -> bool:
        raise Cancelled

    before = set(folder.rglob("*"))
    try:
        process(clip, folder / "cancelled", ProcessOptions(), Once(when, cancel), hands)
    except Cancelled:
        return len(set(folder.rglob("*")) - before)
    raise AssertionError("it was not cancelled")
