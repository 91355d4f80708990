"""Alembic's entry: migrates the database of the product's settings, or the one `tables.database.migrate` was given."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

import perscoach_app.tables  # noqa: F401  (registers every table)
from perscoach_app.settings import get_settings
from perscoach_app.tables.database import make_engine
from perscoach_app.tables.moments import UtcDateTime


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Writes our column types in new revisions without a trace of where they come from."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.impl.length})"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    return False


if context.is_offline_mode():
    raise SystemExit("migrations run against a database, not into a script")

engine = make_engine(context.config.attributes.get("url") or get_settings().database_url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by copying it
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
