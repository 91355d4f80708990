"""Homework: a workout given to a client or a group on certain days, and what became of each day."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class AssignmentBase(SQLModel):
    """When. Days are the tenant's own calendar days."""

    starts_on: date
    ends_on: date | None = Field(default=None)  # None: until it is ended
    weekdays: list[int] = Field(default_factory=list, sa_type=JSON)  # 0 Monday .. 6 Sunday; empty: once, on `starts_on`
    every_weeks: int = Field(default=1)
    remind_at: str = Field(default="", max_length=5)  # «18:00» in the tenant's time zone; empty: no reminder


class Assignment(AssignmentBase, table=True):
    """One row a giving, to one client or to one group."""

    __table_args__ = (CheckConstraint("(client_id IS NULL) <> (group_id IS NULL)", name="to_a_client_or_to_a_group"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    workout_id: uuid.UUID = Field(foreign_key="workout.id", index=True)
    client_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="client_group.id", index=True)
    created_by: int = Field(foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Homework(SQLModel, table=True):
    """One client's one day of an assignment, from its first start on; before that it is only planned and has no row."""

    __table_args__ = (UniqueConstraint("assignment_id", "client_id", "day", name="one_homework_per_client_and_day"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    assignment_id: uuid.UUID = Field(foreign_key="assignment.id", index=True)
    workout_id: uuid.UUID = Field(foreign_key="workout.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)
    day: date
    started_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SetDone(SQLModel, table=True):
    """One set as it was done: the client's own numbers beside what was planned."""

    __tablename__ = "set_done"
    __table_args__ = (UniqueConstraint("homework_id", "item_id", "number", name="one_row_per_set"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    homework_id: uuid.UUID = Field(foreign_key="homework.id", index=True, ondelete="CASCADE")
    item_id: uuid.UUID = Field(foreign_key="workout_item.id", index=True)
    number: int  # 1..sets
    repetitions: int | None = Field(default=None)
    hold_s: float | None = Field(default=None)
    load_kg: float | None = Field(default=None)
    band: str = Field(default="", max_length=40)
    session_id: uuid.UUID | None = Field(default=None, foreign_key="training_session.id", index=True)
    done_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class MovedDay(SQLModel, table=True):
    """One client's day of an assignment, put on another date by the trainer. `day` stays its name: links and what was done keep to it."""

    __tablename__ = "moved_day"
    __table_args__ = (UniqueConstraint("assignment_id", "client_id", "day", name="one_move_per_client_and_day"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    assignment_id: uuid.UUID = Field(foreign_key="assignment.id", index=True, ondelete="CASCADE")
    client_id: int = Field(foreign_key="person.id", index=True)
    day: date
    moved_to: date
