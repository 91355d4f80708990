"""The client's side of homework: what is on today, one day opened, sets ticked off, the day finished."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import local_time, planned_days, sets, workout_items, workouts
from perscoach_app.services.assigning_errors import DayNotCome, NothingDone
from perscoach_app.services.errors import NotFound
from perscoach_app.services.planned_days import DayState, PlannedDay
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.services.sets import SetNumbers
from perscoach_app.services.workout_items import ItemShown
from perscoach_app.tables import Homework, SetDone, TrainingSession, Workout, WorkoutItem

CATCH_UP = timedelta(days=7)  # a missed day can be made up for a week; then the next ones matter more
AHEAD = timedelta(days=14)  # of coming days a client sees two weeks
PAST = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Overview:
    """A client's homework around today."""

    today: list[PlannedDay]
    late: list[PlannedDay]  # missed or not finished within the last week
    coming: list[PlannedDay]
    past: list[PlannedDay]  # newest first


@dataclass(frozen=True, slots=True)
class ItemDay:
    """One exercise of a day: what is asked, and what was done of it by set number."""

    shown: ItemShown
    done: dict[int, SetDone]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a day is, and what is in it."""

    done: int
    sets: int
    minutes: int
    items: list[ItemShown]


@dataclass(frozen=True, slots=True)
class HomeworkDay:
    """One day opened. `next` is the set to do now, None when all are done."""

    day: PlannedDay
    note: str
    items: list[ItemDay]
    next: tuple[uuid.UUID, int] | None
    can_start: bool


def overview(db: Session, scope: Scope) -> Overview:
    """The caller's own homework: today, what was left undone, what comes, what was."""
    today = local_time.today(db, scope.tenant_id)
    mine = planned_days.days(db, scope, today - PAST, today + AHEAD, client_id=scope.person_id)
    before = [day for day in reversed(mine) if day.day < today]
    late = [day for day in before if day.state != DayState.DONE and day.day >= today - CATCH_UP]
    return Overview(
        today=[day for day in mine if day.day == today],
        late=late,
        coming=[day for day in mine if day.day > today],
        past=[day for day in before if day not in late],
    )


def open_day(db: Session, scope: Scope, key: str) -> HomeworkDay:
    """One of the caller's own days, with all its sets. Reading begins nothing.

    Raises:
        NotFound: it is not the caller's, or there is none.
    """
    day = planned_days.one(db, scope, key)
    done = sets.of(db, day.homework_id) if day.homework_id else {}
    open_sets = [each for each in sets.wanted(workout_items.of(db, scope, day.workout_id)) if each not in done]
    return HomeworkDay(
        day=day,
        note=db.get_one(Workout, day.workout_id).note,
        items=[
            ItemDay(item, {number: row for (item_id, number), row in done.items() if str(item_id) == item.id})
            for item in workout_items.shown(db, scope, day.workout_id, also={item_id for item_id, _ in done})
        ],
        next=open_sets[0] if open_sets else None,
        can_start=day.day <= local_time.today(db, scope.tenant_id),
    )


def progress(db: Session, scope: Scope, day: PlannedDay) -> Progress:
    """How far one of the caller's days is; `overview` and `days` have checked whose it is."""
    items = workout_items.shown(db, scope, day.workout_id)
    asked = {each.id: each.asked.sets for each in items}
    done = sets.of(db, day.homework_id) if day.homework_id else {}
    ticked = sum(number <= asked.get(str(item_id), 0) for item_id, number in done)
    return Progress(ticked, sum(asked.values()), workouts.minutes_of(items), items)


def begin(db: Session, scope: Scope, key: str) -> Homework:
    """The row of one of the caller's days, made by its first start; two tabs make one. Not committed.

    Raises:
        NotFound: it is not the caller's.
        DayNotCome: it lies ahead.
    """
    day = planned_days.one(db, scope, key)
    if day.homework_id is not None:
        return db.get_one(Homework, day.homework_id)
    if day.day > local_time.today(db, scope.tenant_id):
        raise DayNotCome(day=day.day)
    fresh = Homework(
        tenant_id=scope.tenant_id,
        assignment_id=day.assignment_id,
        workout_id=day.workout_id,
        client_id=scope.person_id,
        day=day.planned,
    )
    try:
        with db.begin_nested():
            db.add(fresh)
    except IntegrityError:
        query = select(Homework).where(
            col(Homework.assignment_id) == day.assignment_id,
            col(Homework.client_id) == scope.person_id,
            col(Homework.day) == day.planned,
        )
        return db.exec(query).one()
    return fresh


def tick(db: Session, scope: Scope, key: str, item_id: str | uuid.UUID, number: int, numbers: SetNumbers | None = None) -> None:
    """Writes down a set, with what was planned when no numbers are given; again is harmless. The last one finishes the day.

    Raises:
        NotFound: it is not the caller's, or there is no such set.
        DayNotCome: the day lies ahead.
        NumbersRefused: nobody does that.
    """
    homework = begin(db, scope, key)
    item = _item(db, homework, item_id)
    sets.write(db, homework, item, number, numbers or sets.planned(item))
    sets.close_when_done(db, scope, homework)
    db.commit()


def untick(db: Session, scope: Scope, key: str, item_id: str | uuid.UUID, number: int) -> None:
    """Takes a set back, and with it the end of the day; harmless when it was not done."""
    day = planned_days.one(db, scope, key)
    if day.homework_id is None:
        return
    row = sets.of(db, day.homework_id).get((parse_id(item_id), number))
    if row is None:
        return
    db.delete(row)
    homework = db.get_one(Homework, day.homework_id)
    homework.finished_at = None
    db.add(homework)
    db.commit()


def finish(db: Session, scope: Scope, key: str) -> None:
    """The client is done for the day, whether or not every set is; again is harmless.

    Raises:
        NotFound: it is not the caller's.
        DayNotCome: the day lies ahead.
        NothingDone: not one set is.
    """
    homework = begin(db, scope, key)
    if homework.finished_at is None:
        if not sets.of(db, homework.id):
            raise NothingDone
        homework.finished_at = local_time.now()
        db.add(homework)
    db.commit()


def day_of_session(db: Session, scope: Scope, session_id: str | uuid.UUID) -> str:
    """The name of the day one of the caller's own sessions belongs to; empty for a free one, or somebody else's."""
    query = (
        select(Homework)
        .join(TrainingSession, col(TrainingSession.homework_id) == col(Homework.id))
        .where(
            col(TrainingSession.id) == parse_id(session_id),
            col(Homework.tenant_id) == scope.tenant_id,
            col(Homework.client_id) == scope.person_id,
        )
    )
    row = db.exec(query).first()
    return planned_days.key_of(row.assignment_id, row.day) if row else ""


def key_of(db: Session, homework_id: uuid.UUID) -> str:
    """The name of a begun day in addresses."""
    row = db.get_one(Homework, homework_id)
    return planned_days.key_of(row.assignment_id, row.day)


def _item(db: Session, homework: Homework, item_id: str | uuid.UUID) -> WorkoutItem:
    query = select(WorkoutItem).where(
        col(WorkoutItem.id) == parse_id(item_id),
        col(WorkoutItem.workout_id) == homework.workout_id,
        col(WorkoutItem.tenant_id) == homework.tenant_id,
        col(WorkoutItem.removed_at).is_(None),
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    return row
