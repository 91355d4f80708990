"""Giving homework: a workout to a client or a group, on one day or week after week."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from perscoach_app.services import assigning_errors as refusals
from perscoach_app.services import local_time, planned_days, receivers, workout_items
from perscoach_app.services.errors import NotFound
from perscoach_app.services.occurrences import DAY, first_day, occurrences
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.tables import Assignment, AssignmentBase, ClientGroup, Homework, MovedDay, Person, Workout

AHEAD = timedelta(days=366)  # a year: plans beyond it are wishes
MOST_WEEKS = 8  # «every eighth week» is the rarest a trainer would still call a habit
LAST_WEEKDAY = 6
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Given:
    """One assignment as the trainer sees it. `members` counts a group's clients; for one client it is None."""

    id: str
    workout_id: str
    title: str
    receiver: str
    plan: AssignmentBase
    next_day: date | None
    members: int | None = None


def give(
    db: Session, scope: Scope, workout_id: str | uuid.UUID, plan: AssignmentBase, *, clients: Iterable[int] = (), groups: Iterable[int] = ()
) -> list[str]:
    """Gives a workout to clients and groups, all or none; giving exactly the same again changes nothing.

    Returns:
        The assignments' ids, clients first.

    Raises:
        NotFound: the caller is no trainer, or there is no such workout here.
        PlanRefused: one of `assigning_errors`, with a sentence.
    """
    require_trainer(scope)
    workout = _assignable(db, scope, workout_id)
    people, bands = sorted(set(clients)), sorted(set(groups))
    if not people and not bands:
        raise refusals.NobodyChosen
    receivers.check(db, scope, people, bands)
    plan = checked(plan, local_time.today(db, scope.tenant_id))
    given = [
        _give_one(db, scope, workout, plan, client_id, group_id)
        for client_id, group_id in (*((each, None) for each in people), *((None, each) for each in bands))
    ]
    db.commit()
    return [str(row.id) for row in given]


def checked(plan: AssignmentBase, today: date) -> AssignmentBase:
    """The plan in its plainest form: an own copy, weekdays in order, a repetition only where there are weekdays.

    Raises:
        PlanRefused: no day can come of it.
    """
    weekdays = sorted(set(plan.weekdays))
    every = plan.every_weeks if weekdays else 1
    if not all(0 <= day <= LAST_WEEKDAY for day in weekdays) or not 1 <= every <= MOST_WEEKS:
        raise refusals.RepeatUnknown
    if plan.remind_at and not _CLOCK.fullmatch(plan.remind_at):
        raise refusals.RepeatUnknown
    if plan.starts_on < today:
        raise refusals.DayPast(day=plan.starts_on)
    if max(plan.starts_on, plan.ends_on or plan.starts_on) > today + AHEAD:
        raise refusals.DayTooFar
    ends_on = plan.ends_on if weekdays else plan.starts_on
    neat = AssignmentBase(starts_on=plan.starts_on, ends_on=ends_on, weekdays=weekdays, every_weeks=every, remind_at=plan.remind_at)
    if ends_on is not None and first_day(neat) > ends_on:
        raise refusals.NoDayLeft(day=ends_on)
    return neat


def change(db: Session, scope: Scope, assignment_id: str | uuid.UUID, plan: AssignmentBase) -> str:
    """Another plan from today on. What is over stays: an assignment that has run already ends, and a new one goes on in its place.

    Returns:
        The id of the assignment that holds from now on.
    """
    require_trainer(scope)
    row = _row(db, scope, assignment_id)
    today = local_time.today(db, scope.tenant_id)
    begun = {homework.day for homework in db.exec(select(Homework).where(col(Homework.assignment_id) == row.id))}
    fresh_from = today + DAY if today in begun else today
    if plan.starts_on < fresh_from:
        plan = plan.model_copy(update={"starts_on": fresh_from})
    plan = checked(plan, today)
    fresh = _new(scope, row.workout_id, plan, row.client_id, row.group_id)
    _check_free(db, fresh, instead_of=row.id)
    if row.starts_on >= today and not begun:
        for move in db.exec(select(MovedDay).where(col(MovedDay.assignment_id) == row.id)):
            db.delete(move)  # they spoke of days of the former plan
        row.sqlmodel_update(plan.model_dump())
        db.add(row)
        db.commit()
        return str(row.id)
    row.ended_at = local_time.now()
    db.add(row)
    db.add(fresh)
    db.commit()
    return str(fresh.id)


def end(db: Session, scope: Scope, assignment_id: str | uuid.UUID) -> None:
    """No more days from today on; days before, and what was begun today, stay. Ending twice is harmless."""
    require_trainer(scope)
    row = _row(db, scope, assignment_id)
    if row.ended_at is None:
        row.ended_at = local_time.now()
        db.add(row)
        db.commit()


