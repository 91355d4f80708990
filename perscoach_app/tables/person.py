"""A person belongs to one tenant; the same human at two trainers is two persons."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Role(StrEnum):
    """What a person may do inside the tenant. Administrators live in the platform's own tenant and see nothing of any other."""

    TRAINER = "trainer"
    CLIENT = "client"
    ADMIN = "admin"


class Language(StrEnum):
    """Languages of the product."""

    RU = "ru"
    EN = "en"


class PersonBase(SQLModel):
    """What the person's own trainer sees."""

    role: str = Field(max_length=16)
    name: str = Field(max_length=200)
    language: str = Field(default=Language.RU, max_length=8)
    email: str | None = Field(default=None, max_length=254)  # lower case; unique inside the tenant


class Person(PersonBase, table=True):
    """One row a person. Removed people stay as rows, for what they did; they cannot sign in."""

    __table_args__ = (UniqueConstraint("tenant_id", "email", name="one_person_per_email_and_tenant"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    trainer_id: int | None = Field(default=None, foreign_key="person.id", index=True)  # a client's own trainer
    note: str = Field(default="", max_length=2000)  # the trainers' own words about a client; she never sees them
    password_hash: str | None = Field(default=None, max_length=200)
    email_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminders: bool = Field(default=True)  # the person's own wish: homework and new messages are called to mind by mail
    under_age: bool = Field(default=False)  # under eighteen: a parent agrees for her
    parent_name: str = Field(default="", max_length=200)
    parent_email: str = Field(default="", max_length=254)
    parent_agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    light: bool = Field(default=False)  # the light theme, by her own choice
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PersonPublic(PersonBase):
    """A person as pages show them."""

    id: int
    trainer_id: int | None = None


class ClientGroup(SQLModel, table=True):
    """Clients who get the same homework."""

    __tablename__ = "client_group"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    name: str = Field(max_length=200)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # what was given to it keeps its past
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


_PRESENT = text("left_at IS NULL")


class GroupMember(SQLModel, table=True):
    """One client's time in one group. Who leaves keeps the row: days before `left_at` stay hers; who comes back gets a new one."""

    __tablename__ = "group_member"
    __table_args__ = (
        Index("one_membership_per_client", "group_id", "person_id", unique=True, sqlite_where=_PRESENT, postgresql_where=_PRESENT),
    )

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    group_id: int = Field(foreign_key="client_group.id", index=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", index=True)
    joined_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
