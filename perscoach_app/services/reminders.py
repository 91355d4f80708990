"""Reminders of today's homework: each once by each way, at the hour the trainer has chosen, to who wants them.

The row comes before the sending: a worker that dies between the two has perhaps not sent, but never sends twice. What failed is said in the
row and tried again while it is still worth it.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import addresses, local_time, mail, planned_days, push, reminder_wishes, workout_items, workouts
from perscoach_app.services.people import scope_of
from perscoach_app.services.planned_days import DayState, PlannedDay
from perscoach_app.tables import Address, Assignment, Person, PushSubscription, Reminder, Tenant, TenantStatus
from perscoach_app.tables.database import open_session
from perscoach_app.texts import choose_voice, formats, say

LATE = timedelta(hours=3)  # a reminder that comes later disturbs more than it helps
SEND_S = 60.0  # a letter or a push that takes longer has failed
MAIL, PUSH = "mail", "push"
FAILED = "failed"

log = logging.getLogger("perscoach.reminders")

Send = Callable[[], Future[bool]]


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder to be sent one way."""

    tenant_id: int
    assignment_id: uuid.UUID
    client_id: int
    day: date
    channel: str
    send: Send


def send_due(moment: datetime | None = None) -> int:
    """Sends what is due at `moment` (now by default); returns how many went out. Safe to call often, and by several workers."""
    moment = moment or local_time.now()
    with open_session(reading=True) as db:
        waiting = list(due(db, moment))
    claimed = [(each, each.send()) for each in waiting if _claim(each)]
    sent = 0
    for each, future in claimed:
        arrived = False
        with suppress(Exception):  # whatever it was, it is told by `FAILED`, and in the log of the way it went
            arrived = future.result(SEND_S)
        _settle(each, moment, arrived=arrived)
        sent += arrived
    if claimed:
        log.info("%s of %s reminders sent", sent, len(claimed))
    return sent


def due(db: Session, moment: datetime) -> Iterator[Due]:
    """What is to be sent now, as far as days and wishes say; `_claim` looks whether it was."""
    waiting = select(Assignment.tenant_id).where(col(Assignment.remind_at) != "", col(Assignment.ended_at).is_(None)).distinct()
    tenants = select(Tenant).where(col(Tenant.id).in_(waiting), col(Tenant.status) == TenantStatus.ACTIVE)
    for tenant in db.exec(tenants).all():
        where = local_time.zone(tenant.timezone)
        today = local_time.day_of(moment, where)
        for day in planned_days.of_tenant(db, tenant.id or 0, today, today, moment=moment):
            if not day.remind_at or day.state == DayState.DONE:
                continue
            since = moment - local_time.moment_of(day.day, day.remind_at, where)
            if timedelta(0) <= since < LATE:
                yield from _ways(db, tenant, day)


def _ways(db: Session, tenant: Tenant, day: PlannedDay) -> Iterator[Due]:
    person = db.get_one(Person, day.client_id)
    if person.removed_at is not None or not person.reminders:
        return
    title, what, voice = _words(db, tenant, person, day)
    page = f"{addresses.origin(tenant.slug)}/home"
    here = f"{page}/homework/{day.key}"
    email = reminder_wishes.address(person)
    if email:
        begun = "_begun" if day.state == DayState.BEGUN else ""
        said = (
            say(voice, "remind.hello", name=person.name),
            say(voice, f"remind.words{begun}", title=title, what=what),
            say(voice, "remind.stop", page=page),
        )
        yield _due(day, tenant, MAIL, _letter(email, say(voice, "remind.subject", title=title), said, voice, here, person.language))
    subscriptions = db.exec(select(PushSubscription).where(col(PushSubscription.person_id) == person.id)).all()
    if push.is_on() and subscriptions:
        message = push.Message(title, say(voice, "remind.push", what=what), f"/home/homework/{day.key}")
        yield _due(day, tenant, PUSH, lambda: push.send(subscriptions, message))


def _words(db: Session, tenant: Tenant, person: Person, day: PlannedDay) -> tuple[str, str, str]:
    voice = choose_voice(person.language, familiar=tenant.address == Address.TY)
    items = workout_items.shown(db, scope_of(db, person.id or 0), day.workout_id)
    count = say(voice, "home.exercises_n", n=len(items))
    about = say(voice, "home.about", time=formats.duration(voice, 60 * workouts.minutes_of(items)))
    return day.title or say(voice, "day.untitled"), f"{count}, {about}", voice


def _letter(email: str, subject: str, said: tuple[str, ...], voice: str, page: str, language: str) -> Send:
    return lambda: mail.send(email, subject, "\n\n".join(said), action=(say(voice, "remind.open"), page), language=language)


def _due(day: PlannedDay, tenant: Tenant, channel: str, send: Send) -> Due:
    return Due(tenant.id or 0, day.assignment_id, day.client_id, day.day, channel, send)


def _claim(each: Due) -> bool:
    """True for the one who may send this now: the first ever, or the first after a failure."""
    with open_session() as db:
        row = Reminder(
            tenant_id=each.tenant_id, assignment_id=each.assignment_id, client_id=each.client_id, day=each.day, channel=each.channel
        )
        db.add(row)
        with suppress(IntegrityError):
            db.commit()
            return True
        db.rollback()
        again = db.exec(update(Reminder).where(*_named(each), col(Reminder.error) == FAILED).values(error=""))
        db.commit()
        return again.rowcount == 1


def _settle(each: Due, moment: datetime, *, arrived: bool) -> None:
    with open_session() as db:
        row = db.exec(select(Reminder).where(*_named(each))).one()
        row.sent_at, row.error = (moment, "") if arrived else (None, FAILED)
        db.add(row)
        db.commit()


def _named(each: Due) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Reminder.assignment_id) == each.assignment_id,
        col(Reminder.client_id) == each.client_id,
        col(Reminder.day) == each.day,
        col(Reminder.channel) == each.channel,
    )
