"""`perscoach process` and `perscoach pose` as people and programs use them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.pipeline import FILES
from perscoach_motion import trackfile
from tests.jobs import odd_files
from tests.jobs.conftest import ROOT

PERSCOACH = [sys.executable, "-c", "from perscoach_app.cli import app; app()"]
PATIENCE_S = 90


def started(*arguments: object, language: str = "en_US.UTF-8") -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": language, "PYTHONUTF8": "1"}
    command = [*PERSCOACH, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT)


def ran(*arguments: object, language: str = "en_US.UTF-8") -> tuple[int, str, str]:
    process = started(*arguments, language=language)
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, err


@pytest.fixture
def clip(tmp_path: Path, person: list[NDArray[np.uint8]]) -> Path:
    return odd_files.write(tmp_path / "clip.mp4", person, range(0, 1200, 100))


@pytest.mark.slow
def test_process_ends_with_one_line_of_json(tmp_path: Path, clip: Path) -> None:
    code, out, err = ran("process", clip, "-o", tmp_path / "out", "--json")
    assert code == 0, err
    answer = json.loads(out.splitlines()[-1])
    assert set(answer) == {"files", "frames", "stages", "wall_s", "warnings"}
    assert (set(answer["files"]), answer["frames"]) == (set(FILES), 12)
    assert [warning.split(" ")[0] for warning in answer["warnings"]] == ["Hardly"], "a second of standing holds hardly any movement"
    assert all(Path(path).is_file() for path in answer["files"].values())
    assert err == ""


@pytest.mark.slow
def test_pose_writes_the_pose_file_alone_and_quietly(tmp_path: Path, clip: Path) -> None:
    code, out, err = ran("pose", clip, "-o", tmp_path / "poses.json", "--json")
    assert code == 0, err
    assert json.loads(out.splitlines()[-1])["frames"] == len(trackfile.read(tmp_path / "poses.json").track) == 12
    assert err == "", "MediaPipe's own notes stay out of the terminal"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mp4", "poses.json"]


@pytest.mark.parametrize("command", ["process", "pose"])
@pytest.mark.parametrize(("language", "sentence"), [("en_US.UTF-8", "The file is empty"), ("ru_RU.UTF-8", "Файл пуст")])
def test_a_refusal_is_one_sentence_in_the_systems_language(command: str, language: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    code, out, err = ran(command, tmp_path / "empty.mp4", "-o", tmp_path / "out", language=language)
    assert (code, out) == (1, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["empty.mp4"]


@pytest.mark.slow
def test_a_terminated_run_leaves_nothing(tmp_path: Path, demo_squat: Path) -> None:
    process = started("process", demo_squat, "-o", tmp_path / "out")
    until = monotonic() + PATIENCE_S
    while not list(tmp_path.glob(".out.partial-*")) and monotonic() < until:
        sleep(0.05)
    sleep(0.2)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []
