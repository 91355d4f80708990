"""The trainers of one site: invited, and let go without losing what was theirs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from perscoach_app.services import clients, emails, invitations, letters, people, voice_phrases
from perscoach_app.services.errors import NotFound
from perscoach_app.services.invitations import Invitation
from perscoach_app.services.letters import Send
from perscoach_app.services.people_errors import EmailTaken, HeirMissing, LastTrainer
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Assignment, Exercise, Language, Person, Role, Tenant, Workout


@dataclass(frozen=True, slots=True)
class Colleague:
    """A trainer as the others of the site see her."""

    id: int
    name: str
    email: str
    clients: int
    last_seen_at: datetime | None  # None: invited, not here yet
    own: bool  # the caller herself


def list_all(db: Session, scope: Scope) -> list[Colleague]:
    """The site's trainers, the one who was first on top."""
    require_trainer(scope)
    with_clients = (
        select(Person.trainer_id, func.count())
        .where(col(Person.tenant_id) == scope.tenant_id, col(Person.role) == Role.CLIENT, col(Person.removed_at).is_(None))
        .group_by(col(Person.trainer_id))
    )
    numbers = dict(db.exec(with_clients).all())
    return [
        Colleague(row.id or 0, row.name, row.email or "", numbers.get(row.id, 0), row.last_seen_at, row.id == scope.person_id)
        for row in _trainers(db, scope)
    ]


def invite(db: Session, scope: Scope, name: str, email: str, host: str) -> tuple[Invitation | None, Send | None]:
    """Adds a trainer: a letter goes to her address; without one her link is returned, to be sent by hand.

    Raises:
        NameMissing, EmailInvalid, EmailTaken: each says what to do.
    """
    require_trainer(scope)
    clean, address = people.clean_name(name), emails.clean(email) if email.strip() else None
    if address is not None and _is_taken(db, scope, address):
        raise EmailTaken
    person = Person(tenant_id=scope.tenant_id, role=Role.TRAINER, name=clean, email=address, language=Language(scope.language))
    db.add(person)
    db.commit()
    if address is None:
        return invitations.issue(db, scope, person, host), None
    return None, letters.invitation(db, db.get_one(Tenant, scope.tenant_id), person, scope.name, host)


def again(db: Session, scope: Scope, person_id: int, host: str) -> Invitation:
    """A fresh link for a trainer who has not come in yet; for the others their own sign-in does.

    Raises:
        NotFound: no trainer of the site, or one who is here already.
    """
    require_trainer(scope)
    person = people.row_of(db, scope, person_id, Role.TRAINER)
    if person.last_seen_at is not None:
        raise NotFound
    return invitations.issue(db, scope, person, host)


def remove(db: Session, scope: Scope, person_id: int, heir_id: int | None) -> None:
    """Lets a trainer go: clients, exercises, workouts and what was given pass to a colleague, all at once; she is out everywhere.

    Raises:
        LastTrainer: a site needs one who can come in.
        HeirMissing: nobody, or she herself, was chosen to take over.
    """
    require_trainer(scope)
    trainers = {row.id: row for row in _trainers(db, scope, lock=True)}  # two who remove each other take turns
    leaving, heir = trainers.get(person_id), trainers.get(heir_id)
    if leaving is None:
        raise NotFound
    if not [row for row in trainers.values() if row is not leaving and row.last_seen_at is not None]:
        raise LastTrainer
    if heir is None or heir is leaving or heir.last_seen_at is None:
        raise HeirMissing
    for table, column in (
        (Person, Person.trainer_id),
        (Exercise, Exercise.created_by),
        (Workout, Workout.created_by),
        (Assignment, Assignment.created_by),
    ):
        owned = update(table).where(col(column) == leaving.id, col(table.tenant_id) == scope.tenant_id)
        db.exec(owned.values({col(column): heir.id}))
    voice_phrases.forget_all(db, scope.tenant_id, person_id)
    clients.shut_out(db, leaving)
    db.commit()


def _trainers(db: Session, scope: Scope, *, lock: bool = False) -> list[Person]:
    query = select(Person).where(
        col(Person.tenant_id) == scope.tenant_id, col(Person.role) == Role.TRAINER, col(Person.removed_at).is_(None)
    )
    query = query.order_by(col(Person.id))
    return list(db.exec(query.with_for_update() if lock else query))


def _is_taken(db: Session, scope: Scope, address: str) -> bool:
    query = select(Person.id).where(col(Person.tenant_id) == scope.tenant_id, col(Person.email) == address)
    return db.exec(query).first() is not None
