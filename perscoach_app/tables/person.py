"""A person belongs to one tenant; the same human at two trainers is two persons."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Role(StrEnum):
    """What a person may do inside the tenant."""

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


class Person(PersonBase, table=True):
    """One row a person."""

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PersonPublic(PersonBase):
    """A person as pages show them."""

    id: int
