"""The trainer's day at a glance: who trained, who has not yet, who skips, what is to be discussed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from perscoach_app.services import local_time, planned_days, threads
from perscoach_app.services.planned_days import DayState, PlannedDay
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Message, Person

BACK = timedelta(days=14)  # of skipped days two weeks are told: who has not come for longer is known to her trainer
DISCUSS_MOST = 12


@dataclass(frozen=True, slots=True)
class Skipped:
    """A client who has left days of homework undone since she last did one, the newest `since`."""

    client_id: int
    client: str
    days: int
    since: date


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to discuss with a client next time."""

    message: str
    client_id: int
    client: str
    text: str
    training: str


@dataclass(frozen=True, slots=True)
class TrainersDay:
    """Today, in the tenant's own time zone."""

    day: date
    today: list[PlannedDay]
    skipped: list[Skipped]
    topics: list[Topic]
    writing: list[threads.Thread]


def of(db: Session, scope: Scope) -> TrainersDay:
    """What is on today, of all the site's clients.

    Raises:
        NotFound: the caller is no trainer.
    """
    require_trainer(scope)
    day = local_time.today(db, scope.tenant_id)
    people = db.exec(select(Person).where(col(Person.tenant_id) == scope.tenant_id)).all()  # held, so that no day asks for its own
    present = {person.id for person in people if person.removed_at is None}
    found = [one for one in planned_days.days(db, scope, day - BACK, day) if one.client_id in present]
    return TrainersDay(
        day=day,
        today=[one for one in found if one.day == day],
        skipped=skipped(found),
        topics=_topics(db, scope),
        writing=[one for one in threads.list_all(db, scope) if one.unread],
    )


def skipped(days: Iterable[PlannedDay]) -> list[Skipped]:
    """Who has missed days since her last training, most of them first. A day that is on today is not missed yet.

    Args:
        days: in order.
    """
    found: dict[int, Skipped] = {}
    for one in days:
        if one.state in (DayState.DONE, DayState.BEGUN):
            found.pop(one.client_id, None)
        elif one.state == DayState.MISSED:
            before = found[one.client_id].days if one.client_id in found else 0
            found[one.client_id] = Skipped(one.client_id, one.client_name, before + 1, one.day)
    return sorted(found.values(), key=lambda one: (-one.days, one.since, one.client))


def _topics(db: Session, scope: Scope) -> list[Topic]:
    query = (
        select(Message, Person.name)
        .join(Person, col(Person.id) == col(Message.client_id))
        .where(
            col(Message.tenant_id) == scope.tenant_id,
            col(Message.discuss).is_(True),
            col(Message.done_at).is_(None),
            col(Message.removed_at).is_(None),
            col(Person.removed_at).is_(None),
        )
        .order_by(col(Message.created_at))
        .limit(DISCUSS_MOST)
    )
    return [Topic(str(row.id), row.client_id, name, row.text, str(row.training_id or "")) for row, name in db.exec(query)]
