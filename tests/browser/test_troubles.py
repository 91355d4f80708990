"""Whatever goes wrong, the client reads a sentence, has a way on, and loses nothing."""

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


def test_a_silent_server_keeps_nothing_from_the_report(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = visit(f"{stage}{PAGE}")
    start(page, frames=30)
    stub.down = True
    page.wait_for_timeout(5500)  # a chunk falls due meanwhile
    pressed(page, "finish")
    until(page, "done")
    pressed(page, "report")
    page.wait_for_timeout(1000)
    assert page.url.endswith("model=lite"), "the report is not there yet"
    assert stub.end is None
    stub.down = False
    page.wait_for_url("**/report/s1", timeout=READY_MS)
    assert stub.end
    assert stub.end["chunks"] == len(stub.chunks) >= 1


def test_a_closed_page_sends_the_rest_on_the_next_visit(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = visit(f"{stage}{PAGE}")
    start(page, frames=20)
    stub.down = True
    page.wait_for_timeout(5500)
    page.goto("about:blank")
    before = len(stub.chunks)
    stub.down = False
    page.goto(f"{stage}{PAGE}")
    page.wait_for_timeout(2000)
    assert len(stub.chunks) > before
    start(page, frames=5)  # and the set goes on from there
    to_report(page)
    assert stub.end
    assert stub.end["chunks"] == len(stub.chunks)
    assert stub.end["duration_s"] > 5


@pytest.mark.parametrize(("status", "sentence"), [(404, "Такого занятия здесь нет"), (401, "Нужно войти"), (500, "Не удалось загрузить")])
def test_a_training_that_cannot_be_opened_says_why(visit: Callable[..., Page], stage: str, stub: Stub, status: int, sentence: str) -> None:
    stub.status = status
    page = visit(f"{stage}{PAGE}", locale="en-US")  # the server knows her language better
    expect(page.get_by_role("heading", name=sentence)).to_be_visible(timeout=READY_MS)
    assert page.locator("[data-id=home]").count() == 1


def test_a_finished_training_leads_to_its_report(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    stub.finished = True
    page = visit(f"{stage}{PAGE}")
    pressed(page, "report")
    page.wait_for_url("**/report/s1")
    assert not stub.kept


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


REFUSED_DISK = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });"
FULL_DISK = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize("script", [REFUSED_DISK, FULL_DISK], ids=["refused", "full"])
def test_without_a_disk_the_result_still_arrives(visit: Callable[..., Page], stage: str, stub: Stub, script: str) -> None:
    page = visit(f"{stage}{PAGE}", script=script)
    start(page, "none")
    stub.down = True
    page.wait_for_timeout(5500)
    assert not stub.chunks
    stub.down = False
    to_report(page)
    assert stub.end
    assert stub.end["chunks"] == len(stub.chunks) >= 1


def test_another_browser_goes_on_in_time(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    stub.kept["sets/0/chunks/0"] = {"samples": [[61.0, None, None, None, 7, None]]}
    page = visit(f"{stage}{PAGE}")
    start(page, "none")
    expect(page.locator("#shadow-count")).to_have_text("7")
    page.wait_for_timeout(1500)
    to_report(page)
    assert stub.end
    assert 61 <= stub.end["duration_s"] < 75
    assert all(sample[0] >= 61 and sample[4] >= 7 for sample in stub.samples)
