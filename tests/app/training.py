"""Trainings in tests: begun, filled with samples set by set, finished."""

from typing import Any

from sqlmodel import Session

from perscoach_app.services import sessions, trainings
from perscoach_app.services.sessions import Ending
from perscoach_app.tables.database import open_session
from tests.app.house import Member


def free(member: Member, exercise_id: str) -> str:
    """A training of one exercise, begun; returns its id."""
    with open_session() as db:
        return trainings.for_exercise(db, member.scope, exercise_id)


def of_day(member: Member, key: str, item: str = "") -> str:
    """A training of a day of homework, or of one exercise of it, begun; returns its id."""
    with open_session() as db:
        return trainings.for_day(db, member.scope, key, item)


def done(member: Member, training: str, position: int, samples: list[Any], duration_s: float, **how: Any) -> str:
    """A set of a training, all of it in one chunk; returns the session's id."""
    with open_session() as db:
        return _done(db, member, training, position, samples, Ending(1, duration_s, **how))


def trained(member: Member, exercise_id: str, samples: list[Any], duration_s: float, **how: Any) -> str:
    """A free training of one exercise from its beginning to its report; returns the session's id."""
    training = free(member, exercise_id)
    session = done(member, training, 0, samples, duration_s, **how)
    with open_session() as db:
        trainings.finish(db, member.scope, training)
    return session


def _done(db: Session, member: Member, training: str, position: int, samples: list[Any], told: Ending) -> str:
    row = trainings.own(db, member.scope, training)
    sessions.store_chunk(db, member.scope, row, position, 0, samples)
    sessions.finish(db, member.scope, row, position, told)
    return str(sessions.id_of(row.id, position))
