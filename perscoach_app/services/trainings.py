"""Trainings: begun for a day of homework or for one exercise, gone on with where they stood, finished."""

import uuid
from datetime import timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from perscoach_app.services import digest, feelings, homework, sessions, sets, training_plan
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.services.training_plan import Plan
from perscoach_app.tables import Homework, Training
from perscoach_app.tables.moments import now

GO_ON = timedelta(hours=2)  # a free training left open for longer is not what she comes back to: she wants to train again
_OWN = select(Training).where(  # every chunk asks it: put together once
    col(Training.id) == bindparam("training"),
    col(Training.tenant_id) == bindparam("tenant"),
    col(Training.client_id) == bindparam("client"),
)


def for_day(db: Session, scope: Scope, key: str, item_id: str | uuid.UUID | None = None) -> str:
    """Begins a training of one of the caller's own days, or goes on with the open one; returns its id. Two tabs get the same one.

    Args:
        item_id: this exercise of the day only.

    Raises:
        NotFound: the day is not the caller's, or has no such exercise.
        DayNotCome: it lies ahead.
        NotReady: the clips are being made and there is none yet.
    """
    only = parse_id(item_id) if item_id else None
    day = homework.begin(db, scope, key)
    db.exec(select(Homework.id).where(col(Homework.id) == day.id).with_for_update()).one()  # the other tab waits here
    left = _open_of_day(db, scope, day, only)
    if left is not None and sessions.begun(db, left):
        db.commit()
        return str(left.id)
    plan = training_plan.of_day(db, scope, day, only, without=() if only else feelings.hurting_items(db, day.id))
    return _begin(db, scope, plan, day.id, left)


def for_exercise(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> str:
    """Begins a training of one exercise of one's own accord, or goes on with one left open just now; returns its id.

    Raises:
        NotFound: no such exercise here.
        NotReady: it has no outputs yet.
    """
    plan = training_plan.of_exercise(db, scope, exercise_id)
    left = _open_free(db, scope, plan)
    if left is not None and sessions.begun(db, left):
        return str(left.id)
    return _begin(db, scope, plan, None, left)


def own(db: Session, scope: Scope, training_id: str | uuid.UUID) -> Training:
    """One of the caller's own trainings.

    Raises:
        NotFound: it is somebody else's, or there is none.
    """
    row = db.exec(_OWN, params={"training": parse_id(training_id), "tenant": scope.tenant_id, "client": scope.person_id}).first()
    if row is None:
        raise NotFound
    return row


def finish(db: Session, scope: Scope, training_id: str | uuid.UUID) -> None:
    """The client is through; again is harmless. A day whose every set is done or given up for pain is finished with it."""
    row = own(db, scope, training_id)
    if row.finished_at is not None:
        return
    row.finished_at = now()
    db.add(row)
    if row.homework_id is not None:
        day = db.get_one(Homework, row.homework_id)
        if sets.of(db, day.id):
            sets.close_when_done(db, scope, day, given_up=feelings.hurting_items(db, day.id))
    digest.write(db, row)
    db.commit()


def _open_of_day(db: Session, scope: Scope, day: Homework, only: uuid.UUID | None) -> Training | None:
    """The latest unfinished training of the day in which something is left to do."""
    query = select(Training).where(
        col(Training.tenant_id) == scope.tenant_id, col(Training.homework_id) == day.id, col(Training.finished_at).is_(None)
    )
    wish = str(only) if only else None
    rows = [row for row in db.exec(query.order_by(col(Training.started_at).desc())) if row.plan.get("only") == wish]
    return next((row for row in rows if any(place.state != "done" for place in sessions.places(db, row))), None)


def _open_free(db: Session, scope: Scope, plan: Plan) -> Training | None:
    query = select(Training).where(
        col(Training.tenant_id) == scope.tenant_id,
        col(Training.client_id) == scope.person_id,
        col(Training.homework_id).is_(None),
        col(Training.finished_at).is_(None),
        col(Training.started_at) > now() - GO_ON,
    )
    for row in db.exec(query.order_by(col(Training.started_at).desc())):
        if row.plan["items"][0]["exercise"] == plan["items"][0]["exercise"] and sessions.places(db, row)[0].state != "done":
            return row
    return None


def _begin(db: Session, scope: Scope, plan: Plan, homework_id: uuid.UUID | None, unused: Training | None) -> str:
    """A new row, or the one that was opened and never trained in: it asks what is asked now."""
    row = unused or Training(tenant_id=scope.tenant_id, client_id=scope.person_id, homework_id=homework_id)
    row.plan, row.started_at = plan, now()
    db.add(row)
    db.commit()
    return str(row.id)
