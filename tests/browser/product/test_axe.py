"""Every page, as whoever may see it: nothing grave for axe, and all of it by keyboard alone."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from perscoach_app.services.browsers import COOKIE
from tests.browser.chromium import Camera
from tests.browser.looking import grave_findings, repaint, tab_through
from tests.browser.running_app import RunningApp
from tests.browser.tour import ELSEWHERE, STOPS, Stop, arrive, furnish, routes, speak, stops

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

VIEWS = (("en", "phone"), ("ru", "desktop"))
"""Taken in turn, page by page: both for every page take four minutes."""


@pytest.fixture(scope="module")
def furnished(product: RunningApp) -> Iterator[Mapping[str, str]]:
    house = furnish(product.var)
    yield house
    for role in ("client", "trainer"):  # a signed-in person's language is kept, and other tests share this house
        speak("anna.localhost", product.url.rstrip("/").rpartition(":")[2], {COOKIE: house[role]}, "ru")


@pytest.fixture
def opened(browsers: Callable[[Camera], Browser], product: RunningApp, furnished: Mapping[str, str]) -> Iterator[Callable[..., Page]]:
    contexts = []

    def at(stop: Stop, language: str, size: str) -> Page:
        context, page = arrive(browsers("absent"), stop, product.url, furnished, language=language, size=size)
        contexts.append(context)
        return page

    yield at
    for context in contexts:
        context.close()


def named(name: str) -> Stop:
    return next(stop for stop in STOPS if stop.name == name)


def test_the_tour_goes_everywhere() -> None:
    assert routes() == {stop.route for stop in STOPS} | ELSEWHERE.keys()


@pytest.mark.parametrize("stop", stops(), ids=lambda stop: stop.name)
def test_a_page_for_everybody(opened: Callable[..., Page], stop: Stop) -> None:
    language, size = VIEWS[STOPS.index(stop) % len(VIEWS)]
    page = opened(stop, language, size)
    assert grave_findings(page) == []
    repaint(page, "light")
    assert grave_findings(page, "color-contrast") == [], "light"
    repaint(page, "dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], f"{size}: wider than the window"
    assert page.evaluate("document.documentElement.lang") == language
    road = tab_through(page)
    assert road.reachable
    assert road.missed == []
    assert road.in_order
    assert road.unseen == []
    assert road.ringless == []


def test_the_menu_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(named("library"), "ru", "desktop")
    button, menu = page.get_by_role("button", name="Меню: Анна"), page.locator("#menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert grave_findings(page) == []
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_a_dialog_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(named("clients"), "ru", "phone")
    button, dialog = page.get_by_role("button", name="Пригласить").first, page.locator("dialog[open]")
    button.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    assert grave_findings(page) == []
    first = "Закрыть"
    expect(dialog.get_by_role("button", name=first)).to_be_focused()
    road = tab_through(page)  # begins where the focus was
    assert (set(road.missed) - {first}, road.ringless) == (set(), [])
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_the_tabs_under_the_thumb_are_large_enough(opened: Callable[..., Page]) -> None:
    page = opened(named("library"), "ru", "phone")
    for part in page.locator(".tabs > *").all():
        box = part.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="Ещё").click()
    expect(page.get_by_role("link", name="Отчёты")).to_be_visible()
