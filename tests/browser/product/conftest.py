"""The product itself, as a newcomer starts it."""

from collections.abc import Iterator

import pytest

from tests.browser.running_app import RunningApp, running_app


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The whole product, its demo's house in it; started when first wanted, one for all tests."""
    with running_app(tmp_path_factory.mktemp("var")) as app:
        yield app
