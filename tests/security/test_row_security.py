"""PostgreSQL's own wall: under the role of serving processes even raw SQL sees and writes one tenant's rows."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, SQLModel

from perscoach_app.tables import Tenant, walls
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.postgres import postgres_house, server
from tests.app.training import free

__all__ = ["postgres_house", "server"]
pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@contextmanager
def _served(tenant_id: int | None = None) -> Iterator[Session]:
    with walls.serving(), open_session(tenant_id=tenant_id) as db:
        yield db


def _count(connection: Connection, table: str) -> int:
    return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


def test_every_tenants_table_has_its_policy(postgres_house: House) -> None:
    """A table that somebody adds without one fails here."""
    with open_session() as db:
        rows = db.execute(
            text(
                "SELECT c.relname, c.relrowsecurity, pol.polname FROM pg_class c LEFT JOIN pg_policy pol ON pol.polrelid = c.oid "
                "AND pol.polcmd = '*' AND 'perscoach_web' = ANY (SELECT rolname FROM pg_roles WHERE oid = ANY (pol.polroles)) "
                "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
            )
        ).all()
    guarded = {name for name, secured, policy in rows if secured and policy == "one_tenant"}
    assert guarded == {table.name for table in walls.tenant_tables()}
    rest = {table.name for table in SQLModel.metadata.tables.values()} - guarded
    assert rest == {"tenant", "attempt", "banner"}, "a table without a tenant: say in migration 0002 what serving processes may do with it"


def test_raw_sql_sees_one_tenant(postgres_house: House) -> None:
    house = postgres_house
    house.exercise(house.anna)
    with open_session() as db:
        assert _count(db.connection(), "person") == 5
    with _served() as db:
        assert [_count(db.connection(), table.name) for table in walls.tenant_tables()] == [0] * len(walls.tenant_tables())
        assert _count(db.connection(), "tenant") == 2
    with _served(house.boris.scope.tenant_id) as db:
        assert (_count(db.connection(), "person"), _count(db.connection(), "exercise")) == (2, 0)
        assert db.connection().execute(text("UPDATE person SET name = name")).rowcount == 2
        db.rollback()
        assert db.connection().execute(text("DELETE FROM exercise")).rowcount == 0
        db.commit()
        assert _count(db.connection(), "person") == 2  # a transaction later still


def test_a_tenant_found_in_the_middle_counts_at_once(postgres_house: House) -> None:
    boris = postgres_house.boris.scope.tenant_id
    with _served() as db:
        assert _count(db.connection(), "person") == 0
        walls.narrow(db, boris)
        assert _count(db.connection(), "person") == 2
    with _served() as db:  # the connection is the same one, from the pool
        assert _count(db.connection(), "person") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO person (tenant_id, role, name, language, reminders, created_at) VALUES ({anna}, 'client', 'x', 'ru', true, now())",
        "UPDATE person SET tenant_id = {anna}",
        "UPDATE tenant SET kind = 'platform' WHERE id = {boris}",
        "DELETE FROM tenant",
        "DROP POLICY one_tenant ON person",
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE mine (id int)",
        "UPDATE alembic_version SET version_num = '0'",
        "SELECT * FROM pg_authid",
    ],
)
def test_what_the_role_may_not(postgres_house: House, statement: str) -> None:
    house = postgres_house
    words = statement.format(anna=house.anna.scope.tenant_id, boris=house.boris.scope.tenant_id)
    refusal = r"permission denied|row-level security|must be owner"
    with _served(house.boris.scope.tenant_id) as db, pytest.raises(ProgrammingError, match=refusal):
        db.connection().execute(text(words))


def test_another_tenants_own_row_cannot_be_changed(postgres_house: House) -> None:
    house = postgres_house
    with _served(house.boris.scope.tenant_id) as db:
        assert db.connection().execute(text("UPDATE tenant SET about = 'x'")).rowcount == 1
        db.commit()
    with open_session() as db:
        assert [db.get_one(Tenant, who.scope.tenant_id).about for who in (house.anna, house.boris)] == ["", "x"]


def test_browsers_meet_the_role(postgres_house: House) -> None:
    """A whole visit, as it is served: a link is spent, pages are read, a session of training is written down, the browser signs out."""
    house = postgres_house
    exercise_id = house.ready_exercise(house.anna)

    training = free(house.maria, exercise_id)
    maria, viktor = house.signed_in(house.maria), house.signed_in(house.viktor)
    assert maria.get(f"/api/shadow/{training}").status_code == 200
    assert maria.post(f"/api/shadow/{training}/sets/0/chunks/0", json={"samples": []}).json() == {"next": 1}
    assert maria.post(f"/api/shadow/{training}/sets/0/finish", json={"chunks": 1, "duration_s": 1.0}).status_code == 200
    assert viktor.get(f"/api/shadow/{training}").status_code == 404
    assert maria.post("/api/sign-out").status_code == 303
    assert maria.get(f"/api/shadow/{training}", headers={"cookie": maria.headers.get("cookie", "")}).status_code == 401
