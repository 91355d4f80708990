"""Whatever goes wrong on the way to a result: what stood there stands, and nothing half-made is left."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.errors import OutputRejected
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.workers import Here
from tests.jobs import odd_files
from tests.jobs.conftest import ROOT

Person = list[NDArray[np.uint8]]
EVEN_MS = range(0, 1200, 100)
OLDER = ("trainer_transparent.webm", "trainer_poses.json", "poster.webp", "process.json", "notes.txt")


def run(source: Path, out_dir: Path) -> None:
    process(source, out_dir, ProcessOptions(), lambda _: None, Here())


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def plain(tmp_path: Path, person: Person) -> Path:
    return odd_files.write(tmp_path / "plain.mp4", person, EVEN_MS)


def test_a_file_in_the_way_of_the_result_stands(tmp_path: Path, plain: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputRejected) as caught:
        run(plain, tmp_path / "out")
    assert caught.value.code == "output_in_the_way"
    assert (tmp_path / "out").read_text() == "mine"
    assert listing(tmp_path) == ["out", "plain.mp4"]


def test_a_failure_leaves_the_older_result_as_it_was(tmp_path: Path, plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in OLDER:
        (out / name).write_text(f"older {name}")
    before = {path.name: path.read_text() for path in out.iterdir()}
    real, moves = Path.rename, []

    def full_on_the_fifth_move(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == 5:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full_on_the_fifth_move)
        with pytest.raises(OutputRejected) as caught:
            run(plain, out)
    assert caught.value.code == "output_full"
    assert {path.name: path.read_text() for path in out.iterdir()} == before
    assert listing(tmp_path) == sorted(["out", "plain.mp4", *(f"out/{name}" for name in before)])

    run(plain, out)
    assert (out / "notes.txt").read_text() == "older notes.txt"
    assert json.loads((out / "process.json").read_text())["frames"] == 12


def test_cancelling_leaves_nothing(tmp_path: Path, plain: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(_: object) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        process(plain, tmp_path / "out", ProcessOptions(), cancel, Here())
    assert listing(tmp_path) == ["plain.mp4"]


# Runs the pipeline where no file may grow beyond 20 kB, which is how a full disk looks to a program. Shared memory counts as a file
# to the system, but no disk limits it.
ON_A_FULL_DISK = """
import os, resource, signal, sys
from pathlib import Path
from gpu_jobs.errors import JobError
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.workers import Here
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
full, in_memory = (20_000, resource.RLIM_INFINITY), os.ftruncate
def grown(descriptor, size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    in_memory(descriptor, size)
    resource.setrlimit(resource.RLIMIT_FSIZE, full)
os.ftruncate = grown
resource.setrlimit(resource.RLIMIT_FSIZE, full)
try:
    process(Path(sys.argv[1]), Path(sys.argv[2]), ProcessOptions(), lambda _: None, Here())
except JobError as error:
    print(error.code)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system cannot limit the size of files")
def test_a_full_disk_is_said_and_nothing_stays(tmp_path: Path, plain: Path) -> None:
    run_there = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, str(plain), str(tmp_path / "out")],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert run_there.stdout.strip() == "output_full", run_there.stderr[-2000:]
    assert listing(tmp_path) == ["plain.mp4"]
