"""One-time links, cookies, and who is asking."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from perscoach_app.services import browsers, people, sign_in, tenants
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.tables import AuthSession, SignInLink, TenantStatus
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House, Member

HOST = "anna.localhost:3100"


def enter(member: Member, token: str) -> str | None:
    """The cookie a token buys, or None."""
    try:
        with open_session() as db:
            return sign_in.by_link(db, token, f"{member.slug}.localhost").cookie
    except LinkInvalid:
        return None


def test_a_link_signs_in_once(house: House) -> None:
    token = house.anna.link()
    cookie = enter(house.anna, token)
    assert cookie is not None
    assert enter(house.anna, token) is None
    with open_session() as db:
        scope = browsers.whoami(db, cookie, HOST)
    assert scope is not None
    assert (scope.name, scope.role, scope.tenant_slug, scope.host) == ("Анна", "trainer", "anna", "anna.localhost")


def test_looking_at_a_link_spends_nothing(house: House) -> None:
    token = house.anna.link()
    with open_session() as db:
        assert sign_in.guest(db, token, HOST)
        assert sign_in.guest(db, token, HOST)
    with open_session() as db:
        assert not sign_in.guest(db, token, "boris.localhost")
    assert enter(house.anna, token) is not None
    with open_session() as db:
        assert not sign_in.guest(db, token, HOST)


def test_of_many_at_the_same_moment_one_gets_in(house: House) -> None:
    token = house.maria.link()
    with ThreadPoolExecutor(8) as pool:
        cookies = list(pool.map(lambda _: enter(house.maria, token), range(8)))
    assert sum(cookie is not None for cookie in cookies) == 1


def test_neither_token_is_kept(house: House) -> None:
    token = house.anna.link()
    cookie = enter(house.anna, token)
    assert cookie
    with open_session() as db:
        kept = [*db.exec(select(SignInLink.token_hash)), *db.exec(select(AuthSession.token_hash))]
    assert kept
    assert token not in kept
    assert cookie not in kept
    assert cookie.encode() not in (house.var / "perscoach.db").read_bytes() + (house.var / "perscoach.db-wal").read_bytes()


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "A" * 43, "A" * 10_000, "\x00" * 43, "а" * 43])
def test_what_is_no_token_opens_nothing(house: House, token: str) -> None:
    assert enter(house.anna, token) is None


def test_an_old_link_and_an_old_cookie_open_nothing(house: House) -> None:
    stale, cookie = house.anna.link(), enter(house.anna, house.anna.link())
    with open_session() as db:
        past = now() - timedelta(seconds=1)
        for row in [*db.exec(select(SignInLink)), *db.exec(select(AuthSession))]:
            row.expires_at = past
            db.add(row)
        db.commit()
    assert enter(house.anna, stale) is None
    with open_session() as db:
        assert browsers.whoami(db, cookie, HOST) is None


def test_a_cookie_is_good_on_its_own_host_only(house: House) -> None:
    cookie = enter(house.anna, house.anna.link())
    with open_session() as db:
        assert browsers.whoami(db, cookie, "anna.pers.coach") is not None  # the same tenant by its other name
    for host in ("boris.localhost:3100", "localhost:3100", "anna.evil.example", "x.anna.localhost", ""):
        with open_session() as db:
            assert browsers.whoami(db, cookie, host) is None


def test_signing_out_ends_it_in_the_database(house: House) -> None:
    cookie = enter(house.anna, house.anna.link())
    with open_session() as db:
        browsers.sign_out(db, cookie)
        assert browsers.whoami(db, cookie, HOST) is None


def test_a_suspended_tenant_is_closed_at_once(house: House) -> None:
    cookie = enter(house.anna, house.anna.link())
    with open_session() as db:
        tenants.set_status(db, "anna", TenantStatus.SUSPENDED)
        assert browsers.whoami(db, cookie, HOST) is None
        assert tenants.by_host(db, HOST) is None
    assert enter(house.anna, house.anna.link()) is None
    with open_session() as db:
        tenants.set_status(db, "anna", TenantStatus.ACTIVE)
        assert browsers.whoami(db, cookie, HOST) is not None


def test_the_cookie_in_a_header(house: House) -> None:
    assert browsers.cookie_in(f"a=1; {browsers.COOKIE}=abc; b=2") == "abc"
    assert browsers.cookie_in(f'odd={{"a b":[1,2]}}; {browsers.COOKIE}=abc') == "abc"  # another script's cookie
    assert browsers.cookie_in(None) is None
    assert browsers.cookie_in("\x00=;;;=") is None


def test_the_trigger_is_not_in_the_url(house: House) -> None:
    """GET on the route does not exist: a mail scanner that follows links spends nothing."""
    token = house.anna.link()
    assert house.browser().get(f"/api/sign-in?token={token}").status_code == 405
    assert enter(house.anna, token) is not None


def test_the_database_is_asked_every_time(house: House) -> None:
    browser = house.signed_in(house.anna)
    assert browser.post("/api/language", data={"language": "en", "next": "/trainer"}).status_code == 303
    with open_session() as db:
        assert people.scope_of(db, house.anna.person_id).language == "en"
        db.exec(text("update auth_session set revoked_at = created_at"))  # type: ignore[call-overload]
        db.commit()
    browser.post("/api/language", data={"language": "ru"})
    with open_session() as db:
        assert people.scope_of(db, house.anna.person_id).language == "en"


def test_the_theme_comes_with_the_person(house: House) -> None:
    browser = house.signed_in(house.anna)
    assert browser.post("/api/theme", data={"light": "true", "next": "/trainer"}).headers["location"] == "/trainer"
    elsewhere = house.browser()
    answer = elsewhere.post("/api/sign-in", data={"token": house.anna.link()})
    assert answer.cookies[browsers.THEME_COOKIE] == "1"  # before her first page is drawn there
    browser.post("/api/theme", data={"light": "false"})
    with open_session() as db:
        assert not people.scope_of(db, house.anna.person_id).light
