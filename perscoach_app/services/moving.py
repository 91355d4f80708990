"""Putting one day of one client's homework on another date."""

import uuid
from datetime import date

from sqlmodel import Session, col, select

from perscoach_app.services import assigning_errors as refusals
from perscoach_app.services import local_time, planned_days
from perscoach_app.services.assignments import AHEAD
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import MovedDay


def move(db: Session, scope: Scope, key: str, client_id: int, to: date) -> None:
    """Moves the day `key` of a client; a missed one may come back, a begun one stays. Moving it home again forgets the move.

    Raises:
        NotFound: the caller is no trainer, or there is no such day here.
        PlanRefused: one of `assigning_errors`.
    """
    require_trainer(scope)
    found = planned_days.one(db, scope, key, client_id)
    today = local_time.today(db, scope.tenant_id)
    if found.homework_id is not None:
        raise refusals.DayBegun
    if to == found.day:
        return
    if to < today:
        raise refusals.DayPast(day=to)
    if to > today + AHEAD:
        raise refusals.DayTooFar
    there = planned_days.of_tenant(db, scope.tenant_id, to, to, client_id=client_id)
    if any(other.workout_id == found.workout_id for other in there):
        raise refusals.GivenAlready(day=to)
    _write(db, scope, found.assignment_id, client_id, found.planned, to)


def _write(db: Session, scope: Scope, assignment_id: uuid.UUID, client_id: int, day: date, to: date) -> None:
    query = select(MovedDay).where(
        col(MovedDay.assignment_id) == assignment_id, col(MovedDay.client_id) == client_id, col(MovedDay.day) == day
    )
    row = db.exec(query).first()
    if to == day:
        if row is not None:
            db.delete(row)
    elif row is None:
        db.add(MovedDay(tenant_id=scope.tenant_id, assignment_id=assignment_id, client_id=client_id, day=day, moved_to=to))
    else:
        row.moved_to = to
        db.add(row)
    db.commit()
