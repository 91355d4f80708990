"""Signed-in browsers: seen, given a new cookie every day, listed and ended by their owner."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from perscoach_app.http import presence
from perscoach_app.services import browsers, devices
from perscoach_app.services.errors import NotFound
from perscoach_app.tables import AuthSession, Person
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House

HOST = "anna.localhost"
PAGE = {"sec-fetch-mode": "navigate"}


def passed(**ago: float) -> None:
    """So much time goes by."""
    presence._noted.clear()
    with open_session() as db:
        for row in db.exec(select(AuthSession)):
            span = timedelta(**ago)
            row.last_seen_at, row.renewed_at = row.last_seen_at - span, row.renewed_at - span
            row.previous_until = row.previous_until - span if row.previous_until else None
            db.add(row)
        db.commit()


def is_in(cookie: str) -> bool:
    with open_session(reading=True) as db:
        return browsers.whoami(db, cookie, HOST) is not None


def cookie_of(browser: TestClient) -> str:
    return browser.cookies[browsers.COOKIE]


def look(house: House, cookie: str, **headers: str) -> str | None:
    """Opens a page with this cookie; returns the new one, if one came."""
    presence._noted.clear()
    answer = house.browser().get("/api/health", headers={"cookie": f"{browsers.COOKIE}={cookie}", **(headers or PAGE)})
    return answer.cookies.get(browsers.COOKIE)


def test_a_cookie_in_use_is_another_one_every_day(house: House) -> None:
    first = cookie_of(house.signed_in(house.maria))
    assert look(house, first) is None
    passed(hours=25)
    assert look(house, first, accept="*/*") is None  # not with what a page loads, only with the page
    second = look(house, first)
    assert second is not None
    assert is_in(first)  # requests under way
    assert is_in(second)
    assert look(house, second) is None  # the new one was used…
    assert is_in(first)
    passed(minutes=11)
    assert not is_in(first)  # …and after the grace the old one is worth nothing
    assert is_in(second)


def test_an_answer_that_got_lost_signs_nobody_out(house: House) -> None:
    first = cookie_of(house.signed_in(house.maria))
    passed(hours=25)
    assert look(house, first)
    assert look(house, first) is None  # at the same moment another page got the new one: it must not be taken from it
    passed(hours=2)
    assert is_in(first)
    assert look(house, first) is not None


def test_a_stolen_cookie_is_renewed_on_no_other_host(house: House) -> None:
    browser = house.signed_in(house.maria)
    passed(hours=25)
    stranger = house.browser("boris.localhost")
    stranger.cookies.set(browsers.COOKIE, cookie_of(browser))
    assert "set-cookie" not in stranger.get("/api/health", headers=PAGE).headers


def test_being_there_is_noted_every_five_minutes_at_most(house: House) -> None:
    cookie = cookie_of(house.signed_in(house.maria))
    with open_session(reading=True) as db:
        entered = db.get_one(Person, house.maria.person_id).last_seen_at
    look(house, cookie)
    with open_session(reading=True) as db:
        assert db.get_one(Person, house.maria.person_id).last_seen_at == entered
    passed(minutes=6)
    look(house, cookie)
    with open_session(reading=True) as db:
        seen = db.get_one(Person, house.maria.person_id).last_seen_at
    assert seen is not None
    assert entered is not None
    assert now() - seen < timedelta(minutes=1)
    assert seen > entered


def test_on_https_the_cookie_is_the_hosts_own(house: House) -> None:
    answer = house.browser().post("/api/sign-in", data={"token": house.maria.link()}, headers={"x-forwarded-proto": "https"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "domain" not in cookie.lower()
    value = cookie.partition("=")[2].partition(";")[0]
    assert browsers.cookie_in(f"{browsers.COOKIE}=planted; {browsers.HOST_COOKIE}={value}") == value


def test_ones_own_browsers_and_nobody_elses(house: House) -> None:
    mine, other, foreign = house.signed_in(house.maria), house.signed_in(house.maria), house.signed_in(house.olga)
    with open_session() as db:
        found = browsers.list_own(db, house.maria.scope, cookie_of(mine))
        assert [browser.current for browser in found] == [True, False]
        browsers.end_one(db, house.maria.scope, found[1].id)
        (hers,) = browsers.list_own(db, house.olga.scope, None)
        with pytest.raises(NotFound):
            browsers.end_one(db, house.maria.scope, hers.id)
    assert is_in(cookie_of(mine))
    assert is_in(cookie_of(foreign))
    assert not is_in(cookie_of(other))


def test_signing_in_again_in_the_same_browser_leaves_one_line(house: House) -> None:
    browser = house.signed_in(house.maria)
    first = cookie_of(browser)
    assert browser.post("/api/sign-in", data={"token": house.maria.link()}).status_code == 303
    assert cookie_of(browser) != first
    assert not is_in(first)
    with open_session(reading=True) as db:
        assert len(browsers.list_own(db, house.maria.scope, None)) == 1


async def heard(cookie: str, meanwhile: Callable[[str], None] = lambda _: None) -> str:
    """The Cookie header that a page's socket begins with, behind the guard; the socket lives until `meanwhile` is over."""
    found: list[str] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(Headers(scope=scope).get("cookie", ""))
        meanwhile(cookie)

    headers = [(b"host", HOST.encode()), (b"cookie", f"pc_language=ru; {browsers.COOKIE}={cookie}".encode())]
    await presence.notes_presence(page)({"type": "websocket", "path": "/_event/", "headers": headers}, None, None)  # type: ignore[arg-type]
    return found[0]


def is_in_by_page(cookie: str) -> bool:
    with open_session(reading=True) as db:
        return browsers.whoami(db, cookie, HOST, by_page=True) is not None


async def test_a_page_left_open_for_days_stays_signed_in(house: House) -> None:
    first = cookie_of(house.signed_in(house.maria))

    def two_days(cookie: str) -> None:
        other_tab = cookie
        for _ in range(2):
            passed(hours=25)
            other_tab = look(house, other_tab) or ""
            look(house, other_tab)
        passed(minutes=11)
        assert not is_in(cookie)  # by HTTP it opens nothing any more…
        assert is_in_by_page(cookie)  # …but the page that began with it goes on
        with open_session(reading=True) as db:
            assert [each.current for each in browsers.list_own(db, house.maria.scope, cookie)] == [True]
        with open_session() as db:
            browsers.sign_out(db, other_tab)
        assert not is_in_by_page(cookie)  # until she signs out

    assert browsers.COOKIE in await heard(first, two_days)
    assert not is_in_by_page(first)


async def test_nobody_begins_a_page_with_an_outworn_cookie(house: House) -> None:
    first = cookie_of(house.signed_in(house.maria))
    begun: list[str] = []

    def another_day(cookie: str) -> None:
        passed(hours=25)
        look(house, look(house, cookie) or "")
        passed(minutes=11)
        assert is_in_by_page(cookie)
        with ThreadPoolExecutor() as aside:  # whoever copied the cookie, while its page is still open
            begun.append(aside.submit(asyncio.run, heard(cookie)).result())

    await heard(first, another_day)
    assert begun == ["pc_language=ru"]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 YaBrowser/24.10 Safari/537.36", "Yandex, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, macOS"),
        ("curl/8.0", ""),
    ],
)
def test_a_device_has_a_name(agent: str, name: str) -> None:
    assert devices.name_of(agent) == name
