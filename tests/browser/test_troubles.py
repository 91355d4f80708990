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
    start(page)
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
