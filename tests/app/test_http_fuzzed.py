"""Every plain route with what its own description allows and with what it does not: nothing may answer 5xx."""

import os
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from perscoach_app.http import create_api
from tests.app.house import PORT, House

EXAMPLES = int(os.environ.get("PERSCOACH_FUZZ", "1"))  # of each route, for each caller; `make prove` asks ten times


def routes() -> list[Any]:
    """What the application says of itself: the description is never served."""
    description = schemathesis.openapi.from_dict(create_api().openapi())
    return [found.ok() for found in description.get_all_operations()]


def ask(browser: TestClient, case: Any) -> int:
    sent = case.as_transport_kwargs(base_url=str(browser.base_url).rstrip("/"))
    headers = {str(name): str(value) for name, value in (sent.get("headers") or {}).items() if str(value).isascii()}
    body = {"json": sent["json"]} if sent.get("json") is not None else {}
    if isinstance(sent.get("data"), bytes):
        body = {"content": sent["data"]}
    return browser.request(sent["method"], sent["url"], params=sent.get("params"), headers=headers, **body).status_code


@pytest.mark.slow
def test_no_route_breaks(house: House) -> None:
    house.ready_exercise(house.anna)
    callers = [house.signed_in(who).cookies for who in (house.anna, house.maria)] + [None]
    browsers = [TestClient(house.app, f"http://anna.localhost:{PORT}", raise_server_exceptions=False, cookies=each) for each in callers]
    bounded = settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    answers: dict[str, set[int]] = {}
    for route in routes():

        @bounded
        @given(case=route.as_strategy())
        def tried(case: Any, told: set[int]) -> None:
            for browser in browsers:
                with suppress(UnicodeEncodeError):  # no browser could send it either
                    told.add(ask(browser, case))

        tried(told=answers.setdefault(route.label, set()))
    assert {name: told for name, told in answers.items() if max(told, default=0) >= 500} == {}
    assert len(answers) > 50
    assert sum(200 in told for told in answers.values()) >= 3  # callers do get in
