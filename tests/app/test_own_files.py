"""Our own modules at addresses that name their content."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from perscoach_app.own_files import ASSETS, KINDS, PREFIX, ROOMS, SHADOW_MODE, UNCHANGING, unchanging, unchanging_addresses
from perscoach_app.security.headers import protective_headers


async def _whoever(request: Request) -> PlainTextResponse:
    """Answers with the path it was asked for."""
    return PlainTextResponse(request.url.path, 404 if "absent" in request.url.path else 200)


@pytest.fixture
def client() -> TestClient:
    return TestClient(protective_headers(unchanging_addresses(Starlette(routes=[Route("/{rest:path}", _whoever)]))))


def test_it_is_the_file_and_is_kept_for_ever(client: TestClient) -> None:
    answer = client.get(unchanging(SHADOW_MODE))
    assert answer.text == SHADOW_MODE
    assert answer.headers["cache-control"] == UNCHANGING
    assert (ASSETS / SHADOW_MODE.lstrip("/")).is_file()


@pytest.mark.parametrize("address", [f"{PREFIX}000000000000/shadow/main.js", unchanging("/shadow/absent.js"), "/shadow/main.js"])
def test_what_may_change_is_not_kept(client: TestClient, address: str) -> None:
    assert client.get(address).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "name",
    ["/api/shadow/1a2b", "/api/health.js", "/shadow/1a2b", "/shadow/../api/health.js", "/home", "", "/vendor/manifest.json"],
)
def test_nothing_else_is_reached_this_way(client: TestClient, name: str) -> None:
    raw = client.build_request("GET", "http://testserver/")
    raw.url = raw.url.copy_with(raw_path=unchanging(name).encode())
    answer = client.send(raw)
    assert answer.text.startswith(PREFIX)
    assert answer.headers["cache-control"] != UNCHANGING


def test_every_file_of_ours_that_modules_load_is_of_these_kinds() -> None:
    assert {path.suffix for room in ROOMS for path in (ASSETS / room).rglob("*.*")} == set(KINDS)
