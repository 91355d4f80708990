"""«Верно для неё» and «исправить»: the next training is scored with the trainer's eye."""

from base64 import b64decode
from functools import cache
from typing import Any

import pytest
from sqlmodel import col, select

from perscoach_app import looking
from perscoach_app.services import consents, exercises, marks, performances, sessions, targets, trainings, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.services.sessions import Ending
from perscoach_app.services.talk_errors import MarkUnknown
from perscoach_app.services.targets import PLAIN, Settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import ClientTarget, ConsentKind, RepetitionMark, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_motion.demonstration import squat
from perscoach_motion.scoring.overall import FAULT_BELOW
from tests.app.house import House
from tests.training.plans import POSES, Visit, plan

STANDING = squat(0.0, arms=0.0, repetitions=8)
ARMS_LOW = 0.3
"""Of the trainer's raise: no camera is needed to see that."""


@cache
def sent() -> tuple[dict[str, Any], ...]:
    """A set of four squats with hanging arms, as the device sends it."""
    visit = Visit(plan({"repetitions": 4}, consents=["landmarks"]))
    visit.wait(12.0, STANDING, until="set")
    visit.wait(25.0, squat(arms=ARMS_LOW, repetitions=12), until="feel")
    return tuple(entry["body"] for entry in visit.given("keep") if "chunks" in entry["key"])


@pytest.fixture
def exercise(house: House) -> str:
    """A squat whose poses are the trainer's own."""
    found = house.ready_exercise(house.anna)
    file = house.var / "poses"
    file.write_text(POSES)
    keys = get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/exercises/{found}")
    get_storage().put_file(next(key for key in keys if key.endswith("trainer_poses.json")), file)
    return found


def trained(house: House, exercise: str, *, landmarks: bool = True) -> TrainingSession:
    """Maria does that set and is scored by what she is asked now."""
    maria = house.maria.scope
    with open_session() as db:
        training = trainings.own(db, maria, trainings.for_exercise(db, maria, exercise))
        consents.write(db, maria, training, {ConsentKind.LANDMARKS: landmarks})
        for number, body in enumerate(sent()):
            shared = b64decode(body["landmarks"]) if landmarks else None
            sessions.store_chunk(db, maria, training, 0, number, body["samples"], shared)
        sessions.finish(db, maria, training, 0, Ending(len(sent()), 30.0, 4))
        trainings.finish(db, maria, training.id)
    looking.look_next()
    with open_session(reading=True) as db:
        return db.get_one(TrainingSession, sessions.id_of(training.id, 0))


def score(row: TrainingSession) -> float:
    assert row.summary is not None
    return float(row.summary["score"])


def test_a_mark_changes_the_next_score(house: House, exercise: str) -> None:
    first = trained(house, exercise)
    assert score(first) < FAULT_BELOW
    with open_session() as db:
        said = marks.mark(db, house.anna.scope, first.id, 1, "right")
    assert said.teaches
    assert said.score is not None
    assert said.next_score is not None
    assert said.score < FAULT_BELOW < said.next_score
    assert score(trained(house, exercise)) > 85
    with open_session(reading=True) as db:
        assert score(db.get_one(TrainingSession, first.id)) == score(first)  # a report stays what it was


def test_a_fault_to_be_corrected_stays_one(house: House, exercise: str) -> None:
    first = trained(house, exercise)
    with open_session() as db:
        said = marks.mark(db, house.anna.scope, first.id, 1, "mend")
    assert said.next_score == pytest.approx(said.score)
    assert score(trained(house, exercise)) == pytest.approx(score(first), abs=1.0)


