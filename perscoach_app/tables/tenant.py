"""A trainer's own place: one label under the base domain."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now

ACCENT = "#00ff88"
TINT = "#1a1a2e"


class TenantStatus(StrEnum):
    """A suspended tenant answers like an unknown host; a pending one until its trainer has confirmed her address."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class TenantKind(StrEnum):
    """A trainer's site, or the administrators' own (`admin.` under the base domain): nothing of any studio belongs to that."""

    STUDIO = "studio"
    PLATFORM = "platform"


class Address(StrEnum):
    """How the pages speak to clients in Russian: «вы» or «ты»."""

    VY = "vy"
    TY = "ty"


class TenantBase(SQLModel):
    """What everybody may see."""

    slug: str = Field(max_length=63, unique=True, index=True)  # a DNS label
    name: str = Field(max_length=200)
    headline: str = Field(default="", max_length=200)
    about: str = Field(default="", max_length=4000)
    contact_email: str = Field(default="", max_length=254)
    contact_phone: str = Field(default="", max_length=40)
    contact_link: str = Field(default="", max_length=300)  # a messenger or a social page, https only
    accent: str = Field(default=ACCENT, max_length=7)  # of buttons and marks; checked for contrast against the page and its own text
    tint: str = Field(default=TINT, max_length=7)  # the lighter end of the page's background
    address: str = Field(default=Address.VY, max_length=2)
    timezone: str = Field(default="Europe/Moscow", max_length=64)  # an IANA name: whose midnight begins a homework's day


class Tenant(TenantBase, table=True):
    """One row a tenant."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=TenantKind.STUDIO, max_length=16)
    status: str = Field(default=TenantStatus.ACTIVE, max_length=16)
    photo_key: str = Field(default="", max_length=400)
    gpu_budget_usd: float | None = Field(default=None)  # a month; None: the installation's default
    storage_budget_bytes: int | None = Field(default=None, sa_type=BigInteger)
    operator: str = Field(default="", max_length=300)  # who answers for the clients' data: a name, as the privacy policy gives it
    operator_contact: str = Field(default="", max_length=300)
    retention_days: int = Field(default=90)  # recordings and landmarks are deleted so long after their training
    region: str = Field(default="", max_length=40)  # where files may lie; empty: where the installation keeps them
    gpu_regions: list[str] | None = Field(default=None, sa_type=JSON)  # where videos may be processed; None: anywhere the installation does
    first_preset: str = Field(default="fast", max_length=16)  # what new uploads begin with (`services.processing.PRESETS`)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class TenantPublic(TenantBase):
    """The tenant as its pages and the command line show it."""

    id: int
    status: str
