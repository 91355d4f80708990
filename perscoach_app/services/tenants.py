"""Tenants: found by host name, made and suspended by the administrator."""

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services.errors import NameTaken, NotFound
from perscoach_app.services.reserved import RESERVED
from perscoach_app.settings import get_settings
from perscoach_app.tables import Tenant, TenantKind, TenantPublic, TenantStatus, walls

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HOST = re.compile(r"(?:\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]*))(?::[0-9]{0,5})?")  # an address in brackets, or a name; a port
_PUNYCODE = "xn--"  # letters that look like others: an «аnna» in Cyrillic is nobody's
PLATFORM_SLUG = "admin"  # the administrators' own host
_LOOPBACK = frozenset({"127.0.0.1", "::1"})  # a browser on this machine that types the address gets the landing page
_BY_SLUG = select(Tenant).where(  # every request asks it: put together once
    col(Tenant.slug) == bindparam("slug"), col(Tenant.status) == bindparam("status")
)


@dataclass(frozen=True, slots=True)
class HostName:
    """What a Host header names: the landing page (`base`), a tenant's label, or nothing of ours (`unknown`)."""

    kind: Literal["base", "tenant", "unknown"]
    host: str  # lower case, without port and trailing dot
    slug: str = ""


def read_host(header: str) -> HostName:
    """Reads a Host header. Case, port and one trailing dot do not matter; a second label in front does."""
    given = _HOST.fullmatch(header.strip().lower()) if header.isascii() else None
    host = (given["address"] or given["name"]).removesuffix(".") if given else ""
    bases = get_settings().base_domains
    if host in bases or host in _LOOPBACK:
        return HostName("base", host)
    for base in bases:
        label = host.removesuffix("." + base)
        if label != host and _LABEL.fullmatch(label) and not label.startswith(_PUNYCODE):
            return HostName("tenant", host, label)
    return HostName("unknown", host)


def by_host(db: Session, host: str) -> Tenant | None:
    """The active tenant that `host` (a Host header) names. From here on the session speaks for it alone."""
    return _narrowed(db, host, TenantStatus.ACTIVE)


def pending_by_host(db: Session, host: str) -> Tenant | None:
    """The tenant that `host` names whose trainer has not confirmed her address yet: only the page that confirms may ask for it."""
    return _narrowed(db, host, TenantStatus.PENDING)


def by_slug(db: Session, slug: str) -> Tenant | None:
    """The active tenant with this label."""
    return _with_status(db, slug, TenantStatus.ACTIVE)


def platform(db: Session) -> Tenant:
    """The administrators' own tenant, made at the first call. Nothing of any studio belongs to it."""
    query = select(Tenant).where(col(Tenant.kind) == TenantKind.PLATFORM)
    found = db.exec(query).first()
    if found is not None:
        return found
    db.add(Tenant(slug=PLATFORM_SLUG, name="pers.coach", kind=TenantKind.PLATFORM))
    try:
        db.commit()
    except IntegrityError:  # another command made it at the same moment
        db.rollback()
    return db.exec(query).one()


def _narrowed(db: Session, host: str, status: TenantStatus) -> Tenant | None:
    name = read_host(host)
    found = _with_status(db, name.slug, status) if name.kind == "tenant" else None
    if found is not None:
        walls.narrow(db, found.id)
    return found


def _with_status(db: Session, slug: str, status: TenantStatus) -> Tenant | None:
    return db.exec(_BY_SLUG, params={"slug": slug, "status": status}).first()


def is_free(db: Session, slug: str) -> bool:
    """Whether a site could be made under this label now."""
    slug = slug.strip().lower()
    return _may_be_taken(slug) and db.exec(select(Tenant.id).where(col(Tenant.slug) == slug)).first() is None


def check_free(db: Session, slug: str) -> None:
    """Raises `NameTaken` when no site could be made under this label."""
    if not is_free(db, slug):
        raise NameTaken(slug=slug)


def _may_be_taken(slug: str) -> bool:
    return bool(_LABEL.fullmatch(slug)) and slug not in RESERVED and not slug.startswith("xn--")


def create(db: Session, slug: str, name: str, about: str = "", *, status: TenantStatus = TenantStatus.ACTIVE) -> TenantPublic:
    """Makes a tenant. From here on the session speaks for it alone.

    Raises:
        NameTaken: the label is taken, reserved or no DNS label.
    """
    made = add(db, slug, name, about, status=status)
    db.commit()
    return made


def add(db: Session, slug: str, name: str, about: str = "", *, status: TenantStatus = TenantStatus.ACTIVE) -> TenantPublic:
    """The same, not committed: who else is to live there is added first, so that no site is ever without its trainer.

    Raises:
        NameTaken: as `create`.
    """
    slug = slug.strip().lower()
    if not _may_be_taken(slug):
        raise NameTaken(slug=slug)
    tenant = Tenant(slug=slug, name=name, about=about, status=status)
    db.add(tenant)
    try:
        db.flush()
    except IntegrityError:
        db.rollback()
        raise NameTaken(slug=slug) from None
    walls.narrow(db, tenant.id)
    return TenantPublic.model_validate(tenant)


def list_all(db: Session) -> list[TenantPublic]:
    """Every trainer's tenant, suspended ones too, by label."""
    query = select(Tenant).where(col(Tenant.kind) == TenantKind.STUDIO).order_by(col(Tenant.slug))
    return [TenantPublic.model_validate(row) for row in db.exec(query)]


def set_status(db: Session, slug: str, status: TenantStatus) -> TenantPublic:
    """Suspends a tenant or brings it back; a suspended one's host answers like an unknown one at once."""
    query = select(Tenant).where(col(Tenant.slug) == slug.strip().lower(), col(Tenant.kind) == TenantKind.STUDIO)
    tenant = db.exec(query).first()
    if tenant is None:
        raise NotFound
    tenant.status = status
    db.add(tenant)
    db.commit()
    return TenantPublic.model_validate(tenant)
