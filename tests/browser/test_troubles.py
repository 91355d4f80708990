"""Whatever goes wrong, the client reads a sentence, has a way on, and loses nothing."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage_server import Stub
from tests.browser.test_stage import READY_MS, start

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("camera", "sentence"), [("refused", "Доступ к камере запрещён"), ("absent", "Камера не найдена")])
def test_without_a_camera_there_is_a_way_on(visit: Callable[..., Page], stage: str, stub: Stub, camera: str, sentence: str) -> None:
    page = visit(f"{stage}/shadow/page/s1", camera)
    page.locator("[data-choice=camera]").click()
    expect(page.get_by_role("heading", name=sentence)).to_be_visible(timeout=READY_MS)
    expect(page.locator("[data-choice=again]")).to_be_visible()
    start(page, "none")
    expect(page.locator(".shadow-notice")).to_contain_text("Без камеры")
    page.wait_for_timeout(1500)
    page.locator(".shadow-go").click()
    page.wait_for_url("**/report/s1")
    assert stub.samples
    assert all(sample[1] is None for sample in stub.samples)


def test_a_clip_stands_in_for_the_camera(visit: Callable[..., Page], stage: str) -> None:
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu", "absent")
    start(page, "clip")
    assert page.evaluate("shadow.stats().source") == "clip"


def test_a_camera_lost_in_the_middle_pauses_and_goes_on(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu")
    start(page, frames=45)  # more than a second of training lies behind her: there is something to finish
    page.evaluate("document.querySelector('body > .shadow-eye').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")
    expect(page.get_by_role("heading", name="Камера отключилась")).to_be_visible()
    held = page.evaluate("shadow.stats()")
    page.wait_for_timeout(1200)
    assert page.evaluate("shadow.stats().elapsed") == held["elapsed"]  # time without a camera is not training
    expect(page.locator("[data-choice=finish]")).to_be_visible()
    page.locator("[data-choice=again]").click()
    page.wait_for_function("frames => shadow.stats().frames > frames + 5", arg=held["frames"], timeout=READY_MS)
    page.locator(".shadow-go").click()
    page.wait_for_url("**/report/s1")
    times = [sample[0] for sample in stub.samples]
    assert times == sorted(times)
    assert max(later - earlier for earlier, later in pairwise(times)) < 2


def test_nobody_in_the_picture_is_a_word_and_not_a_red_score(visit: Callable[..., Page], stage: str, empty_room: Path) -> None:
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu", empty_room)
    start(page)
    expect(page.locator(".shadow-notice")).to_contain_text("Вас не видно", timeout=READY_MS)
    expect(page.locator("#shadow-score")).to_have_attribute("data-grade", "none")
    expect(page.locator("#shadow-score")).to_have_text("—")


def test_a_silent_server_keeps_nothing_from_the_report(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu")
    start(page, frames=30)
    stub.down = True
    page.wait_for_timeout(5500)  # a chunk falls due meanwhile
    page.locator(".shadow-go").click()
    expect(page.get_by_role("heading", name="Нет связи с сервером")).to_be_visible(timeout=15_000)
    assert stub.end is None
    stub.down = False
    page.locator("[data-choice=send]").click()
    page.wait_for_url("**/report/s1")
    assert stub.end
    assert stub.end["chunks"] == len(stub.chunks) >= 2


def test_a_closed_page_sends_the_rest_on_the_next_visit(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu")
    start(page, frames=20)
    stub.down = True
    page.wait_for_timeout(5500)
    page.goto("about:blank")
    before = len(stub.chunks)
    stub.down = False
    page.goto(f"{stage}/shadow/page/s1")
    page.wait_for_timeout(2000)
    assert len(stub.chunks) > before
    start(page, frames=5)  # and the session goes on from there
    assert page.evaluate("shadow.stats().elapsed") > 5
    page.locator(".shadow-go").click()
    page.wait_for_url("**/report/s1")
    assert stub.end
    assert stub.end["chunks"] == len(stub.chunks)


@pytest.mark.parametrize(("status", "sentence"), [(404, "Такой тренировки здесь нет"), (401, "Нужно войти"), (500, "Не удалось загрузить")])
def test_a_session_that_cannot_be_opened_says_why(visit: Callable[..., Page], stage: str, stub: Stub, status: int, sentence: str) -> None:
    stub.status = status
    page = visit(f"{stage}/shadow/page/s1", locale="ru-RU")
    expect(page.get_by_role("heading", name=sentence)).to_be_visible()
    assert page.locator("[data-choice]").count() >= 1


def test_a_finished_session_leads_to_its_report(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    stub.finished = True
    page = visit(f"{stage}/shadow/page/s1")
    page.locator("[data-choice=report]").click()
    page.wait_for_url("**/report/s1")


def test_a_camera_lost_while_loading_is_said_and_one_start_goes_on(visit: Callable[..., Page], stage: str) -> None:
    page = visit(f"{stage}/shadow/page/s1?delegate=cpu")
    page.locator("[data-choice=camera]").click()
    page.wait_for_function("document.querySelector('body > .shadow-eye')?.currentTime > 0")
    assert page.evaluate("shadow.stats().state") == "starting", "the engine was ready too soon for this test"
    page.evaluate("document.querySelector('body > .shadow-eye').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")
    expect(page.get_by_role("heading", name="Камера отключилась")).to_be_visible()
    page.wait_for_function("shadow.stats().delegate !== null", timeout=READY_MS)
    page.wait_for_timeout(1000)
    assert page.evaluate("[shadow.stats().state, document.querySelectorAll('body > .shadow-eye').length]") == ["trouble", 0]
    start(page, "again", frames=5)
    assert page.locator("body > .shadow-eye").count() == 1


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
    page = visit(f"{stage}/shadow/page/s1", script=SLOW_PROMPT + ("" if gone else NOT_PLAYING))
    page.locator("[data-choice=camera]").click()
    if gone:
        page.evaluate("mounted.unmount()")
    page.evaluate("allow()")
    page.wait_for_function("window.given?.getTracks()[0].readyState === 'ended'")
    assert page.locator("body > .shadow-eye").count() == 0


REFUSED_DISK = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });"
FULL_DISK = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize("script", [REFUSED_DISK, FULL_DISK], ids=["refused", "full"])
def test_without_a_disk_the_result_still_arrives(visit: Callable[..., Page], stage: str, stub: Stub, script: str) -> None:
    page = visit(f"{stage}/shadow/page/s1", script=script)
    start(page, "none")
    stub.down = True
    page.wait_for_function("shadow.stats().chunks >= 1", timeout=READY_MS)
    page.wait_for_timeout(2500)  # and the next has begun
    assert not stub.chunks
    stub.down = False
    page.locator(".shadow-go").click()
    page.wait_for_url("**/report/s1")
    assert stub.end
    assert stub.end["chunks"] == len(stub.chunks) >= 2


def test_another_browser_goes_on_in_time(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    stub.chunks[0] = [[61.0, None, None, None, 7, None]]
    page = visit(f"{stage}/shadow/page/s1")
    start(page, "none")
    stats = page.evaluate("shadow.stats()")
    assert 61 <= stats["elapsed"] < 66
    assert stats["reps"] == 7
    apart = """() => { const { duration, currentTime } = document.querySelector('.shadow-stage video');
        const apart = Math.abs(shadow.stats().elapsed % duration - currentTime); return Math.min(apart, duration - apart); }"""
    assert page.evaluate(apart) < 0.5
    page.evaluate("document.querySelector('.shadow-stage video').dispatchEvent(new Event('waiting'))")
    held = page.evaluate("shadow.stats().elapsed")
    page.wait_for_timeout(500)
    assert page.evaluate("shadow.stats().elapsed") == held
    page.evaluate("document.querySelector('.shadow-stage video').dispatchEvent(new Event('playing'))")
    page.wait_for_timeout(1500)
    page.locator(".shadow-go").click()
    page.wait_for_url("**/report/s1")
    assert all(sample[0] >= 61 and sample[4] == 7 for sample in stub.samples)


def test_what_somebody_else_trained_here_is_kept_for_a_month(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    stub.strange = frozenset({"hers", "old"})
    page = visit(f"{stage}/report/none")
    page.evaluate("""async () => {
      const store = await import("/shadow/store.js");
      const row = (session, days) => ({ session, number: 0, samples: [], at: Date.now() - days * 86_400_000 });
      for (const each of [row("hers", 29), row("old", 31)]) await store.put("chunks", each);
    }""")
    page.goto(f"{stage}/shadow/page/s1")
    start(page, "none")
    page.wait_for_timeout(1500)
    page.locator(".shadow-go").click()
    page.wait_for_url("**/report/s1", timeout=5000)  # sooner than the card that says it is kept
    assert stub.end
    left = "async () => (await (await import('/shadow/store.js')).all('chunks')).map((row) => row.session)"
    assert page.evaluate(left) == ["hers"]
    stub.strange = frozenset()
    page.goto(f"{stage}/shadow/page/s2")  # she is back
    page.wait_for_timeout(1500)
    assert page.evaluate(left) == []
