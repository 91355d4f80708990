"""The page of a training in the running product: a whole training by keyboard alone, and what leaves the device in it."""

import json
import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import av
import numpy as np
import pytest
from playwright.sync_api import Page

from perscoach_app.services.scope import Scope
from tests.browser import fake_camera
from tests.browser.conftest import DEMO
from tests.browser.line import Line, Sent
from tests.browser.looking import grave_findings
from tests.browser.product.trainee import HOST, homework, signed_in
from tests.browser.training import READY_MS, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

MOST_STOPS = 60
SMALL = 16_000
"""Bytes of a message about the page's state: a body's landmarks of one chunk are more."""

HEARD = """(() => {
  window.heard = [];
  const note = (kind, text) => text && heard.push([kind, text.replaceAll("\u00a0", " ")]);
  let last = "";
  new MutationObserver(() => {
    const now = document.querySelector(".shadow [aria-live]")?.textContent ?? "";
    if (now !== last) note("live", (last = now));
  })
    .observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches?.(".shadow-card")) return;
    const ids = `${target.getAttribute("aria-labelledby")} ${target.getAttribute("aria-describedby") ?? ""}`.trim().split(" ");
    note("card", ids.map((id) => document.getElementById(id).textContent).join(" | "));
  });
})();"""
"""What somebody hears who listens to the page: what is announced, and the cards that the focus comes to."""
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5;
  const lit = one.matches(".shadow-card:focus-visible") && style.borderTopColor !== "rgba(0, 0, 0, 0)";
  return { lost: one === document.body, seen: box.width > 0 && (ringed || lit), who: one.dataset.id ?? one.className };
}"""
FITS = "wanted => document.activeElement.matches(wanted)"


# --- what leaves the device -----------------------------------------------------------------------------------------------

BODIES: dict[str, Callable[[Any], bool]] = {
    r"sets/\d/chunks/\d+": lambda body: set(body) == {"samples"} and all(map(_is_sample, body["samples"])),
    r"sets/\d/finish": lambda body: (
        set(body) == {"chunks", "duration_s", "repetitions", "hold_s", "counted_by", "pain"}
        and body["counted_by"] in ("camera", "client")
        and all(_is_number(body[name]) for name in ("chunks", "duration_s", "repetitions", "hold_s", "pain"))
    ),
    r"feelings/\d": lambda body: body["feeling"] in ("easy", "fine", "hard", "pain") and len(body) == 1,
    r"consents": lambda body: set(body) <= {"recording", "landmarks"} and all(isinstance(allowed, bool) for allowed in body.values()),
    r"finish": lambda body: body == {},
}
"""As `docs/formats.md` says."""


def _is_number(value: object) -> bool:
    return value is None or isinstance(value, (int, float))


def _is_sample(row: list[Any]) -> bool:
    *numbers, limbs = row
    return len(numbers) == 5 and all(map(_is_number, numbers)) and (limbs is None or (len(limbs) == 14 and all(map(_is_number, limbs))))


def is_documented(sent: Sent) -> bool:
    """Nothing but the documented numbers, and what any page asks its own server for."""
    address = urlsplit(sent.path)
    if sent.method == "GET":
        return not sent.body and set(parse_qs(address.query)) <= {"exp", "sig", "token", "EIO", "transport", "t"} and len(sent.path) < 400
    if sent.method == "SOCKET":  # the pages before and after: no message has as many numbers as a body has landmarks
        return address.path == "/_event/" and len(sent.body) < SMALL and len(re.findall(rb"\d\.\d{2,}", sent.body)) < 33
    key = re.fullmatch(r"/api/shadow/[0-9a-f-]{36}/(.+)", sent.path)
    wanted = next((fits for name, fits in BODIES.items() if key and re.fullmatch(name, key[1])), None)
    return sent.method == "POST" and wanted is not None and wanted(json.loads(sent.body))


def test_landmarks_and_pictures_would_be_noticed() -> None:
    samples = [[0.5, 91.3, 0.2, 0.1, 0, [100.0] * 14], [1.0, None, None, None, 0, None]]
    key = f"/api/shadow/{uuid.uuid4()}/sets/0/chunks/0"
    assert is_documented(Sent("POST", key, json.dumps({"samples": samples}).encode()))
    for more in ({"landmarks": "H4sI"}, {"picture": "data:image/jpeg;base64,"}, {"samples": [[*samples[0], [0.1] * 132]]}):
        assert not is_documented(Sent("POST", key, json.dumps({"samples": samples, **more}).encode()))
    assert not is_documented(Sent("POST", "/api/films/", b"\x1a\x45\xdf\xa3"))
    assert not is_documented(Sent("GET", "/api/shadow/x?pose=0.1,0.2"))
    assert not is_documented(Sent("SOCKET", "/_event/?EIO=4", json.dumps([[0.123, 0.456, 0.789]] * 33).encode()))


# --- by keyboard ----------------------------------------------------------------------------------------------------------


def standing() -> fake_camera.Picture:
    """The demo's client before her first squat."""
    with av.open(str(DEMO / "client_squat.mp4")) as clip:
        return np.ascontiguousarray(next(clip.decode(video=0)).to_ndarray(format="rgb24"))


