"""Shadow Mode: seconds until ready, poses a second against a bare PoseLandmarker loop, what a frame costs, bytes on the wire, memory."""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from benchmarks.shadow_page import FEED, bare_fps, begin, chromium, looked, pictures, process_of, ready, take
from benchmarks.slowed import memory_mb, slowed
from benchmarks.wire import Line, line_to
from tests.browser.chromium import launch
from tests.browser.clips import camera_from_clip
from tests.browser.running_app import RunningApp, running_app

DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo"
CLIENT = DEMO / "client_squat.mp4"
ROUNDS = 3
LOOKED_S = 20.0
ON_THE_WIRE_S = 10.0
"""So far into its set a first training's bytes are counted."""
SLOW_BITS_PER_S = 2e6
SLOWER = 4
SETTLED_S = 120.0
"""Memory is compared from here on."""
SAMPLED_EVERY_S = 5.0
SHORT_MEMORY_S = 60.0
"""Without a soak: only a hint."""
KEPT_FOR_EVER = (".wasm", ".task")
DIED = "the pose task failed"
"""What the worker says in the console when MediaPipe's task had to be made anew."""
REMAINING = re.compile(r"\d+([.,]\d+)?\s*(МБ|MB)")


@dataclass
class Visits:
    """A served demo, a signed-in client, and a way to it whose bytes are counted.

    Attributes:
        cookies: of the client.
        paths: of her free training.
    """

    playwright: Playwright
    line: Line
    camera: Path
    folder: Path
    cookies: list[Any] = field(default_factory=list)
    training: str = ""

    @property
    def origin(self) -> str:
        """Of the client's trainer, by the counted line."""
        return f"http://anna.localhost:{self.line.port}"

    @contextmanager
    def profile(self, name: str, feed: bool = False) -> Iterator[tuple[BrowserContext, Path]]:
        """A browser with a profile of this name; a new one knows nothing but who she is."""
        home = self.folder / name
        with chromium(self.playwright, home, self.camera) as context:
            context.add_cookies(self.cookies)
            if feed:
                context.add_init_script(FEED)
            yield context, home

    def sign_in(self, app: RunningApp) -> None:
        """Once, by the one-time link; a free training is begun as a client begins it."""
        with chromium(self.playwright, self.folder / "sign-in", "absent") as context:
            page = context.new_page()
            page.goto(app.entrance())
            page.get_by_role("main").get_by_role("button").click()
            page.wait_for_url(re.compile(r"/(welcome|home)/?$"))
            page.goto(f"{app.url}/home")
            page.locator("main").get_by_role("button", name="Начать: Приседание").click()
            page.wait_for_url(re.compile(r"/shadow/[^/]+/?$"))
            self.training = page.url.rstrip("/").rpartition("/")[2]
            self.cookies = context.cookies()

    @property
    def address(self) -> str:
        """Of the training."""
        return f"{self.origin}/shadow/{self.training}"


def measure(soak: float | None = None, short: bool = False) -> dict[str, Any]:
    """Everything that is claimed of Shadow Mode's speed; the machine's load beside.

    Args:
        soak: Minutes for which memory is watched; without it one minute.
        short: One round of few seconds, no slow line: whether it all works.
    """
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "var").mkdir()
        app = stack.enter_context(running_app(folder / "var"))
        line = stack.enter_context(line_to(int(app.url.rpartition(":")[2].strip("/"))))
        camera = camera_from_clip(CLIENT, folder / "client.mjpeg")
        playwright = stack.enter_context(sync_playwright())
        visits = Visits(playwright, line, camera, folder)
        visits.sign_in(app)
        found: dict[str, Any] = {"load": round(load, 2)}
        for part in (
            lambda: speed(visits, rounds=1 if short else ROUNDS, seconds=5.0 if short else LOOKED_S),
            lambda: opened(visits, rounds=1 if short else ROUNDS),
            lambda: {} if short else slow(visits),
            lambda: memory(visits, 60 * soak if soak else 8 * SAMPLED_EVERY_S if short else SHORT_MEMORY_S),
        ):
            found |= (result := part())
            print(f"  {result}", file=sys.stderr, flush=True)  # it takes long, and what was found is not lost with what fails after it
        return found


def opened(visits: Visits, rounds: int, seconds: float = ON_THE_WIRE_S) -> dict[str, Any]:
    """Cold: a browser that has never been here. Warm: the same browser, started again. Bytes are counted until so far into a set."""
    cold, warm, first, second, again = [], [], [], [], []
    for number in range(rounds):
        name = f"visit-{number}"
        visits.line.received.clear()
        with visits.profile(name) as (context, _):
            page = context.new_page()
            cold.append(ready(page, visits.address))
            begin(page)
            page.wait_for_timeout(1000 * seconds)
            first.append(visits.line.megabytes())
        visits.line.received.clear()
        with visits.profile(name) as (context, _):
            page = context.new_page()
            warm.append(ready(page, visits.address))
            begin(page)
            second.append(visits.line.megabytes())
            again.append(visits.line.megabytes(*KEPT_FOR_EVER))
    return {
        "ready_cold_s": round(median(cold), 2),
        "ready_warm_s": round(median(warm), 2),
        "wire_mb_first": round(median(first), 2),
        "wire_mb_second": round(median(second), 3),
        "wire_models_wasm_second_mb": round(max(again), 3),
    }


