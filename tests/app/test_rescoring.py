"""What the client's device claims is not what is believed: with her consent the server scores the same landmarks again."""

from base64 import b64decode, b64encode
from typing import Any

import pytest
from sqlmodel import update

from perscoach_app import looking
from perscoach_app.services import consents, look_queue, replays, rescoring, sessions, training_report, trainings
from perscoach_app.storage import get_storage
from perscoach_app.tables import ConsentKind, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_motion.demonstration import squat
from tests.app.house import House
from tests.training.plans import POSES, Visit, plan

CLIENT, STANDING = squat(repetitions=12), squat(0.0, arms=0.0, repetitions=12)


@pytest.fixture(scope="module")
def chunks() -> list[dict[str, Any]]:
    """The chunks of a set with a pause in its middle, as the device sends them."""
    visit = Visit(plan({"repetitions": 4}, consents=["landmarks"]))
    visit.wait(12.0, STANDING, until="set")
    visit.wait(4.0, CLIENT)
    visit.press("pause")
    visit.wait(2.0, STANDING)
    visit.choose("resume")
    visit.wait(25.0, CLIENT, until="feel")
    assert visit.state == "feel"
    return [entry["body"] for entry in visit.given("keep") if "chunks" in entry["key"]]


def test_a_replay_leads_to_the_very_same_samples(chunks: list[dict[str, Any]]) -> None:
    said = [row for body in chunks for row in body["samples"]]
    assert said[-1][4] == 4
    assert rescoring.replay(POSES.encode(), None, [b64decode(body["landmarks"]) for body in chunks]) == said


def test_what_is_claimed_is_not_what_is_believed(house: House, chunks: list[dict[str, Any]]) -> None:
    """Whatever the browser claims, 5 everywhere here: the landmarks tell."""
    claimed = trained_with(house, claiming_five(chunks))
    found = looked_at(claimed)
    assert found.verified
    assert found.summary is not None
    assert found.summary["score"] > 80
    with open_session(reading=True) as db:
        (one,) = training_report.of(db, house.anna.scope, found.id).sets
    assert (one.has_landmarks, {row.kind for row in one.repetitions}) == (True, {"whole"})
    with open_session() as db:
        training = trainings.own(db, house.maria.scope, found.training_id)
        consents.write(db, house.maria.scope, training, {ConsentKind.LANDMARKS: False})
    with open_session(reading=True) as db:
        report = training_report.of(db, house.anna.scope, found.id)
        assert (report.sets[0].has_landmarks, report.sets[0].verified) == (False, False)
        assert (report.sets[0].score, report.digest["score"]) == (5.0, 5.0), "what the landmarks told went with them"
        assert replays.of(db, house.anna.scope, found.id) == b""


def test_without_landmarks_throughout_her_word_stands_unverified(house: House, chunks: list[dict[str, Any]]) -> None:
    found = looked_at(trained_with(house, [*chunks[:-1], {"samples": chunks[-1]["samples"]}]))
    assert not found.verified
    assert found.summary is not None


def test_landmarks_that_cannot_be_read_keep_nobody_from_her_report(house: House, chunks: list[dict[str, Any]]) -> None:
    broken = b64encode(b"\x1f\x8b no gzip").decode()
    found = looked_at(trained_with(house, [{**body, "landmarks": broken} for body in chunks]))
    assert not found.verified
    assert found.finished_at is not None


def test_nobody_waits_for_the_look_and_the_report_says_that_it_comes(house: House, chunks: list[dict[str, Any]]) -> None:
    """The set is done at once, with her device's numbers. A worker that dies at the look leaves it to the next."""
    found = trained_with(house, claiming_five(chunks))
    assert (found.verified, (found.summary or {})["score"]) == (False, 5.0)
    assert said(house, found) == ("looking", 0)
    with open_session() as db:
        dead = look_queue.take(db)
        assert dead is not None
        assert look_queue.take(db) is None, "one worker is at it"
        db.exec(update(TrainingSession).values(look_after=now()))  # its time is over
        db.commit()
    assert looking.look_next() == "looked"
    assert said(house, found) == ("all", 0)
    with open_session() as db:
        assert not look_queue.settle(db, dead, {"score": 1.0}), "who comes back too late changes nothing"


def test_what_is_taken_back_while_the_server_looks_tells_nothing(house: House, chunks: list[dict[str, Any]]) -> None:
    found = trained_with(house, claiming_five(chunks))
    with open_session() as db:
        taken = look_queue.take(db)
        assert taken is not None
        summary = look_queue.looked(db, taken)
        consents.write(db, house.maria.scope, trainings.own(db, house.maria.scope, found.training_id), {ConsentKind.LANDMARKS: False})
    with open_session() as db:
        assert not look_queue.settle(db, taken, summary)
    assert said(house, found) == ("none", 1)


def test_a_set_that_kills_its_workers_keeps_its_numbers(house: House, chunks: list[dict[str, Any]]) -> None:
    found = trained_with(house, chunks)
    for _ in range(look_queue.TRIES):
        with open_session() as db:
            assert look_queue.take(db) is not None
            db.exec(update(TrainingSession).values(look_after=now()))
            db.commit()
    assert looking.look_next() is None
    assert said(house, found) == ("none", 1)


def claiming_five(chunks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same set with another score: 5 of 100 everywhere."""
    return [{**body, "samples": [[t, 5.0, *rest] for t, _, *rest in body["samples"]]} for body in chunks]


def looked_at(claimed: TrainingSession) -> TrainingSession:
    """The set after the worker's look."""
    while looking.look_next() is not None:
        pass
    with open_session(reading=True) as db:
        return db.get_one(TrainingSession, claimed.id)


def said(house: House, found: TrainingSession) -> tuple[str, int]:
    """How much the report says is checked, and how often it says that it is not."""
    with open_session(reading=True) as db:
        report = training_report.of(db, house.anna.scope, found.id)
    return report.digest["verified"], sum(one.kind == "unverified" for one in report.unseen)


def trained_with(house: House, bodies: list[dict[str, Any]]) -> TrainingSession:
    """Maria's set, sent as these chunks."""
    exercise = house.ready_exercise(house.anna)
    file = house.var / "poses"
    file.write_text(POSES)
    keys = get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/exercises/{exercise}")
    get_storage().put_file(next(key for key in keys if key.endswith("trainer_poses.json")), file)
    with open_session() as db:
        training = trainings.for_exercise(db, house.maria.scope, exercise)
    with open_session() as db:
        consents.write(db, house.maria.scope, trainings.own(db, house.maria.scope, training), {ConsentKind.LANDMARKS: True})
    browser = house.signed_in(house.maria)
    for number, body in enumerate(bodies):
        answer = browser.post(f"/api/shadow/{training}/sets/0/chunks/{number}", json=body)
        assert answer.status_code == 200, answer.text
    ending = {"chunks": len(bodies), "duration_s": 30.0, "repetitions": 4}
    assert browser.post(f"/api/shadow/{training}/sets/0/finish", json=ending).status_code == 200
    with open_session(reading=True) as db:
        row = trainings.own(db, house.maria.scope, training)
        return db.get_one(TrainingSession, sessions.id_of(row.id, 0))
