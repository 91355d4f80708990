"""Ways in: by a one-time link, or as somebody who has proved who she is."""

from sqlmodel import Session, col, select

from perscoach_app.services import browsers, links, tenants
from perscoach_app.services.browsers import SignedIn
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.services.people_errors import SignInRefused
from perscoach_app.tables import LinkPurpose, Person, PersonPublic
from perscoach_app.tables.moments import now


def guest(db: Session, token: str, host: str, purpose: LinkPurpose = LinkPurpose.ENTER) -> PersonPublic | None:
    """Whom `token` would let in on `host` now: the page greets them by name. Spends nothing."""
    tenant = tenants.by_host(db, host)
    owner = links.owner(db, tenant.id, token, purpose) if tenant and tenant.id else None
    return PersonPublic.model_validate(owner) if owner else None


def by_link(db: Session, token: str, host: str, user_agent: str = "") -> SignedIn:
    """Spends a one-time link and opens a browser session. Of two at the same moment exactly one succeeds.

    Raises:
        LinkInvalid: unknown, spent, out of date, or of another tenant; the caller learns no more.
    """
    tenant = tenants.by_host(db, host)
    if tenant is None or tenant.id is None:
        raise LinkInvalid
    spent = links.spend(db, tenant.id, token)
    person = db.get_one(Person, spent.person_id)
    if spent.email and spent.email == person.email and person.email_confirmed_at is None:
        person.email_confirmed_at = now()  # the link came by mail, and here she is
    return browsers.open_for(db, tenant, person, host, user_agent)


def as_person(db: Session, person_id: int, host: str, user_agent: str = "") -> SignedIn:
    """Opens a browser session for somebody who has proved who she is: by a password, or a passkey.

    Raises:
        SignInRefused: not a person of this host's tenant (any more).
    """
    tenant = tenants.by_host(db, host)
    mine = select(Person).where(col(Person.id) == person_id, col(Person.removed_at).is_(None))
    person = None if tenant is None else db.exec(mine.where(col(Person.tenant_id) == tenant.id)).first()
    if tenant is None or person is None:
        raise SignInRefused
    return browsers.open_for(db, tenant, person, host, user_agent)
