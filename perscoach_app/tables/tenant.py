"""A trainer's own place: one label under the base domain."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class TenantStatus(StrEnum):
    """A suspended tenant answers like an unknown host."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class TenantBase(SQLModel):
    """What everybody may see."""

    slug: str = Field(max_length=63, unique=True, index=True)  # a DNS label
    name: str = Field(max_length=200)
    about: str = Field(default="", max_length=4000)


class Tenant(TenantBase, table=True):
    """One row a tenant."""

    id: int | None = Field(default=None, primary_key=True)
    status: str = Field(default=TenantStatus.ACTIVE, max_length=16)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class TenantPublic(TenantBase):
    """The tenant as its pages and the command line show it."""

    id: int
    status: str
