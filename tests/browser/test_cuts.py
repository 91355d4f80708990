"""A training that is cut off: the line, the server, the page, the tab. `perscoach bench cuts` does it a hundred times."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.cut_house import Client, CutHouse, Server, Tally, judge, visited
from perscoach_app.settings import get_settings
from tests.browser.chromium import Camera

pytestmark = [pytest.mark.browser, pytest.mark.long]  # `perscoach bench cuts` does a hundred of them

LEFT = """async () => [
  ...(await caches.keys()), ...(await indexedDB.databases()).map(({ name }) => name),
  ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
]"""


@pytest.fixture
def house(exercise: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CutHouse]:
    monkeypatch.setenv("PERSCOACH_VAR_DIR", str(tmp_path))  # put back afterwards
    yield CutHouse(tmp_path, exercise)
    get_settings.cache_clear()


def test_a_training_cut_off_loses_no_set_and_doubles_none(
    house: CutHouse, browsers: Callable[[Camera], Browser], client_camera: Path, tmp_path: Path
) -> None:
    tally, training = Tally(), house.begin()
    with Server(tmp_path) as server, visited(browsers(client_camera), house, server) as context:
        client = Client(context, server, training, random.Random(1), tally)
        client.train(["reload offline", "killed", "closed tab", "offline"])
        judge(training, client.believed(), tally)
        assert tally.whole, tally
        assert tally.chunks >= tally.sets == 4
        assert tally.most_reps_forgotten == 0
        # whoever logs out leaves nothing of hers behind
        assert len(client.page.evaluate(LEFT)) >= 4, "pages, parts, clips and results were kept for a time without a network"
        client.page.evaluate("() => fetch('/api/sign-out', { method: 'POST' })")
        assert client.page.evaluate(LEFT) == []
