"""The exercise page's scripts alone: the movement in 3D stands, squats and turns; the border of two pictures moves; edges by keys."""

import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page

from gpu_jobs.body import HEAD, figure, standing, write_body
from gpu_jobs.video.encode import Encoder, planes_of
from gpu_jobs.video.join import join
from perscoach_app.components.views import TURNS
from perscoach_motion.demonstration import squat
from perscoach_motion.npzfile import arrays, write_npz
from tests.browser.stage_server import Stub, serving

pytestmark = pytest.mark.browser

FLESH_FROM = 172  # of 255 in all three colours, on a black page: the figure and not the floor's lines
PAGE = """async ([turns, least]) => {
  document.body.innerHTML = `
    <style>body { margin: 0; background: #000 } button { background: #000; border: 0 } pc-body, .wipe { accent-color: #00ff88; }
      pc-body, .wipe { display: block; position: relative; width: 400px; height: 400px }
      .wipe-box { position: relative; height: 400px; width: 400px }
      .wipe-box > * { position: absolute; inset: 0; width: 100%; height: 100% }</style>
    <link rel="stylesheet" href="/styles/library.css">
    <pc-cuts clip-seconds="${least}"><video muted src="/clip/trainer_transparent.webm" style="width: 40px"></video>
      <pc-body body="/clip/trainer_body.bin" tabindex="0">
        <div class="chips">${turns.map((turn) => `<button data-turn="${turn}">.</button>`).join("")}</div></pc-body>
      <pc-body id="surface" body="/clip/surface.bin"></pc-body>
      <form><input type="hidden" name="at" data-at="">
        <input data-edge="" type="range" name="start" min="0" max="1" step="0.1" value="0.5"></form>
    <div class="wipe"><div class="wipe-box">
      <div style="background: #f00"></div><div class="after" style="background: #00f"></div>
      <input type="range" min="0" max="100" step="1" value="50" aria-label="border" data-wipe></div></div></pc-cuts>`;
  window.sent = [];
  document.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    window.sent.push(Object.fromEntries(new FormData(event.target)));
  });
  await Promise.all(["body", "cuts"].map((name) => import(`/pages/${name}.js`)));
}"""
SHOWN_AT = """(at) => new Promise((resolve) => { const video = document.querySelector("video");
  video.onseeked = () => setTimeout(resolve, 200); video.currentTime = at; })"""


BOX = np.array([[x, y, z] for x in (-0.3, 0.3) for y in (0, 1.6) for z in (-0.2, 0.2)], np.float32)
SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
BOX_FACES = np.array([face for a, b, c, d in SIDES for face in ((a, b, c), (a, c, d))])


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The movement, and a grey clip as long as it."""
    folder, track = tmp_path_factory.mktemp("clip"), squat()
    write_body(folder / "trainer_body.bin", track)
    surface = {"vertices_every_n": np.stack([BOX, BOX]), "vertices_frames": np.array([0, len(track) - 1]), "faces": BOX_FACES}
    write_npz(folder / "poses.npz", track, surface)
    write_body(folder / "surface.bin", track, folder / "poses.npz")
    times_ms = np.rint(np.asarray(track.times) * 1000).astype(int)
    webm = Encoder(64, 64, "preview")
    for time_ms in times_ms:
        webm.add(planes_of(np.full((64, 64, 3), 90, np.uint8), int(time_ms)), np.full((64, 64), 255, np.uint8))
    join([webm.finish()], None, folder / "trainer_transparent.webm", [*np.diff(times_ms).tolist(), 40])
    return folder


@pytest.fixture
def page(clip: Path, visit: Callable[..., Page]) -> Iterator[Page]:
    with serving(Stub(clip)) as address:
        found = visit(f"{address}/report/none")
        found.evaluate(PAGE, [list(TURNS.values()), squat().duration])
        yield found


def pixels(part: Locator) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(part.screenshot())).convert("RGB")).astype(int)


def drawn(page: Page, which: str = "pc-body[tabindex]") -> NDArray[np.bool_]:
    """Where the figure's light limbs are, or the surface."""
    return np.asarray(pixels(page.locator(which)).min(axis=2) > FLESH_FROM)


def top(figure_at: NDArray[np.bool_]) -> int:
    return int(np.flatnonzero(figure_at.any(axis=1))[0])


def test_the_body_stands_squats_and_turns(page: Page) -> None:
    page.wait_for_selector("pc-body[tabindex][data-ready]")
    times, _, world, _ = arrays(squat())
    heads = standing(figure(world))[:, HEAD, 1]
    high, low = float(times[heads.argmax()]), float(times[heads.argmin()])
    page.locator("[data-turn]").nth(0).click()
    page.evaluate(SHOWN_AT, high)
    upright = drawn(page)
    page.evaluate(SHOWN_AT, low)
    down = drawn(page)
    print(
        f"\nhead {heads.max():.2f} m and {heads.min():.2f} m; figure from row {top(upright)} and {top(down)} of 400; {upright.sum()} pixels"
    )
    assert upright.sum() > 3000
    fell = (top(down) - top(upright)) / (np.flatnonzero(upright.any(axis=1))[-1] - top(upright))  # of the figure's height
    assert fell == pytest.approx((heads.max() - heads.min()) / heads.max(), abs=0.12)
    side = [drawn(page)]
    page.locator("pc-body[tabindex]").focus()
    for key in ("ArrowRight", "ArrowUp", "+"):
        for _ in range(3):
            page.keyboard.press(key)
        page.wait_for_timeout(150)
        side.append(drawn(page))
    assert all((before != after).sum() > 500 for before, after in pairwise(side))  # each key shows it from elsewhere
    box = page.locator("pc-body[tabindex] canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 300, steps=4)
    page.mouse.up()
    page.wait_for_timeout(150)
    assert (drawn(page) != side[-1]).sum() > 500


def test_a_surface_is_drawn_where_there_is_one(page: Page) -> None:
    page.locator("#surface").scroll_into_view_if_needed()
    page.wait_for_selector("#surface[data-ready]")
    page.wait_for_timeout(200)
    shown = drawn(page, "#surface")
    tall, wide = np.ptp(np.flatnonzero(shown.any(axis=1))), np.ptp(np.flatnonzero(shown.any(axis=0)))
    print(f"\nsurface {tall} × {wide}")
    assert shown.sum() > 5000
    assert 1.6 < tall / wide < 3.2  # a box of 1.6 × 0.6 × 0.4 m, seen from a corner


def test_the_border_between_two_pictures_moves_by_keys(page: Page) -> None:
    def shares() -> tuple[float, float]:
        shown = pixels(page.locator(".wipe-box"))[150]  # a row beside the handle
        return float((shown[:, 0] > 200).mean()), float((shown[:, 2] > 200).mean())

    border = page.get_by_label("border")
    found = []
    for keys in ((), ("Home",), ("End",), ("Home", *["ArrowRight"] * 10)):
        for key in keys:
            border.press(key)
        found.append(shares())
    print(found)
    assert [round(filmed, 1) for filmed, _ in found] == [0.5, 0.0, 1.0, 0.1]
    assert [round(after, 1) for _, after in found] == [0.5, 1.0, 0.0, 0.9]


def test_an_edge_moves_by_a_tenth_and_takes_the_player_along(page: Page) -> None:
    edge = page.locator("[data-edge]")
    edge.press("ArrowRight")
    page.wait_for_function("document.querySelector('[data-at]').value === '0.600'")
    edge.press("ArrowLeft")
    edge.press("ArrowLeft")
    assert [sent["start"] for sent in page.evaluate("sent")] == ["0.6", "0.5", "0.4"]
