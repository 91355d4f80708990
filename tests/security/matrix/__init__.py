"""The rows of the matrix, one file a room, each with its `ROWS`."""

from importlib import import_module
from pkgutil import iter_modules

from tests.security.walls.rows import Event, Route, Row


def all_rows() -> list[Row]:
    """Every row of every room."""
    return [row for room in iter_modules(__path__) for row in import_module(f"{__name__}.{room.name}").ROWS]


def routes() -> list[Route]:
    """Those that are routes."""
    return [row for row in all_rows() if isinstance(row, Route)]


def events() -> list[Event]:
    """Those that are events."""
    return [row for row in all_rows() if isinstance(row, Event)]
