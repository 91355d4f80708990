"""What a person agreed to, document by document; and what she asked to be done with her data."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Document(StrEnum):
    """Separate documents: none is bundled with another, none is ticked beforehand."""

    LANDMARKS = "landmarks"
    RECORDING = "recording"
    SHARING = "sharing"
    HEALTH = "health"
    IMPROVING = "improving"


class Agreement(SQLModel, table=True):
    """One row each time a document was agreed to; taking it back ends the row, and a new yes is a new row."""

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    document: str = Field(max_length=16, index=True)
    version: str = Field(max_length=20)  # of the document's text
    text_hash: str = Field(max_length=64)  # of the words she saw, in her language
    language: str = Field(max_length=8)
    by_parent: str = Field(default="", max_length=200)  # who agreed for somebody under eighteen
    given_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DataWish(StrEnum):
    """«Скачать мои данные» and «удалить меня»."""

    EXPORT = "export"
    DELETE = "delete"


class DataRequest(SQLModel, table=True):
    """One row a wish. The row stays after the data are gone: it is the proof that they are."""

    __tablename__ = "data_request"

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    wish: str = Field(max_length=8)
    key: str = Field(default="", max_length=400)  # of the archive
    bytes: int = Field(default=0)
    asked_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
