"""The product itself, as a newcomer starts it."""

from collections.abc import Iterator

import pytest

from perscoach_app.services import people, tenants
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.tables import Role
from perscoach_app.tables.database import open_session
from tests.browser.line import Line, line
from tests.browser.product.trainee import HOST
from tests.browser.running_app import RunningApp, running_app


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The whole product, its demo's house in it; started when first wanted, one for all tests."""
    with running_app(tmp_path_factory.mktemp("var")) as app:
        yield app


@pytest.fixture(scope="module")
def olga(product: RunningApp) -> Iterator[Scope]:
    """A client of the demo's trainer, as the services see her; others train as Мария."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERSCOACH_VAR_DIR", str(product.var))
        get_settings.cache_clear()
        with open_session() as db:
            tenant = tenants.by_host(db, HOST)
            assert tenant is not None
            assert tenant.id is not None
            members = {person.name: person.id for person in people.of_tenant(db, tenant.id)}
            person = members.get("Ольга") or people.add(db, tenant.id, Role.CLIENT, "Ольга").id
            scope = people.scope_of(db, person)
        yield scope
    get_settings.cache_clear()


@pytest.fixture
def led(product: RunningApp) -> Iterator[Line]:
    """The only way from the browser to the product."""
    with line(int(product.url.rstrip("/").rpartition(":")[2])) as way:
        yield way
