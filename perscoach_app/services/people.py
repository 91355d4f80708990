"""People: one-time links, signed-in browsers, and who is asking."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select
from starlette.requests import cookie_parser

from perscoach_app.services import tenants
from perscoach_app.services.errors import LinkInvalid, NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.tables import AuthSession, Language, Person, PersonPublic, Role, SignInLink, Tenant
from perscoach_app.tables.moments import now

COOKIE = "perscoach_session"
TOKEN_BYTES = 32  # 256 random bits: guessing is out of the question, so no salt and no slow hash are needed
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # what token_urlsafe(32) looks like


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh browser session: the cookie's value (seen only here) and whose it is."""

    cookie: str
    scope: Scope


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add(db: Session, tenant_id: int, role: Role | str, name: str, language: Language | str = Language.RU) -> PersonPublic:
    """Adds a person to a tenant."""
    person = Person(tenant_id=tenant_id, role=Role(role), name=name, language=Language(language))
    db.add(person)
    db.commit()
    return PersonPublic.model_validate(person)


def of_tenant(db: Session, tenant_id: int, role: Role | str | None = None) -> list[PersonPublic]:
    """The tenant's people, by name."""
    query = select(Person).where(col(Person.tenant_id) == tenant_id).order_by(col(Person.name))
    if role is not None:
        query = query.where(col(Person.role) == role)
    return [PersonPublic.model_validate(row) for row in db.exec(query)]


def issue_link(db: Session, person_id: int, lifetime_s: int | None = None) -> str:
    """Makes a one-time link for a person; returns its token, of which only the SHA-256 is kept."""
    person = db.get(Person, person_id)
    if person is None:
        raise NotFound
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires = now() + timedelta(seconds=lifetime_s or get_settings().link_lifetime_s)
    db.add(SignInLink(token_hash=_hash(token), tenant_id=person.tenant_id, person_id=person_id, expires_at=expires))
    db.commit()
    return token


def link_is_good(db: Session, token: str, host: str) -> bool:
    """Whether `token` could sign somebody in on `host` now. Spends nothing."""
    tenant = tenants.by_host(db, host)
    if tenant is None or not _TOKEN.fullmatch(token):
        return False
    query = select(SignInLink.id).where(
        col(SignInLink.token_hash) == _hash(token),
        col(SignInLink.tenant_id) == tenant.id,
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) > now(),
    )
    return db.exec(query).first() is not None


def link_owner(db: Session, token: str, host: str) -> PersonPublic | None:
    """Whom `token` would sign in on `host` now: the page greets them by name. Spends nothing."""
    if not link_is_good(db, token, host):
        return None
    query = select(Person).join(SignInLink, col(SignInLink.person_id) == col(Person.id)).where(col(SignInLink.token_hash) == _hash(token))
    return PersonPublic.model_validate(db.exec(query).one())


def sign_in(db: Session, token: str, host: str) -> SignedIn:
    """Spends a one-time link and opens a browser session. Of two at the same moment exactly one succeeds.

    Raises:
        LinkInvalid: unknown, spent, out of date, or of another tenant; the caller learns no more.
    """
    tenant = tenants.by_host(db, host)
    if tenant is None or not _TOKEN.fullmatch(token):
        raise LinkInvalid
    moment = now()
    spent = db.exec(
        update(SignInLink)
        .where(
            col(SignInLink.token_hash) == _hash(token),
            col(SignInLink.tenant_id) == tenant.id,
            col(SignInLink.used_at).is_(None),
            col(SignInLink.expires_at) > moment,
        )
        .values(used_at=moment)
    )
    if spent.rowcount != 1:
        db.rollback()
        raise LinkInvalid
    person_id = db.exec(select(SignInLink.person_id).where(col(SignInLink.token_hash) == _hash(token))).one()
    person = db.get_one(Person, person_id)
    cookie = secrets.token_urlsafe(TOKEN_BYTES)
    expires = moment + timedelta(seconds=get_settings().cookie_lifetime_s)
    db.add(AuthSession(token_hash=_hash(cookie), tenant_id=person.tenant_id, person_id=person_id, expires_at=expires))
    db.commit()
    return SignedIn(cookie, _scope(tenant, person, host))


def whoami(db: Session, cookie: str | None, host: str) -> Scope | None:
    """Who holds this cookie value on this host, checked in the database every time; None for nobody."""
    if not cookie or not _TOKEN.fullmatch(cookie):
        return None
    tenant = tenants.by_host(db, host)
    if tenant is None:
        return None
    query = (
        select(Person)
        .join(AuthSession, col(AuthSession.person_id) == col(Person.id))
        .where(
            col(AuthSession.token_hash) == _hash(cookie),
            col(AuthSession.tenant_id) == tenant.id,
            col(Person.tenant_id) == tenant.id,
            col(AuthSession.revoked_at).is_(None),
            col(AuthSession.expires_at) > now(),
        )
    )
    person = db.exec(query).first()
    return None if person is None else _scope(tenant, person, host)


def scope_of(db: Session, person_id: int) -> Scope:
    """The scope of a person without a browser, for the command line."""
    person = db.get(Person, person_id)
    tenant = None if person is None else db.get(Tenant, person.tenant_id)
    if person is None or tenant is None:
        raise NotFound
    return _scope(tenant, person, "")


def cookie_in(header: str | None) -> str | None:
    """The session cookie's value in a Cookie header (Reflex states only have the header)."""
    return cookie_parser(header or "").get(COOKIE)


def sign_out(db: Session, cookie: str | None) -> None:
    """Ends a browser session for good; harmless when there is none."""
    if not cookie:
        return
    db.exec(
        update(AuthSession)
        .where(col(AuthSession.token_hash) == _hash(cookie), col(AuthSession.revoked_at).is_(None))
        .values(revoked_at=now())
    )
    db.commit()


def set_language(db: Session, scope: Scope, language: str) -> None:
    """Remembers the language a person chose."""
    person = db.get(Person, scope.person_id)
    if person is None or person.tenant_id != scope.tenant_id:
        raise NotFound
    person.language = Language(language)
    db.add(person)
    db.commit()


def _scope(tenant: Tenant, person: Person, host: str) -> Scope:
    assert tenant.id is not None
    assert person.id is not None
    return Scope(tenant.id, tenant.slug, person.id, person.role, person.language, person.name, tenants.read_host(host).host)
