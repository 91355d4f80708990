"""Passwords: argon2, slow on purpose. Hash and compare outside of database sessions: SQLite has one write lock."""

from dataclasses import dataclass
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from sqlmodel import Session, col, select

from perscoach_app.services import browsers, emails, links, people, tenants
from perscoach_app.services.browsers import SignedIn
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.services.people_errors import EmailInvalid, PasswordGuessable, PasswordShort
from perscoach_app.services.scope import Scope
from perscoach_app.tables import LinkPurpose, Person
from perscoach_app.tables.moments import now

MIN_CHARACTERS = 10
MAX_CHARACTERS = 256  # a whole page of text would only keep the processor busy
REST_CHARACTERS = 6  # what has to be left of a password beside a word everybody knows of its owner
OWN_WORD_CHARACTERS = 4  # shorter words are found in too many good passwords
DIFFERENT_SIGNS = 4  # fewer: «aaaaaaaaaa», «1212121212»
_COMMON = frozenset(
    {"1234567890", "12345678910", "123456789a", "0123456789", "0987654321", "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "qazwsxedcrfv"}
    | {"qwertyuiop", "qwerty12345", "qwerty123456", "1qaz2wsx3edc", "password12", "password123", "password1234", "passwordpassword"}
    | {"passw0rd123", "iloveyou123", "abcdefghij", "abcdefghijk", "asdfghjkl;", "zxcvbnm123", "letmein12345", "welcome12345"}
    | {"йцукенгшщз", "йцукен12345", "пароль12345", "парольпароль", "perscoach123"}
)


@dataclass(frozen=True, slots=True)
class Known:
    """Whom an e-mail address names on a host, and the password's hash; both may be missing."""

    person_id: int | None = None
    password_hash: str | None = None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _dummy() -> str:
    """Compared with when there is nothing to compare: an unknown address takes as long as a wrong password."""
    return _hasher().hash("nobody's password")


def check(password: str, *own_words: str) -> None:
    """Refuses what would be guessed.

    Args:
        own_words: what everybody knows of its owner: the site's name, the e-mail address, the own name.

    Raises:
        PasswordShort: fewer than `MIN_CHARACTERS`.
        PasswordGuessable: among the first that are tried.
    """
    if len(password) < MIN_CHARACTERS:
        raise PasswordShort(n=MIN_CHARACTERS)
    plain = password.lower()
    words = {part for word in own_words for part in (word.lower(), *word.lower().split("@")) if len(part) >= OWN_WORD_CHARACTERS}
    near = any(word in plain and len(plain.replace(word, "")) < REST_CHARACTERS for word in words)
    if near or plain in _COMMON or len(set(plain)) < DIFFERENT_SIGNS or len(password) > MAX_CHARACTERS:
        raise PasswordGuessable


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(password)


def matches(password: str, known: Known) -> bool:
    """Whether it is hers; takes its time for nobody's, too."""
    try:
        fits = _hasher().verify(password[:MAX_CHARACTERS], known.password_hash or _dummy())
    except UnknownHashError:  # of another installation's making: a new password by mail puts it right
        return False
    return fits and known.password_hash is not None and len(password) <= MAX_CHARACTERS


def find(db: Session, email: str, host: str) -> Known:
    """Whom the address names on this host's site."""
    tenant = tenants.by_host(db, host)
    try:
        address = emails.clean(email)
    except EmailInvalid:
        return Known()
    if tenant is None:
        return Known()
    query = select(Person).where(
        col(Person.tenant_id) == tenant.id,
        col(Person.email) == address,
        col(Person.email_confirmed_at).is_not(None),
        col(Person.removed_at).is_(None),
    )
    person = db.exec(query).first()
    return Known(person.id, person.password_hash) if person else Known()


def of_caller(db: Session, scope: Scope) -> Known:
    """The caller's own."""
    person = people.row_of(db, scope, scope.person_id)
    return Known(person.id, person.password_hash)


def own_words(db: Session, scope: Scope) -> tuple[str, str, str]:
    """What a password of the caller's must not consist of."""
    person = people.row_of(db, scope, scope.person_id)
    return scope.tenant_slug, person.email or "", person.name


def change(db: Session, scope: Scope, hashed: str, host: str, user_agent: str = "") -> SignedIn:
    """A new password for the caller: all her browsers are signed out, the present one gets a new cookie."""
    person = people.row_of(db, scope, scope.person_id)
    tenant = tenants.by_host(db, host)
    if tenant is None:
        raise LinkInvalid
    person.password_hash = hashed
    browsers.end_all(db, scope.person_id)
    links.revoke_all(db, scope.person_id)  # whoever asked for links before may be the reason for the change
    return browsers.open_for(db, tenant, person, host, user_agent)


def reset_owner(db: Session, token: str, host: str) -> tuple[str, str]:
    """What a new password set by this link must not consist of.

    Raises:
        LinkInvalid: the link cannot be used (any more).
    """
    tenant = tenants.by_host(db, host)
    owner = links.owner(db, tenant.id, token, LinkPurpose.RESET) if tenant and tenant.id else None
    if owner is None:
        raise LinkInvalid
    return owner.email or "", owner.name


def reset(db: Session, token: str, hashed: str, host: str, user_agent: str = "") -> SignedIn:
    """Spends a link that came by mail: the new password counts, all browsers are signed out, this one comes in.

    Raises:
        LinkInvalid: the link cannot be used (any more).
    """
    tenant = tenants.by_host(db, host)
    if tenant is None or tenant.id is None:
        raise LinkInvalid
    spent = links.spend(db, tenant.id, token, LinkPurpose.RESET)
    person = db.get_one(Person, spent.person_id)
    person.password_hash = hashed
    if spent.email == person.email:
        person.email_confirmed_at = person.email_confirmed_at or now()
    browsers.end_all(db, spent.person_id)
    links.revoke_all(db, spent.person_id)
    return browsers.open_for(db, tenant, person, host, user_agent)
