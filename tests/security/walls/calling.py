"""Calling a route or an event as somebody, and what came back."""

import asyncio
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import reflex as rx
from reflex.utils import prerequisites
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from perscoach_app.tables import walls
from tests.app.house import House
from tests.app.postgres import served
from tests.app.state.browsing import open_page
from tests.security.walls.rows import Event, Route, filled
from tests.security.walls.strangers import Caller

LOOKS = 3  # a background event that goes on for ever is left after so many pauses


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller saw: a status (routes) or a place (events), and every word of it."""

    said: int | str
    text: str


class SeenEnough(Exception):
    """A background event paused once more."""


def call_route(house: House, row: Route, caller: Caller, things: Mapping[str, Any], cookies: Mapping[str, str]) -> Answer:
    """Sends the request as the caller's browser would."""
    known = {**things, **filled(row.fill, things)}
    headers = {"cookie": caller.cookie(cookies), **{name: str(filled(value, known)) for name, value in row.headers.items()}}
    browser = _browser(house.app)
    browser.cookies.clear()  # each caller carries its own, and nothing that the one before was given
    answer = browser.request(
        row.method,
        f"http://{caller.host}{filled(row.address, known)}",
        headers=headers,
        json=filled(row.json, known),
        data=filled(row.data, known),
        content=row.content,
    )
    return Answer(answer.status_code, f"{answer.text}\n{dict(answer.headers)}")


@cache
def _browser(app: ASGIApp) -> TestClient:
    return TestClient(served(app), follow_redirects=False).__enter__()  # one event loop for all calls; it ends with the process


def call_event(row: Event, caller: Caller, things: Mapping[str, Any], cookies: Mapping[str, str], patch: pytest.MonkeyPatch) -> Answer:
    """Runs the event on a page the caller just opened."""
    page = open_page(row.state, str(filled(row.at, things)), caller.host, caller.cookie(cookies), "ru")
    with walls.serving():
        returned = [_run(page, name, (), patch) for name in row.after]
        returned.append(_run(page, row.name, filled(row.arguments, things), patch))
    top: rx.State = page
    while top.parent_state is not None:
        top = top.parent_state
    shown = {whose: _without_request(values) for whose, values in top.dict().items()}
    kept = {name: getattr(page, name) for name in page.get_fields() if name.startswith("_") and not name.startswith("_reflex")}
    return Answer(getattr(page, "place", ""), repr((shown, kept, returned)))


def _without_request(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser itself said, address and cookie, is no news to it."""
    return {name: value for name, value in values.items() if not name.startswith(("router", "rx_router"))}


def _run(page: rx.State, name: str, arguments: tuple[Any, ...], patch: pytest.MonkeyPatch) -> Any:
    handler = type(page).event_handlers[name]
    result = handler.fn(_InBackground(page) if handler.is_background else page, *arguments)
    if inspect.isgenerator(result):
        return list(result)
    if inspect.iscoroutine(result) or inspect.isasyncgen(result):
        with patch.context() as briefly:
            return asyncio.run(_watched(result, briefly))
    return result


async def _watched(result: Any, patch: pytest.MonkeyPatch) -> Any:
    """A page that is still looked at, and whose seconds are short."""
    pauses, pause = 0, asyncio.sleep

    async def brief(_seconds: float, *_: object) -> None:
        nonlocal pauses
        pauses += 1
        if pauses > LOOKS:
            raise SeenEnough
        await pause(0)

    patch.setattr(asyncio, "sleep", brief)
    patch.setattr(prerequisites, "get_and_validate_app", lambda: _App)
    try:
        return [each async for each in result] if inspect.isasyncgen(result) else await result
    except SeenEnough:
        return None


class _Namespace:
    token_to_sid: Mapping[str, str] = {"": "x", "test": "x"}


class _AppInside:
    event_namespace = _Namespace


class _App:
    app = _AppInside


class _InBackground:
    """What Reflex hands a background event in place of its state."""

    def __init__(self, page: rx.State) -> None:
        object.__setattr__(self, "page", page)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.page, name, value)

    async def __aenter__(self) -> "_InBackground":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None
