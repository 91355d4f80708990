"""The days of a plan, against the plain definition, and midnight where the trainer lives."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perscoach_app.services import local_time
from perscoach_app.services.occurrences import first_day, occurrences
from perscoach_app.tables import AssignmentBase

DAYS = st.dates(date(2023, 12, 20), date(2028, 3, 10))  # two leap days, five ends of years
ZONES = ("Asia/Kamchatka", "America/Los_Angeles", "Europe/Moscow", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia")


@st.composite
def plans(draw: st.DrawFn) -> AssignmentBase:
    starts = draw(DAYS)
    ends = draw(st.none() | st.integers(0, 120).map(lambda n: starts + timedelta(days=n)))
    weekdays = draw(st.lists(st.integers(0, 6), max_size=7, unique=True))
    return AssignmentBase(starts_on=starts, ends_on=ends, weekdays=weekdays, every_weeks=draw(st.integers(1, 8)))


def falls_on(plan: AssignmentBase, day: date) -> bool:
    """The definition, day by day."""
    if day < plan.starts_on or (plan.ends_on is not None and day > plan.ends_on):
        return False
    if not plan.weekdays:
        return day == plan.starts_on
    first = first_day(plan)
    weeks = ((day - timedelta(days=day.weekday())) - (first - timedelta(days=first.weekday()))).days // 7
    return day.weekday() in plan.weekdays and weeks % plan.every_weeks == 0


@settings(max_examples=150, deadline=None)
@given(plans(), DAYS, st.integers(0, 100))
def test_every_planned_day_comes_exactly_once_and_in_order(plan: AssignmentBase, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    every_day = [start + timedelta(days=n) for n in range(length + 1)]
    assert list(occurrences(plan, start, end)) == [day for day in every_day if falls_on(plan, day)]


@settings(max_examples=60, deadline=None)
@given(plans(), DAYS, st.integers(0, 40), st.integers(0, 40))
def test_two_windows_side_by_side_say_what_one_says(plan: AssignmentBase, start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + 1 + second)
    in_two = [*occurrences(plan, start, middle), *occurrences(plan, middle + timedelta(days=1), end)]
    assert in_two == list(occurrences(plan, start, end))


def test_the_first_chosen_weekday_begins_every_second_week() -> None:
    plan = AssignmentBase(starts_on=date(2026, 11, 25), weekdays=[0, 3], every_weeks=2)
    assert [day.isoformat() for day in occurrences(plan, date(2026, 11, 1), date(2026, 12, 10))] == [
        "2026-11-26",
        "2026-12-07",
        "2026-12-10",
    ]


def test_the_29th_of_february_and_the_turn_of_the_year_are_days_like_others() -> None:
    daily = AssignmentBase(starts_on=date(2027, 12, 30), weekdays=list(range(7)))
    assert len(list(occurrences(daily, date(2027, 12, 30), date(2028, 3, 1)))) == 63
    assert date(2028, 2, 29) in set(occurrences(daily, date(2028, 2, 28), date(2028, 3, 1)))


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Asia/Kamchatka", datetime(2026, 11, 22, 12, 30, tzinfo=UTC), date(2026, 11, 23)),  # half past midnight there
        ("America/Los_Angeles", datetime(2026, 11, 23, 7, 30, tzinfo=UTC), date(2026, 11, 22)),  # the evening before
        ("Europe/Moscow", datetime(2026, 12, 31, 21, 0, tzinfo=UTC), date(2027, 1, 1)),
        ("No/Such_Place", datetime(2026, 11, 22, 23, 59, tzinfo=UTC), date(2026, 11, 22)),
    ],
)
def test_a_day_begins_at_the_trainers_own_midnight(zone: str, moment: datetime, day: date) -> None:
    assert local_time.day_of(moment, local_time.zone(zone)) == day


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), DAYS, st.times().map(lambda t: f"{t.hour:02}:{t.minute:02}"))
def test_a_local_hour_comes_on_its_own_day_even_when_the_clocks_change(zone: str, day: date, clock: str) -> None:
    where = local_time.zone(zone)
    moment = local_time.moment_of(day, clock, where)
    told = moment.astimezone(where)
    assert told.date() == day
    assert 0 <= (told.hour * 60 + told.minute) - (int(clock[:2]) * 60 + int(clock[3:])) <= 60  # an hour left out comes later, never before
