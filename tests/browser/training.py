"""A client before a page of Shadow Mode: the way to her set, what was said aloud, what is shown."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page

READY_MS = 60_000
"""Two shared cores need ten seconds for models and Python; a minute is never reached by working code."""
STEP_MS = 100
SKIP = "(names) => { for (const name of names) document.querySelector(`.shadow-card button[data-id=${name}]`)?.click(); }"

SPEAKS = """
window.said = [];
const voice = { localService: true, lang: "ru-RU", default: true, name: "here" };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice], addEventListener() {}, cancel() {},
  speak(one) { if (one.text.trim()) said.push(one.text); setTimeout(() => one.onend?.(), 60); },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A voice of this device that speaks fast, and notes down what it said."""


def stats(page: Page) -> dict[str, Any]:
    """What the page tells of itself."""
    told: dict[str, Any] = page.evaluate("() => shadow.stats()")
    return told


def pressed(page: Page, name: str) -> None:
    """A choice or control of this name is pressed."""
    page.locator(f".shadow button[data-id={name}]").first.click(timeout=READY_MS)


def until(page: Page, *states: str) -> str:
    """Waits for one of these states."""
    here = "states => states.includes(document.querySelector('.shadow')?.dataset.state)"
    page.wait_for_function(here, arg=list(states), timeout=READY_MS)
    return str(page.locator(".shadow").get_attribute("data-state"))


def start(page: Page, way: str = "camera", frames: int = 12, skips: Sequence[str] = ("now", "start")) -> None:
    """Choose how to train, do not wait where one need not, and begin the set; until so many pictures were looked at."""
    pressed(page, way)
    for _ in range(READY_MS // STEP_MS):
        if page.locator(".shadow").get_attribute("data-state") == "set":
            break
        page.evaluate(SKIP, list(skips))  # by the page itself: a card that goes on meanwhile is no failure
        page.wait_for_timeout(STEP_MS)
    until(page, "set")
    if way != "none":
        page.wait_for_function("frames => shadow.stats().frames >= frames", arg=stats(page)["frames"] + frames, timeout=READY_MS)


def to_report(page: Page, training: str = "s1") -> None:
    """Ends a free set, and opens its report once all is sent."""
    pressed(page, "finish")
    until(page, "done", "feel")
    pressed(page, "report")
    page.wait_for_url(f"**/report/{training}", timeout=READY_MS)
