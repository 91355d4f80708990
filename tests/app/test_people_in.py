"""Getting in, on the whole road: a new site, its confirmation by letter, the password, a forgotten one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from perscoach_app.http import brakes
from perscoach_app.services import browsers, passwords, sign_up, tenants
from perscoach_app.tables import AuthSession, Person, SignInLink, Tenant, walls
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import PORT, House, Member
from tests.app.postbox import letters, link_in, words_of

EMAIL, PASSWORD = "olga@example.org", "три слова подряд"
FORM = {"name": "Ольга", "slug": "olga", "email": EMAIL, "password": PASSWORD}
BASE = f"localhost:{PORT}"
OWN = f"olga.localhost:{PORT}"
FORGOTTEN = "четыре других слова"


def made(house: House) -> str:
    """Signs a trainer up; returns the token of her letter."""
    assert house.browser(BASE).post("/api/sign-up", data=FORM).json() == {"sent": True}
    host, page, token = link_in(letters(EMAIL)[-1])
    assert (host, page) == (OWN, "confirm")
    return token


def confirmed(house: House) -> None:
    assert house.browser(OWN).post("/api/confirm", data={"token": made(house)}).headers["location"] == "/trainer"


def give_password(member: Member, email: str = EMAIL) -> None:
    """What somebody has who set a password and confirmed an address long ago."""
    with open_session() as db:
        person = db.get_one(Person, member.person_id)
        person.email, person.email_confirmed_at, person.password_hash = email, now(), passwords.hash_of(PASSWORD)
        db.add(person)
        db.commit()


def test_a_new_site_opens_by_its_letter(house: House) -> None:
    token = made(house)
    with open_session(reading=True) as db:
        assert tenants.by_host(db, OWN) is None  # pending: nobody sees anything yet
    browser = house.browser(OWN)
    answer = browser.post("/api/confirm", data={"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/trainer")
    with open_session(reading=True) as db:
        scope = browsers.whoami(db, browser.cookies[browsers.COOKIE], OWN)
    assert scope is not None
    assert (scope.name, scope.role, scope.tenant_slug) == ("Ольга", "trainer", "olga")
    again = house.browser(OWN).post("/api/confirm", data={"token": token})
    assert again.headers["location"] == f"/confirm/{token}"
    assert "set-cookie" not in again.headers


def test_the_letter_is_in_the_readers_language(house: House) -> None:
    house.browser(BASE).post("/api/sign-up", data=FORM, headers={"accept-language": "en"})
    (letter,) = letters(EMAIL)
    assert letter["Subject"] == "Confirm your e-mail address, and olga.localhost opens"
    assert words_of(letter).startswith("Hello Ольга,")


def test_looking_at_the_letters_link_confirms_nothing(house: House) -> None:
    token = made(house)
    for method in ("get", "head"):
        assert getattr(house.browser(OWN), method)(f"/api/confirm?token={token}").status_code == 405
    with open_session(reading=True) as db:
        assert sign_up.guest(db, token, OWN) is not None
    with open_session(reading=True) as db:
        assert sign_up.guest(db, token, f"anna.localhost:{PORT}") is None
    assert house.browser(f"anna.localhost:{PORT}").post("/api/confirm", data={"token": token}).headers["location"].startswith("/confirm")
    assert house.browser(OWN).post("/api/confirm", data={"token": token}).headers["location"] == "/trainer"


def test_of_many_that_confirm_at_once_one_gets_in(house: House) -> None:
    token = made(house)

    def one(_: int) -> bool:
        return "set-cookie" in house.browser(OWN).post("/api/confirm", data={"token": token}).headers

    with ThreadPoolExecutor(6) as crowd:
        assert sum(crowd.map(one, range(6))) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slug": "anna"}, "name_taken"),
        ({"slug": "admin"}, "name_taken"),
        ({"slug": "-x-"}, "name_taken"),
        ({"slug": "xn--80a"}, "name_taken"),
        ({"name": " \n "}, "name_missing"),
        ({"email": "nobody"}, "email_invalid"),
        ({"email": "a@b\r\nBcc: x@y.org"}, "email_invalid"),
        ({"password": "коротко"}, "password_short"),
        ({"password": "Qwertyuiop"}, "password_guessable"),
        ({"password": "olga@example.org1"}, "password_guessable"),
        ({"password": "ababababab"}, "password_guessable"),
    ],
)
def test_what_cannot_be_is_said(house: House, change: dict[str, str], code: str) -> None:
    answer = house.browser(BASE).post("/api/sign-up", data=FORM | change)
    assert answer.status_code in (400, 409, 422)
    assert answer.json()["error"] == code
    assert not letters()


def test_sites_are_made_on_the_base_domain_only(house: House) -> None:
    assert house.browser().post("/api/sign-up", data=FORM).status_code == 404
    assert house.browser("evil.example").post("/api/sign-up", data=FORM).status_code == 404


def test_a_known_address_makes_no_difference(house: House) -> None:
    give_password(house.anna)
    assert house.browser(BASE).post("/api/sign-up", data=FORM).json() == {"sent": True}


def test_an_unconfirmed_site_is_free_again_after_two_days(house: House) -> None:
    made(house)
    with open_session() as db:
        assert not tenants.is_free(db, "olga")
        assert sign_up.free_unconfirmed(db) == 0
        row = db.exec(select(Tenant).where(Tenant.slug == "olga")).one()
        row.created_at = now() - timedelta(hours=49)
        db.add(row)
        db.commit()
        assert sign_up.free_unconfirmed(db) == 1
        assert tenants.is_free(db, "olga")
        assert not tenants.is_free(db, "anna")
    confirmed(house)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Анна Петрова", "anna-petrova"),
        ("Юлия Щукина-Жук", "yuliya-shchukina-zhuk"),
        ("O'Neill", "o-neill"),
        ("!!!", ""),
        ("Ольга", "olga"),
    ],
)
def test_the_address_is_suggested_from_the_name(name: str, slug: str) -> None:
    assert sign_up.suggestion(name) == slug


def test_a_kept_password_is_slow_to_guess() -> None:
    name, _, cost = passwords._hasher.__wrapped__().hash(PASSWORD).split("$")[1:4]  # the product's own, not the tests' quick one
    memory_kib, passes, _ = (int(part.partition("=")[2]) for part in cost.split(","))
    assert name == "argon2id"
    assert memory_kib >= 64 * 1024
    assert passes >= 3


def test_email_and_password_let_in(house: House) -> None:
    confirmed(house)
    browser = house.browser(OWN)
    answer = browser.post("/api/sign-in/password", data={"email": " OLGA@example.org", "password": PASSWORD})
    assert answer.json() == {"go": "/trainer"}
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "domain" not in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org", "no address", ""])
def test_a_wrong_password_and_an_unknown_address_answer_alike(house: House, email: str) -> None:
    give_password(house.anna)
    answer = house.browser().post("/api/sign-in/password", data={"email": email or " ", "password": "не тот пароль"})
    assert (answer.status_code, answer.json()["error"]) == (400, "sign_in_refused")


def test_a_password_opens_its_own_site_only(house: House) -> None:
    give_password(house.anna)
    answer = house.browser(f"boris.localhost:{PORT}").post("/api/sign-in/password", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 400
    assert house.browser().post("/api/sign-in/password", data={"email": EMAIL, "password": PASSWORD}).status_code == 200


def test_the_same_human_at_two_trainers_is_two_people(house: House) -> None:
    give_password(house.maria)
    give_password(house.viktor)
    for host in ("anna", "boris"):
        answer = house.browser(f"{host}.localhost:{PORT}").post("/api/sign-in/password", data={"email": EMAIL, "password": PASSWORD})
        assert answer.json() == {"go": "/home"}


def test_passwords_are_not_guessed_one_after_another(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    give_password(house.anna)
    monkeypatch.setattr(passwords, "matches", lambda password, known: False)
    wrong = {"email": EMAIL, "password": "не тот пароль"}
    codes = [house.browser().post("/api/sign-in/password", data=wrong).status_code for _ in range(brakes.ACCOUNT.limit + 1)]
    assert codes == [400] * brakes.ACCOUNT.limit + [429]


def test_somebody_who_was_removed_does_not_get_in(house: House) -> None:
    give_password(house.maria)
    token, browser = house.maria.link(), house.signed_in(house.maria)
    with open_session() as db:
        person = db.get_one(Person, house.maria.person_id)
        person.removed_at = now()
        db.add(person)
        db.commit()
    assert house.browser().post("/api/sign-in/password", data={"email": EMAIL, "password": PASSWORD}).status_code == 400
    assert house.browser().post("/api/sign-in", data={"token": token}).headers["location"].startswith("/enter")
    with open_session(reading=True) as db:
        assert browsers.whoami(db, browser.cookies[browsers.COOKIE], "anna.localhost") is None


def test_a_link_by_mail_lets_in_once(house: House) -> None:
    give_password(house.maria)
    assert house.browser().post("/api/sign-in/mail", data={"email": EMAIL}).json() == {"sent": True}
    assert house.browser().post("/api/sign-in/mail", data={"email": "nobody@example.org"}).json() == {"sent": True}
    (letter,) = letters()
    host, page, token = link_in(letter)
    assert (host, page) == (f"anna.localhost:{PORT}", "enter")
    assert house.browser(host).post("/api/sign-in", data={"token": token}).headers["location"] == "/home"
    assert house.browser(host).post("/api/sign-in", data={"token": token}).headers["location"] == f"/enter/{token}"


def test_a_forgotten_password(house: House) -> None:
    give_password(house.maria)
    other = house.signed_in(house.maria)
    house.browser().post("/api/reset/mail", data={"email": EMAIL})
    _, page, token = link_in(letters(EMAIL)[-1])
    assert page == "reset"
    assert house.browser().post("/api/sign-in", data={"token": token}).headers["location"].startswith("/enter")  # good for nothing else
    short = house.browser().post("/api/reset", data={"token": token, "password": "коротко"})
    assert short.json()["error"] == "password_short"  # and nothing is spent
    browser = house.browser()
    assert browser.post("/api/reset", data={"token": token, "password": FORGOTTEN}).json() == {"go": "/home"}
    with open_session(reading=True) as db:
        assert browsers.whoami(db, browser.cookies[browsers.COOKIE], "anna.localhost") is not None
        assert browsers.whoami(db, other.cookies[browsers.COOKIE], "anna.localhost") is None
    assert house.browser().post("/api/reset", data={"token": token, "password": FORGOTTEN}).json()["error"] == "link_invalid"
    assert house.browser().post("/api/sign-in/password", data={"email": EMAIL, "password": PASSWORD}).status_code == 400
    assert house.browser().post("/api/sign-in/password", data={"email": EMAIL, "password": FORGOTTEN}).status_code == 200


def test_nobodys_mailbox_is_filled_from_here(house: House) -> None:
    give_password(house.maria)
    codes = [house.browser().post("/api/reset/mail", data={"email": EMAIL}).status_code for _ in range(brakes.MAILED.limit + 1)]
    assert codes == [200] * brakes.MAILED.limit + [429]
    assert len(letters(EMAIL)) == brakes.MAILED.limit


def test_changing_the_password_asks_for_the_present_one_and_ends_the_rest(house: House) -> None:
    give_password(house.maria)
    mine, other = house.signed_in(house.maria), house.signed_in(house.maria)
    wrong = mine.post("/api/account/password", data={"current": "не тот пароль", "password": FORGOTTEN})
    assert wrong.json()["error"] == "password_wrong"
    before = mine.cookies[browsers.COOKIE]
    assert mine.post("/api/account/password", data={"current": PASSWORD, "password": FORGOTTEN}).json() == {"go": "/account"}
    with open_session(reading=True) as db:
        assert browsers.whoami(db, mine.cookies[browsers.COOKIE], "anna.localhost") is not None
        for cookie in (before, other.cookies[browsers.COOKIE]):
            assert browsers.whoami(db, cookie, "anna.localhost") is None


def test_a_client_sets_her_first_password(house: House) -> None:
    browser = house.signed_in(house.maria)
    assert browser.post("/api/account/password", data={"password": FORGOTTEN}).status_code == 200
    assert house.browser().post("/api/account/password", data={"password": FORGOTTEN}).status_code == 401


def test_neither_passwords_nor_tokens_are_kept(house: House) -> None:
    token = made(house)
    with open_session(reading=True) as db:
        kept = [*db.exec(select(SignInLink.token_hash)), *db.exec(select(Person.password_hash))]
    assert token not in kept
    assert PASSWORD not in kept
    everything = (house.var / "perscoach.db").read_bytes() + (house.var / "perscoach.db-wal").read_bytes()
    assert token.encode() not in everything
    assert PASSWORD.encode() not in everything


def test_out_everywhere(house: House) -> None:
    mine, other = house.signed_in(house.maria), house.signed_in(house.maria)
    assert mine.post("/api/sign-out/everywhere").headers["location"] == "/"
    with open_session(reading=True) as db:
        assert browsers.whoami(db, other.cookies[browsers.COOKIE], "anna.localhost") is None
        assert {row.revoked_at is None for row in db.exec(select(AuthSession))} == {False}


def test_the_whole_road_in_a_process_that_serves_strangers(house: House) -> None:
    """Where a session that was not told whose rows it is about sees none, every way in still works."""
    with walls.serving():
        assert house.browser(OWN).post("/api/confirm", data={"token": made(house)}).headers["location"] == "/trainer"
        house.browser(OWN).post("/api/reset/mail", data={"email": EMAIL})
        answer = house.browser(OWN).post("/api/reset", data={"token": link_in(letters(EMAIL)[-1])[2], "password": FORGOTTEN})
        assert answer.json() == {"go": "/trainer"}
        house.browser(OWN).post("/api/sign-in/mail", data={"email": EMAIL})
        browser = house.browser(OWN)
        assert browser.post("/api/sign-in", data={"token": link_in(letters(EMAIL)[-1])[2]}).headers["location"] == "/trainer"
        assert browser.post("/api/account/password", data={"current": FORGOTTEN, "password": PASSWORD}).status_code == 200
        assert browser.get("/api/health", headers={"sec-fetch-mode": "navigate"}).status_code == 200
        again = house.browser(OWN)
        assert again.post("/api/sign-in/password", data={"email": EMAIL, "password": PASSWORD}).status_code == 200
        assert again.post("/api/sign-out/everywhere").headers["location"] == "/"
        assert browser.post("/api/account/password", data={"current": PASSWORD, "password": FORGOTTEN}).status_code == 401
