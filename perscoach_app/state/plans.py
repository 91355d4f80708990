"""A plan in words: «по понедельникам и четвергам с 24 ноября, напомним в 18:00»."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from babel import Locale
from babel.lists import format_list

from perscoach_app.services.assignments import Given
from perscoach_app.services.occurrences import WEEK_DAYS, first_day
from perscoach_app.tables import AssignmentBase
from perscoach_app.texts import formats, say
from perscoach_app.texts.catalogue import language_of

_A_MONDAY = date(2024, 1, 1)
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week to choose."""

    number: int  # 0 Monday .. 6 Sunday
    short: str
    whole: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class GivenRow:
    """What stands already, in one line."""

    id: str
    receiver: str
    words: str
    change_label: str
    end_label: str


def week(language: str) -> list[int]:
    """The days of a week in the order of the language's calendars, 0 for Monday."""
    first = Locale.parse(language_of(language)).first_week_day
    return [(first + n) % WEEK_DAYS for n in range(WEEK_DAYS)]


def weekdays(voice: str, chosen: set[int]) -> list[Weekday]:
    """The chips of a week."""
    days = {number: _A_MONDAY + timedelta(days=number) for number in range(WEEK_DAYS)}
    return [
        Weekday(number, _upper(formats.weekday(voice, days[number])), formats.weekday(voice, days[number], whole=True), number in chosen)
        for number in week(voice)
    ]


def plan_words(voice: str, plan: AssignmentBase) -> str:
    """When, in words."""
    day = formats.day(voice, first_day(plan))
    if not plan.weekdays:
        when = say(voice, "assign.plan_once", day=day)
    else:
        when = say(voice, "assign.plan_weekly", days=_days(voice, plan), day=day)
        if plan.ends_on is not None:
            when += " " + say(voice, "assign.plan_until", day=formats.day(voice, plan.ends_on))
    return f"{when}, {say(voice, 'assign.plan_remind', time=clock(voice, plan.remind_at))}" if plan.remind_at else when


def clock(voice: str, written: str) -> str:
    """«18:00» or “6:00 PM”."""
    return formats.time_of_day(voice, datetime.combine(_A_MONDAY, time.fromisoformat(written), UTC), UTC)


def given_row(voice: str, given: Given) -> GivenRow:
    """One line of what stands already."""
    receiver = given.receiver if given.members is None else say(voice, "assign.members", name=given.receiver, n=given.members)
    words = plan_words(voice, given.plan)
    both = f"{receiver}, {words}"
    return GivenRow(given.id, receiver, words, say(voice, "assign.change_of", words=both), say(voice, "assign.end_of", words=both))


def _days(voice: str, plan: AssignmentBase) -> str:
    if len(plan.weekdays) == WEEK_DAYS and plan.every_weeks == 1:
        return say(voice, "assign.plan_daily")
    named = [say(voice, f"assign.on_{_NAMES[number]}") for number in week(voice) if number in plan.weekdays]
    days = format_list(named, locale=language_of(voice))
    if plan.every_weeks == 1:
        return say(voice, "assign.plan_on", days=days)
    return say(voice, "assign.plan_every", n=plan.every_weeks, days=days)


def _upper(word: str) -> str:
    return word[:1].upper() + word[1:]
