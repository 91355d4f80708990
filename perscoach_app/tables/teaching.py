"""The trainer's eye: what she said of a repetition, for the score to learn from."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Judgement(StrEnum):
    """«Верно для неё» and «исправить»."""

    RIGHT = "right"
    MEND = "mend"


class RepetitionMark(SQLModel, table=True):
    """One row a marked repetition. What she looked at is kept with the mark: the session may be deleted before the lesson is."""

    __tablename__ = "repetition_mark"
    __table_args__ = (UniqueConstraint("session_id", "repetition", name="one_mark_per_repetition"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", index=True)
    session_id: uuid.UUID = Field(foreign_key="training_session.id", index=True, ondelete="CASCADE")
    repetition: int  # from 0, in the order of the summary
    judgement: str = Field(max_length=8)
    shown: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # a `perscoach_motion.eye` document; None without landmarks
    author_id: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
