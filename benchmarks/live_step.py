"""Twenty minutes of the live step (Pyodide in Chromium's worker) against a camera frame's 33 ms; its memory; the server's replay."""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

from gpu_jobs.extract import extract_poses
from perscoach_app.setup import vendor
from perscoach_motion.live import layout as at
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.session.summary import summarise
from perscoach_motion.trackfile import PoseFile, dumps, loads
from perscoach_motion.yardstick.reference import reference
from tests.browser.chromium import launch
from tests.browser.session import FPS, Part, Rows, everything, recorded, session
from tests.browser.stage_server import Stub, serving
from tests.browser.step import SUMMARY, BrowserEngine, Difference, ServerEngine, Stepped, difference, documents_apart, isolate, run_here
from tests.motion.figures import poses_json
from tests.synthetic import suite

FRAME_MS = 1000 / FPS
MINUTES = 20
SETTLED_MINUTES = 2
"""Memory is compared from here on: by then every fault has been seen and every cache is filled."""
MOST_LAG_S = 1.0
SUMMARY_S = 40.0
"""Of the session, for the summary made on both sides."""
PACED = slice(1200, 2100)
"""Half a minute, with a fault, at the camera's own pace: between frames a processor rests and forgets, and a step takes longer."""
DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo"


def measure() -> dict[str, Any]:
    """Milliseconds of a step, growth of memory, browser against server, seconds of the summary; the machine's load beside."""
    vendor.prepare(lambda _: None)
    load = os.getloadavg()[0]
    trainer = extract_poses(DEMO / "squat.mp4")
    faulty = extract_poses(DEMO / "client_squat.mp4").track
    poses = dumps(trainer)
    own = loads(poses).track
    rows = session(own, everything(own, faulty), 60 * MINUTES, most_lag_s=MOST_LAG_S)
    short = {"trainer_json": poses, "client_json": poses_json(recorded(rows[: round(SUMMARY_S * FPS)], own.aspect))}
    with _browser(poses) as (far, version):
        stepped, memory = _browser_session(far, rows)
        paced = np.percentile(far.step(rows[PACED], FRAME_MS).ms, (50, 99))
        summary = far.run(SUMMARY, short)
        replays = [_replayed(far, *_everybody(movement)) for movement in sorted({one.movement for one in suite.sessions()})]
    outputs, blocks = _server_session(poses, rows)
    p50, p99 = np.percentile(stepped.ms, (50, 99))
    replays.append((len(rows), difference(stepped.outputs, outputs)))
    cues = outputs[:, at.CUE]
    return {
        "chromium": version,
        "browser_python": far.version,
        "load": round(load, 2),
        "clock_us": 5 if far.isolated else 100,
        "steps": len(rows),
        "p50_ms": round(float(p50), 3),
        "p99_ms": round(float(p99), 3),
        "paced_p50_ms": round(float(paced[0]), 3),
        "paced_p99_ms": round(float(paced[1]), 3),
        "worst_ms": round(float(stepped.ms.max()), 1),
        "steps_over_a_frame": int((stepped.ms > FRAME_MS).sum()),
        "share_of_a_frame": round(float(p50) / FRAME_MS, 4),
        "opened_ms": round(far.opened_ms),
        **memory,
        "blocks_growth": blocks,
        "replay_difference": max(found.largest for _, found in replays),
        "replay_steps_apart": sum(found.steps_apart for _, found in replays),
        "replay_steps": sum(steps for steps, _ in replays),
        "summary_difference": documents_apart(summary, run_here(SUMMARY, short)),
        "summary_20_min_s": round(_summary_seconds(trainer, rows), 2),
        "score": round(float(np.nanmedian(outputs[:, at.SCORE])), 1),
        "reps": int(outputs[-1, at.REPS]),
        "cues": int(np.count_nonzero((cues[1:] != cues[:-1]) & (cues[1:] > 0))),
        "nobody_s": round(float(np.count_nonzero(rows[:, at.FOUND] == 0) / FPS)),
    }


@contextmanager
def _browser(poses: str) -> Iterator[tuple[BrowserEngine, str]]:
    with tempfile.TemporaryDirectory() as empty, serving(Stub(Path(empty))) as address, sync_playwright() as playwright:
        browser = launch(playwright, "absent")
        page = browser.new_page()
        page.route("**/report/none", isolate)
        page.goto(f"{address}/report/none")
        yield BrowserEngine(page, poses), browser.version
        browser.close()


def _browser_session(far: BrowserEngine, rows: Rows) -> tuple[Stepped, dict[str, float]]:
    """All steps, a minute at a time, and the memory between `SETTLED_MINUTES` and the end."""
    minutes, settled = [], far.memory()
    for number, part in enumerate(np.split(rows, MINUTES), 1):
        minutes.append(far.step(part))
        if number == SETTLED_MINUTES:
            settled = far.memory()
    last = far.memory()
    memory = {
        "heap_mb": round(last.heap / 1e6, 1),
        "used_mb": round(last.used / 1e6, 2),
        "heap_growth_mb": round((last.heap - settled.heap) / 1e6, 3),
        "used_growth_mb": round((last.used - settled.used) / 1e6, 4),
    }
    return Stepped(np.concatenate([one.outputs for one in minutes]), np.concatenate([one.ms for one in minutes])), memory


def _server_session(poses: str, rows: Rows) -> tuple[Rows, int]:
    """The same steps here, and by how many blocks Python's memory grew: the browser's Python does not count them."""
    engine = ServerEngine(poses)
    minutes, settled = [], 0
    for number, part in enumerate(np.split(rows, MINUTES), 1):
        minutes.append(engine.step(part))
        if number in (SETTLED_MINUTES, MINUTES):
            gc.collect()
            before, settled = settled, sys.getallocatedblocks()
    return np.concatenate(minutes), settled - before


def _everybody(movement: str) -> tuple[str, Rows]:
    """The trainer's poses of a movement of the suite, and her clip once for each way in which it is done there, well or not."""
    trainer = suite.trainer(movement)
    ways = {(one.sort, one.fault): one.track for one in suite.sessions() if one.movement == movement}
    length = trainer.duration + trainer.times[-1] - trainer.times[-2]
    plan = [Part(track, length) for track in ways.values()]
    return poses_json(trainer), session(trainer, plan, length * len(plan))


def _replayed(far: BrowserEngine, poses: str, rows: Rows) -> tuple[int, Difference]:
    """How many steps were done on both sides, and how far they are apart."""
    far.open(poses)
    return len(rows), difference(far.step(rows).outputs, ServerEngine(poses).step(rows))


def _summary_seconds(trainer: PoseFile, rows: Rows) -> float:
    """Processor seconds of one core for what is said of the whole session in the end."""
    client = recorded(rows, trainer.track.aspect)
    began = process_time()
    ask = reference(trainer.track, trainer.tolerance)
    summarise(ask, performance(ask, client), duration_s=client.duration)
    return process_time() - began