def speed(visits: Visits, rounds: int, seconds: float) -> dict[str, Any]:
    """Shadow Mode and the bare loop in turn; the medians of the runs."""
    shown, runs, bare, model = pictures(CLIENT), [], [], "lite"
    for _ in range(rounds):
        with visits.profile("speed", feed=True) as (context, _home):
            page = context.new_page()
            ready(page, f"{visits.address}?quality=usual&delegate=cpu")
            take(page, shown)
            begin(page)
            runs.append(looked(page, seconds))
        browser = launch(visits.playwright, "absent")
        bare.append(bare_fps(browser.new_context(), visits.origin, model, shown, seconds))
        browser.close()
    fps, fps_bare = median(run.fps for run in runs), median(bare)
    parts = {name: np.concatenate([getattr(run, name) for run in runs]) for name in ("pose", "mask", "step", "hand")}
    middle = {name: float(np.median(values)) for name, values in parts.items()}
    draw = median(run.draw_ms for run in runs)
    return {
        "model": model,
        "fps": round(fps, 2),
        "fps_bare": round(fps_bare, 2),
        "fps_ratio": round(median(run.fps / alone for run, alone in zip(runs, bare, strict=True)), 3),
        "pose_ms_p50": round(middle["pose"], 2),
        "python_ms_p50": round(middle["step"], 3),
        "python_ms_p99": round(float(np.percentile(parts["step"], 99)), 3),
        "mask_ms": round(middle["mask"], 2),
        "hand_over_ms": round(middle["hand"], 2),
        "draw_ms": round(draw, 2),
        "other_ms_p50": round(middle["mask"] + middle["step"] + middle["hand"] + draw, 2),
        "long_tasks": sum(run.long_tasks for run in runs),
    }


def slow(visits: Visits) -> dict[str, Any]:
    """A first visit at 2 Mbit/s with the page slowed four times as browsers do it; then its workers slowed too."""
    with visits.profile("slow") as (context, home):
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        visits.line.bits_per_s = SLOW_BITS_PER_S
        try:
            page.goto(visits.address, wait_until="commit")
            remaining = _remaining(page)
            ready_s = page.evaluate("() => performance.now()") / 1000
            begin(page)
            started_s = page.evaluate("() => performance.now()") / 1000
        finally:
            visits.line.bits_per_s = None
        found = {"slow_ready_s": round(ready_s, 1), "slow_started_s": round(started_s, 1), "slow_remaining_shown": remaining}
        found["slow_poses_per_s"] = round(_poses_per_s(page, LOOKED_S), 1)
        with slowed(process_of(home), SLOWER):
            found["slow_worker_poses_per_s"] = round(_poses_per_s(page, LOOKED_S), 1)
        return found


def memory(visits: Visits, seconds: float) -> dict[str, Any]:
    """Memory of the whole browser (PSS of all its processes) while a set goes on before the camera; MediaPipe's task lives through it."""
    died: list[str] = []
    settled = min(SETTLED_S, seconds / 4)
    samples: list[tuple[float, float]] = []
    with visits.profile("soak") as (context, home):
        page = context.new_page()
        page.on("console", lambda said: died.append(said.text) if DIED in said.text else None)
        ready(page, visits.address)
        begin(page)
        browser, began, frames = process_of(home), time.monotonic(), _frames(page)
        while (now := time.monotonic() - began) < seconds:
            samples.append((now, memory_mb(browser)))
            page.wait_for_timeout(1000 * SAMPLED_EVERY_S)
            before, frames = frames, _frames(page)
            assert frames > before, "no pose for seconds: the task is dead"
    window = (seconds - settled) / 4
    early = [used for now, used in samples if settled <= now < settled + window]
    late = [used for now, used in samples if now >= seconds - window]
    assert not died, died[0]
    return {
        "memory_minutes": round(seconds / 60, 1),
        "memory_mb": round(median(late)),
        "memory_growth_mb": round(median(late) - median(early), 1),
        "memory_frames": frames,
        "memory_dead_tasks": len(died),
    }


def _frames(page: Page) -> int:
    return int(page.evaluate("() => window.shadow.stats().frames"))


def _poses_per_s(page: Page, seconds: float) -> float:
    frames, began = _frames(page), time.monotonic()
    page.wait_for_timeout(1000 * seconds)
    return (_frames(page) - frames) / (time.monotonic() - began)


def _remaining(page: Page) -> bool:
    """Wait until it may begin; whether it said meanwhile how many megabytes are to come."""
    shown, until = False, time.monotonic() + 300
    while time.monotonic() < until:
        page.wait_for_timeout(300)
        told = page.evaluate(
            "() => [document.querySelector('.shadow')?.innerText ?? '', window.shadow?.stats().state, window.shadow?.stats().ready_ms]"
        )
        shown = shown or bool(REMAINING.search(told[0]))
        if told[1] == "welcome" and told[2]:
            return shown
    raise AssertionError("the training was not ready in five minutes")
