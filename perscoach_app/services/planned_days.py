"""Who has which homework on which day: plans, moves and what was begun, put together."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from perscoach_app.services import local_time
from perscoach_app.services.errors import NotFound
from perscoach_app.services.occurrences import occurrences
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.tables import Assignment, GroupMember, Homework, MovedDay, Person, Workout

UUID_CHARACTERS = 36


class DayState(StrEnum):
    """What became of a planned day."""

    PLANNED = "planned"
    BEGUN = "begun"  # and not finished, today or earlier
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One client's homework on one day.

    Attributes:
        planned: the day the plan says; with assignment and client it names this homework for good.
        day: the day it is on now, another one when the trainer moved it.
    """

    assignment_id: uuid.UUID
    workout_id: uuid.UUID
    client_id: int
    planned: date
    day: date
    title: str
    client_name: str
    remind_at: str
    state: DayState
    homework_id: uuid.UUID | None = None
    group_id: int | None = None

    @property
    def key(self) -> str:
        """Its name in addresses: the client is whoever asks."""
        return key_of(self.assignment_id, self.planned)


def key_of(assignment_id: uuid.UUID, planned: date) -> str:
    """The name of a day in addresses."""
    return f"{assignment_id}-{planned.isoformat()}"


@dataclass(frozen=True, slots=True)
class _Stay:
    """From when to when one person gets an assignment's days: `since` counts the planned day, `before` the day it is on."""

    person: Person
    since: date
    before: date


def days(db: Session, scope: Scope, start: date, end: date, *, client_id: int | None = None) -> list[PlannedDay]:
    """All homework on days from `start` to `end`, both included, in order: the caller's own, or the whole house's for the trainer.

    Args:
        client_id: of this client only.
    """
    if not scope.is_trainer:
        client_id = scope.person_id
    return of_tenant(db, scope.tenant_id, start, end, client_id=client_id)


def one(db: Session, scope: Scope, key: str, client_id: int | None = None) -> PlannedDay:
    """The homework named by an address.

    Raises:
        NotFound: there is none, or it is not the caller's.
    """
    assignment_id = parse_id(key[:UUID_CHARACTERS])
    try:
        planned = date.fromisoformat(key[UUID_CHARACTERS + 1 :])
    except ValueError:
        raise NotFound from None
    owner = client_id if scope.is_trainer and client_id is not None else scope.person_id
    move = db.exec(
        select(MovedDay).where(
            col(MovedDay.tenant_id) == scope.tenant_id,
            col(MovedDay.assignment_id) == assignment_id,
            col(MovedDay.client_id) == owner,
            col(MovedDay.day) == planned,
        )
    ).first()
    on = move.moved_to if move else planned
    for found in of_tenant(db, scope.tenant_id, on, on, client_id=owner):
        if found.assignment_id == assignment_id and found.planned == planned:
            return found
    raise NotFound


def of_tenant(
    db: Session, tenant_id: int, start: date, end: date, *, client_id: int | None = None, moment: datetime | None = None
) -> list[PlannedDay]:
    """What `days` says, without a person who asks: reminders are sent by nobody."""
    where = local_time.zone_of(db, tenant_id)
    today = local_time.day_of(moment, where) if moment else local_time.today(db, tenant_id)
    moves = _moves(db, tenant_id, start, end, client_id)
    begun = _begun(db, tenant_id, start, end, client_id)
    touched = {key[0] for key in (*moves, *begun)}
    found: dict[tuple[uuid.UUID, int, date], PlannedDay] = {}
    for assignment, workout in _assignments(db, tenant_id, start, end, touched):
        stays = _stays(db, assignment, workout, where, client_id)
        moved_here = [(key[1], key[2]) for key, to in moves.items() if key[0] == assignment.id and start <= to <= end]
        for stay in stays:
            person_id = stay.person.id or 0
            wanted = [*occurrences(assignment, start, end), *(day for who, day in moved_here if who == person_id)]
            for planned in wanted:
                key = (assignment.id, person_id, planned)
                on = moves.get(key, planned)
                stands = stay.since <= planned and on < stay.before
                if start <= on <= end and (stands or key in begun):
                    found[key] = _day(assignment, workout, stay.person, planned, on, begun.get(key), today)
        for key, homework in begun.items():  # what was begun stays, whatever became of the plan
            if key[0] == assignment.id and key not in found and start <= moves.get(key, key[2]) <= end:
                person = db.get_one(Person, key[1])
                found[key] = _day(assignment, workout, person, key[2], moves.get(key, key[2]), homework, today)
    return sorted(found.values(), key=lambda day: (day.day, day.client_name, day.title, day.planned, str(day.assignment_id)))


