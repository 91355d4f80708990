"""Giving homework: whom, when, and what a change leaves alone."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from perscoach_app.services import assigning_errors as refusals
from perscoach_app.services import assignments, homework, moving, planned_days
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.planned_days import DayState, PlannedDay
from perscoach_app.tables import Assignment, AssignmentBase, GroupMember, Person, Tenant, Workout
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member
from tests.app.planning import MONDAY, Clock, clock, given_to, group, weekly, workout

__all__ = ["clock"]
DAY = timedelta(days=1)
WEEK = 7 * DAY


def shown(house: House, member: Member, start: date, end: date) -> list[PlannedDay]:
    with open_session(reading=True) as db:
        return planned_days.days(db, member.scope, start, end)


def days_of(house: House, member: Member, weeks: int = 2) -> list[int]:
    return [day.day.day for day in shown(house, member, MONDAY - WEEK, MONDAY + weeks * WEEK - DAY)]


def test_mondays_and_thursdays_until_a_date(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY, 0, 3, ends_on=date(2026, 12, 1)))
    assert days_of(house, house.maria) == [23, 26, 30]
    assert days_of(house, house.olga) == []
    assert [day.client_name for day in shown(house, house.anna, MONDAY, MONDAY + WEEK)] == ["Мария"] * 3


def test_once_is_one_day(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY + 2 * DAY))
    assert days_of(house, house.maria, weeks=8) == [25]


def test_pressing_twice_gives_once(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY, 0))
    with open_session() as db:
        row = db.exec(select(Assignment)).one()
        again = assignments.give(db, house.anna.scope, row.workout_id, weekly(MONDAY, 0), clients=[house.maria.person_id])
        assert again == [str(row.id)]
        with pytest.raises(refusals.GivenAlready) as refusal:
            assignments.give(db, house.anna.scope, row.workout_id, weekly(MONDAY, 0, 2), clients=[house.maria.person_id])
    assert refusal.value.sentence("ru").startswith("Эта домашка уже назначена на 23\u00a0ноября.")


def test_a_group_and_one_of_its_members_do_not_get_the_same_day_twice(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY, 0))
    with open_session() as db:
        made, band = db.exec(select(Workout)).one().id, group(db, house.anna, house.maria)
        with pytest.raises(refusals.GivenAlready):
            assignments.give(db, house.anna.scope, made, weekly(MONDAY, 0), groups=[band])


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (weekly(MONDAY - DAY), refusals.DayPast),
        (weekly(MONDAY + 367 * DAY), refusals.DayTooFar),
        (weekly(MONDAY, 0, ends_on=MONDAY + 400 * DAY), refusals.DayTooFar),
        (weekly(MONDAY, 2, ends_on=MONDAY + DAY), refusals.NoDayLeft),
        (weekly(MONDAY, 0, ends_on=MONDAY - DAY), refusals.NoDayLeft),
        (weekly(MONDAY, 7), refusals.RepeatUnknown),
        (weekly(MONDAY, 0, every_weeks=0), refusals.RepeatUnknown),
        (weekly(MONDAY, remind_at="24:00"), refusals.RepeatUnknown),
        (weekly(MONDAY, remind_at="9:5"), refusals.RepeatUnknown),
    ],
)
def test_a_plan_nobody_can_keep_is_refused_in_words(house: House, clock: Clock, plan: AssignmentBase, refusal: type[ServiceError]) -> None:
    clip = house.ready_exercise(house.anna)
    with open_session() as db:
        made = workout(db, house.anna, {"exercise_id": clip})
        with pytest.raises(refusal):
            assignments.give(db, house.anna.scope, made, plan, clients=[house.maria.person_id])
        assert db.exec(select(Assignment)).all() == []


def test_what_cannot_be_given_is_said(house: House, clock: Clock) -> None:
    ready, waiting = house.ready_exercise(house.anna), house.exercise(house.anna, "lunge")
    anna, maria, plan = house.anna.scope, [house.maria.person_id], weekly(MONDAY)
    with open_session() as db:
        bare, template = workout(db, house.anna), workout(db, house.anna, {"exercise_id": ready}, is_template=True)
        unready, good = workout(db, house.anna, {"exercise_id": waiting}), workout(db, house.anna, {"exercise_id": ready})
        strangers_group = group(db, house.boris)
        for made, refusal in ((bare, refusals.NothingToAssign), (template, refusals.TemplateGiven), (unready, refusals.ExercisesNotReady)):
            with pytest.raises(refusal):
                assignments.give(db, anna, made, plan, clients=maria)
        with pytest.raises(refusals.NobodyChosen):
            assignments.give(db, anna, good, plan)
        for clients, groups in (([house.viktor.person_id], []), ([house.anna.person_id], []), ([99999], []), (maria, [strangers_group])):
            with pytest.raises(refusals.ReceiverUnknown):
                assignments.give(db, anna, good, plan, clients=clients, groups=groups)
        for caller in (house.maria, house.boris, house.viktor):
            with pytest.raises(NotFound):
                assignments.give(db, caller.scope, good, plan, clients=maria)


def test_ending_takes_the_days_to_come_and_leaves_what_was(house: House, clock: Clock) -> None:
    given = given_to(house, house.maria, weekly(MONDAY, *range(7)))
    clock.at(MONDAY + 2 * DAY)
    with open_session() as db:
        assignments.end(db, house.anna.scope, given)
        assignments.end(db, house.anna.scope, given)
    clock.at(MONDAY + 5 * DAY)
    assert [(day.day.day, day.state) for day in shown(house, house.maria, MONDAY, MONDAY + WEEK)] == [
        (23, DayState.MISSED),
        (24, DayState.MISSED),
    ]


def test_a_day_that_was_begun_stays_when_its_plan_ends(house: House, clock: Clock) -> None:
    given = given_to(house, house.maria, weekly(MONDAY, *range(7)))
    with open_session() as db:
        homework.begin(db, house.maria.scope, f"{given}-{MONDAY}")
        db.commit()
        assignments.end(db, house.anna.scope, given)
    assert [(day.day, day.state) for day in shown(house, house.maria, MONDAY, MONDAY + WEEK)] == [(MONDAY, DayState.BEGUN)]


def test_a_change_that_comes_before_the_first_day_changes_the_plan_itself(house: House, clock: Clock) -> None:
    given = given_to(house, house.maria, weekly(MONDAY + WEEK, 0))
    with open_session() as db:
        assert assignments.change(db, house.anna.scope, given, weekly(MONDAY + WEEK, 1)) == given
    assert days_of(house, house.maria) == [1]


def test_a_change_on_the_way_leaves_the_past_and_does_not_give_today_twice(house: House, clock: Clock) -> None:
    given = given_to(house, house.maria, weekly(MONDAY, *range(7)))
    clock.at(MONDAY + 2 * DAY)
    with open_session() as db:
        homework.begin(db, house.maria.scope, f"{given}-{MONDAY + 2 * DAY}")
        db.commit()
        fresh = assignments.change(db, house.anna.scope, given, weekly(MONDAY, 2, 4, remind_at="18:00"))
    assert fresh != given
    assert days_of(house, house.maria) == [23, 24, 25, 27, 2, 4]


def test_who_joins_a_group_gets_its_days_from_then_on_and_who_leaves_keeps_hers(house: House, clock: Clock) -> None:
    clip = house.ready_exercise(house.anna)
    with open_session() as db:
        band = group(db, house.anna, house.maria)
        made = workout(db, house.anna, {"exercise_id": clip})
        assignments.give(db, house.anna.scope, made, weekly(MONDAY, *range(7), ends_on=MONDAY + 6 * DAY), groups=[band])
        clock.at(MONDAY + 3 * DAY)
        left = db.exec(select(GroupMember)).one()
        left.left_at = clock.moment
        db.add(left)
        db.add(GroupMember(tenant_id=left.tenant_id, group_id=band, person_id=house.olga.person_id, joined_at=clock.moment))
        db.commit()
    assert days_of(house, house.maria) == [23, 24, 25]
    assert days_of(house, house.olga) == [26, 27, 28, 29]
    with open_session() as db:  # back again after two days
        back = clock.moment + 2 * DAY
        db.add(GroupMember(tenant_id=left.tenant_id, group_id=band, person_id=house.maria.person_id, joined_at=back))
        db.commit()
    assert days_of(house, house.maria) == [23, 24, 25, 28, 29]


@pytest.mark.parametrize("gone", ["person", "workout"])
def test_what_is_removed_has_no_days_any_more_but_its_past(house: House, clock: Clock, gone: str) -> None:
    given_to(house, house.maria, weekly(MONDAY, *range(7)))
    clock.at(MONDAY + DAY)
    with open_session() as db:
        row = db.get_one(Person, house.maria.person_id) if gone == "person" else db.exec(select(Workout)).one()
        row.removed_at = clock.moment
        db.add(row)
        db.commit()
        assert assignments.given(db, house.anna.scope) == []
    assert [day.day for day in shown(house, house.anna, MONDAY, MONDAY + WEEK)] == [MONDAY]


def test_the_trainer_sees_what_she_has_given(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY + DAY, 0, 3, remind_at="18:00"))
    with open_session(reading=True) as db:
        (row,) = assignments.given(db, house.anna.scope)
        assert assignments.given(db, house.anna.scope, client_id=house.olga.person_id) == []
    assert (row.receiver, row.title, row.next_day, row.plan.remind_at) == ("Мария", "Ноги", date(2026, 11, 26), "18:00")


def test_one_day_is_moved_and_may_come_home_again(house: House, clock: Clock) -> None:
    given = given_to(house, house.maria, weekly(MONDAY, 0, 3))
    key, anna, maria = f"{given}-2026-11-26", house.anna.scope, house.maria.person_id
    with open_session() as db:
        moving.move(db, anna, key, maria, date(2026, 11, 27))
    assert days_of(house, house.maria) == [23, 27, 30, 3]
    with open_session() as db:
        with pytest.raises(refusals.GivenAlready):
            moving.move(db, anna, key, maria, date(2026, 11, 30))
        with pytest.raises(refusals.DayPast):
            moving.move(db, anna, key, maria, MONDAY - DAY)
        moving.move(db, anna, key, maria, date(2026, 11, 26))
    assert days_of(house, house.maria) == [23, 26, 30, 3]


def test_a_missed_day_comes_back_and_a_begun_one_stays(house: House, clock: Clock) -> None:
    given = given_to(house, house.maria, weekly(MONDAY, 0, 1))
    clock.at(MONDAY + DAY)
    with open_session() as db:
        moving.move(db, house.anna.scope, f"{given}-{MONDAY}", house.maria.person_id, MONDAY + 2 * DAY)
        homework.begin(db, house.maria.scope, f"{given}-{MONDAY + DAY}")
        db.commit()
        with pytest.raises(refusals.DayBegun):
            moving.move(db, house.anna.scope, f"{given}-{MONDAY + DAY}", house.maria.person_id, MONDAY + 3 * DAY)
    clock.at(MONDAY + 2 * DAY)
    with open_session() as db:  # it is opened under its own name
        assert homework.open_day(db, house.maria.scope, f"{given}-{MONDAY}").day.day == MONDAY + 2 * DAY


@pytest.mark.parametrize("key", ["", "x", "{given}", "{given}-", "{given}-2026-11-24", "{given}-2026-13-01", "{other}-2026-11-23"])
def test_a_day_that_is_not_there_is_not_found(house: House, clock: Clock, key: str) -> None:
    given = given_to(house, house.maria, weekly(MONDAY, 0))
    with open_session(reading=True) as db, pytest.raises(NotFound):
        planned_days.one(db, house.maria.scope, key.format(given=given, other=uuid.uuid4()))


@pytest.mark.parametrize("who", ["olga", "boris", "viktor", "anna"])
def test_a_day_is_nobody_elses(house: House, clock: Clock, who: str) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY, 0))}-{MONDAY}"
    deeds: tuple[Callable[[Session, Member], object], ...] = (
        lambda db, other: homework.open_day(db, other.scope, key),
        lambda db, other: homework.begin(db, other.scope, key),
        lambda db, other: homework.finish(db, other.scope, key),
    )
    for deed in deeds:
        with open_session() as db, pytest.raises(NotFound):
            deed(db, getattr(house, who))
    if who != "anna":
        with open_session() as db, pytest.raises(NotFound):
            moving.move(db, getattr(house, who).scope, key, house.maria.person_id, MONDAY + DAY)


@pytest.mark.parametrize(("zone", "hour", "today"), [("Asia/Kamchatka", 13, 24), ("America/Los_Angeles", 7, 22), ("Europe/Moscow", 20, 23)])
def test_today_is_the_trainers_own(house: House, clock: Clock, zone: str, hour: int, today: int) -> None:
    with open_session() as db:
        tenant = db.get_one(Tenant, house.anna.scope.tenant_id)
        tenant.timezone = zone
        db.add(tenant)
        db.commit()
    clock.at(MONDAY - DAY)
    given_to(house, house.maria, weekly(MONDAY - DAY, *range(7)))
    clock.moment = datetime(2026, 11, 23, hour, tzinfo=clock.moment.tzinfo)
    with open_session(reading=True) as db:
        assert [day.day.day for day in homework.overview(db, house.maria.scope).today] == [today]
