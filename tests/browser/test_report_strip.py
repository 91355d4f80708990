"""The strip of a report: a slider by mouse and keys, buttons that name a second, and the clip that goes along."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from gpu_jobs.video.encode import Encoder, planes_of
from gpu_jobs.video.join import join
from tests.browser.stage_server import Stub, serving

pytestmark = pytest.mark.browser

CLIP_S = 2.0
BARS = 10
"""Of one second each: the clip went by five times."""
PAGE = """async ([bars, seconds]) => {
  document.body.innerHTML = `<link rel=stylesheet href=/styles/strip.css>
    <pc-report clip-seconds="${seconds}" style="display:block;width:600px">
      <pc-clip><video muted src="/clip/trainer_transparent.webm" style="width:40px"></video></pc-clip>
      <video data-film muted src="/clip/trainer_transparent.webm" style="width:40px"></video>
      <span data-word class="stage-word num"></span>
      <div class="strip">${Array.from({ length: bars }, (_, n) =>
        `<i class="strip-bar" data-start="${n}" data-end="${n + 1}" data-label="second ${n}" data-tone="good"></i>`).join("")}
        <i class="strip-needle"></i><input type="range" value="0" min="0" max="${bars - 1}" aria-label="strip"></div>
    </pc-report>
    <button data-seek="7.2" data-say="deeper">show</button>
    <button data-seek="0.5" data-say="wider" data-session="second">other set</button><button data-set="second">2</button>`;
  await import("/pages/report.js");
  await new Promise((resolve) => setTimeout(resolve, 300));
}"""


@pytest.fixture
def page(tmp_path: Path, visit: Callable[..., Page]) -> Iterator[Page]:
    webm = Encoder(64, 64, "preview")
    for number in range(20):
        webm.add(planes_of(np.full((64, 64, 3), 90, np.uint8), 100 * number), np.full((64, 64), 255, np.uint8))
    join([webm.finish()], None, tmp_path / "trainer_transparent.webm", [100] * 20)
    with serving(Stub(tmp_path)) as address:
        found = visit(f"{address}/report/none")
        found.evaluate(PAGE, [BARS, CLIP_S])
        yield found


def test_each_way_to_a_moment_shows_it_and_takes_the_clip_along(page: Page) -> None:
    strip = page.get_by_label("strip")

    def shown() -> tuple[str, str | None, float, int]:
        here = page.evaluate("() => [...document.querySelectorAll('.strip-bar')].findIndex((bar) => bar.matches('.here'))")
        time = page.evaluate("() => document.querySelector('video').currentTime")
        return page.locator("[data-word]").inner_text(), strip.get_attribute("aria-valuetext"), time, here

    strip.press("ArrowRight")
    strip.press("ArrowRight")
    assert shown() == ("second 2", "second 2", pytest.approx(2.5 % CLIP_S, abs=0.05), 2)
    strip.press("End")
    assert shown() == ("second 9", "second 9", pytest.approx(9.5 % CLIP_S, abs=0.05), 9)

    box = strip.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.45 * box["width"], box["y"] + 20)
    assert shown() == ("second 4", "second 4", pytest.approx(9.5 % CLIP_S, abs=0.05), 4)  # passing over it moves no clip
    page.mouse.click(box["x"] + 0.32 * box["width"], box["y"] + 20)
    assert shown() == ("second 3", "second 3", pytest.approx(3.5 % CLIP_S, abs=0.05), 3)

    page.get_by_role("button", name="show").click()
    assert shown() == ("deeper", "second 7", pytest.approx(7.2 % CLIP_S, abs=0.05), 7)
    needle = page.locator(".strip-needle").bounding_box()
    bar = page.locator(".strip-bar").nth(7).bounding_box()
    assert needle is not None
    assert bar is not None
    assert bar["x"] < needle["x"] + needle["width"] / 2 < bar["x"] + bar["width"]
    page.wait_for_function("() => document.querySelector('video').paused")


def test_a_moment_of_another_set_is_found_in_the_film_when_its_place_is_known(page: Page) -> None:
    """The set comes from the server first, its place in the film with the next answer."""
    page.evaluate("""() => {
      const report = document.querySelector("pc-report");
      report.setAttribute("session", "first");
      report.setAttribute("film-marks", "[[0, 0, 0.9]]");
      document.querySelector("[data-set]").addEventListener("click", () => report.setAttribute("session", "second"));
    }""")
    names = ["session", "seconds", "clip-seconds", "sync", "film-marks"]
    own = page.evaluate("(names) => names.filter((name) => name in document.querySelector('pc-report'))", names)
    assert own == [], "React would set the element's own property in place of the attribute"
    film = "() => document.querySelector('[data-film]').currentTime"
    page.get_by_role("button", name="other set").click()
    page.wait_for_function("() => document.querySelector('[data-word]').textContent === 'wider'")
    page.evaluate("() => document.querySelector('pc-report').setAttribute('film-marks', '[[0, 1, 0.9]]')")
    assert (page.evaluate(film), page.locator("[data-word]").inner_text()) == (pytest.approx(1.5, abs=0.05), "wider")
    page.evaluate("() => document.querySelector('pc-report').setAttribute('session', 'third')")
    page.wait_for_function("() => document.querySelector('[data-word]').textContent === 'second 0'")
    assert page.evaluate(film) == pytest.approx(1.0, abs=0.05)
