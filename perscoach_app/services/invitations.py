"""Invitations: a one-time link for a person, in words that are ready to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from perscoach_app.services import addresses, links, people
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.settings import get_settings
from perscoach_app.tables import Address, Language, LinkPurpose, Person, Role, SignInLink, Tenant
from perscoach_app.tables.moments import now
from perscoach_app.texts import choose_voice, say


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that lets somebody in once, and the message around it."""

    person_id: int
    name: str
    link: str
    message: str  # ends before the link: a share sheet puts that behind it


def client(db: Session, scope: Scope, name: str, language: Language | str, host: str) -> Invitation:
    """A new client of the caller's own, and her link.

    Raises:
        NameMissing: nobody is called that.
    """
    require_trainer(scope)
    person = Person(
        tenant_id=scope.tenant_id,
        role=Role.CLIENT,
        name=people.clean_name(name),
        language=Language(language),
        trainer_id=scope.person_id,
    )
    db.add(person)
    db.commit()
    return again(db, scope, person.id or 0, host)


def again(db: Session, scope: Scope, person_id: int, host: str) -> Invitation:
    """A fresh link for a client; the ones before stop working."""
    require_trainer(scope)
    person = people.row_of(db, scope, person_id, Role.CLIENT)
    return issue(db, scope, person, host)


def issue(db: Session, scope: Scope, person: Person, host: str) -> Invitation:
    """The link and its message for a person of the caller's tenant, whom the caller may invite."""
    assert person.id is not None
    links.revoke_all(db, person.id, LinkPurpose.ENTER)
    token = links.issue(db, person.id, lifetime_s=get_settings().invitation_lifetime_s)
    tenant = db.get_one(Tenant, scope.tenant_id)
    is_client = person.role == Role.CLIENT
    voice = choose_voice(person.language, familiar=is_client and tenant.address == Address.TY)
    message = say(voice, "invitation.client" if is_client else "invitation.trainer", name=person.name, trainer=tenant.name)
    return Invitation(person.id, person.name, f"{addresses.origin(tenant.slug, host)}/enter/{token}", message)


def revoke(db: Session, scope: Scope, person_id: int) -> None:
    """A client's unused links stop working."""
    require_trainer(scope)
    person = people.row_of(db, scope, person_id, Role.CLIENT)
    links.revoke_all(db, person.id or 0)
    db.commit()


def open_until(db: Session, scope: Scope, people_ids: Sequence[int]) -> dict[int, datetime]:
    """Who has a link that still works, and until when."""
    query = select(SignInLink.person_id, SignInLink.expires_at).where(
        col(SignInLink.tenant_id) == scope.tenant_id,
        col(SignInLink.person_id).in_(people_ids),
        col(SignInLink.purpose) == LinkPurpose.ENTER,
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) > now(),
    )
    found: dict[int, datetime] = {}
    for person_id, expires in db.exec(query):
        found[person_id] = max(expires, found.get(person_id, expires))
    return found
