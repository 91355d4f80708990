"""Shadow Mode in a Chromium that never waits for a camera, and the bare loop beside it: both look at the same pictures from memory."""

import base64
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import BrowserContext, Page, Playwright

from benchmarks.slowed import family
from tests.browser.chromium import FLAGS, Camera, camera_flags, executable

WIDTH, HEIGHT = 640, 480
PICTURES = 64
"""Kept in memory, 30 MB: two of the demo client's repetitions."""
READY_LIMIT_MS = 240_000
WARM_S = 4.0
"""The first pictures of a page, before anything is measured."""

FEED = """(() => {
  const frames = [], waiting = [], seen = [], channel = new MessageChannel();
  let next = 0;
  channel.port1.onmessage = () => waiting.splice(0).forEach((call) => call(performance.now(), {}));
  const feed = (window.feed = { frames, seen, failed: 0 });
  const fed = (video) => frames.length && video?.srcObject;
  const asked = HTMLVideoElement.prototype.requestVideoFrameCallback;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (call) {
    if (!fed(this)) return asked.call(this, call);
    if (waiting.push(call) === 1 && !feed.begun) feed.begun = !channel.port2.postMessage(0);
    return 0;
  };
  window.VideoFrame = new Proxy(VideoFrame, { construct(Frame, given) {
    if (!fed(given[0])) return new Frame(...given);
    channel.port2.postMessage(0);
    return frames[next++ % frames.length].clone();
  } });
  const still = document.createElement("canvas");
  const camera = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices);
  if (camera) navigator.mediaDevices.getUserMedia = async (wish) => {
    if (!frames.length) return camera(wish);
    [still.width, still.height] = [frames[0].codedWidth, frames[0].codedHeight];
    const stream = still.captureStream(1), draw = () => still.getContext("2d").drawImage(frames[0], 0, 0);
    draw();
    setTimeout(draw, 300);
    return stream;
  };
  window.Worker = new Proxy(Worker, { construct(Real, given) {
    const worker = new Real(...given);
    const note = ({ pose, mask, step }) => seen.push([performance.now(), pose, mask, step]);
    worker.addEventListener("message", ({ data }) => data?.kind === "seen" && note(data.ms));
    return worker;
  } });
  new PerformanceObserver((list) => (feed.long = (feed.long ?? 0) + list.getEntries().length)).observe({ type: "longtask" });
})()"""
"""The page's camera, replaced: whoever asks for its next picture has it at once. Each answer of the worker is noted with its times."""

BARE = """
self.onmessage = async ({ data: { manifest, origin, model, pictures, width, height } }) => {
  const vision = await import(`${origin}${manifest.mediapipe}vision_bundle.mjs`);
  const fileset = await vision.FilesetResolver.forVisionTasks(`${origin}${manifest.mediapipe}wasm`, true);
  self.ModuleFactory = (await import(`${origin}${manifest.mediapipe}wasm/vision_wasm_module_internal.js`)).default;
  const task = await vision.PoseLandmarker.createFromOptions(fileset, {
    baseOptions: { modelAssetBuffer: new Uint8Array(await (await fetch(origin + manifest.models[model])).arrayBuffer()), delegate: "CPU" },
    canvas: new OffscreenCanvas(1, 1), runningMode: "VIDEO", numPoses: 1, outputSegmentationMasks: true,
  });
  const frame = (bytes, n) => new VideoFrame(bytes, { format: "I420", codedWidth: width, codedHeight: height, timestamp: n });
  const frames = pictures.map(frame);
  let looks = 0, found = 0, time = 0;
  const look = () => {
    const result = task.detectForVideo(frames[looks++ % frames.length], (time += 40));
    found += result.landmarks.length;
    result.close();
  };
  self.onmessage = ({ data: seconds }) => {
    const began = performance.now();
    looks = found = 0;
    while (performance.now() - began < 1000 * seconds) look();
    self.postMessage({ fps: (1000 * looks) / (performance.now() - began), found: found / looks });
  };
  self.postMessage("ready");
};
"""
"""A newcomer's worker: the same model, its mask asked for and not even read, and nothing else."""

_TAKE = """([text, width, height]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (!window.feed) return void (window.pictures ??= []).push(bytes);
  const { frames } = window.feed;
  frames.push(new VideoFrame(bytes, { format: "I420", codedWidth: width, codedHeight: height, timestamp: frames.length }));
}"""
_PRESS = """(names) => {
  const shown = (name) => [...document.querySelectorAll(`.shadow [data-choice="${name}"]`)].find((one) => one.checkVisibility());
  names.map(shown).find((one) => one)?.click();
}"""
_BARE = """async ([code, model, width, height]) => {
  const manifest = await (await fetch("/vendor/manifest.json")).json();
  const worker = (window.bare = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" }));
  window.asked = (order) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(order);
  });
  await window.asked({ manifest, origin: location.origin, model, pictures: window.pictures, width, height });
}"""


