"""Signed-in browsers: opened, recognised, renewed and ended. What a browser holds is a cookie; what counts is the row here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, update
from sqlmodel import Session, and_, col, or_, select
from starlette.requests import cookie_parser

from perscoach_app.services import devices, open_pages, people, tenants, tokens
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.tables import AuthSession, Person, Tenant
from perscoach_app.tables.moments import UtcDateTime, now

COOKIE = "perscoach_session"
HOST_COOKIE = f"__Host-{COOKIE}"  # on https: the browser itself refuses one that another host of the domain has set
THEME_COOKIE = "pc_light"  # «1» for the light theme; names nobody
SEEN_EVERY_S = 300  # «last seen» is written no oftener
RENEWED_EVERY_S = 24 * 3600  # a cookie in daily use is another one every day: a copied one soon opens nothing
GRACE_S = 600  # requests under way, and open pages, still carry the cookie before


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh browser session: the cookie's value (seen only here) and whose it is."""

    cookie: str
    scope: Scope
    first_time: bool = False  # she has neither password nor passkey yet, and was never here


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser as its owner sees it."""

    id: int
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


def cookie_in(header: str | None) -> str | None:
    """The session cookie's value in a Cookie header (Reflex states only have the header)."""
    found = cookie_parser(header or "")
    return found.get(HOST_COOKIE) or found.get(COOKIE)


def light_in(header: str | None) -> bool:
    """Whether a browser that nobody is signed in with asks for the light theme."""
    return cookie_parser(header or "").get(THEME_COOKIE) == "1"


def without_cookie(header: str) -> str:
    """A Cookie header without the session cookie."""
    return ";".join(part for part in header.split(";") if part.partition("=")[0].strip() not in (COOKIE, HOST_COOKIE))


def open_for(db: Session, tenant: Tenant, person: Person, host: str, user_agent: str = "") -> SignedIn:
    """Signs a browser in, and commits."""
    assert person.id is not None
    cookie = tokens.fresh()
    db.add(
        AuthSession(
            token_hash=tokens.hash_of(cookie),
            tenant_id=person.tenant_id,
            person_id=person.id,
            device=devices.name_of(user_agent),
            expires_at=now() + timedelta(seconds=get_settings().cookie_lifetime_s),
        )
    )
    first_time = person.last_seen_at is None and person.password_hash is None
    person.last_seen_at = now()
    db.add(person)
    db.commit()
    return SignedIn(cookie, people.scope_on(tenant, person, host), first_time)


def whoami(db: Session, cookie: str | None, host: str, *, by_page: bool = False) -> Scope | None:
    """Who holds this cookie value on this host, checked in the database every time; None for nobody.

    Args:
        by_page: an event of an open page asks, with the cookie its socket began with: it may be outworn by now (`open_pages`).
    """
    tenant = tenants.by_host(db, host) if tokens.is_one(cookie) else None
    return None if tenant is None else whoami_on(db, tenant, cookie, host, by_page=by_page)


def whoami_on(db: Session, tenant: Tenant, cookie: str | None, host: str, *, by_page: bool = False) -> Scope | None:
    """The same for whoever has looked up already which tenant `host` names."""
    if cookie is None or not tokens.is_one(cookie):
        return None
    browser = open_pages.browser_of(cookie) if by_page else None
    person = db.exec(_HOLDER, params={"cookie": tokens.hash_of(cookie), "moment": now(), "tenant": tenant.id, "browser": browser}).first()
    return None if person is None else people.scope_on(tenant, person, host)


def holder(db: Session, cookie: str, host: str) -> int | None:
    """The row of the signed-in browser that holds this cookie value on this host."""
    tenant = tenants.by_host(db, host) if tokens.is_one(cookie) else None
    return None if tenant is None else db.exec(select(AuthSession.id).where(_holds(cookie), _alive(tenant))).first()