def tab_to(page: Page, wanted: str) -> None:
    """The Tab key until this has the focus; on the way it is never lost within the page."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FITS, wanted):
            assert page.evaluate(FOCUS)["seen"], wanted
            return
    raise AssertionError(f"the Tab key does not come to {wanted}: {page.evaluate(FOCUS)}")


def seen_at(page: Page, state: str) -> None:
    """This state is there, the focus is seen in it, and axe finds nothing grave."""
    until(page, state)
    focus = page.evaluate(FOCUS)
    assert (focus["lost"], focus["seen"]) == (False, True), (state, focus)
    assert grave_findings(page) == [], state


def test_a_whole_training_by_keyboard_sends_nothing_but_numbers(visit: Callable[..., Page], led: Line, olga: Scope) -> None:
    key = homework(olga, "Приседания вечером")
    wall = np.full((480, 640, 3), 120, np.uint8)
    page = visit("about:blank", script=HEARD + fake_camera.script({"wall": wall, "client": standing()}, "wall"), locale="ru-RU")
    signed_in(page.context, olga)
    page.goto(f"http://{HOST}:{led.port}/home")
    page.locator(f"a[href*='{key}']").first.wait_for(timeout=READY_MS)
    tab_to(page, f"a[href*='{key}']")
    page.keyboard.press("Enter")
    page.locator(".day-go button").wait_for(timeout=READY_MS)
    tab_to(page, ".day-go button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/shadow/*", timeout=READY_MS)

    seen_at(page, "welcome")
    tab_to(page, "[data-id=camera]")
    page.keyboard.press("Enter")
    until(page, "check")
    tab_to(page, "[data-id=none]")  # what else there is comes later; the focus stays
    page.locator("[data-id=now]").wait_for(timeout=READY_MS)
    assert page.evaluate(FITS, "[data-id=none]"), page.evaluate(FOCUS)
    seen_at(page, "check")
    page.evaluate("() => (fake.shows = 'client')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    until(page, "intro")
    page.keyboard.press("Space")
    seen_at(page, "set")
    page.keyboard.press("Space")
    seen_at(page, "paused")
    page.keyboard.press("Space")
    until(page, "set")
    page.keyboard.press("Enter")
    seen_at(page, "rest")
    page.keyboard.press("Space")
    until(page, "set")
    page.wait_for_function(
        "frames => shadow.stats().frames >= frames + 3", arg=page.evaluate("() => shadow.stats().frames"), timeout=READY_MS
    )
    page.keyboard.press("Enter")
    seen_at(page, "feel")
    page.keyboard.press("2")
    seen_at(page, "done")
    heard = page.evaluate("() => heard")
    cards = [words for kind, words in heard if kind == "card"]
    assert [card.partition(" | ")[0] for card in cards][-5:] == [
        "Приседание",
        "Пауза",
        "Дальше: подход 2 из 2",
        "Как вам это упражнение?",
        "Готово!",
    ]
    assert [words for kind, words in heard if kind == "live"].count("Приготовьтесь") == 3  # before each set, and after the pause
    tab_to(page, "[data-id=home]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/home/homework/{key}*", timeout=READY_MS)

    sent = led.sent()
    strange = [one for one in sent if not is_documented(one)]
    assert strange == []
    kept = [one.path.partition("/api/shadow/")[2].partition("/")[2] for one in sent if one.method == "POST"]
    assert {"sets/0/chunks/0", "sets/0/finish", "sets/1/finish", "feelings/0", "finish"} <= set(kept)
