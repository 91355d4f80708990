"""Whatever goes wrong with server, page or disk, the client reads a sentence, has a way on, and loses nothing; recorded eyes look on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from perscoach_motion.trackfile import loads
from tests.browser.recorded_eyes import recorded_eyes
from tests.browser.session import Part, session
from tests.browser.stage_server import Stub
from tests.browser.training import READY_MS, pressed, start, to_report, until

pytestmark = pytest.mark.browser

PAGE = "/shadow/page/s1"
FPS = 15.0


@pytest.fixture
def stub(stub: Stub, tmp_path: Path) -> Stub:
    """No model need look at a picture here: a recorded client stands before the camera."""
    trainer = loads((stub.exercise / "trainer_poses.json").read_text("utf-8")).track
    rows = tmp_path / "rows.f32"
    rows.write_bytes(session(trainer, [Part(trainer)], 60.0, FPS).tobytes())
    return replace(stub, instead=recorded_eyes(rows, 1, FPS))


def test_a_silent_server_keeps_nothing_from_the_report(visit: Callable[..., Page], stage: str, stub: Stub) -> None:
    page = visit(f"{stage}{PAGE}")
    start(page, frames=30)
    stub.down = True
    page.wait_for_timeout(5500)  # a chunk falls due meanwhile
    pressed(page, "finish")
    until(page, "done")
    pressed(page, "report")
    page.wait_for_timeout(1000)
    assert page.url.endswith("/page/s1"), "the report is not there yet"
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
