"""An exercise: the trainer's clip and what the workers made of it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.job import JobPublic
from perscoach_app.tables.moments import UtcDateTime, now


class ExerciseState(StrEnum):
    """Where the exercise is on its way to the clients."""

    QUEUED = "queued"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ExerciseBase(SQLModel):
    """What the trainer writes."""

    title_ru: str = Field(default="", max_length=200)
    title_en: str = Field(default="", max_length=200)
    strictness: float = Field(default=1.0)  # 0.5 forgiving .. 2.0 strict; `perscoach_motion.yardstick.target.Target` reads it


class Exercise(ExerciseBase, table=True):
    """One row an exercise. `version` 0: nothing was processed yet; outputs of version n lie under `output_prefix(n)`."""

    __table_args__ = (UniqueConstraint("tenant_id", "slug", name="one_slug_per_tenant"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    slug: str = Field(default="", max_length=80)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    state: str = Field(default=ExerciseState.QUEUED, max_length=16)
    version: int = Field(default=0)
    attempted_version: int = Field(default=0)  # the newest number handed to a worker; no two attempts write to one place
    duration_s: float | None = Field(default=None)
    error_code: str | None = Field(default=None, max_length=80)
    error_values: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    source_key: str = Field(default="", max_length=400)
    source_name: str = Field(default="", max_length=255)
    source_sha256: str = Field(default="", max_length=64, index=True)
    source_bytes: int = Field(default=0, sa_type=BigInteger)
    output_bytes: int = Field(default=0, sa_type=BigInteger)  # of all versions kept, for the tenant's storage budget
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    parent_id: uuid.UUID | None = Field(default=None, foreign_key="exercise.id")  # cut out of this one…
    start_s: float | None = Field(default=None)  # …from here
    end_s: float | None = Field(default=None)  # …to here, seconds of the parent's clip
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # out of the library; homework and reports keep it
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)

    @property
    def prefix(self) -> str:
        """Storage keys of this exercise start with this."""
        return f"tenants/{self.tenant_id}/exercises/{self.id}"

    @property
    def stretch(self) -> dict[str, int]:
        """What the pipeline's options say of a piece cut out of another clip; nothing for a clip of its own."""
        if self.start_s is None or self.end_s is None:
            return {}
        return {"start_ms": round(self.start_s * 1000), "end_ms": round(self.end_s * 1000)}

    def output_prefix(self, version: int | None = None) -> str:
        """Where the outputs of a version lie (the current one by default)."""
        return f"{self.prefix}/v{self.version if version is None else version}"

    def unfinished_prefixes(self) -> tuple[str, ...]:
        """Where the versions lie that were handed to a worker after the current one."""
        return tuple(self.output_prefix(version) for version in range(self.version + 1, self.attempted_version + 1))


class Segment(SQLModel, table=True):
    """One stretch of a clip as the trainer edited it; where there is none of a version, the workers' own cut is shown."""

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", index=True, ondelete="CASCADE")
    version: int  # of the exercise: another version's clip may be cut elsewhere
    position: int
    start_s: float
    end_s: float
    label: str = Field(default="", max_length=200)
    repetitions: int | None = Field(default=None)


class ExerciseCreate(ExerciseBase):
    """A new exercise with its uploaded source."""

    slug: str = ""  # made from the title when empty
    source_name: str = ""
    source_sha256: str = ""


class ExerciseUpdate(SQLModel):
    """What may be changed later; None leaves it."""

    title_ru: str | None = Field(default=None)
    title_en: str | None = Field(default=None)
    strictness: float | None = Field(default=None)
    tags: list[str] | None = Field(default=None)


class ExercisePublic(ExerciseBase):
    """An exercise as pages show it. Links are signed, relative, and empty until there is something to show."""

    id: str
    slug: str
    state: str
    version: int
    duration_s: float | None = None
    error: str = ""  # why it failed, a sentence in the reader's language
    error_code: str = ""
    poster: str = ""
    video: str = ""
    poses: str = ""
    source_name: str = ""
    tags: list[str] = Field(default_factory=list)
    parent_id: str = ""  # the exercise it was cut out of
    removed: bool = False
    created_at: datetime
    job: JobPublic | None = None  # the latest job; None for clients

    def title(self, language: str) -> str:
        """The title in the language asked for, else in the other."""
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second or self.slug
