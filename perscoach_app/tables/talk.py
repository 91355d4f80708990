"""What trainer and client say to each other: a message, or a comment on a moment of a training."""

import uuid
from datetime import datetime

from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Message(SQLModel, table=True):
    """One row a message. All of a client's, to her and from her, are one thread; a comment is one that names a training and a moment."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    client_id: int = Field(foreign_key="person.id", index=True)  # whose thread it is
    author_id: int = Field(foreign_key="person.id", index=True)
    training_id: uuid.UUID | None = Field(default=None, foreign_key="training.id", index=True)
    session_id: uuid.UUID | None = Field(default=None, foreign_key="training_session.id", index=True)
    at_s: float | None = Field(default=None)  # of the set: a comment on its time line
    discuss: bool = Field(default=False)  # «обсудить в следующий раз»
    answers_id: uuid.UUID | None = Field(default=None, foreign_key="message.id")
    text: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # by the other side
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the other side got a push or a letter about it
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # it was discussed
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
