"""A new message is called to mind: one push, or one letter where no browser took it; then silence until the thread is read.

Nothing of what was said is in it. The mark comes before the sending, so that two workers never call twice.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import update
from sqlmodel import Session, col, select

from perscoach_app.services import addresses, local_time, mail, push, reminder_wishes
from perscoach_app.tables import Address, Message, Person, PushSubscription, Role, Tenant, TenantStatus
from perscoach_app.tables.database import open_session
from perscoach_app.texts import choose_voice, say

PATIENCE = timedelta(minutes=2)  # who has the page open reads it meanwhile, and a second thought is part of the same call
LATE = timedelta(hours=12)  # a night and a little more; what is older was seen, or a call would surprise
AWAKE = (8, 22)  # hours of the studio's day; nobody is woken, what comes at night is told in the morning
SEND_S = 60.0  # a letter or a push that takes longer has failed

log = logging.getLogger("perscoach.message_notices")

Way = Callable[[], Future[bool]]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be said about one side of a thread.

    Attributes:
        message: the oldest that waits; it carries the mark.
        ways: by reader, what may be tried in turn until one arrives.
    """

    message: uuid.UUID
    ways: tuple[tuple[Way, ...], ...]


def send_due(moment: datetime | None = None) -> int:
    """Tells whoever has something new to read at `moment` (now by default); returns how many were told. Safe to call often."""
    moment = moment or local_time.now()
    with open_session(reading=True) as db:
        waiting = list(due(db, moment))
    told = 0
    for notice in (each for each in waiting if _claim(each.message, moment)):
        arrived = sum(any(_arrives(way) for way in ways) for ways in notice.ways)
        if not arrived:
            _write(notice.message, None)  # the next time is in a minute
        told += arrived
    return told


def due(db: Session, moment: datetime) -> Iterator[Notice]:
    """What is to be told now, tenant by tenant; `_claim` looks whether another worker did."""
    open_ones = (col(Message.read_at).is_(None), col(Message.removed_at).is_(None))
    waiting = select(Message.tenant_id).where(*open_ones, col(Message.told_at).is_(None), col(Message.created_at) > moment - LATE)
    tenants = select(Tenant).where(col(Tenant.id).in_(waiting.distinct()), col(Tenant.status) == TenantStatus.ACTIVE)
    for tenant in db.exec(tenants).all():
        if AWAKE[0] <= moment.astimezone(local_time.zone(tenant.timezone)).hour < AWAKE[1]:
            rows = db.exec(select(Message).where(*open_ones, col(Message.tenant_id) == tenant.id)).all()
            for _, sorted_rows in groupby(sorted(rows, key=_by_side), key=lambda row: _by_side(row)[:2]):
                yield from _of_side(db, tenant, list(sorted_rows), moment)


def _by_side(row: Message) -> tuple[int, bool, datetime]:
    return row.client_id, row.author_id == row.client_id, row.created_at


def _of_side(db: Session, tenant: Tenant, rows: list[Message], moment: datetime) -> Iterator[Notice]:
    """What one side wrote, oldest first; told once, until it is read."""
    fresh = [row for row in rows if moment - LATE < row.created_at <= moment - PATIENCE]
    if not fresh or any(row.told_at for row in rows):
        return
    first = fresh[0]
    author, client = db.get_one(Person, first.author_id), db.get_one(Person, first.client_id)
    if client.removed_at is None:
        ways = tuple(filter(None, (_ways(db, tenant, reader, author) for reader in _readers(db, client, author))))
        if ways:
            yield Notice(first.id, ways)


def _readers(db: Session, client: Person, author: Person) -> Iterable[Person]:
    """The client; or her own trainer, and where she has none all of the studio's."""
    if author.id != client.id:
        return [client]
    query = select(Person).where(
        col(Person.tenant_id) == client.tenant_id, col(Person.role) == Role.TRAINER, col(Person.removed_at).is_(None)
    )
    trainers = [row for row in db.exec(query) if row.id != author.id]
    return [row for row in trainers if row.id == client.trainer_id] or trainers


def _ways(db: Session, tenant: Tenant, reader: Person, author: Person) -> tuple[Way, ...]:
    """Push first; the letter goes where no browser takes it, and to who wishes letters alone."""
    voice = choose_voice(reader.language, familiar=reader.role == Role.CLIENT and tenant.address == Address.TY)
    path = "/home/messages" if reader.role == Role.CLIENT else f"/trainer/messages/{author.id}"
    browsers = db.exec(select(PushSubscription).where(col(PushSubscription.person_id) == reader.id)).all() if push.is_on() else ()
    ways: list[Way] = []
    if browsers:
        message = push.Message(say(voice, "notice.title"), say(voice, "notice.push", name=author.name), path)
        ways.append(lambda: push.send(browsers, message))
    email = reminder_wishes.address(reader)
    if email and reader.reminders:
        subject, action = say(voice, "notice.subject", name=author.name), say(voice, "notice.open")
        origin = addresses.origin(tenant.slug)
        said = ("remind.hello", reader.name), ("notice.words", author.name)
        text = "\n\n".join((*(say(voice, key, name=name) for key, name in said), say(voice, "notice.stop", page=f"{origin}/account")))
        ways.append(lambda: mail.send(email, subject, text, action=(action, origin + path), language=reader.language))
    return tuple(ways)


def _arrives(way: Way) -> bool:
    with suppress(Exception):  # whatever it was stands in the log of the way it went
        return way().result(SEND_S)
    return False


def _claim(message: uuid.UUID, moment: datetime) -> bool:
    """True for the one worker who may tell it."""
    return _write(message, moment, unless_told=True)


def _write(message: uuid.UUID, moment: datetime | None, *, unless_told: bool = False) -> bool:
    with open_session() as db:
        wanted = [col(Message.id) == message, *([col(Message.told_at).is_(None)] if unless_told else [])]
        done = db.exec(update(Message).where(*wanted).values(told_at=moment))
        db.commit()
        return done.rowcount == 1
