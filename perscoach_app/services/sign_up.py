"""A trainer makes her site: pending until her address is confirmed, freed when that never happens."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from perscoach_app.services import browsers, emails, letters, links, passwords, people, tenants
from perscoach_app.services.browsers import SignedIn
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.services.letters import Send
from perscoach_app.services.people_errors import EmailTaken
from perscoach_app.settings import get_settings
from perscoach_app.tables import Language, LinkPurpose, Person, Role, SignInLink, Tenant, TenantStatus
from perscoach_app.tables.moments import now

# As street signs and passports have them, without signs nobody can say.
_LETTERS = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k"}
_LETTERS |= {"л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts"}
_LETTERS |= {"ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya"}
_LETTERS |= {"і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u"}
SLUG_CHARACTERS = 40  # an address people can say aloud


def suggestion(name: str) -> str:
    """An address made of a name: «Анна Петрова» → `anna-petrova`."""
    latin = "".join(_LETTERS.get(sign, sign if sign.isascii() and sign.isalnum() else "-") for sign in name.lower())
    return "-".join(part for part in latin.split("-") if part)[:SLUG_CHARACTERS].strip("-")


def begin(db: Session, *, name: str, slug: str, email: str, hashed: str, language: str, host: str) -> Send:
    """Makes a pending site with its trainer; returns the letter that asks her to confirm.

    Raises:
        NameTaken: somebody has this address, or nobody can.
    """
    tenant_id = tenants.add(db, slug, name, status=TenantStatus.PENDING).id
    person = Person(
        tenant_id=tenant_id, role=Role.TRAINER, name=name, language=Language(language), email=emails.clean(email), password_hash=hashed
    )
    db.add(person)
    db.commit()
    return letters.confirmation(db, db.get_one(Tenant, tenant_id), person, host)


def checked(name: str, slug: str, email: str, password: str) -> tuple[str, str]:
    """The name and the address as they are kept; before anything is hashed or made.

    Raises:
        NameMissing, EmailInvalid, PasswordShort, PasswordGuessable: each says what to do.
    """
    clean, address = people.clean_name(name), emails.clean(email)
    passwords.check(password, slug, address, clean)
    return clean, address


def guest(db: Session, token: str, host: str) -> Person | None:
    """Whose address a link would confirm on `host` now. Spends nothing."""
    tenant = tenants.by_host(db, host) or tenants.pending_by_host(db, host)
    return links.owner(db, tenant.id, token, LinkPurpose.CONFIRM) if tenant and tenant.id else None


def confirm(db: Session, token: str, host: str, user_agent: str = "") -> SignedIn | None:
    """The address is hers: a pending site opens, and she is in. A changed address just counts from now on: None.

    Raises:
        LinkInvalid: the link cannot be used (any more).
        EmailTaken: somebody else of the site has taken this address meanwhile.
    """
    tenant = tenants.by_host(db, host) or tenants.pending_by_host(db, host)
    if tenant is None or tenant.id is None:
        raise LinkInvalid
    spent = links.spend(db, tenant.id, token, LinkPurpose.CONFIRM)
    others = select(Person.id).where(
        col(Person.tenant_id) == tenant.id, col(Person.email) == spent.email, col(Person.id) != spent.person_id
    )
    if db.exec(others).first() is not None:
        raise EmailTaken
    person = db.get_one(Person, spent.person_id)
    person.email, person.email_confirmed_at = spent.email, now()
    db.add(person)
    if tenant.status != TenantStatus.PENDING:
        db.commit()
        return None
    tenant.status = TenantStatus.ACTIVE
    db.add(tenant)
    return browsers.open_for(db, tenant, person, host, user_agent)


def free_unconfirmed(db: Session) -> int:
    """Gives the addresses of sites free that were never confirmed; returns how many. For the worker: it sees all tenants."""
    limit = now() - timedelta(seconds=get_settings().confirmation_lifetime_s)
    stale = list(db.exec(select(Tenant.id).where(col(Tenant.status) == TenantStatus.PENDING, col(Tenant.created_at) < limit)))
    for table, column in ((SignInLink, SignInLink.tenant_id), (Person, Person.tenant_id), (Tenant, Tenant.id)):
        db.exec(delete(table).where(col(column).in_(stale)))
    db.commit()
    return len(stale)
