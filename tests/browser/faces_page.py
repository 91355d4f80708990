"""A page that shows faces and nothing else: no camera, no Python, no MediaPipe.

`python -m tests.browser.faces_page EXERCISE OUTDIR [WORD…]` takes a picture of each in every size, Russian and English.
EXERCISE is a folder written by `perscoach process`; with words, only pictures whose names hold all of them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import nan
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from perscoach_motion.live import layout as at
from perscoach_motion.skeleton import COUNT, LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import loads
from perscoach_training.look import Look
from perscoach_training.reach import reach_of
from tests.browser.chromium import launch
from tests.browser.faces import Shot, faces
from tests.browser.stage_server import ASSETS, listening

PAGE: Final = Path(__file__).with_name("faces.html")
SIZES: Final = {"desktop": (1440, 900), "phone": (390, 844), "side": (844, 390), "tablet": (820, 1180)}
MOMENT_S: Final = 1.1
"""Of the clip: the trainer is deep in her movement."""
BEHIND_S: Final = 0.35
"""The client in the pictures is the trainer herself a little earlier, moved by `ASIDE`."""
ASIDE: Final = 0.02


def output(track: PoseTrack, time_s: float, phase: float = 0.62) -> list[float]:
    """The engine's numbers for a client who stands where the trainer is, seen straight, a little aside."""
    out = [0.0] * at.OUTPUT_SIZE
    frame = track.frame_at(time_s)
    xy = track.xy_of(frame)
    out[at.SCORE] = out[at.SHOWN_SCORE] = 64.0
    out[at.PHASE] = phase
    out[at.PLACEMENT : at.PLACEMENT + 4] = [1.0, ASIDE, 1.0, 0.0]
    out[at.LIMB_SCORES : at.LIMB_SCORES + len(LIMBS)] = [{0: 20.0, 2: 55.0, 7: 30.0, 13: nan}.get(limb, 90.0) for limb in range(len(LIMBS))]
    out[at.CLIENT_XY : at.CLIENT_XY + 2 * COUNT] = [value + (0.0 if axis % 2 else ASIDE) for axis, value in enumerate(xy)]
    out[at.CLIENT_VISIBILITY : at.CLIENT_VISIBILITY + COUNT] = track.visibility_of(frame)
    return out


def _told(numbers: list[float]) -> list[float | None]:
    return [None if value != value else value for value in numbers]


def put(page: Page, shot: Shot, track: PoseTrack) -> None:
    """Show this face."""
    earlier = track.frame_at(MOMENT_S - BEHIND_S)
    seen = _told(output(track, MOMENT_S - BEHIND_S)) if shot.client else None
    if shot.bodies:
        page.evaluate("() => openBody(stage, '3D')")
        page.wait_for_selector(".shadow-bodies[data-ready]")
    page.evaluate(
        "([look, output, world, when]) => put(look, output, world, when)",
        [
            Look().changes(shot.document),
            seen,
            _told(list(track.world_of(earlier))) if shot.bodies else None,
            {"moment": MOMENT_S, "behind": BEHIND_S},
        ],
    )
    page.evaluate("async () => { await document.fonts.ready }")  # words in a font not yet there are wider


@contextmanager
def showing(exercise: Path) -> Iterator[str]:
    """Serve the page that shows faces; gives its address."""
    track = loads((exercise / "trainer_poses.json").read_text("utf-8")).track
    channels = {name: _told(list(getattr(track, name))) for name in ("times", "image", "world", "visibility")} | {"reach": reach_of(track)}

    def page(request: Request) -> Response:
        return HTMLResponse(PAGE.read_text("utf-8").replace("LANGUAGE", request.path_params["language"]))

    def poses(request: Request) -> Response:
        return JSONResponse(channels)

    routes = [Route("/faces/{language}", page), Route("/track", poses), Mount("/clip", StaticFiles(directory=exercise))]
    with listening(Starlette(routes=[*routes, Mount("/", StaticFiles(directory=ASSETS))])) as address:
        yield address


def arrive(browser: Browser, address: str, language: str, size: str) -> Page:
    """The page of faces in a fresh window."""
    width, height = SIZES[size]
    page = browser.new_context(viewport={"width": width, "height": height}, has_touch=size != "desktop").new_page()
    page.goto(f"{address}/faces/{language}")
    page.wait_for_function("() => window.ready")
    return page


def shoot(exercise: Path, to: Path, words: list[str]) -> None:
    """A picture of every face in every size and language."""
    to.mkdir(parents=True, exist_ok=True)
    track = loads((exercise / "trainer_poses.json").read_text("utf-8")).track
    with showing(exercise) as address, sync_playwright() as playwright:
        browser = launch(playwright, "absent")
        for language in ("ru", "en"):
            for size in SIZES:
                page = arrive(browser, address, language, size)
                for name, shot in faces(language).items():
                    file = f"{name}-{size}-{language}.png"
                    if words and not all(word in file for word in words):
                        continue
                    put(page, shot, track)
                    page.wait_for_timeout(350)
                    page.screenshot(path=to / file)
                    if shot.bodies:
                        page.evaluate("() => stage.body.remove()")
                page.context.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
