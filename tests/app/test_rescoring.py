"""What the client's device claims is not what is believed: with her consent the server scores the same landmarks again."""

from base64 import b64decode, b64encode
from typing import Any

import pytest

from perscoach_app.services import consents, rescoring, sessions, trainings
from perscoach_app.storage import get_storage
from perscoach_app.tables import ConsentKind, TrainingSession
from perscoach_app.tables.database import open_session
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
    found = trained_with(house, [{**body, "samples": [[t, 5.0, *rest] for t, _, *rest in body["samples"]]} for body in chunks])
    assert found.verified
    assert found.summary is not None
    assert found.summary["score"] > 80


def test_without_landmarks_throughout_her_word_stands_unverified(house: House, chunks: list[dict[str, Any]]) -> None:
    found = trained_with(house, [*chunks[:-1], {"samples": chunks[-1]["samples"]}])
    assert not found.verified
    assert found.summary is not None


def test_landmarks_that_cannot_be_read_keep_nobody_from_her_report(house: House, chunks: list[dict[str, Any]]) -> None:
    broken = b64encode(b"\x1f\x8b no gzip").decode()
    found = trained_with(house, [{**body, "landmarks": broken} for body in chunks])
    assert not found.verified
    assert found.finished_at is not None


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
