"""The database: migrations say the same as the tables, and SQLite is set up to keep what it promised."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from perscoach_app.tables import Person, Tenant
from perscoach_app.tables.database import alembic_config, make_engine, migrate, open_session
from tests.app.house import House


def test_migrations_and_tables_say_the_same(empty_database: Path) -> None:
    with make_engine(f"sqlite:///{empty_database}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_and_back_is_harmless(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    migrate(url)
    migrate(url)
    command.downgrade(alembic_config(url), "base")
    with make_engine(url).connect() as connection:
        left = connection.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
    assert left == ["alembic_version"]


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_keeps_what_it_promised(empty_database: Path, pragma: str, value: object) -> None:
    with make_engine(f"sqlite:///{empty_database}").connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_foreign_keys_are_checked(house: House) -> None:
    with open_session() as db:
        db.add(Person(tenant_id=999, role="client", name="nobody's"))
        with pytest.raises(IntegrityError):
            db.commit()


def test_times_come_back_aware_and_utc(empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    path.write_bytes(empty_database.read_bytes())
    moscow = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    with Session(make_engine(f"sqlite:///{path}")) as db:
        db.add(Tenant(slug="x", name="X", created_at=moscow))
        db.commit()
    with Session(make_engine(f"sqlite:///{path}")) as db:
        found = db.get(Tenant, 1)
        assert found is not None
        assert found.created_at == moscow
        assert found.created_at.tzinfo is UTC
