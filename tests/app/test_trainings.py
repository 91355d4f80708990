"""A training: the plan of a day, every number of the device safe to send twice, feelings, consents, and the end of the day."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from gzip import compress
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select, update
from starlette.testclient import TestClient

from perscoach_app.services import feelings, homework, reports, sessions, trainings
from perscoach_app.services.errors import NotReady
from perscoach_app.services.planned_days import DayState
from perscoach_app.tables import Consent, Exercise, ExerciseFeeling, SessionChunk, SetDone, Tenant, Training, TrainingSession, WorkoutItem
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_motion.faults.phrases import NUMBER
from tests.app import training
from tests.app.house import House
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly

__all__ = ["clock"]

SECOND = [[i / 5, 90.0, 0.5, 0.2, 1, [90.0] * 14] for i in range(5)]


@pytest.fixture
def day(house: House, clock: Clock) -> str:
    """Maria's homework of two exercises with two sets each; its key."""
    return f"{given_to(house, house.maria, weekly(MONDAY), exercises=2)}-{MONDAY}"


@pytest.fixture
def browser(house: House) -> TestClient:
    return house.signed_in(house.maria)


def plan_of(browser: TestClient, begun: str) -> dict[str, Any]:
    answer = browser.get(f"/api/shadow/{begun}")
    assert answer.status_code == 200
    plan: dict[str, Any] = answer.json()
    return plan


def send(browser: TestClient, begun: str, key: str, body: object) -> dict[str, Any]:
    """Everything is sent three times: none of it counts twice."""
    answers = [browser.post(f"/api/shadow/{begun}/{key}", json=body) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}, answers[0].text
    told: dict[str, Any] = answers[0].json()
    return told


def do(browser: TestClient, begun: str, position: int, **how: Any) -> None:
    """One set in one chunk."""
    assert send(browser, begun, f"sets/{position}/chunks/0", {"samples": SECOND}) == {"next": 1}
    send(browser, begun, f"sets/{position}/finish", {"chunks": 1, "duration_s": 1.0, **how})


def states(browser: TestClient, begun: str) -> list[str]:
    return [place["state"] for place in plan_of(browser, begun)["sets"]]


