"""Whether a person wants to be reminded of homework, and where to."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Person


@dataclass(frozen=True, slots=True)
class Wish:
    """A person's own wish. `email` is empty while there is no confirmed address: then no letter can go."""

    wanted: bool
    email: str


def read(db: Session, scope: Scope) -> Wish:
    """The caller's wish."""
    person = _own(db, scope)
    return Wish(person.reminders, address(person))


def write(db: Session, scope: Scope, *, wanted: bool) -> None:
    """Keeps the caller's wish."""
    person = _own(db, scope)
    person.reminders = wanted
    db.add(person)
    db.commit()


def address(person: Person) -> str:
    """Where letters may go: an address that is proven to be the person's own."""
    return person.email if person.email and person.email_confirmed_at else ""


def _own(db: Session, scope: Scope) -> Person:
    query = select(Person).where(col(Person.id) == scope.person_id, col(Person.tenant_id) == scope.tenant_id)
    person = db.exec(query).first()
    if person is None:
        raise NotFound
    return person
