"""The whole road in the real product: sign in, train before the camera, read the score, stop, open the report, see the strip."""

import re
from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_app import RunningApp
from tests.browser.training import READY_MS, pressed, start, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

TRAINED_S = 8
"""Two of the demo client's repetitions and two chunks."""


def test_a_client_signs_in_trains_and_reads_her_report(visit: Callable[..., Page], product: RunningApp) -> None:
    page = visit(product.client_link, locale="ru-RU", viewport={"width": 1440, "height": 900})
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(re.compile(r"/(welcome|home)/?$"))  # the welcome greets the first time only; other tests share this house
    page.goto(f"{product.url}/home")

    page.locator("main").get_by_role("button", name="Начать: Приседание").click()
    page.wait_for_url(re.compile(r"/shadow/[^/]+/?$"))
    training = page.url.rstrip("/").rpartition("/")[2]
    # The page before may still be there, with a heading of the same words.
    expect(page.locator(".shadow").get_by_role("heading", name="Приседание")).to_be_visible(timeout=READY_MS)
    assert page.locator("header, nav").count() == 0  # nothing but the training
    start(page)

    page.wait_for_timeout(1000 * TRAINED_S)
    expect(page.locator("#shadow-score")).to_have_text(re.compile(r"^\d{1,3}$"), timeout=READY_MS)
    assert 0 <= int(page.locator("#shadow-score").inner_text()) <= 100
    assert page.locator(".shadow-strip [data-grade=good], .shadow-strip [data-grade=fair], .shadow-strip [data-grade=poor]").count() >= 3

    pressed(page, "finish")
    until(page, "done")
    pressed(page, "report")
    page.wait_for_url(re.compile(r"/report/[^/]+/?$"), timeout=READY_MS)
    strip = page.locator("main .strip-bar")
    expect(strip.first).to_be_visible(timeout=READY_MS)
    assert strip.count() >= 5
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"\d+\s*%"))

    page.goto(f"{product.url}/shadow/{training}")  # a finished training is not trained again
    expect(page.locator("[data-id=report]")).to_be_visible(timeout=READY_MS)


def test_without_a_sign_in_shadow_mode_says_so(visit: Callable[..., Page], product: RunningApp) -> None:
    page = visit(f"{product.url}/shadow/anything", locale="ru-RU")
    expect(page.get_by_role("heading", name="Нужно войти")).to_be_visible(timeout=READY_MS)


def test_the_demo_clip_answers_a_range(product: RunningApp) -> None:
    demo = product.health()["demo"]
    assert isinstance(demo, dict)
    address = str(demo["video"])
    port = product.url.rpartition(":")[2]
    request = Request(
        address.replace(f"//anna.localhost:{port}", f"//127.0.0.1:{port}"),
        headers={"Range": "bytes=0-99", "Host": f"anna.localhost:{port}"},
    )
    with urlopen(request, timeout=10) as answer:
        assert answer.status == 206
        assert len(answer.read()) == 100
