"""«Скачать мои данные» and «удалить меня»: asked for by the person herself, done by the worker, within the time that was promised."""

import logging
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from perscoach_app.services import archive, audit, erasure, mail, reminder_wishes, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.services.letters import Send
from perscoach_app.services.privacy_errors import StudioCloses
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.storage import get_storage
from perscoach_app.tables import Address, DataRequest, DataWish, Person, Role, Tenant
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_app.texts import choose_voice, say

REGRET = timedelta(days=1)  # so long «удалить меня» can be taken back
PROMISED = timedelta(days=2)  # by then all is gone: the worker looks every half minute, and may have been off for a day
FETCHABLE = timedelta(days=7)  # an archive is a second copy of everything: it does not lie about

log = logging.getLogger("perscoach.personal_data")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for and how far it is.

    Attributes:
        due_at: of a deletion: when it begins.
        until: of an archive: how long it can be fetched.
    """

    id: str
    asked_at: datetime
    due_at: datetime | None
    ready: bool = False
    bytes: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """The present ones; None where there is none."""

    archive: Wish | None
    deletion: Wish | None


def present(db: Session, scope: Scope) -> Wishes:
    """What the caller has asked for."""
    ready = _latest(db, scope, DataWish.EXPORT)
    going = _latest(db, scope, DataWish.DELETE)
    shown = None
    if ready is not None and (ready.done_at is None or ready.key):
        until = ready.done_at + FETCHABLE if ready.done_at else None
        shown = Wish(str(ready.id), ready.asked_at, None, ready.done_at is not None, ready.bytes, until)
    return Wishes(shown, Wish(str(going.id), going.asked_at, going.due_at) if going is not None and going.done_at is None else None)


def ask_archive(db: Session, scope: Scope) -> None:
    """The caller wants a copy of everything; one at a time, and a new one takes the place of an old."""
    row = _latest(db, scope, DataWish.EXPORT)
    if row is not None and row.done_at is None:
        return
    if row is not None and row.key:
        _drop(db, row)
    db.add(DataRequest(tenant_id=scope.tenant_id, person_id=scope.person_id, wish=DataWish.EXPORT))
    db.commit()


def archive_key(db: Session, scope: Scope, request: str) -> str:
    """Where the caller's own archive lies.

    Raises:
        NotFound: it is not ready, was deleted, or is somebody else's.
    """
    mine = (col(DataRequest.tenant_id) == scope.tenant_id, col(DataRequest.person_id) == scope.person_id)
    row = db.exec(select(DataRequest).where(col(DataRequest.id) == parse_id(request), *mine, col(DataRequest.key) != "")).first()
    if row is None:
        raise NotFound
    return row.key


def ask_deletion(db: Session, scope: Scope) -> None:
    """The caller wants to be deleted: `REGRET` later it begins, and is not to be undone. Again is harmless.

    Raises:
        StudioCloses: a trainer's leaving is more than her own data.
    """
    if scope.role != Role.CLIENT:
        raise StudioCloses
    row = _latest(db, scope, DataWish.DELETE)
    if row is None:
        wish = DataRequest(tenant_id=scope.tenant_id, person_id=scope.person_id, wish=DataWish.DELETE, due_at=now() + REGRET)
        db.add(wish)
        db.commit()


def keep_me(db: Session, scope: Scope) -> None:
    """She stays after all. Again is harmless."""
    row = _latest(db, scope, DataWish.DELETE)
    if row is not None and (held := _waiting(db, row.id)) is not None:
        held.cancelled_at = now()
        db.add(held)
        db.commit()


def make_archives() -> int:
    """The worker's chore: packs what was asked for; returns how many."""
    return sum(_done(_pack, request) for request in _of_all(DataWish.EXPORT))


def erase_due() -> int:
    """The worker's chore: deletes whose day of regret is over; returns how many."""
    return sum(_done(_erase, request) for request in _of_all(DataWish.DELETE, before=now()))


