"""A trainer's clients: listed, noted about, handed over and removed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from perscoach_app.services import browsers, invitations, links, people, withdrawal
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Assignment, GroupMember, Passkey, Person, PushSubscription, Role
from perscoach_app.tables.moments import now

NOTE_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Client:
    """A client as the list and her card show her."""

    id: int
    name: str
    trainer_id: int | None
    trainer: str
    note: str
    email: str
    last_seen_at: datetime | None
    invited_until: datetime | None  # a link that still works; None: there is none


def list_all(db: Session, scope: Scope) -> list[Client]:
    """The tenant's clients, by name."""
    require_trainer(scope)
    query = select(Person).where(
        col(Person.tenant_id) == scope.tenant_id, col(Person.role) == Role.CLIENT, col(Person.removed_at).is_(None)
    )
    return _told(db, scope, sorted(db.exec(query), key=lambda row: (row.name.casefold(), row.id)))


def get(db: Session, scope: Scope, person_id: int) -> Client:
    """One client's card.

    Raises:
        NotFound: no present client of the caller's tenant.
    """
    require_trainer(scope)
    return _told(db, scope, [people.row_of(db, scope, person_id, Role.CLIENT)])[0]


def update_card(db: Session, scope: Scope, person_id: int, name: str, note: str) -> None:
    """Her name, and what the trainers want to remember."""
    require_trainer(scope)
    row = people.row_of(db, scope, person_id, Role.CLIENT)
    row.name, row.note = people.clean_name(name), note.strip()[:NOTE_CHARACTERS]
    db.add(row)
    db.commit()


def hand_over(db: Session, scope: Scope, person_id: int, trainer_id: int) -> None:
    """Gives a client to another trainer of the same site."""
    require_trainer(scope)
    row = people.row_of(db, scope, person_id, Role.CLIENT)
    row.trainer_id = people.row_of(db, scope, trainer_id, Role.TRAINER).id
    db.add(row)
    db.commit()


def end_browsers(db: Session, scope: Scope, person_id: int) -> None:
    """Signs a client out everywhere: a phone was lost. She comes back by a fresh link."""
    require_trainer(scope)
    browsers.end_all(db, people.row_of(db, scope, person_id, Role.CLIENT).id or 0)
    db.commit()


def remove(db: Session, scope: Scope, person_id: int) -> None:
    """Takes a client away: she is out at once, gets no homework any more; what she has done stays in the reports, without her videos."""
    require_trainer(scope)
    shut_out(db, people.row_of(db, scope, person_id, Role.CLIENT))
    moment = now()
    db.exec(update(GroupMember).where(col(GroupMember.person_id) == person_id, col(GroupMember.left_at).is_(None)).values(left_at=moment))
    db.exec(update(Assignment).where(col(Assignment.client_id) == person_id, col(Assignment.ended_at).is_(None)).values(ended_at=moment))
    db.commit()


def shut_out(db: Session, person: Person) -> None:
    """Closes every way in and out a person has, and frees her address; her own videos and movement go. Without a commit."""
    assert person.id is not None
    browsers.end_all(db, person.id)
    links.revoke_all(db, person.id)
    db.exec(delete(Passkey).where(col(Passkey.person_id) == person.id))
    db.exec(delete(PushSubscription).where(col(PushSubscription.person_id) == person.id))
    withdrawal.of_person(db, person.tenant_id, person.id)
    person.removed_at, person.password_hash, person.email, person.email_confirmed_at = now(), None, None, None
    db.add(person)


def _told(db: Session, scope: Scope, rows: list[Person]) -> list[Client]:
    trainers = {each.id: each.name for each in people.of_tenant(db, scope.tenant_id, Role.TRAINER)}
    until = invitations.open_until(db, scope, [row.id or 0 for row in rows])
    return [
        Client(
            id=row.id or 0,
            name=row.name,
            trainer_id=row.trainer_id,
            trainer=trainers.get(row.trainer_id or 0, ""),
            note=row.note,
            email=row.email or "",
            last_seen_at=row.last_seen_at,
            invited_until=until.get(row.id or 0),
        )
        for row in rows
    ]
