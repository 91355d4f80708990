"""The same services on a real PostgreSQL: what only SQLite allows would fail here."""

import inspect
from collections.abc import Callable
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from perscoach_app.services import leases
from perscoach_app.tables import Job, moments
from perscoach_app.tables.database import engine_for, open_session
from tests.app import test_budgets, test_jobs, test_sign_in_road, test_turns
from tests.app.house import House
from tests.app.postgres import postgres_house, server

__all__ = ["postgres_house", "server"]
pytestmark = [pytest.mark.postgres, pytest.mark.slow]

NOT_HERE = {"test_neither_token_is_kept"}  # reads the SQLite file


def test_migrations_and_tables_say_the_same(postgres_house: House, server: str) -> None:
    with engine_for(server).connect() as connection:
        assert connection.dialect.name == "postgresql"
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def _same_tests() -> list[Callable[[House], None]]:
    return [
        function
        for module in (test_budgets, test_jobs, test_sign_in_road, test_turns)
        for name, function in vars(module).items()
        if name.startswith("test_") and name not in NOT_HERE and list(inspect.signature(function).parameters) == ["house"]
    ]


@pytest.mark.parametrize("same", _same_tests(), ids=lambda function: function.__name__)
def test_on_postgres(same: Callable[[House], None], postgres_house: House) -> None:
    same(postgres_house)


def test_a_machine_whose_clock_is_wrong_takes_nothing_from_others(postgres_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lease times are the database's."""
    postgres_house.exercise(postgres_house.anna)
    held = test_jobs.taken("right")
    wrong = moments.now() + timedelta(hours=1)
    for module in (moments, leases):
        monkeypatch.setattr(module, "now", lambda: wrong, raising=False)
    assert test_jobs.take("an hour ahead") is None
    with open_session() as db:
        leases.heartbeat(db, held, "look", 0.5)
        until = db.get_one(Job, held.job_id).lease_until
    assert until is not None
    assert until < wrong