def test_a_moment_is_marked_whole_without_what_was_not_done(house: House, exercise: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, looked = trained(house, exercise), []
    seen = performances.seen
    monkeypatch.setattr(performances, "seen", lambda kept: looked.append(kept) or seen(kept))
    with open_session() as db:
        said = marks.mark_all(db, house.anna.scope, first.id, range(-1, 40), "right")
        marked = marks.of_training(db, house.anna.scope, first.training_id)
    assert said.teaches
    assert len(marked) > 1
    assert {number for _, number in marked} <= set(range(40))
    assert len(looked) == 1, "laid beside the clip once, whatever the number of repetitions"


def test_the_last_word_counts_and_can_be_taken_back(house: House, exercise: str) -> None:
    first, anna, maria = trained(house, exercise), house.anna.scope, house.maria
    with open_session() as db:
        marks.mark(db, anna, first.id, 1, "right")
        said = marks.mark(db, anna, first.id, 1, "mend")
        assert said.next_score == said.score
        assert marks.of_training(db, maria.scope, first.training_id) == {(first.id, 1): "mend"}
        marks.mark(db, anna, first.id, 1, "right")
        marks.take_back(db, anna, first.id, 1)
        assert marks.of_training(db, anna, first.training_id) == {}
        assert targets.target_for(db, maria.scope, maria.person_id, exercise) is None
        assert db.exec(select(ClientTarget)).all() == []


def test_hand_made_settings_and_lessons_do_not_undo_each_other(house: House, exercise: str) -> None:
    first, anna, maria = trained(house, exercise), house.anna.scope, house.maria.person_id
    with open_session() as db:
        marks.mark(db, anna, first.id, 0, "right")
        assert targets.list_all(db, anna, maria) == {}
        assert targets.differing(db, anna, exercise) == frozenset()
        targets.put(db, anna, maria, exercise, Settings(range_share=0.8))
        asked = targets.target_for(db, anna, maria, exercise)
        assert asked is not None
        assert (asked["range_share"], bool(asked["accepted"]["ways"])) == (0.8, True)
        targets.put(db, anna, maria, exercise, PLAIN)
        asked = targets.target_for(db, anna, maria, exercise)
        assert asked is not None
        assert (asked["range_share"], bool(asked["accepted"]["ways"])) == (1.0, True)


def test_without_landmarks_a_mark_is_kept_and_teaches_nothing(house: House, exercise: str) -> None:
    first = trained(house, exercise, landmarks=False)
    with open_session() as db:
        assert not marks.mark(db, house.anna.scope, first.id, 0, "right").teaches
        assert marks.of_training(db, house.anna.scope, first.training_id) == {(first.id, 0): "right"}
        assert marks.asked_first(db, house.anna.scope, first.id) is None
        assert targets.target_for(db, house.maria.scope, house.maria.person_id, exercise) is None


def test_landmarks_taken_back_are_taken_out_of_what_was_learnt(house: House, exercise: str) -> None:
    first, maria = trained(house, exercise), house.maria.scope
    with open_session() as db:
        marks.mark(db, house.anna.scope, first.id, 0, "right")
        withdrawal.of(db, trainings.own(db, maria, first.training_id), ConsentKind.LANDMARKS)
        db.commit()
        assert db.exec(select(col(RepetitionMark.shown))).all() == [None]
        assert targets.target_for(db, maria, maria.person_id, exercise) is None


def test_the_trainer_is_asked_about_the_repetition_that_teaches_most(house: House, exercise: str) -> None:
    first, anna = trained(house, exercise), house.anna.scope
    with open_session() as db:
        asked = marks.asked_first(db, anna, first.id)
        assert asked in range(4)
        for number in range(4):
            marks.mark(db, anna, first.id, number, "right")
        assert marks.asked_first(db, anna, first.id) is None


def test_nobody_else_marks_and_nothing_else_is_marked(house: House, exercise: str) -> None:
    first = trained(house, exercise)
    with open_session() as db:
        for other in (house.boris, house.maria, house.viktor):
            with pytest.raises(NotFound):
                marks.mark(db, other.scope, first.id, 0, "right")
            with pytest.raises(NotFound):
                marks.take_back(db, other.scope, first.id, 0)
        for other in (house.boris, house.olga, house.viktor):
            with pytest.raises(NotFound):
                marks.of_training(db, other.scope, first.training_id)
        for repetition, judgement in ((4, "right"), (-1, "mend"), (0, "fine")):
            with pytest.raises(MarkUnknown):
                marks.mark(db, house.anna.scope, first.id, repetition, judgement)
        assert exercises.row_of(db, house.anna.scope, exercise).version == 1