def _done(deed: Callable[[uuid.UUID], bool], request: uuid.UUID) -> bool:
    """Whether it could be done; one that cannot keeps nobody else's waiting, and is tried again the next time."""
    try:
        return deed(request)
    except Exception:
        log.exception("the wish %s is not fulfilled yet", request)
        return False


def _pack(request: uuid.UUID) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "archive.zip"
        with open_session(reading=True) as db:
            row = db.get_one(DataRequest, request)
            person = db.get_one(Person, row.person_id)
            held = archive.taken_back_by(db, row.person_id)
            size = archive.write(db, person, file)
        key = f"{withdrawal.person_folder(row.tenant_id, row.person_id)}/data/{request}.zip"
        get_storage().put_file(key, file)
    with open_session() as db:
        wish = _waiting(db, request)
        if wish is None or not held <= archive.taken_back_by(db, wish.person_id):  # taken back meanwhile: the next one is without it
            get_storage().delete(key)
            return False
        wish.key, wish.bytes, wish.done_at = key, size, now()
        db.add(wish)
        audit.note(db, wish.tenant_id, None, "data.exported", f"person {wish.person_id}", bytes=size)
        db.commit()
    return True


def _erase(request: uuid.UUID) -> bool:
    with open_session() as db:
        wish = _waiting(db, request)
        if wish is None:  # she stays after all
            return False
        person = db.get_one(Person, wish.person_id)
        farewell = _farewell(db, person)
        erasure.erase(db, person)
        wish.done_at = now()
        db.add(wish)
        db.commit()
    farewell()
    return True


def _farewell(db: Session, person: Person) -> Send:
    """The letter that says it is done (GDPR Art. 12 (3)), written before nobody knows where to."""
    email = reminder_wishes.address(person)
    if not email:
        return lambda: None
    tenant, language = db.get_one(Tenant, person.tenant_id), person.language
    voice = choose_voice(language, familiar=tenant.address == Address.TY)
    subject, text = say(voice, "my_data.erased_subject"), say(voice, "my_data.erased", studio=tenant.name)
    return lambda: mail.send(email, subject, text, language=language)


def _waiting(db: Session, request: uuid.UUID) -> DataRequest | None:
    """The wish, if it still is one; held until the transaction ends."""
    still = (col(DataRequest.done_at).is_(None), col(DataRequest.cancelled_at).is_(None))
    return db.exec(select(DataRequest).where(col(DataRequest.id) == request, *still).with_for_update()).first()


def drop_archives() -> int:
    """The worker's chore: deletes archives that were not fetched in time; returns how many."""
    with open_session() as db:
        old = (col(DataRequest.key) != "", col(DataRequest.done_at) < now() - FETCHABLE)
        rows = list(db.exec(select(DataRequest).where(*old)))
        for row in rows:
            _drop(db, row)
        db.commit()
    return len(rows)


def _drop(db: Session, row: DataRequest) -> None:
    get_storage().delete(row.key)
    row.key, row.bytes = "", 0
    db.add(row)


def _latest(db: Session, scope: Scope, wish: DataWish) -> DataRequest | None:
    """The caller's latest that she did not take back."""
    mine = (col(DataRequest.tenant_id) == scope.tenant_id, col(DataRequest.person_id) == scope.person_id)
    query = select(DataRequest).where(*mine, col(DataRequest.wish) == wish, col(DataRequest.cancelled_at).is_(None))
    return db.exec(query.order_by(col(DataRequest.asked_at).desc())).first()


def _of_all(wish: DataWish, before: datetime | None = None) -> list[uuid.UUID]:
    """Wishes that wait, of all tenants: only the worker may ask so."""
    query = select(DataRequest.id).where(
        col(DataRequest.wish) == wish, col(DataRequest.done_at).is_(None), col(DataRequest.cancelled_at).is_(None)
    )
    if before is not None:
        query = query.where(col(DataRequest.due_at) <= before)
    with open_session(reading=True) as db:
        return list(db.exec(query.order_by(col(DataRequest.asked_at))))
