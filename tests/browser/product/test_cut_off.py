"""A training in the running product that loses its network, its page and its server in mid-set, and goes on where it was."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from benchmarks.cut_house import BELIEVED, Tally, judge
from perscoach_app.own_files import unchanging
from perscoach_app.services import trainings
from perscoach_app.services.scope import Scope
from perscoach_app.tables.database import open_session
from tests.browser.line import Line
from tests.browser.product.trainee import HOST, SETS, homework, signed_in
from tests.browser.training import READY_MS, pressed, start, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.quiet, pytest.mark.timeout(600)]

FASTER = 4  # the page's clock: thirty seconds without a network take a quarter of that
CUT_S = 30
LOOKS_MS = 200
STORE = f"(await import('{unchanging('/shadow/store.js')}'))"
PLACE = f"async () => (await {STORE}.all('places'))[0]?.place.place ?? null"
ALL_SENT = f"""async () => {{
  const ended = (localStorage.getItem("believed") ?? "").split("\\n").some((row) => row && JSON.parse(row).key === "finish");
  return ended && (await {STORE}.all("outbox")).length === 0;
}}"""
ALL_KEPT = """async () => {
  const { begin } = await (await fetch("/vendor/manifest.json")).json();
  const found = await Promise.all(begin.map((address) => caches.match(address, { ignoreVary: true })));
  return found.every(Boolean) && (await (await caches.open("clips-1")).keys()).length >= 2;
}"""
"""What begins a training, the trainer's clip and her poses are in the service worker's hands."""


def comes_true(page: Page, what: str, given: Any = None) -> None:
    """Asks until the page says yes; a promise cannot be waited for as a condition can."""
    until_s = time.monotonic() + READY_MS / 1000
    while not page.evaluate(what, given):
        assert time.monotonic() < until_s, what
        page.wait_for_timeout(LOOKS_MS)


def reloaded(page: Page) -> None:
    """The page comes up again, Python answers, and the set goes on behind what was kept."""
    page.reload()
    until(page, "welcome")
    assert "Продолжим" in page.locator("#shadow-card-title").inner_text()
    place = page.evaluate(PLACE)
    start(page, frames=4)
    comes_true(page, f"async (before) => (await ({PLACE})())?.elapsed > before", place["elapsed"])


def test_a_training_cut_off_goes_on_where_it_was(visit: Callable[..., Page], led: Line, olga: Scope) -> None:
    with open_session() as db:
        training = trainings.for_day(db, olga, homework(olga, "Приседания утром", 99))
    page = visit("about:blank", script=BELIEVED, locale="ru-RU")
    signed_in(page.context, olga)
    page.goto(f"http://{HOST}:{led.port}/shadow/{training}?clock={FASTER}")
    start(page, frames=4)
    comes_true(page, ALL_KEPT)

    page.context.set_offline(True)
    page.wait_for_timeout(1000 * CUT_S / FASTER)
    assert page.locator(".shadow").get_attribute("data-state") == "set"  # nothing comes between her and the trainer
    assert "нет связи" in page.locator("[data-fact=net]").inner_text()
    page.context.set_offline(False)
    page.locator("[data-fact=net]").wait_for(state="detached", timeout=READY_MS)

    page.context.set_offline(True)
    reloaded(page)
    page.context.set_offline(False)
    led.cut()  # the server is gone; the browser knows nothing of it
    reloaded(page)
    led.mend()

    for press, state in (("finish", "rest"), ("skip", "set"), ("finish", "feel"), ("fine", "done")):
        pressed(page, press)
        until(page, state)
    comes_true(page, ALL_SENT)
    tally = Tally()
    judge(training, [json.loads(row) for row in page.evaluate("() => localStorage.getItem('believed')").splitlines()], tally, SETS)
    assert tally.whole, tally
