"""The camera check in a real browser: the real network reads rendered people, and whatever is wrong ends in its sentence and a way on."""

from collections.abc import Callable

import av
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import fake_camera
from tests.browser.conftest import DEMO
from tests.browser.fake_camera import Picture
from tests.browser.stage_server import Stub

pytestmark = pytest.mark.browser

READY_MS = 60_000
"""Two shared cores need ten seconds for models and Python; a minute is never reached by working code."""
SAID_MS = 15_000


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    """The demo's rendered client standing in a room, and what may be wrong with that."""
    with av.open(str(DEMO / "client_squat.mp4")) as clip:
        stands = next(clip.decode(video=0)).to_ndarray(format="rgb24")
    high, wide, _ = stands.shape
    half = stands[:, wide // 2 - wide // 4 : wide // 2 + wide // 4]
    empty = np.concatenate([stands[:, : wide // 4], stands[:, : wide // 4], stands[:, -wide // 4 :], stands[:, -wide // 4 :]], axis=1)
    cut = stands[: round(high * 0.75)]
    return {
        "stands": stands,
        "two": np.concatenate([half, half[:, ::-1]], axis=1),
        "empty": empty,
        "dark": (stands * 0.14).astype(np.uint8),
        "black": np.zeros_like(stands),
        "no_feet": np.ascontiguousarray(cut),
    }


def opened(visit: Callable[..., Page], stage: str, pictures: dict[str, Picture], shows: str, **options: object) -> Page:
    """At the camera check."""
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu&model=lite", "absent", fake_camera.script(pictures, shows), **options)
    page.locator("[data-choice=camera]").click(timeout=READY_MS)
    return page


def show(page: Page, picture: str) -> None:
    page.evaluate("name => { fake.shows = name; }", picture)


def test_each_fault_has_its_sentence_and_who_stands_well_begins(
    visit: Callable[..., Page], stage: str, stub: Stub, pictures: dict[str, Picture]
) -> None:
    stub.items = [{"sets": 1, "repetitions": 10}]
    page = opened(visit, stage, pictures, "empty")
    card = page.locator(".shadow-card")
    expect(card).to_contain_text("Встаньте в кадр", timeout=READY_MS)
    for picture, sentence in (("no_feet", "Не видно ступней"), ("dark", "Слишком темно"), ("two", "В кадре кто-то ещё")):
        show(page, picture)
        expect(card).to_contain_text(sentence, timeout=SAID_MS)
    show(page, "black")
    expect(page.get_by_role("heading", name="Камера ничего не видит")).to_be_visible(timeout=SAID_MS)
    show(page, "stands")  # nobody needs to press anything
    expect(card).to_contain_text("Отлично, стойте так", timeout=SAID_MS)
    page.locator(".shadow[data-state=intro]").wait_for(timeout=SAID_MS)

    page.locator("[data-choice=start]").click()
    page.locator(".shadow[data-state=set]").wait_for(timeout=SAID_MS)
    page.evaluate("fake.pull()")
    expect(page.get_by_role("heading", name="Камера отключилась")).to_be_visible()
    page.evaluate("fake.plug()")
    page.locator(".shadow[data-state=set]").wait_for(timeout=SAID_MS)
    show(page, "empty")
    page.locator(".shadow[data-state=paused]").wait_for(timeout=SAID_MS)
    expect(card).to_contain_text("Вернитесь в кадр")
    show(page, "stands")
    page.locator(".shadow[data-state=set]").wait_for(timeout=SAID_MS)


INSTAGRAM = "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile Safari/537.36 Instagram 300"


def test_inside_another_app_the_link_is_the_way_on(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    stub.language = "en"
    refuses = fake_camera.script({}, "stands") + "fake.refuses = 'NotAllowedError';"
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu&model=lite", "absent", refuses, user_agent=INSTAGRAM, locale="en-GB")
    page.locator("[data-choice=camera]").click(timeout=READY_MS)
    expect(page.get_by_role("heading", name="There is no camera inside this app")).to_be_visible(timeout=READY_MS)
    page.locator("[data-choice=copy]").click()
    expect(page.locator("[data-choice=copy]")).to_contain_text("Link copied")
    page.locator("[data-choice=none]").click()
    page.locator(".shadow[data-state=intro]").wait_for(timeout=SAID_MS)


LIAR = """
const { Eyes } = await import("ORIGIN/shadow/eyes.js");
const model = new Uint8Array(await (await fetch("ORIGINMODEL")).arrayBuffer());
const real = Eyes.prototype.start;
const asked = [];
Eyes.prototype.start = async function () {
  const wish = this.delegate;
  asked.push(wish);
  this.delegate = "CPU"; // there is no graphics processor here: a processor plays one that lies
  await real.call(this);
  this.delegate = wish;
  if (wish !== "GPU") return;
  const look = this.task.detectForVideo.bind(this.task);
  this.task.detectForVideo = (frame, time) => {
    const found = look(frame, time);
    for (const one of found.worldLandmarks[0] ?? []) one.z += LIE;
    return found;
  };
};
const eyes = await Eyes.open("ORIGINFOLDER", model, "GPU");
postMessage([eyes.delegate, asked]);
"""
IN_A_WORKER = """code => new Promise((told) => {
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
  worker.onmessage = ({ data }) => told(data);
})"""


@pytest.mark.parametrize(("lie_m", "believed"), [(0.0, "GPU"), (0.1, "CPU")])
def test_a_graphics_processor_that_lies_is_not_believed(visit: Callable[..., Page], stage: str, lie_m: float, believed: str) -> None:
    page = visit(f"{stage}/report/none", "absent")
    manifest = page.evaluate("async () => (await fetch('/vendor/manifest.json')).json()")
    code = LIAR.replace("FOLDER", manifest["mediapipe"]).replace("MODEL", manifest["models"]["lite"])
    delegate, asked = page.evaluate(IN_A_WORKER, code.replace("ORIGIN", stage).replace("LIE", str(lie_m)))
    assert delegate == believed
    assert asked[0] == "GPU"
