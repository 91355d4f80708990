"""The trainer's clip in a real browser: both renditions give one picture, edges and all; the browser is asked which it can show."""

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.video.encode import Encoder, planes_of
from gpu_jobs.video.join import join
from gpu_jobs.video.stacked import StackedEncoder
from tests.browser.stage_server import ASSETS, Stub, serving

pytestmark = pytest.mark.browser

WIDTH, HEIGHT, FRAMES, FRAME_MS = 160, 240, 12, 100
SHOWN_S = 0.55
"""In the middle of the sixth frame: both players show the same one."""
NO_GRAPHICS = """{ const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === "webgl2" ? null : real.call(this, kind, ...rest);
  }; }"""
# As Safari does it: VP9 plays, and what should be seen through is painted.
NO_ALPHA = """{ const real = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
    if (source instanceof HTMLVideoElement && source.videoWidth === 16) this.fillRect(...rest);
    return real.call(this, source, ...rest);
  }; }"""
NO_H264 = """{ const real = HTMLMediaElement.prototype.canPlayType;
  HTMLMediaElement.prototype.canPlayType = function (type) { return type.includes("avc1") ? "" : real.call(this, type); }; }"""
LOADED = "async () => (await import('/player/rendition.js')).choose({webm: '/clip/a.webm', stacked: '/clip/a.mp4'})"
DRAWN = """async (at) => {
  const { Rendition } = await import("/player/rendition.js");
  const video = document.createElement("video");
  video.muted = true;
  const rendition = new Rendition(video, () => {});
  const kind = await rendition.load({ webm: "/clip/trainer_transparent.webm", stacked: "/clip/trainer_stacked.mp4" });
  await new Promise((resolve, reject) => { video.onloadeddata = resolve; video.onerror = () => reject(video.error.message); });
  video.currentTime = at;
  await new Promise((resolve) => { video.onseeked = resolve; });
  await new Promise((resolve) => video.requestVideoFrameCallback ? setTimeout(resolve, 150) : resolve());
  const canvas = document.createElement("canvas");
  const { width, height } = rendition.size;
  Object.assign(canvas, { width, height });
  canvas.getContext("2d").drawImage(rendition.picture(), 0, 0);
  const picture = canvas.toDataURL("image/png");
  rendition.close();
  return { kind, picture };
}"""


def person(number: int) -> tuple[Pixels, Alpha]:
    """A body and a head with soft edges, as a matte has them, walking to the right; colours go on behind the edge."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    middle = 60 + 4 * number
    body = 1 - np.hypot((columns - middle) / 32, (rows - 160) / 75)
    head = 1 - np.hypot((columns - middle) / 17, (rows - 55) / 21)
    alpha = np.clip(np.maximum(body * 16, head * 8) + 0.5, 0, 1)
    pixels = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    pixels[...] = np.where((rows < 82)[..., None], (214, 160, 130), np.where((rows < 150)[..., None], (40, 90, 200), (60, 60, 64)))
    return pixels, np.rint(alpha * 255).astype(np.uint8)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both renditions of the same frames, by the pipeline's own encoders."""
    folder = tmp_path_factory.mktemp("clip")
    webm, stacked = Encoder(WIDTH, HEIGHT, "publish"), StackedEncoder(WIDTH, HEIGHT, "publish")
    for number in range(FRAMES):
        pixels, alpha = person(number)
        planes = planes_of(pixels, FRAME_MS * number)
        webm.add(planes, alpha)
        stacked.add(planes, alpha)
    durations = [FRAME_MS] * FRAMES
    join([webm.finish()], None, folder / "trainer_transparent.webm", durations)
    join([stacked.finish()], None, folder / "trainer_stacked.mp4", durations)
    return folder


@pytest.fixture
def player(clip: Path) -> Iterator[str]:
    """The address of an empty page beside the clip and our scripts."""
    with serving(Stub(clip)) as address:
        yield f"{address}/report/none"


def picture_of(address: str) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGBA")).astype(int)


def drawn(page: Page, kind: str) -> NDArray[np.int64]:
    answer = page.evaluate(DRAWN, SHOWN_S)
    assert answer["kind"] == kind
    return picture_of(answer["picture"])


