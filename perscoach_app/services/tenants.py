"""Tenants: found by host name, made and suspended by the administrator."""

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services.errors import NameTaken, NotFound
from perscoach_app.settings import get_settings
from perscoach_app.tables import Tenant, TenantPublic, TenantStatus

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
RESERVED = frozenset({"www", "api", "admin", "app", "mail", "static", "assets", "status"})  # ours, or soon ours
_LOOPBACK = frozenset({"127.0.0.1", "::1"})  # a browser on this machine that types the address gets the landing page


@dataclass(frozen=True, slots=True)
class HostName:
    """What a Host header names: the landing page (`base`), a tenant's label, or nothing of ours (`unknown`)."""

    kind: Literal["base", "tenant", "unknown"]
    host: str  # lower case, without port and trailing dot
    slug: str = ""


def read_host(header: str) -> HostName:
    """Reads a Host header. Case, port and one trailing dot do not matter; a second label in front does."""
    host = header.strip().lower()
    host = host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.partition(":")[0]
    host = host.removesuffix(".")
    bases = get_settings().base_domains
    if host in bases or host in _LOOPBACK:
        return HostName("base", host)
    for base in bases:
        label = host.removesuffix("." + base)
        if label != host and _LABEL.fullmatch(label):
            return HostName("tenant", host, label)
    return HostName("unknown", host)


def by_host(db: Session, host: str) -> Tenant | None:
    """The active tenant that `host` (a Host header) names."""
    name = read_host(host)
    return by_slug(db, name.slug) if name.kind == "tenant" else None


def by_slug(db: Session, slug: str) -> Tenant | None:
    """The active tenant with this label."""
    return db.exec(select(Tenant).where(col(Tenant.slug) == slug, col(Tenant.status) == TenantStatus.ACTIVE)).first()


def create(db: Session, slug: str, name: str, about: str = "") -> TenantPublic:
    """Makes a tenant.

    Raises:
        NameTaken: the label is taken, reserved or no DNS label.
    """
    slug = slug.strip().lower()
    if not _LABEL.fullmatch(slug) or slug in RESERVED or slug.startswith("xn--"):
        raise NameTaken(slug=slug)
    tenant = Tenant(slug=slug, name=name, about=about)
    db.add(tenant)
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        raise NameTaken(slug=slug) from None
    return TenantPublic.model_validate(tenant)


def list_all(db: Session) -> list[TenantPublic]:
    """Every tenant, suspended ones too, by label."""
    return [TenantPublic.model_validate(row) for row in db.exec(select(Tenant).order_by(col(Tenant.slug)))]


def set_status(db: Session, slug: str, status: TenantStatus) -> TenantPublic:
    """Suspends a tenant or brings it back; a suspended one's host answers like an unknown one at once."""
    tenant = db.exec(select(Tenant).where(col(Tenant.slug) == slug.strip().lower())).first()
    if tenant is None:
        raise NotFound
    tenant.status = status
    db.add(tenant)
    db.commit()
    return TenantPublic.model_validate(tenant)
