"""Reminders: where to, and which were sent."""

import uuid
from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class PushSubscription(SQLModel, table=True):
    """A browser that takes web push for one person; `endpoint` is the browser maker's own address for it."""

    __tablename__ = "push_subscription"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    endpoint: str = Field(max_length=1000, unique=True)
    p256dh: str = Field(max_length=200)
    auth: str = Field(max_length=100)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Reminder(SQLModel, table=True):
    """One reminder of one homework's day by one way; the row comes before the sending, so that none is sent twice."""

    __table_args__ = (UniqueConstraint("assignment_id", "client_id", "day", "channel", name="one_reminder_per_day_and_channel"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    assignment_id: uuid.UUID = Field(foreign_key="assignment.id", index=True, ondelete="CASCADE")
    client_id: int = Field(foreign_key="person.id", index=True)
    day: date
    channel: str = Field(max_length=8)  # `mail` or `push`
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", max_length=300)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