@dataclass(frozen=True, slots=True)
class Looked:
    """What some seconds of Shadow Mode with everything on were like.

    Attributes:
        fps: poses a second.
        pose, mask, step, hand: ``(N,)`` milliseconds of each: MediaPipe; mask; Python; all else between two answers of the worker.
        draw_ms: median of a drawn picture.
        long_tasks: of the page, more than 50 ms each.
    """

    fps: float
    pose: NDArray[np.float64]
    mask: NDArray[np.float64]
    step: NDArray[np.float64]
    hand: NDArray[np.float64]
    draw_ms: float
    long_tasks: int


def pictures(clip: Path) -> list[str]:
    """The first pictures of a clip as a camera gives them (I420), in base64."""
    with av.open(str(clip)) as source:
        shown = [frame for frame, _ in zip(source.decode(source.streams.video[0]), range(PICTURES), strict=False)]
    return [base64.b64encode(frame.reformat(WIDTH, HEIGHT, "yuv420p").to_ndarray().tobytes()).decode() for frame in shown]


@contextmanager
def chromium(playwright: Playwright, profile: Path, camera: Camera, **options: Any) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, which keeps what it loaded."""
    flags = [*FLAGS, *camera_flags(camera), "--autoplay-policy=no-user-gesture-required"]
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=executable(), args=flags, viewport={"width": 1280, "height": 800}, locale="ru-RU", **options
    )
    try:
        yield context
    finally:
        context.close()


def process_of(profile: Path) -> int:
    """The process of the browser with this profile."""
    sign = f"--user-data-dir={profile}".encode()
    for process in family(os.getpid()):
        words = _words(process)
        if sign in words and not any(word.startswith(b"--type=") for word in words):
            return process
    raise LookupError(f"no browser with the profile {profile}")


def ready(page: Page, address: str) -> float:
    """Open a training and wait until it may begin: its first card is there, MediaPipe and Python are; seconds from the navigation on."""
    page.goto(address, wait_until="commit")
    told = page.wait_for_function(
        """() => {
          const found = window.shadow?.stats();
          return found?.state === "welcome" && found.ready_ms ? performance.now() : 0;
        }""",
        timeout=READY_LIMIT_MS,
    )
    return float(told.json_value()) / 1000


def begin(page: Page) -> None:
    """From the first card into a set, past everything that asks."""
    until = time.monotonic() + READY_LIMIT_MS / 1000
    while (state := page.evaluate("() => window.shadow.stats().state")) != "set":
        assert time.monotonic() < until, f"no set began: {state}"
        page.evaluate(_PRESS, ["camera", "now", "start", "resume"])
        page.wait_for_timeout(250)


def looked(page: Page, seconds: float) -> Looked:
    """Measure a set under way."""
    page.wait_for_timeout(1000 * WARM_S)
    page.evaluate("() => { window.feed.seen.length = 0; window.feed.long = 0; }")
    page.wait_for_timeout(1000 * seconds)
    rows, long_tasks = page.evaluate("() => [window.feed.seen.slice(), window.feed.long]")
    at, pose, mask, step = np.array(rows, np.float64).T
    between = np.diff(at)
    draw = np.median(page.evaluate("() => window.shadow.meter.kept.map((frame) => frame.draw)"))
    return Looked(1000 / between.mean(), pose, mask, step, between - (pose + mask + step)[1:], float(draw), int(long_tasks or 0))


def take(page: Page, shown: list[str]) -> None:
    """Put the pictures into a page's memory."""
    for picture in shown:
        page.evaluate(_TAKE, [picture, WIDTH, HEIGHT])


def bare_fps(context: BrowserContext, origin: str, model: str, shown: list[str], seconds: float) -> float:
    """Poses a second of the bare loop."""
    page = context.new_page()
    page.route("**/bare", lambda route: route.fulfill(body="<!doctype html><title>bare</title>", content_type="text/html"))
    page.goto(f"{origin}/bare")
    take(page, shown)
    page.evaluate(_BARE, [BARE, model, WIDTH, HEIGHT])
    page.evaluate("seconds => window.asked(seconds)", WARM_S)
    found = page.evaluate("seconds => window.asked(seconds)", seconds)
    page.close()
    assert found["found"] > 0.9, "the bare loop sees nobody"
    return float(found["fps"])


def _words(process: int) -> list[bytes]:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