def given(db: Session, scope: Scope, *, workout_id: str | uuid.UUID | None = None, client_id: int | None = None) -> list[Given]:
    """Assignments that still have days to come, soonest first, for the trainer; a client's own ones besides her groups'."""
    require_trainer(scope)
    today = local_time.today(db, scope.tenant_id)
    query = (
        select(Assignment, Workout)
        .join(Workout, col(Workout.id) == col(Assignment.workout_id))
        .where(col(Assignment.tenant_id) == scope.tenant_id, col(Assignment.ended_at).is_(None), col(Workout.removed_at).is_(None))
        .order_by(col(Assignment.created_at))
    )
    if workout_id is not None:
        query = query.where(col(Assignment.workout_id) == parse_id(workout_id))
    if client_id is not None:
        query = query.where(col(Assignment.client_id) == client_id)
    found = [told for row, workout in db.exec(query).all() if (told := _told(db, row, workout, today)) is not None]
    return sorted(found, key=lambda each: (each.next_day or date.max, each.receiver))


def _told(db: Session, row: Assignment, workout: Workout, today: date) -> Given | None:
    """None for what has no days left, or nobody to have them."""
    next_day = next(occurrences(row, today, max(row.starts_on, today) + AHEAD), None)
    if next_day is None:
        return None
    if row.client_id is not None:
        person = db.get_one(Person, row.client_id)
        receiver, members, gone = person.name, None, person.removed_at
    else:
        group = db.get_one(ClientGroup, row.group_id)
        receiver, members, gone = group.name, len(receivers.members(db, group.id or 0)), group.removed_at
    if gone is not None:
        return None
    plan = AssignmentBase.model_validate(row.model_dump())
    return Given(str(row.id), str(workout.id), workout.title, receiver, plan, next_day, members)


def _give_one(db: Session, scope: Scope, workout: Workout, plan: AssignmentBase, client_id: int | None, group_id: int | None) -> Assignment:
    fresh = _new(scope, workout.id, plan, client_id, group_id)
    for row in _standing(db, fresh):
        if AssignmentBase.model_validate(row.model_dump()) == plan:
            return row  # the button was pressed twice
    _check_free(db, fresh)
    db.add(fresh)
    db.flush()
    return fresh


def _check_free(db: Session, fresh: Assignment, instead_of: uuid.UUID | None = None) -> None:
    """Nobody gets one workout twice on one day, whichever way it comes: alone, in a group, or moved there.

    Raises:
        GivenAlready: somebody would.
    """
    end = fresh.starts_on + AHEAD
    wanted = set(occurrences(fresh, fresh.starts_on, end))
    people = {fresh.client_id} if fresh.client_id is not None else receivers.members(db, fresh.group_id or 0)
    taken = {
        day.day
        for day in planned_days.of_tenant(db, fresh.tenant_id, fresh.starts_on, end, client_id=fresh.client_id)
        if day.workout_id == fresh.workout_id and day.client_id in people and day.assignment_id != instead_of
    }
    for row in _standing(db, fresh):  # a group may have no members yet
        taken |= set(occurrences(row, fresh.starts_on, end)) if row.id != instead_of else set()
    if wanted & taken:
        raise refusals.GivenAlready(day=min(wanted & taken))


def _standing(db: Session, fresh: Assignment) -> Sequence[Assignment]:
    """What the same receiver has of the same workout, as long as it is not ended."""
    query = select(Assignment).where(
        col(Assignment.tenant_id) == fresh.tenant_id,
        col(Assignment.workout_id) == fresh.workout_id,
        col(Assignment.client_id) == fresh.client_id,
        col(Assignment.group_id) == fresh.group_id,
        col(Assignment.ended_at).is_(None),
    )
    return db.exec(query).all()


def _new(scope: Scope, workout_id: uuid.UUID, plan: AssignmentBase, client_id: int | None, group_id: int | None) -> Assignment:
    return Assignment(
        **plan.model_dump(),
        tenant_id=scope.tenant_id,
        workout_id=workout_id,
        client_id=client_id,
        group_id=group_id,
        created_by=scope.person_id,
    )


def _assignable(db: Session, scope: Scope, workout_id: str | uuid.UUID) -> Workout:
    query = select(Workout).where(
        col(Workout.id) == parse_id(workout_id), col(Workout.tenant_id) == scope.tenant_id, col(Workout.removed_at).is_(None)
    )
    workout = db.exec(query.with_for_update()).first()  # two presses of the button wait for each other
    if workout is None:
        raise NotFound
    if workout.is_template:
        raise refusals.TemplateGiven
    items = workout_items.shown(db, scope, workout.id)
    if not items:
        raise refusals.NothingToAssign
    unready = [each.title(scope.language) for each in items if not each.ready]
    if unready:
        raise refusals.ExercisesNotReady(titles=", ".join(f"«{title}»" for title in dict.fromkeys(unready)))
    return workout


def _row(db: Session, scope: Scope, assignment_id: str | uuid.UUID) -> Assignment:
    query = select(Assignment).where(col(Assignment.id) == parse_id(assignment_id), col(Assignment.tenant_id) == scope.tenant_id)
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    return row