def test_the_plan_says_everything(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    plan = plan_of(browser, begun)
    assert (plan["training"], plan["title"], plan["free"], plan["finished"]) == (begun, "Ноги", False, False)
    assert (plan["language"], plan["address"], plan["home"]) == ("ru", "vy", f"/home/homework/{day}")
    assert (plan["tenant"]["name"], plan["tenant"]["colours"]["--accent"]) == ("Анна", "#00ff88")
    assert plan["order"] == [[0, 1], [0, 2], [1, 1], [1, 2]]
    assert plan["cues"][NUMBER["deeper"]]["short"] == "глубже"
    first = plan["items"][0]
    assert (first["title"], first["sets"], first["repetitions"], first["hold_s"], first["load_kg"]) == ("Приседание", 2, 10, None, 6.0)
    assert (first["target"], first["voice_note"], first["side"]) == (None, None, "both")
    for name in ("video", "poses", "poster"):
        assert browser.get(first["clip"][name]).status_code == 200
    assert plan["sets"][3] == {"position": 3, "state": "open", "next": 0, "elapsed": 0.0, "reps": 0}


def test_the_words_are_the_sites_own_voice(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    with open_session() as db:
        db.exec(update(Tenant).where(col(Tenant.slug) == "anna").values(address="ty"))
        db.commit()
    assert plan_of(browser, begun)["address"] == "ty"
    browser.post("/api/language", data={"language": "en"})
    plan = plan_of(browser, begun)
    assert (plan["language"], plan["items"][0]["title"]) == ("en", "Squat")


def test_a_reload_goes_on_and_asks_the_same(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    browser.post(f"/api/shadow/{begun}/sets/0/chunks/0", json={"samples": SECOND})
    with open_session() as db:
        db.exec(update(WorkoutItem).values(sets=5))
        db.commit()
    assert training.of_day(house.maria, day) == begun
    assert (states(browser, begun), plan_of(browser, begun)["items"][0]["sets"]) == (["begun", "open", "open", "open"], 2)
    do(browser, begun, 0, repetitions=8)
    send(browser, begun, "finish", {})
    fresh = training.of_day(house.maria, day)
    assert fresh != begun
    assert states(browser, fresh) == ["done", *["open"] * 9]


def test_what_was_opened_and_never_trained_asks_what_is_asked_now(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    with open_session() as db:
        db.exec(update(WorkoutItem).values(sets=1))
        db.commit()
    assert training.of_day(house.maria, day) == begun
    assert len(states(browser, begun)) == 2


def test_two_tabs_begin_one_training(house: House, day: str) -> None:
    with ThreadPoolExecutor(4) as tabs:
        begun = set(tabs.map(lambda _: training.of_day(house.maria, day), range(8)))
    assert len(begun) == 1


def test_a_free_training_left_open_goes_on_and_a_finished_one_begins_anew(house: House, browser: TestClient) -> None:
    clip, other = house.ready_exercise(house.anna), house.ready_exercise(house.anna, "lunge")
    begun = training.free(house.maria, clip)
    browser.post(f"/api/shadow/{begun}/sets/0/chunks/0", json={"samples": SECOND})
    assert training.free(house.maria, clip) == begun
    assert training.free(house.maria, other) != begun
    assert training.free(house.olga, clip) != begun
    plan = plan_of(browser, begun)
    assert (plan["free"], plan["home"], plan["order"], plan["items"][0]["repetitions"]) == (True, "/home", [[0, 1]], None)
    send(browser, begun, "sets/0/finish", {"chunks": 1, "duration_s": 1.0})
    with open_session(reading=True) as db:
        assert f"/report/{reports.list_all(db, house.maria.scope)[0].id}" == plan["report"]
    assert training.free(house.maria, clip) != begun


def test_every_set_becomes_one_row_and_the_last_one_finishes_the_day(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    for position in range(4):
        do(browser, begun, position, repetitions=10 - position)
    send(browser, begun, "finish", {})
    with open_session(reading=True) as db:
        done = db.exec(select(SetDone).order_by(col(SetDone.id))).all()
        assert [row.repetitions for row in done] == [10, 9, 8, 7]
        assert len(db.exec(select(TrainingSession)).all()) == len(db.exec(select(SessionChunk)).all()) == 4
        assert homework.open_day(db, house.maria.scope, day).day.state == DayState.DONE
    assert plan_of(browser, begun)["finished"]


def test_two_connections_bring_the_same_chunk(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    with ThreadPoolExecutor(6) as wires:
        answers = list(
            wires.map(lambda _: browser.post(f"/api/shadow/{begun}/sets/0/chunks/0", json={"samples": SECOND}).json(), range(12))
        )
    assert answers == [{"next": 1}] * 12
    with open_session(reading=True) as db:
        assert len(db.exec(select(SessionChunk)).all()) == 1


def test_gaps_and_places_that_are_not_in_the_plan(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    gap = browser.post(f"/api/shadow/{begun}/sets/1/chunks/3", json={"samples": SECOND})
    early = browser.post(f"/api/shadow/{begun}/sets/1/finish", json={"chunks": 3, "duration_s": 1.0})
    assert [(answer.status_code, answer.json()["next"]) for answer in (gap, early)] == [(409, 0), (409, 0)]
    for key, body in (
        ("sets/4/chunks/0", {"samples": []}),
        ("sets/-1/finish", {"chunks": 0, "duration_s": 1.0}),
        ("feelings/2", {"feeling": "easy"}),
    ):
        assert browser.post(f"/api/shadow/{begun}/{key}", json=body).status_code == 404, key
    for key, body in (
        ("feelings/0", {"feeling": "bored"}),
        ("sets/0/finish", {"chunks": 0, "duration_s": 1.0, "repetitions": 9999}),
        ("sets/0/finish", {"chunks": 0, "duration_s": 1.0, "counted_by": "dog"}),
        ("sets/0/chunks/0", {"samples": [], "landmarks": "не то"}),
        ("sets/0/chunks/0", {"samples": [], "landmarks": b64encode(b"not gzip").decode()}),
    ):
        assert browser.post(f"/api/shadow/{begun}/{key}", json=body).status_code == 422, key
    assert states(browser, begun) == ["open"] * 4


def test_her_own_word_counts_without_a_camera(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    send(browser, begun, "sets/0/finish", {"chunks": 0, "duration_s": 40.0, "repetitions": 9, "counted_by": "client"})
    with open_session(reading=True) as db:
        (report,) = reports.list_all(db, house.anna.scope)
        assert (report.counted_by, report.reps, report.score) == ("client", 9, None)
        assert [row.repetitions for row in db.exec(select(SetDone))] == [9]


def test_what_hurts_is_not_scored_and_the_rest_of_the_exercise_is_given_up(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    do(browser, begun, 0, repetitions=4, pain=True)
    send(browser, begun, "feelings/0", {"feeling": "pain"})
    assert states(browser, begun) == ["done", "done", "open", "open"]
    with open_session(reading=True) as db:
        (report,) = reports.list_all(db, house.anna.scope)
        assert (report.score, report.pain) == (None, True)
        assert db.exec(select(SetDone)).all() == []
    for position in (2, 3):
        do(browser, begun, position, repetitions=10)
    send(browser, begun, "feelings/1", {"feeling": "easy"})
    send(browser, begun, "finish", {})
    with open_session(reading=True) as db:
        assert homework.open_day(db, house.maria.scope, day).day.state == DayState.DONE


def test_a_later_training_of_the_day_leaves_out_what_hurt(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    do(browser, begun, 0, pain=True)
    send(browser, begun, "feelings/0", {"feeling": "pain"})
    send(browser, begun, "finish", {})
    with open_session(reading=True) as db:
        seen = homework.open_day(db, house.maria.scope, day)
    assert seen.day.state == DayState.BEGUN
    again = plan_of(browser, training.of_day(house.maria, day))
    assert [item["item"] for item in again["items"]] == [seen.items[1].shown.id]
    wished = plan_of(browser, training.of_day(house.maria, day, seen.items[0].shown.id))  # she may, when she says so herself
    assert [place["state"] for place in wished["sets"]] == ["open", "open"]


def test_pain_waits_for_the_trainer_until_she_puts_it_aside(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    send(browser, begun, "feelings/0", {"feeling": "pain"})
    send(browser, begun, "feelings/1", {"feeling": "easy"})
    with open_session() as db:
        (pain,) = feelings.unanswered_pains(db, house.anna.scope)
        assert (pain.client_name, pain.title("ru"), pain.feeling) == ("Мария", "Приседание", "pain")
        assert feelings.unanswered_pains(db, house.boris.scope) == []
        assert [felt.feeling for felt in feelings.of_client(db, house.anna.scope, house.maria.person_id)] == ["easy", "pain"]
        for _ in range(2):
            feelings.put_aside(db, house.anna.scope, pain.id)
        assert feelings.unanswered_pains(db, house.anna.scope) == []
    send(browser, begun, "feelings/0", {"feeling": "pain"})  # the device sends it once more: it is not news
    with open_session(reading=True) as db:
        assert feelings.unanswered_pains(db, house.anna.scope) == []
        assert len(db.exec(select(ExerciseFeeling)).all()) == 2
    assert plan_of(browser, begun)["feelings"] == {"0": "pain", "1": "easy"}


def test_landmarks_stay_only_where_she_allows_it(house: House, browser: TestClient, day: str) -> None:
    def kept() -> list[bool]:
        with open_session(reading=True) as db:
            return [packed is not None for packed in db.exec(select(SessionChunk.landmarks).order_by(col(SessionChunk.number)))]

    begun = training.of_day(house.maria, day)
    chunk = {"samples": SECOND, "landmarks": b64encode(compress(b"numbers")).decode()}
    send(browser, begun, "sets/0/chunks/0", chunk)
    send(browser, begun, "consents", {"landmarks": True, "recording": False})
    assert plan_of(browser, begun)["consents"] == ["landmarks"]
    send(browser, begun, "sets/0/chunks/1", chunk)
    assert kept() == [False, True]
    send(browser, begun, "consents", {"landmarks": False})  # what she takes back is gone
    send(browser, begun, "sets/0/chunks/2", chunk)
    assert kept() == [False, False, False]
    with open_session(reading=True) as db:
        (row,) = db.exec(select(Consent)).all()
    assert (row.kind, row.withdrawn_at is not None) == ("landmarks", True)
    assert plan_of(browser, begun)["consents"] == []


def test_results_that_come_after_the_end_are_still_taken(house: House, browser: TestClient, day: str) -> None:
    """Another device, or another tab, may have said that it is over."""
    begun = training.of_day(house.maria, day)
    send(browser, begun, "finish", {})
    do(browser, begun, 0, repetitions=10)
    with open_session(reading=True) as db:
        assert [row.repetitions for row in db.exec(select(SetDone))] == [10]


def test_a_clip_in_the_making_is_left_out(house: House, day: str, browser: TestClient) -> None:
    with open_session() as db:
        first, *_ = db.exec(select(WorkoutItem).order_by(col(WorkoutItem.position))).all()
        db.exec(update(Exercise).where(col(Exercise.id) == first.exercise_id).values(version=0))
        db.commit()
        with pytest.raises(NotReady):
            trainings.for_day(db, house.maria.scope, day, first.id)
        db.rollback()
    plan = plan_of(browser, training.of_day(house.maria, day))
    assert len(plan["items"]) == 1
    with open_session() as db:
        db.exec(update(Exercise).values(version=0))
        db.exec(update(Training).values(finished_at=now()))
        db.commit()
        with pytest.raises(NotReady):
            trainings.for_day(db, house.maria.scope, day)


def test_a_sets_id_is_known_before_its_row(house: House, browser: TestClient, day: str) -> None:
    begun = training.of_day(house.maria, day)
    browser.post(f"/api/shadow/{begun}/sets/2/chunks/0", json={"samples": []})
    with open_session(reading=True) as db:
        row = db.exec(select(TrainingSession)).one()
    assert (row.id, row.set_number) == (sessions.id_of(UUID(begun), 2), 1)
