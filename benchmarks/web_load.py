"""Visitors without browsers: clients post chunks as the Shadow page does, trainers click over Reflex's socket."""

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import numpy as np
import socketio

from benchmarks.web_house import Client, WebHouse
from perscoach_app.services.browsers import COOKIE
from perscoach_app.state.inbox import InboxState
from perscoach_app.state.jobs import JobsState
from perscoach_app.state.today import TodayState

CHUNK_EVERY_S = 1.0  # a chunk holds a second of a set
CLICK_EVERY_S = 2.0  # a trainer who looks for something
SAMPLES = 5  # in a chunk
PATIENCE_S = 20.0
ROUND = ((TodayState, "load", "/trainer"), (InboxState, "load", "/trainer/reports"), (JobsState, "load", "/trainer/jobs"))
SOCKETS = "/_event"


@dataclass(frozen=True, slots=True)
class Load:
    """How long, and whether the visitors pause between two deeds."""

    seconds: float
    paced: bool = True


@dataclass(slots=True)
class Result:
    """What came of it; milliseconds as the visitors saw them."""

    events: int = 0
    errors: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0
    times: dict[str, list[float]] = field(default_factory=lambda: {"chunk": [], "click": []})
    first_error: str = ""

    @property
    def p95_ms(self) -> float:
        """Of all of them."""
        return _p95([each for times in self.times.values() for each in times])

    @property
    def by_kind(self) -> dict[str, float]:
        """The same of chunks and clicks alone."""
        return {kind: _p95(times) for kind, times in self.times.items()}

    @property
    def events_per_s(self) -> float:
        """Answered."""
        return round(self.events / self.seconds, 1)

    @property
    def cpu_ms_per_event(self) -> float:
        """Of the serving processes."""
        return round(1000 * self.cpu_s / max(1, self.events), 2)

    def note(self, kind: str, began: float) -> None:
        """One was answered."""
        self.events += 1
        self.times[kind].append(1000 * (time.perf_counter() - began))

    def fail(self, why: str) -> None:
        """One was not."""
        self.errors += 1
        self.first_error = self.first_error or why


def run(house: WebHouse, load: Load) -> Result:
    """Everybody at once, for so long."""
    return asyncio.run(_run(house, load))


async def _run(house: WebHouse, load: Load) -> Result:
    result = Result()
    clicking = [_Trainer(house, cookie, result) for cookie in house.trainers]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(PATIENCE_S)) as session:
        for trainer in clicking:
            await trainer.arrive()
        result.events, result.times = 0, {"chunk": [], "click": []}  # the first look of a page is not a click
        spent, began = house.cpu_s(), time.perf_counter()
        until = began + load.seconds
        visits = [_train(session, house, client, load, until, result) for client in house.clients]
        await asyncio.gather(*visits, *(trainer.click_until(until, load) for trainer in clicking))
        result.seconds, result.cpu_s = time.perf_counter() - began, house.cpu_s() - spent
        for trainer in clicking:
            await trainer.leave()
    return result


async def _train(session: aiohttp.ClientSession, house: WebHouse, client: Client, load: Load, until: float, result: Result) -> None:
    headers = {"host": house.host, "origin": house.origin, "cookie": f"{COOKIE}={client.cookie}"}
    address = f"http://127.0.0.1:{house.port}/api/shadow/{client.training}/sets/0/chunks"
    begin = await session.get(f"{address.rpartition('/sets/')[0]}", headers=headers)
    number = next((one["chunks"] for one in (await begin.json()).get("sets", []) if "chunks" in one), 0)
    await asyncio.sleep(_phase(str(client.training), CHUNK_EVERY_S) if load.paced else 0)
    while time.perf_counter() < until:
        samples = [[number + part / SAMPLES, 90.0, 0.5, 0.2, 0, [90.0] * 14] for part in range(SAMPLES)]
        began = time.perf_counter()
        try:
            async with session.post(f"{address}/{number}", json={"samples": samples}, headers=headers) as answer:
                said = await answer.json()
                if answer.status == 200:
                    result.note("chunk", began)
                    number = said["next"]
                elif answer.status == 409 and "next" in said:  # a second load goes on where the first ended
                    number = said["next"]
                else:
                    result.fail(f"chunk: {answer.status} {said}")
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            result.fail(f"chunk: {type(error).__name__}")
        if load.paced:
            await asyncio.sleep(max(0.0, began + CHUNK_EVERY_S - time.perf_counter()))


class _Trainer:
    """A page of a trainer's, as its socket shows it."""

    def __init__(self, house: WebHouse, cookie: str, result: Result) -> None:
        self._house, self._result, self._token = house, result, str(uuid.uuid4())
        self._headers = {"Host": house.host, "Origin": house.origin, "Cookie": f"{COOKIE}={cookie}"}
        self._socket = socketio.AsyncClient(reconnection=False)
        self._answered = asyncio.Event()
        self._socket.on("event", self._update, namespace=SOCKETS)

    async def arrive(self) -> None:
        """Opens the page."""
        address = f"http://127.0.0.1:{self._house.port}?token={self._token}"
        await self._socket.connect(address, self._headers, transports=["websocket"], namespaces=[SOCKETS], socketio_path=SOCKETS)
        await self._click("reflex___state____state.hydrate", "/trainer")

    async def click_until(self, until: float, load: Load) -> None:
        """One page after the other; no two people click in step."""
        number = hash(self._token) % len(ROUND)
        await asyncio.sleep(_phase(self._token, CLICK_EVERY_S) if load.paced else 0)
        while time.perf_counter() < until:
            state, event, path = ROUND[number % len(ROUND)]
            began, number = time.perf_counter(), number + 1
            await self._click(f"{state.get_full_name()}.{event}", path)
            if load.paced:
                await asyncio.sleep(max(0.0, began + CLICK_EVERY_S - time.perf_counter()))

    async def leave(self) -> None:
        """Closes it."""
        await self._socket.disconnect()

    async def _click(self, name: str, path: str) -> None:
        self._answered.clear()
        began = time.perf_counter()
        data = {"pathname": path, "asPath": path, "query": {}}
        try:
            await self._socket.emit("event", {"name": name, "payload": {}, "router_data": data, "token": self._token}, namespace=SOCKETS)
            await asyncio.wait_for(self._answered.wait(), PATIENCE_S)
            self._result.note("click", began)
        except (TimeoutError, socketio.exceptions.SocketIOError) as error:
            self._result.fail(f"click {name}: {type(error).__name__}")

    async def _update(self, update: Any) -> None:
        if not isinstance(update, dict) or update.get("final", True) is not False:
            self._answered.set()


def _phase(who: str, period_s: float) -> float:
    """When somebody's first deed falls into the period: theirs alone."""
    return period_s * (hash(who) % 100) / 100


def _p95(times: list[float]) -> float:
    return round(float(np.percentile(times, 95)), 1) if times else 0.0
