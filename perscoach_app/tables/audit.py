"""Who did what, without what it was about; and who may look where for how long."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class AuditEntry(SQLModel, table=True):
    """One row a deed. Never changed and never deleted; it names people and things by number only."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)  # whose data it was about; the platform's own for the rest
    actor_id: int | None = Field(default=None)  # a person's number; None: the product itself
    actor_role: str = Field(default="", max_length=16)
    deed: str = Field(max_length=60, index=True)  # `consent.withdrawn`, `person.erased`, `grant.used`
    subject: str = Field(default="", max_length=80)  # `training 1a2b…`
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # numbers and words of ours, nothing a person wrote
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)


class AccessGrant(SQLModel, table=True):
    """A trainer lets an administrator look at one training, for a while."""

    __tablename__ = "access_grant"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    granted_by: int = Field(foreign_key="person.id")
    training_id: str = Field(default="", max_length=40)
    reason: str = Field(default="", max_length=300)
    token_hash: str = Field(max_length=64, unique=True)
    given_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
