"""A job: one piece of work for a worker. This table is the truth about it, not the cluster."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class JobStatus(StrEnum):
    """queued → running → ready | failed | cancelled; running → queued when a worker is lost."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (JobStatus.QUEUED, JobStatus.RUNNING)
PROCESS = "process"  # video in, exercise outputs out
EXCERPT = "excerpt"  # the same of one stretch of a video that another exercise was made from
_ACTIVE_ONLY = text("status IN ('queued', 'running')")


class Job(SQLModel, table=True):
    """One row a job."""

    __table_args__ = (
        # two clicks on "process" must not process twice
        Index("one_active_job_per_exercise", "exercise_id", unique=True, sqlite_where=_ACTIVE_ONLY, postgresql_where=_ACTIVE_ONLY),
        Index("jobs_to_lease", "status", "lease_until", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)
    exercise_id: uuid.UUID = Field(foreign_key="exercise.id", index=True, ondelete="CASCADE")
    kind: str = Field(default=PROCESS, max_length=32)
    options: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    status: str = Field(default=JobStatus.QUEUED, max_length=16)
    stage: str = Field(default="", max_length=40)
    progress: float = Field(default=0.0)  # 0..1
    eta_s: float | None = Field(default=None)
    attempts: int = Field(default=0)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)  # a retry waits until then
    device: str = Field(default="", max_length=16)  # what it ran on: `cpu`, `T4`, `L4`, `A100`…
    busy_s: float = Field(default=0.0)  # seconds of that device, all attempts together
    cost_usd: float = Field(default=0.0)  # busy_s at the settings' price of the device
    estimate_usd: float | None = Field(default=None)  # what it was expected to cost when it was queued
    lease_owner: str | None = Field(default=None, max_length=120)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error_code: str | None = Field(default=None, max_length=80)
    error_values: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    warnings: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JobPublic(SQLModel):
    """A job as the trainer sees it."""

    id: int
    exercise_id: str
    status: str
    stage: str
    progress: float
    eta_s: float | None = None
    attempts: int
    device: str = ""
    busy_s: float = 0.0
    cost_usd: float = 0.0
    error: str = ""  # why it failed, a sentence in the reader's language
    error_code: str = ""
    warnings: list[str] = Field(default_factory=list)  # what is worth knowing about a clip that worked, in the reader's language
    created_at: datetime
    finished_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Still to come or under way."""
        return self.status in ACTIVE
