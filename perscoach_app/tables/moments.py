"""Points in time: always aware, always UTC, in every database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def now_of(db: Session) -> datetime:
    """The present moment by the database's clock, the one that all machines share; SQLite has this machine's."""
    if db.get_bind().dialect.name != "postgresql":
        return now()
    moment: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """`timestamptz` on PostgreSQL; SQLite has no zones, so it keeps naive UTC and gets its zone back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuses naive times: nobody can say later what they meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Gives every reading its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
