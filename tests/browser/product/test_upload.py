"""A trainer's phone loses its network in the middle of an upload, the page is loaded anew, and nothing is sent twice."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import DEMO
from tests.browser.running_app import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

PIECE = 4 * 1024 * 1024
PADDING = 10_000_000  # bytes: three pieces
VERDICT_MS = 60_000
"""What is promised: within a minute of the last byte, whatever else is in the queue."""
PATIENCE_MS = 60_000
PIECES = "**/api/uploads/*"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo client's squats, as heavy as a phone would make them: a container may hold free space."""
    path = tmp_path_factory.mktemp("film") / "IMG_2041.MOV"
    free = (PADDING + 8).to_bytes(4, "big") + b"free" + bytes(PADDING)
    path.write_bytes((DEMO / "client_squat.mp4").read_bytes() + free)
    return path


@pytest.fixture
def upload_page(visit: Callable[..., Page], product: RunningApp) -> Page:
    page = visit(entrance(product), locale="ru-RU", viewport={"width": 390, "height": 844})
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(lambda address: "/enter/" not in address, timeout=PATIENCE_MS)
    page.goto(f"{product.url}/trainer/upload")
    return page


ENTRANCE = """
from perscoach_app.services import people
from perscoach_app.setup.demo import furnish
from perscoach_app.tables.database import open_session
house = furnish()
with open_session() as db:
    people.set_language(db, house.trainer, "ru")
print(house.entrance(house.trainer))
"""


def entrance(product: RunningApp) -> str:
    """A fresh one-time address for the demo's trainer, who reads Russian."""
    place = {"PERSCOACH_VAR_DIR": str(product.var), "PERSCOACH_PORT": product.url.rpartition(":")[2].strip("/")}
    said = subprocess.run([sys.executable, "-c", ENTRANCE], env={**os.environ, **place}, capture_output=True, text=True, check=True)
    return said.stdout.split()[-1]


def offsets(page: Page) -> list[int]:
    """Where each piece began that the page sends from now on."""
    found: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            found.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    return found


def test_an_upload_cut_and_reloaded_goes_on_where_it_was(upload_page: Page, film: Path, tmp_path: Path) -> None:
    page = upload_page
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks whether to leave an upload alone
    sent = offsets(page)

    def only_the_first(route: Route) -> None:
        if route.request.method == "PATCH" and int(route.request.headers["upload-offset"]) > 0:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route(PIECES, only_the_first)
    page.locator("input[type=file]").set_input_files(film)
    expect(page.locator("[data-files]").get_by_text("Связь прервалась")).to_be_visible(timeout=PATIENCE_MS)

    page.reload()
    row = page.locator("[data-unfinished] .file")
    expect(row).to_contain_text("IMG_2041.MOV", timeout=PATIENCE_MS)
    expect(row).to_contain_text(re.compile(r"4\d\s*%"))
    page.unroute(PIECES)
    sent.clear()
    renamed = tmp_path / "video.mov"  # phones give the same video another name when it is chosen again
    renamed.write_bytes(film.read_bytes())
    page.locator("input[type=file]").set_input_files(renamed)

    card = page.locator(".upload").filter(has=page.get_by_role("textbox", name=film.name))
    expect(card.get_by_text(re.compile("Годится|Можно лучше|Переснимите"))).to_be_visible(timeout=PATIENCE_MS + VERDICT_MS)
    assert min(sent) >= PIECE  # nothing was sent twice
    expect(card.locator(".shot i")).to_be_visible()  # the person it found
    title = card.get_by_role("textbox")
    title.fill("Присед у стены")
    title.blur()
    expect(page.get_by_text("Название сохранено")).to_be_visible(timeout=PATIENCE_MS)
    page.reload()
    expect(card.get_by_role("textbox")).to_have_value("Присед у стены", timeout=PATIENCE_MS)

    # What arrived is what was sent: the server knows the file, uncut this time, by its SHA-256.
    page.locator("input[type=file]").set_input_files(film)
    expect(page.locator("[data-files]").get_by_text("Это видео у вас уже есть")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Убрать").click()
    if card.get_by_role("button", name="Отменить").is_visible():  # the other tests need the machine
        card.get_by_role("button", name="Отменить").click()


def test_a_paused_upload_waits_and_goes_on(upload_page: Page, film: Path, tmp_path: Path) -> None:
    page = upload_page
    other = tmp_path / "notes.mov"
    other.write_bytes(b"no video at all" + film.read_bytes())
    page.route(PIECES, lambda route: None if route.request.method == "PATCH" else route.continue_())  # the network stands still
    page.locator("input[type=file]").set_input_files(other)
    page.get_by_role("button", name="Пауза").click()
    expect(page.locator("[data-files]").get_by_text("на паузе")).to_be_visible()
    page.unroute(PIECES)
    page.get_by_role("button", name="Продолжить").click()
    expect(page.locator("[data-state=bad]")).to_contain_text("не похоже на видео", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Убрать").click()
    expect(page.locator("[data-files] .file")).to_have_count(0)


def test_what_is_chosen_goes_with_the_file(upload_page: Page) -> None:
    page = upload_page
    sent = "document.querySelector('pc-upload').wishes()"
    page.locator("input[name=preset][value=best]").click()
    expect(page.locator("input[name=quality][value=publish]")).to_be_checked()
    assert page.evaluate(sent) | {"preset": "best", "pose": "mediapipe-heavy", "look": "natural"} == page.evaluate(sent)
    page.locator(".more-choices > summary").click()
    page.locator("input[name=quality][value=preview]").click()
    expect(page.locator("input[name=preset][value=own]")).to_be_checked()
    assert page.evaluate(sent)["quality"] == "preview"
    page.locator(".away > summary").first.click()
    expect(page.locator("input[name=matting][value=birefnet]")).to_be_disabled()
