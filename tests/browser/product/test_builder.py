"""The homework builder in a real browser: dragged by mouse and by keyboard, pressed by thumb; what is seen is what is stored."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.browser.chromium import Camera
from tests.browser.running_app import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

READY_MS = 30_000
SEEN_MS = 15_000  # of one change, on a busy machine
SETTLED_MS = 120
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


TOO_SMALL = """[...document.querySelectorAll(".builder-workout :is(button, summary, select, input)")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def trainer(browsers: Callable[[Camera], Browser], product: RunningApp) -> StorageState:
    """The demo's trainer, signed in."""
    context = browsers("absent").new_context()
    page = context.new_page()
    page.goto(product.trainer_link)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(lambda address: "/enter/" not in address)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def builder(visit: Callable[..., Page], product: RunningApp, trainer: StorageState) -> Callable[..., Page]:
    """A new, empty homework, open in the builder."""

    def opened(**options: object) -> Page:
        page = visit(f"{product.url}/trainer/homework", locale="ru-RU", storage_state=trainer, **options)
        page.get_by_role("button", name=re.compile("Новая домашка|Собрать первую")).first.click()
        page.locator(".builder").wait_for(timeout=READY_MS)
        return page

    return opened


def at_rest(what: Locator) -> dict[str, float]:
    """Where a thing lies (pixels) once it has stopped moving: a row slides to its new place after the server's answer."""
    seen = None
    for _ in range(SEEN_MS // SETTLED_MS):
        now = what.bounding_box()
        if now and now == seen:
            return dict(now)
        seen = now
        what.page.wait_for_timeout(SETTLED_MS)
    raise AssertionError(f"it never lay still: {seen}")


def drag(page: Page, what: Locator, where: Locator, across: float = 0.5, seen: Locator | None = None) -> None:
    """Takes the middle of one thing to a place inside another, `across` of its width from the left; lets go once `seen` is shown."""
    start, end = at_rest(what), at_rest(where)
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 12, start["y"] + start["height"] / 2 + 12, steps=4)
    page.mouse.move(end["x"] + end["width"] * across, end["y"] + end["height"] / 2, steps=15)
    page.wait_for_timeout(150)  # dnd-kit looks for the nearest place once a frame
    if seen:
        expect(seen).to_be_visible(timeout=SEEN_MS)
    page.mouse.up()


def sets(page: Page, expected: str) -> None:
    """The exercises by their sets, top to bottom, as the page shows them."""
    pattern = [re.compile(rf"^{one} ×") for one in expected]
    expect(page.locator(".item-row .item-words .num")).to_have_text(pattern, timeout=SEEN_MS)


def fill(page: Page) -> None:
    """One exercise dragged in and two added, with 3, 4 and 5 sets."""
    clip = page.locator(".choices-grid .clip").first
    drag(page, clip, page.locator(".drop-here"))
    sets(page, "3")
    for more in (1, 2):
        clip.locator(".add").click()
        expect(page.locator(".item-row")).to_have_count(1 + more, timeout=SEEN_MS)
        row = page.locator(".item-row").last
        for _ in range(more):
            row.get_by_role("button", name="Подходы: больше.").click()
        expect(row.locator(".item-words .num")).to_have_text(re.compile(rf"^{3 + more} ×"))
    sets(page, "345")


def test_dragged_by_mouse(builder: Callable[..., Page]) -> None:
    page = builder(viewport={"width": 1440, "height": 900})
    fill(page)
    page.locator(".item-row summary").last.click()  # closed rows are near each other
    rows = page.locator(".item-row")
    drag(page, rows.nth(2).locator(".handle"), rows.nth(0), across=0.9)
    sets(page, "534")
    drag(page, rows.nth(2).locator(".handle"), rows.nth(0), across=0.2, seen=page.locator(".join.over"))
    sets(page, "543")
    expect(page.get_by_text("Суперсет: по")).to_be_visible()
    expect(page.locator(".item-row.in-turn")).to_have_count(2, timeout=SEEN_MS)
    drag(page, page.locator(".choices-grid .clip").first, rows.nth(2), seen=rows.nth(2).and_(page.locator(".before")))
    sets(page, "5433")
    page.reload()
    sets(page, "5433")
    expect(page.locator(".item-row.in-turn")).to_have_count(2, timeout=SEEN_MS)


def test_moved_by_keyboard_and_told(builder: Callable[..., Page]) -> None:
    page = builder(viewport={"width": 1440, "height": 900})
    fill(page)
    page.locator(".item-row .handle").first.focus()
    page.keyboard.press("Space")
    told = page.locator("[aria-live=assertive]").filter(has_text="«")
    expect(told).to_have_text(re.compile("Взяли «"))
    page.wait_for_timeout(200)
    page.keyboard.press("ArrowDown")
    expect(told).to_have_text(re.compile(r"место 2 из\s3"))
    page.wait_for_timeout(200)
    page.keyboard.press("ArrowDown")
    expect(told).to_have_text(re.compile(r"место 3 из\s3"))
    page.keyboard.press("Space")
    expect(told).to_have_text(re.compile("Положили"))
    sets(page, "453")
    page.keyboard.press("Space")  # the handle keeps the focus
    page.wait_for_timeout(200)
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(200)
    page.keyboard.press("Escape")
    expect(page.locator("[aria-live=assertive]").filter(has_text="Отменили")).to_be_attached()
    sets(page, "453")


def test_by_thumb_on_a_phone(builder: Callable[..., Page]) -> None:
    page = builder(**PHONE)
    expect(page.locator(".builder-library")).to_be_hidden()
    page.get_by_role("button", name="Добавить упражнение").tap()
    sheet = page.get_by_role("dialog")
    sheet.locator(".add").first.tap()
    expect(page.locator(".item-row")).to_have_count(1, timeout=SEEN_MS)
    sheet.locator(".add").first.tap()
    expect(page.locator(".item-row")).to_have_count(2, timeout=SEEN_MS)
    sheet.locator(".close").tap()
    page.locator(".item-row").last.get_by_role("button", name="Подходы: больше.").tap()
    sets(page, "34")
    page.locator(".item-row").last.get_by_role("button", name="Выше").tap()
    sets(page, "43")
    small = page.evaluate(TOO_SMALL)
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
