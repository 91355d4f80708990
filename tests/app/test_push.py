"""Web push: off without a key; only browser makers' addresses; one notice to each browser of a person, readable by that browser alone."""

import base64
import json
import os
from typing import Any

import http_ece
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlmodel import select

from perscoach_app.services import push, reminders
from perscoach_app.settings import get_settings
from perscoach_app.tables import PushSubscription
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.planning import Clock, clock
from tests.app.test_reminders import SIX, has_mail, reminded_at_six

__all__ = ["clock"]
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Browser:
    """What a browser keeps to itself, and what it tells us."""

    def __init__(self) -> None:
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def subscription(self, endpoint: str = ENDPOINT) -> dict[str, Any]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": endpoint, "keys": {"p256dh": b64(point), "auth": b64(self.auth)}}

    def read(self, body: bytes) -> dict[str, str]:
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth))


@pytest.fixture
def keyed(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """An installation with a key."""
    secret = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")
    monkeypatch.setenv("PERSCOACH_VAPID_PRIVATE_KEY", b64(secret))
    get_settings.cache_clear()
    return house


class Maker:
    """A browser maker's server, as far as `requests` can tell."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, status: int = 201) -> None:
        self.got: list[requests.PreparedRequest] = []
        self.status = status
        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", self._answer)

    def _answer(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
        self.got.append(request)
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = self.status, request, str(request.url)
        answer.headers["location"] = "http://127.0.0.1:22/"
        answer.raw = None
        answer._content = b""
        return answer


def kept() -> list[str]:
    with open_session(reading=True) as db:
        return [row.endpoint for row in db.exec(select(PushSubscription))]


def test_without_a_key_push_is_off(house: House) -> None:
    assert (push.is_on(), push.public_key()) == (False, "")
    answer = house.signed_in(house.maria).post("/api/push", json=Browser().subscription())
    assert (answer.status_code, answer.json()["error"], kept()) == (422, "subscription_refused", [])


def test_a_browser_is_kept_once_and_forgotten_by_its_own_person(keyed: House) -> None:
    maria, olga = keyed.signed_in(keyed.maria), keyed.signed_in(keyed.olga)
    for _ in range(2):
        assert maria.post("/api/push", json=Browser().subscription()).status_code == 204
    assert kept() == [ENDPOINT]
    assert olga.request("DELETE", "/api/push", json={"endpoint": ENDPOINT}).status_code == 204
    assert kept() == [ENDPOINT]
    assert maria.request("DELETE", "/api/push", json={"endpoint": ENDPOINT}).status_code == 204
    assert kept() == []
    assert keyed.browser().post("/api/push", json=Browser().subscription()).status_code == 401


def test_the_oldest_of_many_browsers_makes_room(keyed: House) -> None:
    maria = keyed.signed_in(keyed.maria)
    for n in range(push.MOST_BROWSERS + 2):
        maria.post("/api/push", json=Browser().subscription(f"{ENDPOINT}{n}"))
    assert kept() == [f"{ENDPOINT}{n}" for n in range(2, push.MOST_BROWSERS + 2)]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8080/x",
        "https://fcm.googleapis.com\\@127.0.0.1/x",
        "https://127.0.0.1\\.push.apple.com/x",
        "https://fcm.googleapis.com/\r\nx",
        "file:///etc/passwd",
        "//fcm.googleapis.com/x",
        "https://fcm.googleapis.com:port/x",
        "",
    ],
)
def test_our_server_knocks_at_no_other_door(keyed: House, endpoint: str) -> None:
    answer = keyed.signed_in(keyed.maria).post("/api/push", json=Browser().subscription(endpoint))
    assert (answer.status_code, kept()) == (422, [])


@pytest.mark.parametrize(
    "host", ["web.push.apple.com", "updates.push.services.mozilla.com", "db5p.notify.windows.com", "FCM.googleapis.com"]
)
def test_every_makers_doors_are_known(host: str) -> None:
    assert push.is_makers(f"https://{host}/x")


@pytest.mark.parametrize("keys", [{"p256dh": "", "auth": ""}, {"p256dh": "AAAA", "auth": "AAAA"}, {"p256dh": "ü", "auth": "!"}])
def test_keys_nobody_can_use_are_refused(keyed: House, keys: dict[str, str]) -> None:
    answer = keyed.signed_in(keyed.maria).post("/api/push", json={"endpoint": ENDPOINT, "keys": keys})
    assert (answer.status_code, kept()) == (422, [])


def test_a_notice_reaches_each_browser_and_only_it_can_read(keyed: House, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    maker, phone, computer = Maker(monkeypatch), Browser(), Browser()
    key = f"{reminded_at_six(keyed)}-2026-11-23"
    maria = keyed.signed_in(keyed.maria)
    for n, browser in enumerate((phone, computer)):
        assert maria.post("/api/push", json=browser.subscription(f"{ENDPOINT}{n}")).status_code == 204
    assert [reminders.send_due(SIX) for _ in range(2)] == [1, 0]
    assert [request.url for request in maker.got] == [f"{ENDPOINT}0", f"{ENDPOINT}1"]
    body = maker.got[0].body
    assert isinstance(body, bytes)
    said = phone.read(body)
    assert (said["title"], said["path"]) == ("Ноги", f"/home/homework/{key}")
    assert said["body"].startswith("1 упражнение, ≈")
    assert maker.got[0].headers["authorization"].startswith("vapid t=")
    with pytest.raises(http_ece.ECEException):
        computer.read(body)


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (500, 1), (307, 1)])
def test_a_browser_that_has_gone_is_forgotten_and_a_redirect_is_not_followed(
    keyed: House, clock: Clock, monkeypatch: pytest.MonkeyPatch, status: int, left: int
) -> None:
    maker = Maker(monkeypatch, status)
    reminded_at_six(keyed)
    keyed.signed_in(keyed.maria).post("/api/push", json=Browser().subscription())
    assert reminders.send_due(SIX) == 0
    assert (len(maker.got), len(kept())) == (1, left)


def test_letter_and_notice_are_two_reminders(keyed: House, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    Maker(monkeypatch)
    has_mail(keyed)
    reminded_at_six(keyed)
    keyed.signed_in(keyed.maria).post("/api/push", json=Browser().subscription())
    assert [reminders.send_due(SIX) for _ in range(2)] == [2, 0]
