"""The notebook for a fresh studio runs from top to bottom, on processors, with the models that come with the product."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.pipeline import looped_to
from tests.jobs.conftest import ROOT

pytestmark = pytest.mark.slow

NOTEBOOK = ROOT / "docs" / "lightning.ipynb"
FRAMES = 30


def test_it_runs_from_top_to_bottom(demo_squat: Path, tmp_path: Path) -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    clip = looped_to(demo_squat, FRAMES, tmp_path / "clip.mkv")
    environment = {**os.environ, "PERSCOACH_CLIP": str(clip), "PERSCOACH_OUT": str(tmp_path / "out"), "PYTHONPATH": str(ROOT)}
    script = tmp_path / "cells.py"
    script.write_text("\n\n".join(codes), encoding="utf-8")
    command = [sys.executable, str(script)]
    ran = subprocess.run(command, check=False, cwd=NOTEBOOK.parent, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert f"{FRAMES} frames in" in ran.stdout
    assert "trainer_transparent.webm" in ran.stdout
    assert "assumed" in ran.stdout, "what a GPU takes was not measured here"
    assert (tmp_path / "out" / "preview.html").is_file()


def test_nothing_of_a_run_is_stored_in_it() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code")
