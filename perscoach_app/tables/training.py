"""A training: one visit to Shadow Mode, through a day of homework or one exercise; what the client said, allowed and recorded."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Feeling(StrEnum):
    """How an exercise felt, one tap."""

    EASY = "easy"
    FINE = "fine"
    HARD = "hard"
    PAIN = "pain"


class ConsentKind(StrEnum):
    """What may leave the client's device besides numbers."""

    RECORDING = "recording"
    LANDMARKS = "landmarks"


class RecordingState(StrEnum):
    """What became of a sent recording."""

    ARRIVING = "arriving"  # pieces of it are on their way
    WAITING = "waiting"  # all are here: the worker makes one film of them
    READY = "ready"
    FAILED = "failed"


class Training(SQLModel, table=True):
    """One row a visit. Its sets are `training_session` rows, by `position` in the plan."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    homework_id: uuid.UUID | None = Field(default=None, foreign_key="homework.id", index=True)
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # what was asked when it began: a reload asks the same
    started_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the trainer opened its report
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # and said something, or put it aside
    digest: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # best repetition, worst moments, marks: what lists show


class ExerciseFeeling(SQLModel, table=True):
    """What the client said after an exercise."""

    __tablename__ = "exercise_feeling"
    __table_args__ = (UniqueConstraint("training_id", "item", name="one_feeling_per_item"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    training_id: uuid.UUID = Field(foreign_key="training.id", index=True, ondelete="CASCADE")
    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", index=True)
    item: int  # index in the training's plan
    feeling: str = Field(max_length=8)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the trainer put a «болит» aside
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """What a client allowed in one training, and when she took it back."""

    __table_args__ = (UniqueConstraint("training_id", "kind", name="one_consent_per_training_and_kind"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    training_id: uuid.UUID = Field(foreign_key="training.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=16)
    given_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Recording(SQLModel, table=True):
    """A video the client sent. `marks` tells which set and second of it each stretch of the video shows."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    training_id: uuid.UUID = Field(foreign_key="training.id", index=True)
    state: str = Field(default=RecordingState.ARRIVING, max_length=12, index=True)
    reason: str = Field(default="", max_length=300)  # why it failed
    pieces: list[Any] = Field(default_factory=list, sa_type=JSON)  # [number, bytes] of each that is here
    progress: float = Field(default=0.0)  # of making the film, 0..1
    tries: int = Field(default=0)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the latest try, and while it lives
    key: str = Field(default="", max_length=400)  # in the storage
    bytes: int = Field(default=0)
    duration_s: float = Field(default=0.0)
    marks: list[Any] = Field(default_factory=list, sa_type=JSON)  # [position, set's second, video's second, length]
    moments_only: bool = Field(default=False)
    background: bool = Field(default=True)  # False: the room was cut away on the client's device
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class VoicePhrase(SQLModel, table=True):
    """A cue, a number or a word spoken by the trainer herself."""

    __tablename__ = "voice_phrase"
    __table_args__ = (UniqueConstraint("tenant_id", "person_id", "language", "name", name="one_recording_per_phrase"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)  # the trainer who speaks
    language: str = Field(max_length=2)
    name: str = Field(max_length=40)  # `cue.11`, `count.3`, `word.rest`
    key: str = Field(max_length=400)
    bytes: int = Field(default=0)
    seconds: float = Field(default=0.0)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
