"""A real browser, a fake camera, the demo exercise really processed. What is slow to make is made once for all tests."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from gpu_jobs.clock import silent
from gpu_jobs.pipeline import ProcessOptions, process
from gpu_jobs.workers import Here
from perscoach_app.setup import vendor
from tests.app.house import empty_database, fresh_settings, furnished_database, house
from tests.browser.chromium import Camera, launch
from tests.browser.clips import camera_from_clip, camera_from_picture
from tests.browser.stage_server import Stub, serving

__all__ = ["empty_database", "fresh_settings", "furnished_database", "house"]  # for tests with the real routes and without the pages

expect.set_options(timeout=60_000)  # two processes of tests share two cores: a minute is never reached by working code
DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo"


class Rooms(LoadScopeScheduling):  # type: ignore[misc] - written without types
    """Which tests one process runs one after another: those of the running product, and else those of a file.

    xdist's own way (`--dist loadgroup`) does not see the groups under pytest 9.2, and a product that is served twice compiles its pages
    over those of the other.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "product" if "/product/" in file else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Rooms:
    return Rooms(config, log)


@pytest.fixture(scope="session", autouse=True)
def _browser_packages() -> None:
    vendor.prepare(lambda _: None)


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo squat as `perscoach process` leaves it."""
    folder = tmp_path_factory.mktemp("exercise") / "squat"
    process(DEMO / "squat.mp4", folder, ProcessOptions(), silent, Here())
    return folder


@pytest.fixture(scope="session")
def client_camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo client, who squats with a fault, as a camera."""
    return camera_from_clip(DEMO / "client_squat.mp4", tmp_path_factory.mktemp("camera") / "client.mjpeg")


@pytest.fixture(scope="session")
def empty_room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A camera that sees a wall."""
    wall = np.full((640, 480, 3), 168, np.uint8) + np.random.default_rng(1).integers(0, 9, (640, 480, 1), np.uint8)
    return camera_from_picture(wall, tmp_path_factory.mktemp("camera") / "room.mjpeg")


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Ended with these tests: while it lives no other event loop can run."""
    with sync_playwright() as driver:
        yield driver
        # leaving ends the driver, and the driver its browsers


@pytest.fixture(scope="package")
def browsers(playwright: Playwright) -> Callable[[Camera], Browser]:
    """One browser for each camera, started when first wanted."""
    return cache(lambda camera: launch(playwright, camera))


@pytest.fixture
def stub(exercise: Path) -> Stub:
    return Stub(exercise, DEMO / "client_squat.mp4")


@pytest.fixture
def stage(stub: Stub) -> Iterator[str]:
    """The address of Shadow Mode alone."""
    with serving(stub) as address:
        yield address


@pytest.fixture
def visit(browsers: Callable[[Camera], Browser], client_camera: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh profile. Afterwards: nothing was asked of a foreign host, and no script failed."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []
    failures: list[str] = []

    def opened(address: str, camera: Camera = client_camera, script: str = "", **options: object) -> Page:
        context = browsers(camera).new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.on("request", lambda request: _note_foreign(request.url, foreign))
        context.on("weberror", lambda error: failures.append(str(error.error)))
        context.add_init_script(script)
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    failed = list(failures)  # what a page was fetching when it is closed over it is no failure
    for context in contexts:
        context.close()
    assert not foreign
    assert not failed


def _note_foreign(address: str, foreign: list[str]) -> None:
    host = urlsplit(address).hostname or ""
    if address.startswith("http") and host != "127.0.0.1" and host != "localhost" and not host.endswith(".localhost"):
        foreign.append(address)
