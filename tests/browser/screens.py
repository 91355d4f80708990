"""`python -m tests.browser.screens OUTDIR [WORD…]`: pictures of every page, desktop and phone, Russian and English, in both themes.

Starts the demo's house and furnishes it; with `PERSCOACH_SCREENS_URL` and `PERSCOACH_VAR_DIR` it uses one that runs already.
With words, only stops whose names hold one of them.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.looking import repaint
from tests.browser.running_app import running_app
from tests.browser.tour import SIZES, arrive, furnish, stops

TALLEST_PX = 6000  # of a page's picture: nobody looks at more at once


def shoot(url: str, var: Path, to: Path, words: list[str]) -> None:
    """Goes round the house with a camera."""
    house = furnish(var)
    chosen = [stop for stop in stops() if not words or any(word in stop.name for word in words)]
    with sync_playwright() as playwright:
        browser = launch(playwright, "absent")
        for stop in chosen:
            for size in SIZES:
                for language in ("ru", "en"):
                    context, page = arrive(browser, stop, url, house, language=language, size=size)
                    for theme in ("dark", "light"):
                        repaint(page, theme)
                        _picture(page, to / f"{stop.name}-{size}-{language}-{theme}.png")
                    context.close()


def _picture(page: Page, file: Path) -> None:
    height = min(TALLEST_PX, int(page.evaluate("document.documentElement.scrollHeight")))
    width = page.viewport_size["width"] if page.viewport_size else 0
    wider = int(page.evaluate("document.documentElement.scrollWidth"))
    page.screenshot(path=file, full_page=height < TALLEST_PX)
    print(f"{file.name}: {width}×{height}" + (f"  WIDER THAN THE WINDOW: {wider}" if wider > width else ""), flush=True)


@contextmanager
def _house() -> Iterator[tuple[str, Path]]:
    if running := os.environ.get("PERSCOACH_SCREENS_URL"):
        yield running, Path(os.environ["PERSCOACH_VAR_DIR"])
        return
    with tempfile.TemporaryDirectory() as folder, running_app(Path(folder)) as app:
        yield app.url, Path(folder)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with _house() as (address, folder):
        shoot(address, folder, target, sys.argv[2:])
