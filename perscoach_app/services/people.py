"""People of a tenant: added, read, renamed. How they get in is told in `sign_in`, `links`, `passwords`, `passkeys` and `browsers`."""

from sqlmodel import Session, col, select

from perscoach_app.services import tenants
from perscoach_app.services.errors import NotFound
from perscoach_app.services.people_errors import NameMissing
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Language, Person, PersonPublic, Role, Tenant

NAME_CHARACTERS = 120  # a name fits one line of a page


def add(db: Session, tenant_id: int, role: Role | str, name: str, language: Language | str = Language.RU) -> PersonPublic:
    """Adds a person to a tenant."""
    person = Person(tenant_id=tenant_id, role=Role(role), name=name, language=Language(language))
    db.add(person)
    db.commit()
    return PersonPublic.model_validate(person)


def of_tenant(db: Session, tenant_id: int, role: Role | str | None = None) -> list[PersonPublic]:
    """The tenant's people, by name; removed ones are not among them."""
    query = select(Person).where(col(Person.tenant_id) == tenant_id, col(Person.removed_at).is_(None)).order_by(col(Person.name))
    if role is not None:
        query = query.where(col(Person.role) == role)
    return [PersonPublic.model_validate(row) for row in db.exec(query)]


def row_of(db: Session, scope: Scope, person_id: int, role: Role | None = None) -> Person:
    """The row of a present person of the caller's tenant.

    Raises:
        NotFound: nobody, somebody else's, removed, or of another role.
    """
    query = select(Person).where(col(Person.id) == person_id, col(Person.tenant_id) == scope.tenant_id, col(Person.removed_at).is_(None))
    person = db.exec(query if role is None else query.where(col(Person.role) == role)).first()
    if person is None:
        raise NotFound
    return person


def scope_of(db: Session, person_id: int) -> Scope:
    """The scope of a person without a browser, for the command line."""
    person = db.get(Person, person_id)
    tenant = None if person is None else db.get(Tenant, person.tenant_id)
    if person is None or tenant is None:
        raise NotFound
    return scope_on(tenant, person, "")


def scope_on(tenant: Tenant, person: Person, host: str) -> Scope:
    """What `person` may see when she came by `host`."""
    assert tenant.id is not None
    assert person.id is not None
    return Scope(tenant.id, tenant.slug, person.id, person.role, person.language, person.name, tenants.read_host(host).host, person.light)


def rename(db: Session, scope: Scope, name: str) -> None:
    """The caller's own name."""
    person = row_of(db, scope, scope.person_id)
    person.name = clean_name(name)
    db.add(person)
    db.commit()


def set_language(db: Session, scope: Scope, language: str) -> None:
    """Remembers the language a person chose."""
    person = row_of(db, scope, scope.person_id)
    person.language = Language(language)
    db.add(person)
    db.commit()


def set_light(db: Session, scope: Scope, *, light: bool) -> None:
    """Remembers the theme a person chose."""
    person = row_of(db, scope, scope.person_id)
    person.light = light
    db.add(person)
    db.commit()


def clean_name(name: str) -> str:
    """A name as it is kept: one line, single spaces.

    Raises:
        NameMissing: nothing is left of it, or it is longer than a name.
    """
    clean = " ".join("".join(sign for sign in name if sign.isprintable() or sign.isspace()).split())
    if not clean or len(clean) > NAME_CHARACTERS:
        raise NameMissing
    return clean
