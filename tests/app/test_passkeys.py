"""Passkeys through the real routes, with a device in software."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from perscoach_app.services import browsers, passkeys
from perscoach_app.services.errors import NotFound
from perscoach_app.tables import Person
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.authenticator import Authenticator
from tests.app.house import PORT, House, Member

ORIGIN = f"http://anna.localhost:{PORT}"


def made(house: House, member: Member, device: Authenticator, **how: Any) -> Any:
    """What the server says when the member's device makes a passkey."""
    browser = house.signed_in(member)
    options = browser.post("/api/passkeys/options").json()
    return browser.post("/api/passkeys", json={"credential": device.make(options, how.get("origin", ORIGIN))})


def options_of(browser: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = browser.post("/api/sign-in/passkey/options").json()
    return found


def used(browser: TestClient, device: Authenticator, origin: str = ORIGIN, options: dict[str, Any] | None = None) -> Any:
    return browser.post("/api/sign-in/passkey", json={"credential": device.use(options or options_of(browser), origin)})


def test_a_passkey_lets_in(house: House) -> None:
    device = Authenticator()
    assert made(house, house.maria, device).json() == {"go": "/account"}
    browser = house.browser()
    assert used(browser, device).json() == {"go": "/home"}
    with open_session(reading=True) as db:
        scope = browsers.whoami(db, browser.cookies[browsers.COOKIE], "anna.localhost")
        (kept,) = passkeys.list_own(db, house.maria.scope)
    assert scope is not None
    assert scope.person_id == house.maria.person_id
    assert kept.last_used_at is not None


def test_a_question_is_answered_once(house: House) -> None:
    device = Authenticator()
    made(house, house.maria, device)
    browser = house.browser()
    options = options_of(browser)
    assert used(browser, device, options=options).status_code == 200
    assert used(browser, device, options=options).json()["error"] == "passkey_refused"


def test_a_question_of_another_host_is_none_of_ours(house: House) -> None:
    device = Authenticator()
    made(house, house.maria, device)
    foreign = options_of(house.browser(f"boris.localhost:{PORT}")) | {"rpId": "anna.localhost"}
    assert used(house.browser(), device, options=foreign).json()["error"] == "passkey_refused"
    assert used(house.browser(), device, origin=f"http://boris.localhost:{PORT}").json()["error"] == "passkey_refused"


def test_at_another_trainers_site_it_opens_nothing(house: House) -> None:
    device = Authenticator()
    made(house, house.maria, device)
    foreign = house.browser(f"boris.localhost:{PORT}")
    assert used(foreign, device, origin=f"http://boris.localhost:{PORT}").json()["error"] == "passkey_refused"


def test_a_found_phone_alone_does_not_do(house: House) -> None:
    assert made(house, house.maria, Authenticator(verifies=False)).json()["error"] == "passkey_refused"
    device = Authenticator()
    made(house, house.maria, device)
    device.verifies = False
    assert used(house.browser(), device).json()["error"] == "passkey_refused"


def test_a_copied_key_is_noticed(house: House) -> None:
    device = Authenticator()
    made(house, house.maria, device)
    device.uses = 5
    assert used(house.browser(), device).status_code == 200
    device.uses = 2  # the copy has counted less
    assert used(house.browser(), device).json()["error"] == "passkey_refused"


def test_nobody_takes_over_anothers_device(house: House) -> None:
    device = Authenticator()
    made(house, house.maria, device)
    assert made(house, house.olga, device).json()["error"] == "passkey_refused"
    browser, other = house.signed_in(house.maria), house.signed_in(house.olga)
    options = browser.post("/api/passkeys/options").json()  # asked by Maria, answered by Olga
    answer = other.post("/api/passkeys", json={"credential": Authenticator().make(options, ORIGIN)})
    assert answer.json()["error"] == "passkey_refused"


def test_a_removed_key_and_a_removed_person_open_nothing(house: House) -> None:
    device, second = Authenticator(), Authenticator()
    made(house, house.maria, device)
    made(house, house.olga, second)
    with open_session() as db:
        (mine,) = passkeys.list_own(db, house.maria.scope)
        with pytest.raises(NotFound):
            passkeys.remove(db, house.olga.scope, mine.id)
        with pytest.raises(NotFound):
            passkeys.rename(db, house.olga.scope, mine.id, "моё")
        passkeys.rename(db, house.maria.scope, mine.id, "Мой телефон")
        assert [each.name for each in passkeys.list_own(db, house.maria.scope)] == ["Мой телефон"]
        passkeys.remove(db, house.maria.scope, mine.id)
        person = db.get_one(Person, house.olga.person_id)
        person.removed_at = now()
        db.add(person)
        db.commit()
    assert used(house.browser(), device).json()["error"] == "passkey_refused"
    assert used(house.browser(), second).json()["error"] == "passkey_refused"


@pytest.mark.parametrize("nonsense", [{}, {"id": "x"}, {"id": 1, "response": []}, {"response": {"clientDataJSON": "W10"}}])
def test_nonsense_is_refused(house: House, nonsense: dict[str, Any]) -> None:
    answer = house.browser().post("/api/sign-in/passkey", json={"credential": nonsense})
    assert (answer.status_code, answer.json()["error"]) == (400, "passkey_refused")
