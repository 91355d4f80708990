"""Whatever goes wrong with a camera, the client reads a sentence, has a way on, and loses nothing."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage_server import Stub
from tests.browser.training import READY_MS, pressed, start, to_report, until

pytestmark = pytest.mark.browser

PAGE = "/shadow/page/s1?delegate=cpu&model=lite"
UNPLUG = "() => document.querySelector('body > .shadow-eye').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))"


@pytest.mark.parametrize(("camera", "sentence"), [("refused", "Доступ к камере запрещён"), ("absent", "Камера не найдена")])
def test_without_a_camera_there_is_a_way_on(visit: Callable[..., Page], stage: str, stub: Stub, camera: str, sentence: str) -> None:
    page = visit(f"{stage}{PAGE}", camera)
    pressed(page, "camera")
    expect(page.get_by_role("heading", name=sentence)).to_be_visible(timeout=READY_MS)
    expect(page.locator("[data-id=again]")).to_be_visible()
    start(page, "none")
    page.wait_for_timeout(1500)
    to_report(page)
    assert stub.end
    assert stub.end["counted_by"] == "client"
    assert all(sample[1] is None for sample in stub.samples)


def test_a_clip_stands_in_for_the_camera(visit: Callable[..., Page], stage: str) -> None:
    page = visit(f"{stage}{PAGE}", "absent")
    start(page, "clip")
    expect(page.locator("#shadow-score")).to_be_visible()


def test_a_camera_lost_in_the_middle_pauses_and_goes_on(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = visit(f"{stage}{PAGE}")
    start(page, frames=45)  # more than a second of training lies behind her
    page.evaluate(UNPLUG)
    expect(page.get_by_role("heading", name="Камера отключилась")).to_be_visible()
    expect(page.locator("[data-id=finish]")).to_be_visible()
    page.wait_for_timeout(1200)
    pressed(page, "again")
    until(page, "set")
    page.wait_for_timeout(1500)
    to_report(page)
    times = [sample[0] for sample in stub.samples]
    assert times == sorted(times)
    assert max(later - earlier for earlier, later in pairwise(times)) < 2, "time without a camera is not training"


def test_nobody_in_the_picture_is_a_word_and_not_a_red_score(visit: Callable[..., Page], stage: str, empty_room: Path) -> None:
    page = visit(f"{stage}{PAGE}", empty_room)
    start(page, frames=3)
    expect(page.locator(".shadow-part-cue")).to_contain_text("Вас не видно", timeout=READY_MS)
    expect(page.locator("#shadow-score")).to_have_attribute("data-grade", "none")
    expect(page.locator("#shadow-score")).to_have_text("—")
    until(page, "paused")  # nobody trains: it waits for her


SLOW_PROMPT = """
const ask = globalThis.MediaDevices?.prototype.getUserMedia; // not there on the blank page before ours
const allowed = new Promise((resolve) => (window.allow = resolve));
if (ask) MediaDevices.prototype.getUserMedia = async function (wish) { await allowed; return (window.given = await ask.call(this, wish)); };
"""
NOT_PLAYING = """
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { return this.srcObject ? Promise.reject(new Error("no")) : play.call(this); };
"""


@pytest.mark.parametrize("gone", [True, False], ids=["the page went away during the prompt", "the picture does not play"])
def test_a_camera_nobody_watches_is_switched_off(visit: Callable[..., Page], stage: str, gone: bool) -> None:
    page = visit(f"{stage}{PAGE}", script=SLOW_PROMPT + ("" if gone else NOT_PLAYING))
    pressed(page, "camera")
    until(page, "check")
    page.wait_for_timeout(300)
    if gone:
        page.evaluate("mounted.unmount()")
    page.evaluate("allow()")
    page.wait_for_function("window.given?.getTracks()[0].readyState === 'ended'")
    assert page.locator("body > .shadow-eye").count() == 0
