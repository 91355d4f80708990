"""The live step (Pyodide in Chromium, landmarks copied in, result copied out) against the time one camera frame leaves: 33.3 ms."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from gpu_jobs.cluster import process_video
from tests.browser.chromium import launch
from tests.browser.stage_server import Stub, serving
from tests.browser.step import measure_step

FRAME_MS = 1000 / 30
DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo"


def measure() -> dict[str, Any]:
    """Milliseconds of a step, Python's cold start, and the share of a frame's time a step takes."""
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "out"
        process_video(DEMO / "squat.mp4", out)
        with serving(Stub(out, DEMO / "client_squat.mp4")) as address, sync_playwright() as playwright:
            browser = launch(playwright, "absent")
            page = browser.new_page()
            page.goto(f"{address}/report/none")
            found = dict(measure_step(page))
            version = browser.version
            browser.close()
    return {"chromium": version, **found, "share_of_a_frame": round(found["p50_ms"] / FRAME_MS, 4)}