def test_the_stacked_rendition_gives_the_same_picture(visit: Callable[..., Page], player: str) -> None:
    webm = drawn(visit(f"{player}?rendition=webm"), "webm")
    pixels, alpha = person(5)
    inside, outside = alpha == 255, alpha == 0
    edge = ~inside & ~outside
    for way, script in (("graphics card", ""), ("by hand", NO_GRAPHICS)):
        stacked = drawn(visit(f"{player}?rendition=stacked", script=script), "stacked")
        assert webm.shape == stacked.shape == (HEIGHT, WIDTH, 4)
        apart, wrong = np.abs(webm - stacked), np.abs(stacked - np.dstack([pixels, alpha]))
        print(
            f"\n{way}: alpha against WebM inside {apart[inside][:, 3].mean():.2f}, outside {apart[outside][:, 3].mean():.2f},"
            f" edge {apart[edge][:, 3].mean():.1f}; against truth edge {wrong[edge][:, 3].mean():.1f};"
            f" colour inside {apart[inside][:, :3].mean():.2f}, against truth {wrong[inside][:, :3].mean():.2f}"
        )
        assert wrong[inside][:, 3].mean() < 1  # 20 where limited range is taken for full
        assert wrong[outside][:, 3].mean() < 1
        assert max(wrong[inside][:, 3].max(), wrong[outside][:, 3].max()) <= 32  # the codec's ripples beside a sharp edge
        assert max(wrong[edge][:, 3].mean(), apart[edge][:, 3].mean()) < 6  # a mask half a pixel off would be 36 here
        assert max(wrong[inside][:, :3].mean(), apart[inside][:, :3].mean()) < 3
        assert wrong[edge & (stacked[..., 3] > 200)][:, :3].mean() < 12  # the person's own colours up to the edge: no dark rim
        assert max(stacked[-1, :, 3].max(), stacked[0, :, 3].max()) <= 6  # nothing leaks where the halves meet


@pytest.mark.parametrize(
    ("script", "kind"),
    [("", "webm"), (NO_ALPHA, "stacked"), (NO_ALPHA + NO_H264, "webm")],
    ids=["all well", "no alpha", "no alpha and no H.264"],
)
def test_the_browser_is_asked_what_it_can_show(visit: Callable[..., Page], player: str, script: str, kind: str) -> None:
    assert visit(player, script=script).evaluate(LOADED) == kind


def test_a_clip_without_a_stacked_rendition_is_shown_as_it_is(visit: Callable[..., Page], player: str) -> None:
    page = visit(f"{player}?rendition=stacked", script=NO_ALPHA)
    assert page.evaluate(LOADED.replace("'/clip/a.mp4'", "''")) == "webm"


@pytest.mark.parametrize("kind", ["webm", "stacked"])
def test_a_page_shows_the_clip_over_its_own_grey(visit: Callable[..., Page], player: str, kind: str) -> None:
    page = visit(f"{player}?rendition={kind}")
    page.evaluate("""async () => {
      document.body.innerHTML = `<link rel=stylesheet href=/styles/clips.css>
        <div class=stage style="width:160px;height:240px;border-radius:0;background:#6f7278">
        <pc-clip webm="/clip/trainer_transparent.webm?sig=1" stacked="/clip/trainer_stacked.mp4" label="Squat"></pc-clip></div>`;
      await import("/pages/clip.js");
    }""")
    page.wait_for_function("document.querySelector('pc-clip video').currentTime > 0.2")
    assert page.locator("pc-clip canvas").count() == (kind == "stacked")
    page.locator("pc-clip").click()
    assert page.evaluate("document.querySelector('pc-clip video').paused")
    page.wait_for_timeout(200)
    shot = np.asarray(Image.open(io.BytesIO(page.locator(".stage").screenshot())).convert("RGB")).astype(int)
    assert np.abs(shot[5, 5] - (0x6F, 0x72, 0x78)).max() <= 4
    assert (np.abs(shot - (40, 90, 200)).max(axis=2) < 12).sum() > 1500  # the shirt
    # nothing darker than shirt, trousers and grey: no rim of the background's colour
    assert (shot.sum(axis=2) < 120).mean() < 0.002


@pytest.mark.parametrize("kind", ["webm", "stacked"])
def test_choosing_a_part_takes_the_player_there(visit: Callable[..., Page], player: str, kind: str) -> None:
    page = visit(f"{player}?rendition={kind}", reduced_motion="reduce")
    page.evaluate("""async () => {
      document.body.innerHTML = `<pc-cuts clip-seconds="1.2">
        <pc-clip webm="/clip/trainer_transparent.webm" stacked="/clip/trainer_stacked.mp4" label="Squat"></pc-clip>
        <button data-seek="0" data-until="0.4">one</button><button data-seek="0.7" data-until="1.1">two</button></pc-cuts>`;
      await Promise.all([import("/pages/clip.js"), import("/pages/cuts.js")]);
    }""")
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    assert page.evaluate("document.querySelector('video').paused")  # who asked for less motion gets none
    page.get_by_role("button", name="two").click()
    page.wait_for_function("document.querySelector('[aria-current]')?.textContent === 'two'")
    assert page.evaluate("document.querySelector('video').currentTime") == pytest.approx(0.7, abs=0.05)
    assert page.evaluate("parseFloat(document.querySelector('pc-cuts').style.getPropertyValue('--at'))") == pytest.approx(58.3, abs=3)


def test_the_probe_is_a_clear_picture() -> None:
    """The file that `alpha.js` plays is what it says: one frame, opaque red in colour, nought in alpha."""
    with av.open(str(ASSETS / "player" / "clear_red.webm")) as container:
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        frames = [frame for packet in container.demux(video=0) if packet.size for frame in decoder.decode(packet)]
    (frame,) = frames
    assert frame.format.name == "yuva420p"
    assert np.frombuffer(frame.planes[3], np.uint8).max() <= 8
