"""Whole sets of rendered people before a real browser's camera: who does them right, who goes half as deep, who only stands."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.clips import camera_from_scene
from tests.browser.stage_server import Stub
from tests.browser.training import READY_MS, SPEAKS, pressed, start, stats, until
from tests.synthetic.movements import Movement
from tests.synthetic.scene import Scene
from tests.synthetic.variants import HOME, WEBCAM

pytestmark = [pytest.mark.browser, pytest.mark.quiet]

ASKED = 3
SQUAT = Movement("squat", repetitions=1, period=2.4, delay=0.3, variety=0.0)
CLIENT = Scene("viktor", SQUAT, replace(WEBCAM, width=432, height=324, yaw=8), HOME, seconds=3.0)
"""Another body than the trainer's, before another camera; begins and ends at rest, so that the stream has no seam."""
IDLE = replace(CLIENT, movement=Movement("standing"), fps=5.0, seconds=2.0)
ADDRESS = "/shadow/page/s1?delegate=cpu&model=lite"
NOTES_STATE = """
window.states = [];
setInterval(() => {
  const state = document.querySelector(".shadow")?.dataset.state;
  if (state && states.at(-1) !== state) states.push(state);
}, 50);
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the client reads at the end, and what the server was told."""

    repetitions: int
    sent: int
    score: int
    limbs: str


def summary(page: Page, stub: Stub) -> Summary:
    """Ends the exercise with a word about how it felt."""
    until(page, "feel")
    pressed(page, "fine")
    until(page, "done")
    page.locator(".shadow-bars").wait_for(timeout=READY_MS)
    shown = page.locator(".shadow-bars").inner_text()
    limbs = page.locator(".shadow-card").inner_text()
    for _ in range(100):
        if stub.end:
            break
        page.wait_for_timeout(50)
    assert stub.end
    assert stub.end["counted_by"] == "camera"
    print(f"\n{stats(page)['fps']:.1f} poses a second; {shown!r}; {limbs!r}; {stub.end}")
    repetitions, score = re.search(r"(\d+)\s+повтор", shown), re.search(r"(\d+)\s*%", shown)
    assert repetitions
    assert score
    return Summary(int(repetitions[1]), stub.end["repetitions"], int(score[1]), limbs)


def begun(visit: Callable[..., Page], stage: str, stub: Stub, camera: object) -> Page:
    stub.items = [{"repetitions": ASKED}]
    page = visit(stage + ADDRESS, camera, SPEAKS)
    start(page)
    return page


def test_a_correct_set_ends_by_itself_with_its_repetitions_counted(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = begun(visit, stage, stub, camera_from_scene(CLIENT))
    told = summary(page, stub)
    assert told.repetitions == told.sent == ASKED
    assert told.score >= 90
    assert [page.evaluate("said").count(number) for number in ("раз", "два", "три")].count(0) == 0, "each was counted aloud"


def test_a_shallow_set_is_told_deeper_and_names_the_thigh(visit: Callable[..., Page], stage: str, stub: Stub, client_camera: Path) -> None:
    page = begun(visit, stage, stub, client_camera)
    page.wait_for_function("() => said.includes('глубже')", timeout=READY_MS)
    pressed(page, "finish")
    told = summary(page, stub)
    assert told.score <= 70
    assert told.repetitions == told.sent < ASKED
    assert "бедро" in told.limbs


def test_who_only_stands_has_no_repetition_and_no_score(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = begun(visit, stage, stub, camera_from_scene(IDLE))
    page.wait_for_timeout(14_000)  # as long as three repetitions take; at first it is only waited for her
    pressed(page, "finish")
    told = summary(page, stub)
    assert told.repetitions == told.sent == 0
    assert told.score <= 35
