"""Training sessions by HTTP: chunks in any repetition, gaps, finish, report."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from perscoach_app.services import people, reports, sessions, trainings
from perscoach_app.services import samples as samples_service
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import parse_id
from perscoach_app.services.sessions import Ending
from perscoach_app.tables import ReportPublic
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member
from tests.app.training import free


def samples(start_s: float, score: float | None = 80.0, count: int = 10) -> list[list[Any]]:
    """One second, ten samples."""
    return [[start_s + i / 10, score, 0.5, 0.2, 1, None if score is None else [score] * 14] for i in range(count)]


@pytest.fixture
def started(house: House) -> str:
    return free(house.maria, house.ready_exercise(house.anna))


@pytest.fixture
def browser(house: House) -> TestClient:
    return house.signed_in(house.maria)


def session_of(training: str) -> str:
    return str(sessions.id_of(parse_id(training), 0))


def report_for(member: Member, training: str) -> ReportPublic:
    with open_session() as db:
        return reports.report(db, member.scope, session_of(training))


def test_a_session_becomes_a_report(house: House, browser: TestClient, started: str) -> None:
    for number, score in enumerate((90.0, 90.0, 20.0, None)):
        answer = browser.post(f"/api/shadow/{started}/sets/0/chunks/{number}", json={"samples": samples(number, score)})
        assert (answer.status_code, answer.json()) == (200, {"next": number + 1})
    done = browser.post(f"/api/shadow/{started}/sets/0/finish", json={"chunks": 4, "duration_s": 4.0})
    assert (done.status_code, done.json()) == (200, {})
    report = report_for(house.maria, started)
    assert report.seen == 0.75
    assert report.score is not None
    assert 20 < report.score < 90
    assert report.verified is False
    assert report.summary["strip"]
    assert report.client_name == "Мария"
    assert report_for(house.anna, started).summary == report.summary


def test_repeating_is_harmless(house: House, browser: TestClient, started: str) -> None:
    chunk = {"samples": samples(0, 90.0)}
    for _ in range(3):
        assert browser.post(f"/api/shadow/{started}/sets/0/chunks/0", json=chunk).json() == {"next": 1}
    liar = {"samples": samples(0, 10.0)}
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/0", json=liar).json() == {"next": 1}
    for _ in range(2):
        assert browser.post(f"/api/shadow/{started}/sets/0/finish", json={"chunks": 1, "duration_s": 1.0}).status_code == 200
    assert report_for(house.maria, started).score == 90.0
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/0", json=chunk).json() == {"next": 1}
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/1", json=chunk).status_code == 409


def test_another_browser_goes_on_where_this_one_stopped(browser: TestClient, started: str) -> None:
    def stands() -> tuple[Any, ...]:
        (place,) = browser.get(f"/api/shadow/{started}").json()["sets"]
        return place["state"], place["next"], place["elapsed"], place["reps"]

    assert stands() == ("open", 0, 0, 0)
    chunks = ([[0.25, 80.0, 0.5, 0.2, 3, None]], [[5.5, None, None, None, 7, None], [6.25, None, None, None, 0, None]])
    for number, chunk in enumerate(chunks):
        browser.post(f"/api/shadow/{started}/sets/0/chunks/{number}", json={"samples": chunk})
    assert stands() == ("begun", 2, 6.25, 7)
    browser.post(f"/api/shadow/{started}/sets/0/chunks/2", json={"samples": []})
    assert stands() == ("begun", 3, 6.25, 7)


def test_a_gap_says_what_is_expected(house: House, browser: TestClient, started: str) -> None:
    answer = browser.post(f"/api/shadow/{started}/sets/0/chunks/2", json={"samples": samples(2)})
    assert answer.status_code == 409
    assert answer.json()["next"] == 0
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/-1", json={"samples": []}).status_code == 409
    early = browser.post(f"/api/shadow/{started}/sets/0/finish", json={"chunks": 2, "duration_s": 2.0})
    assert (early.status_code, early.json()["next"]) == (409, 0)
    with pytest.raises(NotFound):
        report_for(house.maria, started)


@pytest.mark.parametrize(
    "bad",
    [
        [[0, 80, 0.5, 0.1, 1]],
        [[0, 180, 0.5, 0.1, 1, None]],
        [["0", 80, 0.5, 0.1, 1, None]],
        [[0, 80, 0.5, 0.1, 1, [80] * 13]],
        [[0, 80, 0.5, 0.1, -1, None]],
        [[20_000, 80, 0.5, 0.1, 1, None]],
        [[10**400, 80, 0.5, 0.1, 1, None]],
        [{"t": 0}],
        [None],
        samples(0, count=5000),
    ],
)
def test_what_no_page_sends_is_refused(browser: TestClient, started: str, bad: list[Any]) -> None:
    answer = browser.post(f"/api/shadow/{started}/sets/0/chunks/0", json={"samples": bad})
    assert answer.status_code == 422
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/0", json={"samples": samples(0)}).json() == {"next": 1}


def test_a_session_has_an_end(browser: TestClient, started: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples_service, "MAX_SESSION_SAMPLES", 15)
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/0", json={"samples": samples(0)}).json() == {"next": 1}
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/1", json={"samples": samples(1)}).status_code == 422
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/1", json={"samples": samples(1, count=5)}).json() == {"next": 2}
    assert browser.post(f"/api/shadow/{started}/sets/0/chunks/2", json={"samples": []}).status_code == 422


def test_others_write_while_a_report_is_made(house: House, started: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*_arguments: object) -> dict[str, Any]:
        with open_session() as other:
            people.set_language(other, house.olga.scope, "en")
        return {"score": 50.0}

    monkeypatch.setattr(samples_service, "summary", meanwhile)
    with open_session(reading=True) as db:
        training = trainings.own(db, house.maria.scope, started)
    with open_session() as db:
        sessions.finish(db, house.maria.scope, training, 0, Ending(0, 1.0))
    assert report_for(house.maria, started).score == 50.0


def test_not_a_number_is_refused(browser: TestClient, started: str) -> None:
    body = '{"samples": [[0, NaN, 0.5, 0.1, 1, null]]}'
    answer = browser.post(f"/api/shadow/{started}/sets/0/chunks/0", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    body = f'{{"chunks": 0, "duration_s": 1, "repetitions": {10**400}}}'
    answer = browser.post(f"/api/shadow/{started}/sets/0/finish", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    body = '{"chunks": 0, "duration_s": Infinity}'
    answer = browser.post(f"/api/shadow/{started}/sets/0/finish", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422


def test_an_empty_session_has_a_report_without_a_score(house: House, browser: TestClient, started: str) -> None:
    assert browser.post(f"/api/shadow/{started}/sets/0/finish", json={"chunks": 0, "duration_s": 0.0}).status_code == 200
    report = report_for(house.maria, started)
    assert (report.score, report.reps) == (None, 0)


def test_an_exercise_in_the_making_cannot_be_trained(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    with open_session() as db, pytest.raises(NotFound):
        trainings.for_exercise(db, house.maria.scope, exercise_id)


def test_lists_hold_finished_sessions_of_the_right_people(house: House, browser: TestClient, started: str) -> None:
    browser.post(f"/api/shadow/{started}/sets/0/finish", json={"chunks": 0, "duration_s": 0.0})
    with open_session() as db:
        assert [each.id for each in reports.list_all(db, house.maria.scope)] == [session_of(started)]
        assert [each.id for each in reports.list_all(db, house.anna.scope)] == [session_of(started)]
        assert reports.list_all(db, house.olga.scope) == []
        assert reports.list_all(db, house.boris.scope) == []
