"""The second wall: a session of one tenant sees and writes that tenant's rows, whatever a service forgot to say."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, insert, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from perscoach_app.services import exercises, tenants
from perscoach_app.tables import Exercise, Job, Person, Role, Segment, SessionChunk, Tenant, Workout, walls
from perscoach_app.tables.database import open_session
from tests.app.house import House

ANNAS, BORISS = 1, 2


def _of(tenant_id: int) -> Session:
    return open_session(tenant_id=tenant_id).__enter__()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(lambda: select(Person.name), id="columns"),
        pytest.param(lambda: select(Person), id="rows"),
        pytest.param(lambda: select(aliased(Person).name), id="an alias"),
        pytest.param(lambda: select(Tenant.slug).where(col(Tenant.id).in_(select(Person.tenant_id))), id="a subquery"),
        pytest.param(lambda: select(Person.name).where(select(Exercise.id).exists()), id="exists"),
        pytest.param(lambda: select(Tenant.slug).join(Person, col(Person.tenant_id) == col(Tenant.id)), id="a join"),
        pytest.param(lambda: select(Person.name).union_all(select(Person.name)), id="a union"),
        pytest.param(lambda: select(func.count()).select_from(Person).having(func.count() > 2), id="a count"),
    ],
)
def test_a_query_without_a_filter_sees_one_tenant(house: House, query: Callable[[], object]) -> None:
    house.exercise(house.anna)
    with open_session(reading=True) as everyone, open_session(reading=True, tenant_id=BORISS) as boris:
        assert (shown := repr(boris.execute(query()).all())) != repr(everyone.execute(query()).all())  # type: ignore[call-overload]
    assert not any(word in shown for word in ("Анна", "Мария", "Ольга", "anna", "(3,)"))


def test_what_is_known_by_its_key_is_not_found_either(house: House) -> None:
    exercise_id = uuid.UUID(house.exercise(house.anna))
    with open_session(tenant_id=BORISS) as db:
        assert db.get(Exercise, exercise_id) is None
        assert db.get(Person, house.anna.person_id) is None
        assert db.exec(update(Person).values(name="mine")).rowcount == 2
        assert db.exec(delete(Job)).rowcount == 0
        db.rollback()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(lambda _: Person(tenant_id=ANNAS, role=Role.TRAINER, name="Виктор"), id="a new person"),
        pytest.param(lambda what: Segment(tenant_id=ANNAS, exercise_id=what, version=1, position=0, start_s=0, end_s=1), id="a new part"),
        pytest.param(lambda _: Workout(tenant_id=ANNAS, created_by=4), id="a new workout"),
    ],
)
def test_nothing_is_written_into_another_house(house: House, row: Callable[[uuid.UUID], object]) -> None:
    exercise_id = uuid.UUID(house.exercise(house.anna))
    with open_session(tenant_id=BORISS) as db:
        db.add(row(exercise_id))
        with pytest.raises(walls.WrongTenant):
            db.commit()


def test_nothing_is_moved_into_another_house_or_out_of_it(house: House) -> None:
    with open_session() as db:
        anna, boris = db.get_one(Person, house.anna.person_id), db.get_one(Person, house.boris.person_id)
        annas = db.get_one(Tenant, ANNAS)
    for row, change in ((boris, {"tenant_id": ANNAS}), (anna, {"name": "mine"}), (annas, {"name": "mine"})):
        with open_session(tenant_id=BORISS) as db:
            db.add(row)
            for name, value in change.items():
                setattr(row, name, value)
            with pytest.raises(walls.WrongTenant):
                db.flush()


def test_many_rows_at_once_are_looked_at_too(house: House) -> None:
    mine, theirs = ({"tenant_id": tenant, "role": "client", "name": "x"} for tenant in (BORISS, ANNAS))
    with open_session(tenant_id=BORISS) as db:
        for statement, rows in (
            (insert(Person), [mine, theirs]),
            (insert(Person).values([mine, theirs]), None),
            (insert(Person).values(**theirs), None),
            (insert(SessionChunk).from_select(["tenant_id"], select(Person.tenant_id)), None),
        ):
            with pytest.raises(walls.WrongTenant):
                db.execute(statement, rows)
        db.execute(insert(Person).values(**mine))
        db.execute(insert(Person), [mine, mine])
        assert db.exec(select(func.count()).select_from(Person)).one() == 5


def test_a_session_speaks_for_one_tenant_only(house: House) -> None:
    with open_session() as db:
        assert tenants.by_host(db, "anna.localhost") is not None
        with pytest.raises(walls.WrongTenant):
            tenants.by_host(db, "boris.localhost")


def test_what_was_narrowed_stays_so_over_commits_and_errors(house: House) -> None:
    with open_session(tenant_id=BORISS) as db:
        db.commit()
        assert len(db.exec(select(Person)).all()) == 2
        db.rollback()
        assert len(db.exec(select(Person)).all()) == 2


def test_a_serving_process_sees_nobodys_rows_before_it_knows_whose(house: House) -> None:
    with walls.serving(), open_session() as db:
        for statement in (
            select(Person),
            select(Person.id),
            update(Person).values(name="x"),
            select(Tenant.id).where(select(Job.id).exists()),
        ):
            with pytest.raises(walls.WrongTenant):
                db.execute(statement)
        db.add(Person(tenant_id=ANNAS, role="client", name="x"))
        with pytest.raises(walls.WrongTenant):
            db.flush()
        db.rollback()
        assert tenants.by_host(db, "boris.localhost") is not None
        assert [person.name for person in db.exec(select(Person).order_by(col(Person.name)))] == ["Борис", "Виктор"]


def test_a_filter_that_a_service_forgot_is_still_there(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first wall taken away: the second holds. Both taken away: the foreign exercise shows, so this test would see it."""
    exercise_id = house.ready_exercise(house.anna)
    monkeypatch.setattr(
        exercises, "row_of", lambda db, _scope, one: db.exec(select(Exercise).where(col(Exercise.id) == uuid.UUID(one))).one()
    )
    boris = house.boris.scope
    with open_session() as db:
        assert exercises.get(db, boris, exercise_id).id == exercise_id
    with open_session(tenant_id=BORISS) as db, pytest.raises(Exception, match="No row was found"):
        exercises.get(db, boris, exercise_id)


def test_every_request_is_narrowed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """No route has to think of it: whatever it opens during a request on Anna's host speaks for Anna's tenant."""
    seen = []
    real = tenants.by_slug

    def spy(db: Session, slug: str) -> Tenant | None:
        seen.append(walls.entered())
        return real(db, slug)

    monkeypatch.setattr(tenants, "by_slug", spy)
    for host in ("anna.localhost", "boris.localhost", "localhost", "evil.example", "anna.localhost"):
        assert house.browser(host).get("/api/health").status_code == 200
    assert seen == [ANNAS, BORISS, None, None, ANNAS]
    assert walls.entered() is None


def test_raw_words_are_for_the_databases_own_wall(house: House) -> None:
    """Text is not read by the session: no service may use it. On PostgreSQL row-level security stands behind."""
    with open_session(tenant_id=BORISS) as db:
        assert db.execute(text("select count(*) from person")).scalar() == 5
