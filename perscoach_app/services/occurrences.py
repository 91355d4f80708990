"""On which days an assignment falls. Calendar days only: no clock, no zone, no database."""

from collections.abc import Iterator
from datetime import date, timedelta

from perscoach_app.tables import AssignmentBase

DAY = timedelta(days=1)
WEEK_DAYS = 7


def occurrences(plan: AssignmentBase, start: date, end: date) -> Iterator[date]:
    """The days of a plan from `start` to `end`, both included, in order, each once.

    Weeks begin on Monday and are counted from the week of the plan's first day, so that «every second week» begins with that first day.

    Example:
        >>> plan = AssignmentBase(starts_on=date(2026, 11, 25), weekdays=[0, 3], every_weeks=2)  # a Wednesday; Mondays and Thursdays
        >>> [day.day for day in occurrences(plan, date(2026, 11, 1), date(2026, 12, 10))]
        [26, 7, 10]
    """
    last = end if plan.ends_on is None else min(end, plan.ends_on)
    if not plan.weekdays:
        if start <= plan.starts_on <= last:
            yield plan.starts_on
        return
    first = first_day(plan)
    chosen = sorted(set(plan.weekdays))
    every = timedelta(weeks=max(1, plan.every_weeks))
    monday = first - first.weekday() * DAY
    if start > first:  # straight to the week that holds `start`, however long the plan runs
        monday += max(0, (start - monday).days // (WEEK_DAYS * max(1, plan.every_weeks))) * every
    while monday <= last:
        for weekday in chosen:
            day = monday + weekday * DAY
            if max(start, first) <= day <= last:
                yield day
        monday += every


def first_day(plan: AssignmentBase) -> date:
    """The first day a plan can fall on, whether or not it ends before."""
    if not plan.weekdays:
        return plan.starts_on
    return min(plan.starts_on + (weekday - plan.starts_on.weekday()) % WEEK_DAYS * DAY for weekday in plan.weekdays)
