"""What administrators see and ask for. Every row is the platform's own: the wall between tenants keeps it from all others.

A serving process can read no studio's rows for an administrator. So a worker, which has the owner's rights, writes here what an
administrator may know (numbers, never names or titles of anybody's), and carries out what she orders.
"""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import JSON, Field, SQLModel

from perscoach_app.tables.moments import UtcDateTime, now


class StudioFigures(SQLModel, table=True):
    """One row a studio: how much of everything it has."""

    __tablename__ = "studio_figures"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)  # the platform's
    studio_id: int = Field(unique=True)
    slug: str = Field(max_length=63)
    name: str = Field(default="", max_length=200)  # as its public page has it
    status: str = Field(max_length=16)
    trainers: int = Field(default=0)
    clients: int = Field(default=0)
    exercises: int = Field(default=0)
    trainings: int = Field(default=0)
    trainings_week: int = Field(default=0)
    jobs_waiting: int = Field(default=0)
    jobs_failed_week: int = Field(default=0)
    storage_bytes: int = Field(default=0, sa_type=BigInteger)
    storage_budget_bytes: int = Field(default=0, sa_type=BigInteger)
    month_usd: float = Field(default=0.0)
    expected_usd: float = Field(default=0.0)  # of jobs under way
    budget_usd: float = Field(default=0.0)
    gpu_seconds: float = Field(default=0.0)  # of this month's jobs
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # anybody of it
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    counted_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PublishedJob(SQLModel, table=True):
    """A job of some studio's, without what it is about."""

    __tablename__ = "published_job"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)  # the platform's
    job_id: int = Field(unique=True)
    slug: str = Field(max_length=63)
    kind: str = Field(max_length=32)
    status: str = Field(max_length=16, index=True)
    stage: str = Field(default="", max_length=40)
    progress: float = Field(default=0.0)
    eta_s: float | None = Field(default=None)
    attempts: int = Field(default=0)
    device: str = Field(default="", max_length=16)
    worker: str = Field(default="", max_length=120)
    busy_s: float = Field(default=0.0)
    cost_usd: float = Field(default=0.0)
    estimate_usd: float | None = Field(default=None)
    error_code: str = Field(default="", max_length=80)
    lacking: str = Field(default="", max_length=200)  # a model that was not there, and what of it: names of ours, none of anybody's
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WorkerLine(SQLModel, table=True):
    """A worker's sign of life."""

    __tablename__ = "worker_line"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)  # the platform's
    name: str = Field(max_length=120, unique=True)  # host and process
    device: str = Field(default="", max_length=16)
    began_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PublishedDeed(SQLModel, table=True):
    """A line of some studio's audit."""

    __tablename__ = "published_deed"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)  # the platform's
    entry_id: int = Field(unique=True)
    slug: str = Field(max_length=63)
    actor: str = Field(default="", max_length=40)  # `trainer 3`; empty: the product itself
    deed: str = Field(max_length=60, index=True)
    subject: str = Field(default="", max_length=80)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class Problem(SQLModel, table=True):
    """An exception of ours by where it came from, and how often: never its words, which may hold anybody's."""

    __table_args__ = (UniqueConstraint("process", "kind", "place", name="one_problem_per_place"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)  # the platform's
    process: str = Field(max_length=16)  # `web` or `worker`
    kind: str = Field(max_length=120)  # the exception's class
    place: str = Field(max_length=200)  # file, line, function
    count: int = Field(default=0)
    first_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # an administrator has seen to it


class OrderState(StrEnum):
    """What became of an order."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"


class AdminOrder(SQLModel, table=True):
    """What an administrator asks the worker to do."""

    __tablename__ = "admin_order"

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tenant_id: int = Field(foreign_key="tenant.id", index=True)  # the platform's
    given_by: int = Field(foreign_key="person.id")
    verb: str = Field(max_length=40)  # `tenant.suspend`
    subject: str = Field(default="", max_length=80)  # a studio's label, a job's number
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # emptied when it is done: an address may be among them
    state: str = Field(default=OrderState.WAITING, max_length=12, index=True)
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # why it was refused, in both languages
    given_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PublicTurn(SQLModel, table=True):
    """When something was published last: of several workers one does it."""

    __tablename__ = "public_turn"

    what: str = Field(primary_key=True, max_length=20)
    tenant_id: int = Field(foreign_key="tenant.id")  # the platform's
    next_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
