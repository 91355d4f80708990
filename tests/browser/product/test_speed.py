"""Shadow Mode is there soon, and what it once loaded is not loaded again. `perscoach bench shadow` measures the same, with times."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from benchmarks.shadow import Visits, opened
from benchmarks.wire import line_to
from perscoach_app.setup import vendor
from perscoach_app.setup.browser_python import ARCHIVE, PACKAGES
from tests.browser.running_app import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

MOST_MB_FIRST = 25.0
"""Of a first training with the lite model, clips not counted."""
SERVER_ONLY = {"departures", "film", "npzfile", "segments"}
"""They need numpy."""


def test_the_browser_gets_bytecode_of_all_our_modules_and_little_else() -> None:
    [archive] = (vendor.VENDOR / "motion").glob(f"*/{ARCHIVE}")
    names = set(zipfile.ZipFile(archive).namelist())
    ours = {path for package in PACKAGES for path in package.rglob("*.py") if path.stem not in SERVER_ONLY}
    assert {f"{path.relative_to(PACKAGES[0].parent).as_posix()}c" for path in ours} <= names
    assert all(name.endswith(".pyc") for name in names)
    assert archive.with_name(f"{ARCHIVE}.br").stat().st_size < 1.5e6


@pytest.mark.quiet
def test_a_second_training_loads_no_model_again(playwright: Playwright, product: RunningApp, client_camera: Path, tmp_path: Path) -> None:
    with line_to(int(product.url.rpartition(":")[2].strip("/"))) as line:
        visits = Visits(playwright, line, client_camera, tmp_path)
        visits.sign_in(product)
        found = opened(visits, rounds=1, seconds=1.0)
    assert 5 < found["wire_mb_first"] <= MOST_MB_FIRST
    assert found["wire_models_wasm_second_mb"] == 0
    assert found["wire_mb_second"] < 1
