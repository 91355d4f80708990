"""The first look at an upload: whether to film again, said within a minute. A row without a verdict waits to be looked at."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Verdict(StrEnum):
    """Good enough to go on; good, but it could be better; better filmed again."""

    GOOD = "good"
    BETTER = "better"
    AGAIN = "again"


class FirstLook(SQLModel, table=True):
    """One row an upload."""

    __tablename__ = "first_look"

    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", primary_key=True, ondelete="CASCADE")
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    verdict: str = Field(default="", max_length=8, index=True)
    notices: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # codes and values, the gravest first
    box: list[float] | None = Field(default=None, sa_type=JSON)  # the person in the picture: left, top, right, bottom, fractions
    picture_key: str = Field(default="", max_length=400)
    tries: int = Field(default=0)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the latest try
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FirstLookPublic(SQLModel):
    """What the trainer sees of it."""

    verdict: str  # empty while it is not known yet
    pending: bool  # it will be
    sentences: list[str] = Field(default_factory=list)  # in the reader's language
    picture: str = ""  # signed link
    box: list[float] = Field(default_factory=list)
