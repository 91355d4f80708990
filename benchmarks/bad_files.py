"""Seventy bad files, each through the whole of `perscoach process`, against 30 seconds and one gigabyte a file."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MOST_S = 30.0  # s a file
MOST_MB = 1024.0  # resident, of the job and of the process that reads for it, together
SAMPLED_EVERY_S = 0.01
NAMES = ("-i.mp4", "a\nb.mp4", "\N{RIGHT-TO-LEFT OVERRIDE}4pm.exe", "\N{PILE OF POO}.mp4", "%03d.mp4", "concat:a.mp4|b.mp4", "video.m3u8")


def measure() -> dict[str, Any]:
    """How each file ends, in how many seconds, and with how much memory at the most."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = _made(Path(folder) / "in")
        rows = _judged(Path(folder), wanted)
    wrong = sorted(name for name, row in rows.items() if row["end"] not in wanted[name])
    return {
        "files": len(rows),
        "most_s": max(row["s"] for row in rows.values()),
        "most_mb": max(row["mb"] for row in rows.values()),
        "beyond_limits": sorted(name for name, row in rows.items() if row["s"] > MOST_S or row["mb"] > MOST_MB),
        "not_as_expected": wrong,
        "leaving_something": sorted(name for name, row in rows.items() if row["left"]),
        "rows": rows,
    }


def _made(folder: Path) -> dict[str, list[str]]:
    """Write the files; how each may end, by name. Nobody can be seen in what can be read, but for the last two."""
    import numpy as np

    from gpu_jobs.video.decode import Reader
    from gpu_jobs.video.probe import probe
    from tests.jobs import odd_files
    from tests.jobs.bad_files import BAD, READ, good

    folder.mkdir()
    wanted = {}
    for bad in BAD:
        (folder / f"{bad.name}.mp4").write_bytes(bad.make())
        wanted[f"{bad.name}.mp4"] = sorted((bad.ends - {READ}) | ({"no_person"} if READ in bad.ends else set()))
    for name in NAMES:
        (folder / name).write_bytes(good.clip())
        wanted[name] = ["no_person"]
    os.mkfifo(folder / "pipe.mp4")
    (folder / "loop.mp4").symlink_to(folder / "loop.mp4")
    (folder / "device.mp4").symlink_to("/dev/zero")
    (folder / "empty.mp4").touch()
    odd_files.sound_only(folder / "sound.mp4")
    person = [pixels for _, (_, pixels) in zip(range(12), Reader(probe(ROOT / "assets/demo/squat.mp4"), 640), strict=False)]
    odd_files.sound_only(folder / "cover.mp4", cover=person[0])
    odd_files.write(folder / "one_person.mp4", person, range(0, 1200, 100))
    odd_files.write(folder / "two_people.mp4", [np.hstack([pixels, pixels]) for pixels in person], range(0, 1200, 100))
    ends = {
        "pipe": "not_a_file",
        "loop": "not_a_file",
        "device": "not_a_file",
        "empty": "empty",
        "sound": "no_picture",
        "cover": "no_picture",
    }
    return wanted | {f"{name}.mp4": [end] for name, end in ends.items()} | {"one_person.mp4": ["done"], "two_people.mp4": ["done"]}


def _judged(folder: Path, wanted: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
    """Every file in turn, in one job process that is watched from outside, as a worker's is."""
    job = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bad_files", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
    )  # fmt: skip
    assert job.stdin is not None
    assert job.stdout is not None
    peak = [0.0]
    threading.Thread(target=_watch, args=(job.pid, peak), daemon=True).start()
    rows: dict[str, dict[str, Any]] = {}
    with job, job.stdin, job.stdout:
        for name in wanted:
            peak[0] = 0.0
            began = perf_counter()
            job.stdin.write(json.dumps(name) + "\n")
            job.stdin.flush()
            end = job.stdout.readline().strip() or f"the job died: {job.wait()}"
            left = sorted(path.name for path in folder.iterdir() if path.name != "in" and end != "done")
            rows[name] = {"end": end, "s": round(perf_counter() - began, 2), "mb": round(peak[0], 1), "left": left}
    return rows


def _watch(process: int, peak: list[float]) -> None:
    while Path(f"/proc/{process}").exists():
        readers = Path(f"/proc/{process}/task").glob("*/children")
        try:
            now = _mb(process, "VmRSS:") + sum(_mb(int(child), "VmHWM:") for told in readers for child in told.read_text().split())
        except OSError:
            continue  # One of them ended meanwhile.
        peak[0] = max(peak[0], now)
        sleep(SAMPLED_EVERY_S)


def _mb(process: int, field: str) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def _job(folder: Path) -> None:
    """Take names from standard input and say how each ends; the result of what can be worked with is cleared away."""
    import shutil

    from gpu_jobs.errors import JobError
    from gpu_jobs.options import ProcessOptions
    from gpu_jobs.pipeline import process
    from gpu_jobs.workers import Here

    told = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        try:
            process(folder / "in" / json.loads(line), folder / "out", ProcessOptions(), lambda _: None, Here())
            shutil.rmtree(folder / "out")
            end = "done"
        except JobError as error:
            end = error.code
        except Exception as error:
            end = f"{type(error).__name__}: {error}"
        print(end.replace("\n", " "), file=told, flush=True)


if __name__ == "__main__":
    _job(Path(sys.argv[1]))
