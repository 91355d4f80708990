"""A client's film with the strip of her score drawn under it: made on request, from a recording, and gone with it."""

import uuid
from datetime import datetime

from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now
from perscoach_app.tables.training import RecordingState


class StripFilm(SQLModel, table=True):
    """One row a recording: the truth and the queue. The file lies in the recording's own folder."""

    __tablename__ = "strip_film"

    recording_id: uuid.UUID = Field(primary_key=True, foreign_key="recording.id", ondelete="CASCADE")
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    state: str = Field(default=RecordingState.WAITING, max_length=12, index=True)
    progress: float = Field(default=0.0)  # 0..1
    tries: int = Field(default=0)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the latest try, and while it lives
    key: str = Field(default="", max_length=400)  # in the storage
    bytes: int = Field(default=0)
    asked_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
