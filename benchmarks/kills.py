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
from gpu_jobs.pipeline import RECORD, process

TIMES = 10  # at each stage
FRAMES = 240  # enough chunks for both workers to be at work when one dies
CLIP = Path(__file__).resolve().parents[1] / "assets" / "demo" / "squat.mp4"
# Whom to kill, and once which stage has told of its first chunk.
STAGES = {"decode, first pass": ("gpu_jobs.video.guard", "look"), "look": ("ray::Hand", "look"),
          "decode, second pass": ("gpu_jobs.video.guard", "render"), "render": ("ray::Hand", "render")}  # fmt: skip


class Cancelled(Exception):
    """As a trainer does it."""


def measure(times: int = TIMES) -> dict[str, Any]:
    """How many of the jobs ended with the same bytes, per stage; what a cancelled job left."""
    with tempfile.TemporaryDirectory() as made, workers() as hands:
        clip = looped_to(CLIP, FRAMES, Path(made) / "clip.mkv")
        process(clip, Path(made) / "untouched", ProcessOptions(), silent, hands)
        wanted = digests(Path(made) / "untouched")
        same = {
            stage: sum(_killed(clip, Path(made) / "killed", hands, *which) == wanted for _ in range(times))
            for stage, which in STAGES.items()
        }
        left = sum(_cancelled(clip, Path(made), hands, stage) for stage in ("check", "look", "render") for _ in range(times))
    return {"times": times, "frames": FRAMES, "same_bytes": same, "files_left_by_cancelled_jobs": left}


def digests(out: Path) -> dict[str, str]:
    """Every file of a result but the record, which tells times."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != RECORD)
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _killed(clip: Path, out: Path, hands: RayWorkers, whom: str, stage: str) -> dict[str, str]:
    process(clip, out, ProcessOptions(), once(stage, lambda: kill_one(whom)), hands)
    return digests(out)


def once(stage: str, do: Callable[[], None]) -> Callable[[Progress], None]:
    """A listener that does something when a stage has told of its first chunk."""
    told: set[float] = set()

    def listen(progress: Progress) -> None:
        if progress.stage == stage and not told:
            told.add(progress.done)
            do()

    return listen


def kill_one(whom: str) -> None:
    """Kill one of the processes below this one, by its command."""
    for child in psutil.Process().children(recursive=True):
        if whom in " ".join(child.cmdline()):
            os.kill(child.pid, signal.SIGKILL)
            return
    raise LookupError(f"no process called {whom} is at work")


def _cancelled(clip: Path, folder: Path, hands: RayWorkers, stage: str) -> int:
    """Files that are there after a cancelled job and were not before."""

    def cancel() -> None:
        raise Cancelled

    before = set(folder.rglob("*"))
    try:
        process(clip, folder / "cancelled", ProcessOptions(), once(stage, cancel), hands)
    except Cancelled:
        return len(set(folder.rglob("*")) - before)
    raise AssertionError("it was not cancelled")