def _day(
    assignment: Assignment, workout: Workout, person: Person, planned: date, on: date, homework: Homework | None, today: date
) -> PlannedDay:
    state = DayState.MISSED if on < today else DayState.PLANNED
    if homework is not None:
        state = DayState.DONE if homework.finished_at else DayState.BEGUN
    return PlannedDay(
        assignment_id=assignment.id,
        workout_id=workout.id,
        client_id=person.id or 0,
        planned=planned,
        day=on,
        title=workout.title,
        client_name=person.name,
        remind_at=assignment.remind_at,
        state=state,
        homework_id=homework.id if homework else None,
        group_id=assignment.group_id,
    )


def _moves(db: Session, tenant_id: int, start: date, end: date, client_id: int | None) -> dict[tuple[uuid.UUID, int, date], date]:
    query = select(MovedDay).where(
        col(MovedDay.tenant_id) == tenant_id,
        or_(col(MovedDay.day).between(start, end), col(MovedDay.moved_to).between(start, end)),
    )
    if client_id is not None:
        query = query.where(col(MovedDay.client_id) == client_id)
    return {(row.assignment_id, row.client_id, row.day): row.moved_to for row in db.exec(query)}


def _begun(db: Session, tenant_id: int, start: date, end: date, client_id: int | None) -> dict[tuple[uuid.UUID, int, date], Homework]:
    moved_here = exists().where(
        col(MovedDay.assignment_id) == col(Homework.assignment_id),
        col(MovedDay.client_id) == col(Homework.client_id),
        col(MovedDay.day) == col(Homework.day),
        col(MovedDay.moved_to).between(start, end),
    )
    query = select(Homework).where(col(Homework.tenant_id) == tenant_id, or_(col(Homework.day).between(start, end), moved_here))
    if client_id is not None:
        query = query.where(col(Homework.client_id) == client_id)
    return {(row.assignment_id, row.client_id, row.day): row for row in db.exec(query)}


def _assignments(db: Session, tenant_id: int, start: date, end: date, touched: set[uuid.UUID]) -> Sequence[tuple[Assignment, Workout]]:
    in_range: ColumnElement[bool] = (col(Assignment.starts_on) <= end) & (
        col(Assignment.ends_on).is_(None) | (col(Assignment.ends_on) >= start)
    )
    query = (
        select(Assignment, Workout)
        .join(Workout, col(Workout.id) == col(Assignment.workout_id))
        .where(col(Assignment.tenant_id) == tenant_id, or_(in_range, col(Assignment.id).in_(touched)))
    )
    return db.exec(query).all()


def _stays(db: Session, assignment: Assignment, workout: Workout, where: ZoneInfo, client_id: int | None) -> Iterator[_Stay]:
    ends = (_day_or_none(assignment.ended_at, where), _day_or_none(workout.removed_at, where))
    if assignment.client_id is not None:
        if client_id in (None, assignment.client_id):
            person = db.get_one(Person, assignment.client_id)
            yield _Stay(person, date.min, _first(*ends, _day_or_none(person.removed_at, where)))
        return
    query = (
        select(GroupMember, Person)
        .join(Person, col(Person.id) == col(GroupMember.person_id))
        .where(col(GroupMember.group_id) == assignment.group_id, col(GroupMember.tenant_id) == assignment.tenant_id)
    )
    if client_id is not None:
        query = query.where(col(GroupMember.person_id) == client_id)
    for member, person in db.exec(query):
        left = _first(*ends, _day_or_none(member.left_at, where), _day_or_none(person.removed_at, where))
        yield _Stay(person, local_time.day_of(member.joined_at, where), left)


def _day_or_none(moment: datetime | None, where: ZoneInfo) -> date | None:
    return None if moment is None else local_time.day_of(moment, where)


def _first(*given: date | None) -> date:
    return min((day for day in given if day is not None), default=date.max)
