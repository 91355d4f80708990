"""Administrators: people of the platform's own tenant. Nothing of any trainer's is theirs to see."""

from sqlmodel import Session, col, select

from perscoach_app.services import emails, links, people, tenants
from perscoach_app.tables import Language, LinkPurpose, Person, PersonPublic, Role, Tenant


def invite(db: Session, email: str, name: str = "", language: Language | str = Language.RU) -> tuple[PersonPublic, str, Tenant]:
    """Makes an administrator, or finds the one with this address; returns her, the token of a link to set a password, and the tenant.

    Raises:
        EmailInvalid: nothing a letter could be sent to.
    """
    address, platform = emails.clean(email), tenants.platform(db)
    query = select(Person).where(col(Person.tenant_id) == platform.id, col(Person.email) == address)
    person = db.exec(query).first()
    if person is None:
        assert platform.id is not None
        person = Person(
            tenant_id=platform.id,
            role=Role.ADMIN,
            name=people.clean_name(name or address.partition("@")[0]),
            email=address,
            language=Language(language),
        )
    person.removed_at = None
    db.add(person)
    db.commit()
    assert person.id is not None
    token = links.issue(db, person.id, LinkPurpose.RESET, email=address)
    return PersonPublic.model_validate(person), token, platform


def list_all(db: Session) -> list[PersonPublic]:
    """All administrators, by name."""
    return people.of_tenant(db, tenants.platform(db).id or 0, Role.ADMIN)