def seen(db: Session, cookie: str, host: str, *, may_renew: bool) -> str | None:
    """Notes that a browser is in use; once a day gives it a new cookie, which the caller has to hand over.

    The cookie before stays good until the new one was used, and a little longer: an answer may get lost, and other requests are under way.
    """
    tenant = tenants.by_host(db, host) if tokens.is_one(cookie) else None
    if tenant is None or cookie is None:
        return None
    row = db.exec(select(AuthSession).where(_holds(cookie), _alive(tenant)).with_for_update()).first()
    if row is None:
        return None
    moment, fresh = now(), None
    if may_renew and _is_due(row, cookie, moment):
        fresh = tokens.fresh()
        row.token_hash, row.previous_hash, row.previous_until = tokens.hash_of(fresh), tokens.hash_of(cookie), None
        row.renewed_at, row.expires_at = moment, moment + timedelta(seconds=get_settings().cookie_lifetime_s)
    elif row.token_hash == tokens.hash_of(cookie) and row.previous_hash and row.previous_until is None:
        row.previous_until = moment + timedelta(seconds=GRACE_S)
    if moment - row.last_seen_at > timedelta(seconds=SEEN_EVERY_S):
        row.last_seen_at = moment
        db.exec(update(Person).where(col(Person.id) == row.person_id).values(last_seen_at=moment))
    db.add(row)
    db.commit()
    return fresh


def _is_due(row: AuthSession, cookie: str, moment: datetime) -> bool:
    """A day has passed; or the new cookie never arrived. Two pages that open at once must not take each other's."""
    arrived = row.token_hash == tokens.hash_of(cookie)
    return moment - row.renewed_at > timedelta(seconds=RENEWED_EVERY_S if arrived else GRACE_S)


def list_own(db: Session, scope: Scope, cookie: str | None) -> list[Browser]:
    """The caller's signed-in browsers, the present one first."""
    query = select(AuthSession).where(_own(scope), _going_on()).order_by(col(AuthSession.last_seen_at).desc())
    present = db.exec(select(AuthSession.id).where(_own(scope), _began_with(cookie or ""))).first()
    found = [Browser(row.id or 0, row.device, row.created_at, row.last_seen_at, row.id == present) for row in db.exec(query)]
    return sorted(found, key=lambda browser: not browser.current)


def end_one(db: Session, scope: Scope, browser_id: int) -> None:
    """Signs one of the caller's own browsers out.

    Raises:
        NotFound: there is none of the caller's by this number.
    """
    ended = db.exec(update(AuthSession).where(_own(scope), _going_on(), col(AuthSession.id) == browser_id).values(revoked_at=now()))
    db.commit()
    if ended.rowcount != 1:
        raise NotFound


def end_all(db: Session, person_id: int) -> None:
    """Signs a person out everywhere, without a commit."""
    db.exec(update(AuthSession).where(col(AuthSession.person_id) == person_id, _going_on()).values(revoked_at=now()))


def sign_out(db: Session, cookie: str | None) -> None:
    """Ends a browser session for good; harmless when there is none."""
    if not cookie:
        return
    db.exec(update(AuthSession).where(_holds(cookie), col(AuthSession.revoked_at).is_(None)).values(revoked_at=now()))
    db.commit()


def _holds(cookie: str) -> ColumnElement[bool]:
    return _holding(tokens.hash_of(cookie), now())


def _holding(hashed: Any, moment: Any) -> ColumnElement[bool]:
    waiting = or_(col(AuthSession.previous_until).is_(None), col(AuthSession.previous_until) > moment)
    return or_(col(AuthSession.token_hash) == hashed, and_(col(AuthSession.previous_hash) == hashed, waiting))


def _began_with(cookie: str) -> ColumnElement[bool]:
    return or_(_holds(cookie), col(AuthSession.id) == open_pages.browser_of(cookie))


def _alive(tenant: Tenant) -> ColumnElement[bool]:
    return and_(col(AuthSession.tenant_id) == tenant.id, _going_on())


def _going_on(moment: Any = None) -> ColumnElement[bool]:
    return and_(col(AuthSession.revoked_at).is_(None), col(AuthSession.expires_at) > (now() if moment is None else moment))


_COOKIE: Any = bindparam("cookie")
_MOMENT: Any = bindparam("moment", type_=UtcDateTime())
_TENANT: Any = bindparam("tenant")
_HOLDER = (  # every request and every event asks it: put together once
    select(Person)
    .join(AuthSession, col(AuthSession.person_id) == col(Person.id))
    .where(
        or_(_holding(_COOKIE, _MOMENT), col(AuthSession.id) == bindparam("browser")),
        col(AuthSession.tenant_id) == _TENANT,
        _going_on(_MOMENT),
        col(Person.tenant_id) == _TENANT,
        col(Person.removed_at).is_(None),
    )
)


def _own(scope: Scope) -> ColumnElement[bool]:
    return and_(col(AuthSession.tenant_id) == scope.tenant_id, col(AuthSession.person_id) == scope.person_id)
