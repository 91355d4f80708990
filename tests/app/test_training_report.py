"""The report of a training: a homework of two exercises with two sets each, one of them given up, one told by the client's own word."""

import json
from array import array
from dataclasses import replace
from math import radians
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlmodel import select

from perscoach_app.services import feelings, inbox, quick_replies, replays, report_trend, second_look, training_report, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.performances import Seen
from perscoach_app.state import findings, report_sets
from perscoach_app.state.report import ReportState
from perscoach_app.tables import Agreement, Feeling, Message, Training
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_app.texts import say
from perscoach_motion.demonstration import squat
from perscoach_motion.yardstick.reference import reference
from perscoach_motion.yardstick.target import USUAL
from tests.app import training
from tests.app.house import House, Member
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly
from tests.app.state.browsing import run, visit

__all__ = ["clock"]

LEFT_THIGH = 2
WORDS_A_SECOND = 2.0
"""Slow reading: a page is read at three to four."""


def looks(score: float, seconds: int = 12, fault: bool = False) -> list[Any]:
    """Four looks a second, a repetition every four seconds; with a fault the left thigh is far off in the middle of the set."""
    rows = []
    for look in range(4 * seconds):
        t = look / 4
        off = fault and 4 <= t < 8
        limbs = [20.0 if off and limb == LEFT_THIGH else score for limb in range(14)]
        rows.append([t, 30.0 if off else score, 0.5, 0.2, int(t // 4), limbs])
    return rows


@pytest.fixture
def done(house: House, clock: Clock) -> str:
    """Maria's training: two sets of the first exercise, the second exercise hurts after one set that she counted herself."""
    key = f"{given_to(house, house.maria, weekly(MONDAY), exercises=2)}-{MONDAY}"
    begun = training.of_day(house.maria, key)
    training.done(house.maria, begun, 0, looks(92.0), 12.0, repetitions=2)
    training.done(house.maria, begun, 1, looks(80.0, fault=True), 12.0, repetitions=2)
    training.done(house.maria, begun, 2, [], 30.0, repetitions=10, counted_by="client")
    with open_session() as db:
        feelings.say(db, house.maria.scope, trainings.own(db, house.maria.scope, begun), 1, Feeling.PAIN)
    with open_session() as db:
        trainings.finish(db, house.maria.scope, begun)
    return begun


def report(reader: Member, key: str) -> training_report.TrainingReport:
    with open_session(reading=True) as db:
        return training_report.of(db, reader.scope, key)


def test_every_exercise_set_and_repetition_is_there(house: House, done: str) -> None:
    found = report(house.anna, done)
    assert (found.client_name, found.title, found.pain) == ("Мария", "Ноги", True)
    first, second = found.exercises
    assert [(one.number, one.score and round(one.score)) for one in first.sets] == [(1, 92), (2, 62)]
    assert [(one.kind, one.score) for one in first.sets[0].repetitions] == [("counted", 92.0), ("counted", 92.0)]
    assert [one.score for one in first.sets[1].repetitions] == [77.1, 33.1]
    assert (second.feeling, second.sets[0].counted_by, second.sets[0].reps, second.sets[1].id) == ("pain", "client", 10, "")
    assert found.digest["moments"][0]["limb"] == "left_thigh"
    assert (found.digest["moments"][0]["position"], found.digest["best"]["position"]) == (1, 0)


def test_what_could_not_be_seen_is_said(house: House, done: str) -> None:
    said = {one.kind: one.sets for one in report(house.anna, done).unseen}
    assert said == {"pain": [(1, 2)], "told": [(1, 1)], "unverified": [(0, 1), (0, 2)]}


def test_that_it_hurt_is_told_to_trainers_only_where_she_agreed_to_it(house: House, done: str) -> None:
    """Somebody under eighteen without a parent's word, say: her own report says it, her trainer's does not."""
    with open_session() as db:
        db.exec(update(Agreement).values(withdrawn_at=now()))
        db.commit()
    hers, trainers = report(house.maria, done), report(house.anna, done)
    assert (hers.pain, hers.exercises[1].feeling, "pain" in {one.kind for one in hers.unseen}) == (True, "pain", True)
    assert (trainers.pain, trainers.exercises[1].feeling) == (False, "")
    assert {one.kind: one.sets for one in trainers.unseen}["not_done"] == [(1, 2)]
    with open_session(reading=True) as db:
        assert [one.pain for one in inbox.list_all(db, house.anna.scope)] == [False]


def test_the_digest_is_there_before_anybody_asks(house: House, done: str) -> None:
    with open_session(reading=True) as db:
        row = trainings.own(db, house.maria.scope, done)
        assert row.digest is not None
        assert row.digest == report(house.anna, done).digest
        assert (row.digest["sets"], row.digest["sets_asked"], row.digest["verified"]) == (3, 4, "none")


def test_a_set_leads_to_its_training(house: House, done: str) -> None:
    session = report(house.anna, done).sets[1].id
    with open_session(reading=True) as db:
        found, position = training_report.find(db, house.maria.scope, session)
    assert (str(found.id), position) == (done, 1)
    assert report(house.maria, session).id == done


@pytest.mark.parametrize("reader", ["olga", "boris", "viktor"])
def test_a_report_exists_for_nobody_else(house: House, done: str, reader: str) -> None:
    with pytest.raises(NotFound):
        report(getattr(house, reader), done)
    with pytest.raises(NotFound), open_session() as db:
        training_report.read(db, getattr(house, reader).scope, done)
    with pytest.raises(NotFound):
        report(house.anna, str(uuid4()))


def test_only_the_trainers_reading_counts(house: House, done: str) -> None:
    for reader, counts in ((house.maria, False), (house.anna, True)):
        with open_session() as db:
            training_report.read(db, reader.scope, done)
        assert (report(house.anna, done).read_at is not None) is counts


def test_a_training_stands_beside_the_ones_before_it(house: House) -> None:
    exercise = house.ready_exercise(house.anna)
    other = house.ready_exercise(house.anna)
    for score in (70.0, 80.0, 90.0):
        training.trained(house.maria, other, looks(20.0), 12.0)  # another exercise is no worse time before
        latest = training.trained(house.maria, exercise, looks(score), 12.0)
        training.trained(house.olga, exercise, looks(99.0), 12.0)
    found = report(house.anna, latest)
    assert [round(point.score) for point in found.trend] == [70, 80, 90]
    assert [round(point.score) for point in found.exercises[0].trend] == [70, 80, 90]
    with open_session(reading=True) as db:
        first = db.get_one(Training, training_report.find(db, house.anna.scope, latest)[0].id)
        assert len(report_trend.of_trainings(db, first)) == 3


def test_a_tap_answers_in_the_clients_own_language(house: House, done: str) -> None:
    with open_session() as db:
        quick_replies.send(db, house.anna.scope, done, "how_are_you")
    with open_session(reading=True) as db:
        (said,) = db.exec(select(Message)).all()
        assert (said.client_id, said.text) == (house.maria.person_id, say("ru", "digest.reply_how_are_you"))
    assert report(house.anna, done).answered_at is not None
    for reader, name in ((house.maria, "great"), (house.boris, "great"), (house.anna, "rude")):
        with pytest.raises(NotFound), open_session() as db:
            quick_replies.send(db, reader.scope, done, name)


def test_a_trainer_reads_the_digest_in_less_than_a_minute_and_a_half(house: House, done: str) -> None:
    page = visit(ReportState, f"/report/{done}", house.anna)
    run(page, "load")
    assert page.headline.replace("\u00a0", " ") == "Хорошо, но ноги уходят от образца"
    shown = [page.headline, page.facts, page.best.line, page.best.score, *(part for one in page.moments for part in (one.title, one.line))]
    assert len(" ".join(shown).split()) < 90 * WORDS_A_SECOND
    assert len(page.moments) <= 3
    assert page.set_id == page.moments[0].session, "it opens where the worst moment is"
    assert page.unseen[0].startswith("Болело")
    run(page, "choose", 0)
    assert page.repetitions[0].words.startswith("0:00")


def test_from_one_answered_report_the_trainer_goes_on_to_the_next(house: House, done: str) -> None:
    other = training.trained(house.olga, house.ready_exercise(house.anna), looks(70.0), 12.0)
    page = visit(ReportState, f"/report/{done}", house.anna)
    run(page, "load")
    assert (page.next_words, page.answered) == ("Следующий отчёт: Ольга", False)
    run(page, "settle")
    assert (page.next_note.replace("\u00a0", " "), page.answered) == ("1 отчёт ждёт", True)
    assert report(house.anna, page.next_href.rpartition("/")[2]).id == report(house.anna, other).id
    second = visit(ReportState, f"/report/{other}", house.anna)
    run(second, "load")
    run(second, "settle")
    run(page, "load")
    assert page.next_href == ""
    hers = visit(ReportState, f"/report/{done}", house.maria)
    run(hers, "load")
    assert hers.next_href == ""


def test_what_a_repetition_lost_by_a_limb_is_in_the_map(house: House, done: str) -> None:
    page = visit(ReportState, f"/report/{done}", house.anna)
    run(page, "load")
    assert page.heat[0].name == "Голова"
    deep = replace(report(house.anna, done).sets[1].repetitions[0], worst_limb="left_shin", score=30.0)
    one = replace(report(house.anna, done).sets[1], repetitions=[deep])
    shins = {row.name: row.poor for row in report_sets.heat_of(one, "ru")}
    assert shins["Левая голень"], "every moment looked right, the whole did not"
    assert not shins["Правая голень"]


def test_the_headline_names_the_fault_without_advice(house: House, done: str) -> None:
    found = report(house.anna, done)
    words = {"ru": "Глубины не хватает (30 % от амплитуды тренера): опускайте таз ниже.", "en": "Your hips sag: lift them."}
    moment = {**found.digest["moments"][0], "direction": "deeper", "words": words}
    named = replace(found, digest={**found.digest, "moments": [moment]})
    assert findings.headline(named, "ru", own=False).replace("\u00a0", " ") == "Хорошо, но глубины не хватает"
    assert findings.fault(moment, "en") == "Hips sag", "the client's hips, not the reader's"


def test_both_movements_are_shown_in_step(house: House) -> None:
    """The trainer's figure is where the client's is in the movement, not where the clip was."""
    client = squat(late_s=0.8)
    sync = [[1.3, 0.5], [1.8, 1.0], [2.3, 1.5]]
    file = replays.written(client, squat(), sync, mirrored=False)
    length = int.from_bytes(file[:4], "little")
    head = json.loads(file[4 : 4 + length])
    places = array("h", file[4 + length : 4 + length + 2 * 3 * head["moments"] * head["points"]])
    assert head["points"] == 2 * replays.POINTS
    assert {line[3] for line in head["lines"]} == {replays.CLIENT, replays.TRAINER}
    moment = head["times_ms"].index(2250)
    hips = [places[3 * (moment * head["points"] + figure * replays.POINTS + 23) + 1] for figure in (0, 1)]
    assert abs(hips[0] - hips[1]) < 30, "both are down"
    assert hips[0] < 700


def test_who_filmed_from_aside_is_shown_turned_as_the_trainer_stands() -> None:
    aside = squat(yaw_deg=30.0)
    heading = radians(second_look.said(Seen(reference(squat()), aside, USUAL, aside.duration))["heading_deg"])
    for turned, across in ((0.0, 0.5), (heading, 0.08)):
        points = replays.standing(aside.world_of(3), 0, heading=turned)
        left, right = points[3 * 23 : 3 * 24], points[3 * 24 : 3 * 25]
        slope = abs(left[2] - right[2]) / abs(left[0] - right[0])
        assert slope > across if turned == 0.0 else slope < across
