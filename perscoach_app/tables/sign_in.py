"""How a person gets in: a one-time link, a password or a passkey; then a cookie. Of secrets only SHA-256 is kept."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class LinkPurpose(StrEnum):
    """What a one-time link is good for, and nothing else."""

    ENTER = "enter"  # an invitation, or a sign-in without a password
    CONFIRM = "confirm"  # this e-mail address is mine
    RESET = "reset"  # a new password
    PARENT = "parent"  # a parent agrees for a child; it lets nobody in


class SignInLink(SQLModel, table=True):
    """A one-time link; spent by the POST that uses it, never by opening the page."""

    __tablename__ = "sign_in_link"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True, index=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str = Field(default=LinkPurpose.ENTER, max_length=16)
    email: str | None = Field(default=None, max_length=254)  # where it was sent: what CONFIRM confirms
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuthSession(SQLModel, table=True):
    """A signed-in browser."""

    __tablename__ = "auth_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True, index=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    device: str = Field(default="", max_length=80)  # «Chrome, Android»: enough to tell one's own phone from a stranger's
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    renewed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)  # when the browser got its present cookie
    previous_hash: str | None = Field(default=None, max_length=64, index=True)  # of the cookie before…
    previous_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # …good till then; None: till the new one was used


class Passkey(SQLModel, table=True):
    """A WebAuthn credential; it works on the host it was made on, which is the tenant's."""

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    credential_id: str = Field(max_length=1400, unique=True, index=True)  # base64url; WebAuthn allows 1,023 bytes
    public_key: str = Field(max_length=2000)  # base64url of the COSE key
    sign_count: int = Field(default=0)
    name: str = Field(default="", max_length=80)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Attempt(SQLModel, table=True):
    """How often something was tried in one window of time: counted in the database, so that all processes count together."""

    key: str = Field(primary_key=True, max_length=64)  # SHA-256 of what is counted (deed and address, deed and account)
    window: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    count: int = Field(default=0)
