"""Health, metrics, logs, proxies, settings: what whoever keeps the product running relies on."""

import json
import logging
import re
import secrets
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from starlette.testclient import TestClient

from perscoach_app import logs
from perscoach_app.http import brakes
from perscoach_app.security import proxies
from perscoach_app.services import admin_figures, problems
from perscoach_app.settings import SettingsRefused, get_settings
from perscoach_app.storage import Storage
from perscoach_app.tables import Person
from perscoach_app.tables.database import open_session
from tests.app.house import PORT, House


def from_this_machine(house: House, **headers: str) -> TestClient:
    return TestClient(house.app, base_url=f"http://127.0.0.1:{PORT}", client=("127.0.0.1", 4000), headers=headers)


def test_ready_says_which_part_is_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = house.browser()
    assert (browser.get("/api/health/ready").status_code, browser.get("/api/health/ready").json()) == (
        200,
        {"database": "ok", "storage": "ok"},
    )

    def away(_self: Storage) -> None:
        raise ConnectionError("http://user:secret@store")

    monkeypatch.setattr(Storage, "check", away)
    monkeypatch.setenv("PERSCOACH_REDIS_URL", "redis://127.0.0.1:1/0")
    get_settings.cache_clear()
    answer = browser.get("/api/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "storage": "away", "redis": "away"}
    assert browser.get("/api/health/live").status_code == 200  # nobody starts this process anew for that


def test_metrics_are_for_the_token_or_this_machine(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    here = from_this_machine(house)
    here.get("/api/health")
    numbers = here.get("/metrics").text
    assert re.search(r'perscoach_requests_total\{kind="api",method="GET",status="200"\} [1-9]', numbers)
    assert 'perscoach_request_seconds_bucket{kind="api",le="0.2"}' in numbers
    for stranger in (house.browser(), from_this_machine(house, **{"x-forwarded-for": "203.0.113.9"})):
        assert stranger.get("/metrics").status_code == 404
    monkeypatch.setenv("PERSCOACH_METRICS_TOKEN", "t" * 40)
    get_settings.cache_clear()
    assert here.get("/metrics").status_code == 404
    assert house.browser().get("/metrics", headers={"authorization": f"Bearer {'t' * 40}"}).status_code == 200


def test_metrics_tell_what_the_worker_published(house: House) -> None:
    house.exercise(house.anna)
    admin_figures.show_alive("worker:1")
    admin_figures.publish()
    numbers = from_this_machine(house).get("/metrics").text
    assert 'perscoach_jobs{status="queued"} 1.0' in numbers
    assert 'perscoach_studio_clients{studio="anna"} 2.0' in numbers
    assert 'perscoach_worker_silent_seconds{worker="worker:1"}' in numbers
    assert not any(name in numbers for name in ("Анна", "Мария", "Приседание"))


def test_strangers_make_no_new_series(house: House) -> None:
    browser = house.browser()
    before = len(from_this_machine(house).get("/metrics").text.splitlines())
    for number in range(5):
        browser.request("BREW", f"/api/{number}/anything")
    after = len(from_this_machine(house).get("/metrics").text.splitlines())
    assert after - before <= 4  # one method, one status: a counter and its time of birth


def record(words: str, error: BaseException | None = None) -> logging.LogRecord:
    trace = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("perscoach.web", logging.ERROR, __file__, 1, words, (), trace)


def test_a_log_line_names_nobody() -> None:
    try:
        raise ValueError("Мария wrote: my knee hurts")
    except ValueError as error:
        line = json.loads(
            logs.JsonLines("web").format(record("to maria@example.org by 203.0.113.9: /enter/" + secrets.token_urlsafe(32), error))
        )
    assert line["message"] == "to … by …: /enter/…"
    handler = "reflex___state____state.perscoach_app___state___visitor____visitor.load"
    assert logs.without_people(handler) == handler  # long names of ours stay
    assert line["error"] == "ValueError"
    assert line["place"].startswith("tests/app/test_operating.py:")
    assert "knee" not in json.dumps(line, ensure_ascii=False)
    assert "user:secret" not in logs.WithoutPeople("web").format(record("at postgresql://user:secret@host/db?password=x"))
    assert logs.kind_of_path("/api/sessions/0b5e8a5e-1111/poses") == "/api/sessions/…/poses"


def test_an_error_of_the_database_repeats_no_values(house: House) -> None:
    with open_session() as db:
        db.add(Person(id=house.maria.person_id, tenant_id=house.maria.scope.tenant_id, role="client", name="Мария"))
        with pytest.raises(IntegrityError) as refused:
            db.commit()
    assert "Мария" not in str(refused.value)


def test_requests_are_logged_without_what_they_name(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PERSCOACH_LOG_FORMAT", "json")
    get_settings.cache_clear()
    with caplog.at_level(logging.INFO, "perscoach.web"):
        house.browser().get("/api/media/tenants/1/secret-name-42.webm?signature=abc")
    lines = [logs.JsonLines("web").format(one) for one in caplog.records if one.name == "perscoach.web"]
    said = json.loads(lines[-1])
    assert (said["path"], said["status"]) == ("/api/media/tenants/…/…", 404)
    assert not any(word in lines[-1] for word in ("secret", "signature", "abc"))


def test_a_process_logs_its_problems_still(monkeypatch: pytest.MonkeyPatch) -> None:
    root, tally = logging.getLogger(), problems.Tally()
    monkeypatch.setattr(root, "handlers", [tally])
    monkeypatch.setattr(root, "level", root.level)
    logs.configure("worker")
    assert tally in root.handlers
    assert len(root.handlers) == 2


def tried(house: House, visitor: str, peer: str = "127.0.0.1") -> int:
    """A wrong link from a visitor behind a proxy."""
    browser = TestClient(house.app, base_url=f"http://anna.localhost:{PORT}", client=(peer, 4000), follow_redirects=False)
    return browser.post("/api/sign-in", data={"token": "x" * 43}, headers={"x-forwarded-for": visitor}).status_code


def test_one_visitor_behind_a_proxy_does_not_slow_down_the_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brakes, "ADDRESS", brakes.Brake(2, 60))
    assert [tried(house, "203.0.113.9") for _ in range(3)][-1] == 429
    assert tried(house, "203.0.113.10") != 429
    assert tried(house, "198.51.100.1, 203.0.113.9") == 429  # what a visitor says of himself stands before what the proxy saw
    # whoever is no proxy of ours may not choose his address
    assert [tried(house, f"192.0.2.{number}", peer="203.0.113.77") for number in range(3)][-1] == 429


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PERSCOACH_REDIS_URL", "http://host", "PERSCOACH_REDIS_URL"),
        ("PERSCOACH_WEB_WORKERS", "2", "PERSCOACH_REDIS_URL"),
        ("PERSCOACH_TRUSTED_PROXIES", "everybody", "PERSCOACH_TRUSTED_PROXIES"),
        ("PERSCOACH_ENV", "production", "PERSCOACH_SECRET"),
    ],
)
def test_settings_that_cannot_work_are_refused(
    fresh_settings: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.delenv("PERSCOACH_SECRET", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=told):
        get_settings()


@pytest.mark.parametrize("visitor", ["203.0.113.9", "203.0.113.9:51234", "[2001:db8::1]:51234", "2001:db8::1"])
def test_a_visitor_is_an_address_without_the_port_of_the_moment(visitor: str) -> None:
    expected = "2001:db8::1" if "db8" in visitor else "203.0.113.9"
    assert proxies._visitor([f"198.51.100.7, {visitor}", "127.0.0.1:4711"]) == expected
