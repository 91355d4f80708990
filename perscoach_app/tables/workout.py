"""A workout: the exercises of one homework, in order, with what is asked of each."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Side(StrEnum):
    """Which side an exercise is done on."""

    BOTH = "both"  # at once, or it has no sides
    EACH = "each"  # the asked number on each side in turn
    LEFT = "left"
    RIGHT = "right"


class WorkoutBase(SQLModel):
    """What the trainer writes over it."""

    title: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=2000)


class Workout(WorkoutBase, table=True):
    """One row a workout. A template is copied, never assigned."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    created_by: int = Field(foreign_key="person.id", index=True)
    is_template: bool = Field(default=False)
    revision: int = Field(default=0)  # grows with every change: two open pages must not overwrite each other unseen
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class WorkoutItemBase(SQLModel):
    """What is asked of one exercise. Either `repetitions` or `hold_s` is set."""

    sets: int = Field(default=3)
    repetitions: int | None = Field(default=10)
    hold_s: int | None = Field(default=None)  # seconds a set lasts
    load_kg: float | None = Field(default=None)
    band: str = Field(default="", max_length=40)  # the colour or strength of an elastic band, as the trainer calls it
    rest_s: int = Field(default=60)  # after each set
    side: str = Field(default=Side.BOTH, max_length=8)
    tempo: str = Field(default="", max_length=20)  # down-pause-up-pause in seconds, «3-1-1-0»
    note: str = Field(default="", max_length=1000)
    strictness: float | None = Field(default=None)  # None: the exercise's own
    superset: int | None = Field(default=None)  # neighbours with the same number are done in turn, one set each


class WorkoutItem(WorkoutItemBase, table=True):
    """One row an exercise in a workout. Removed items stay for what was done of them."""

    __tablename__ = "workout_item"

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    workout_id: uuid.UUID = Field(foreign_key="workout.id", index=True, ondelete="CASCADE")
    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", index=True)
    position: int
    voice_key: str = Field(default="", max_length=400)  # the trainer's spoken note
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ClientTarget(SQLModel, table=True):
    """What one client is asked of one exercise, where it differs: a stiff shoulder, a knee that must not bend far."""

    __tablename__ = "client_target"
    __table_args__ = (UniqueConstraint("client_id", "exercise_id", name="one_target_per_client_and_exercise"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", index=True)
    strictness: float | None = Field(default=None)
    range_share: float = Field(default=1.0)  # of the trainer's range of motion
    excluded: list[str] = Field(default_factory=list, sa_type=JSON)  # names of limbs that are not judged
    accepted: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # what the trainer's marks taught: `perscoach_motion.eye`
    reason: str = Field(default="", max_length=300)  # the trainer's own reminder; no client sees it
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
