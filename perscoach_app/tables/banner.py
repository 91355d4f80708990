"""A word to everybody: when the product will not be there, and why. No tenant's: all may read it, only a worker writes it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class Banner(SQLModel, table=True):
    """The one row there is, or none."""

    id: int | None = Field(default=None, primary_key=True)
    text_ru: str = Field(default="", max_length=300)
    text_en: str = Field(default="", max_length=300)
    begins_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the works; None: only the words are shown
    ends_at: datetime = Field(sa_type=UtcDateTime)  # it vanishes then by itself
    set_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
