"""The database connection: SQLite in `var/` by default, PostgreSQL by URL; the same code on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event
from sqlmodel import Session, create_engine

from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.tables import walls

BUSY_TIMEOUT_S = 15  # web and worker share one SQLite file; a writer waits this long for the other


def make_engine(url: str) -> Engine:
    """An engine for `url`. SQLite gets WAL, full durability, and its foreign keys switched on."""
    # An error of the database repeats the values it was given: names, messages. They belong into no log.
    if not url.startswith("sqlite"):
        engine = create_engine(_with_driver(url), pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "begin", walls.take_on_web_role)
        return engine
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _with_driver(url: str) -> str:
    """Plain `postgresql://` means psycopg 3 here, the driver we ship."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions by itself: _begin_immediately does
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what was erased is overwritten in the file: not every build does so by itself
    cursor.close()


def _begin_immediately(connection: Any) -> None:
    # A deferred transaction that reads, then writes, fails at once when another wrote between: no busy timeout helps there.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@lru_cache
def engine_for(url: str) -> Engine:
    """One engine a URL and process."""
    return make_engine(url)


@contextmanager
def open_session(*, reading: bool = False, tenant_id: int | None = None) -> Iterator[Session]:
    """A session on the product's database. Services commit what they do; leaving without a commit changes nothing.

    On SQLite it holds the one write lock from its first query on, unless `reading`: keep it short, never `await`
    and never open a second one inside.

    Args:
        tenant_id: whom it speaks for from the start; by default the tenant whose request this is, if that is known (`tables.walls`).
    """
    engine = engine_for(get_settings().database_url)
    if reading:
        engine = engine.execution_options(reading=True)
    with walls.WalledSession(engine, expire_on_commit=False) as session:
        tenant_id = walls.entered() if tenant_id is None else tenant_id
        if tenant_id is not None:
            walls.narrow(session, tenant_id)
        yield session


def migrate(url: str | None = None) -> None:
    """Brings the database to the newest revision; harmless when it is there already."""
    command.upgrade(alembic_config(url), "head")


def alembic_config(url: str | None = None) -> Config:
    """Alembic's configuration for `url` (the product's database by default)."""
    config = Config(str(PROJECT_ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(PROJECT_ROOT / "migrations"))
    config.attributes["url"] = url or get_settings().database_url
    return config
