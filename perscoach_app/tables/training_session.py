"""A training session: one set of one client, and what the score said over time. Numbers only, and landmarks where she allowed it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class TrainingSession(SQLModel, table=True):
    """One row a session. `summary` appears when it is finished."""

    __tablename__ = "training_session"
    __table_args__ = (UniqueConstraint("training_id", "position", name="one_session_per_position"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", index=True)
    exercise_version: int
    training_id: uuid.UUID = Field(foreign_key="training.id", index=True)
    position: int = Field(default=0)  # in the order of the training's plan
    homework_id: uuid.UUID | None = Field(default=None, foreign_key="homework.id", index=True)
    item_id: uuid.UUID | None = Field(default=None, foreign_key="workout_item.id")
    set_number: int | None = Field(default=None)  # 1..sets: which set of the item this session is
    target: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # `perscoach_motion.yardstick.target` document it was judged by
    started_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    duration_s: float | None = Field(default=None)
    counted_by: str = Field(default="camera", max_length=8)  # `camera`, or `client`: her own word
    pain: bool = Field(default=False)  # «болит» ended it: it is not scored
    summary: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    verified: bool = Field(default=False)  # True only when the server scored the landmarks itself
    look_after: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)  # then a worker may look at its landmarks (again)
    looks: int = Field(default=0)  # so many have begun to


class SessionChunk(SQLModel, table=True):
    """Samples of one stretch of a session, numbered from 0 without gaps."""

    __tablename__ = "session_chunk"
    __table_args__ = (UniqueConstraint("session_id", "number", name="one_chunk_per_number"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    session_id: uuid.UUID = Field(foreign_key="training_session.id", index=True, ondelete="CASCADE")
    number: int
    samples: list[Any] = Field(sa_type=JSON)
    landmarks: bytes | None = Field(default=None)  # gzipped; only with the client's consent
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ReportPublic(SQLModel):
    """A session as its report and the lists show it."""

    id: str
    client_id: int
    client_name: str
    exercise_id: str
    title_ru: str
    title_en: str
    poster: str = ""
    started_at: datetime
    finished_at: datetime | None = None
    duration_s: float | None = None
    score: float | None = None  # 0..100; None when nothing was seen
    seen: float | None = None  # 0..1, the share of time the body was seen
    reps: int | None = None
    verified: bool = False
    counted_by: str = "camera"
    pain: bool = False  # it hurt: not scored
    summary: dict[str, Any] = Field(default_factory=dict)  # what perscoach_motion.session.samples.summarise said

    def title(self, language: str) -> str:
        """The exercise's title in the language asked for, else in the other."""
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second
