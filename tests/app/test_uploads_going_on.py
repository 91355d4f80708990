"""Resumable uploads that were cut off: by the network, a killed server, a second writer, or nobody coming back."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.testclient import TestClient

from perscoach_app.http import bodies
from perscoach_app.services import exercises, jobs, unfinished
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.uploading import BYTES, MP4, TUS, begin, browser, files_of, send

__all__ = ["browser"]


async def test_a_second_writer_waits_outside(house: House) -> None:
    """A phone that lost its connection tries again while the server still listens to the first try."""
    signed_in = house.signed_in(house.anna)
    place = begin(signed_in, 3000).headers["location"]
    cookies = dict(signed_in.cookies)
    first_piece_sent, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield MP4[:1000]
        first_piece_sent.set()
        await go_on.wait()
        yield MP4[1000:3000]

    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://anna.localhost:3100", cookies=cookies, timeout=20) as client:
        headers = {**BYTES, "upload-offset": "0"}
        first = asyncio.create_task(client.patch(place, content=slow(), headers={**headers, "content-length": "3000"}))
        await asyncio.wait_for(first_piece_sent.wait(), 5)
        await asyncio.sleep(0.1)
        second = await asyncio.wait_for(client.patch(place, content=MP4[:3000], headers=headers), 5)
        assert second.status_code == 423
        go_on.set()
        assert (await asyncio.wait_for(first, 5)).status_code == 204


def test_a_failure_while_taking_in_leaves_no_half_exercise(house: House, browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise OSError("the database is away")

    working = jobs.enqueue
    monkeypatch.setattr(jobs, "enqueue", broken)
    place = begin(browser).headers["location"]
    with pytest.raises(OSError, match="away"):
        send(browser, place, 0, MP4)
    with open_session() as db:
        assert exercises.list_all(db, house.anna.scope) == []
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}") == []
    monkeypatch.setattr(jobs, "enqueue", working)
    again = browser.head(place, headers=TUS)  # the bytes wait: the phone need not send them again
    with open_session() as db:
        assert exercises.get(db, house.anna.scope, again.headers["x-exercise"]).state == "queued"


def test_bytes_beyond_the_offset_are_cut_before_going_on(house: House, browser: TestClient) -> None:
    """A server killed within a piece has written more than it noted down."""
    place = begin(browser).headers["location"]
    send(browser, place, 0, MP4[:1000])
    (info,) = (house.var / "uploads").rglob("*.info")
    with info.with_suffix("").open("ab") as file:
        file.write(MP4[1000:5000])
    assert browser.head(place, headers=TUS).headers["upload-offset"] == "1000"
    done = send(browser, place, 1000, MP4[1000:])
    with open_session() as db:
        row = exercises.row_of(db, house.anna.scope, done.headers["x-exercise"])
    get_storage().get_file(row.source_key, house.var / "copy")
    assert (house.var / "copy").read_bytes() == MP4


def test_a_whole_file_that_became_no_exercise_becomes_one(house: House, browser: TestClient) -> None:
    """A server killed while it took the file in: the phone asks how far it is, or sends on."""
    place = begin(browser).headers["location"]
    (info,) = (house.var / "uploads").rglob("*.info")
    info.with_suffix("").write_bytes(MP4)
    info.write_text(info.read_text().replace('"offset": 0', f'"offset": {len(MP4)}'))
    assert send(browser, place, len(MP4), b"").status_code == 409
    head = browser.head(place, headers=TUS)
    assert head.headers["upload-offset"] == str(len(MP4))
    with open_session() as db:
        (found,) = exercises.list_all(db, house.anna.scope)
    assert (found.id, found.state) == (head.headers["x-exercise"], "queued")
    assert not [path for path in (house.var / "uploads").rglob("*") if path.is_file()]


def test_a_file_of_another_length_becomes_no_exercise(house: House, browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "mended", unfinished.state_of)
    place = begin(browser).headers["location"]
    (info,) = (house.var / "uploads").rglob("*.info")
    info.with_suffix("").write_bytes(b"stray")
    assert send(browser, place, 0, MP4).status_code == 409
    with open_session() as db:
        assert exercises.list_all(db, house.anna.scope) == []
    assert browser.head(place, headers=TUS).status_code == 404


def test_an_aborted_upload_leaves_nothing(house: House, browser: TestClient) -> None:
    place = begin(browser).headers["location"]
    send(browser, place, 0, MP4[:1000])
    assert browser.delete(place, headers=TUS).status_code == 204
    assert files_of(house) == []


def test_the_sweep_takes_what_nobody_came_back_for(house: House, browser: TestClient) -> None:
    """Everybody's, not only of the one who uploads next; what is still waited for stays."""
    begin(browser)
    begin(house.signed_in(house.boris))
    for path in files_of(house):
        os.utime(path, (1, 1))
    fresh = begin(browser).headers["location"]
    (house.var / "uploads" / "1" / "1" / ".locks").mkdir(parents=True, exist_ok=True)
    (house.var / "uploads" / "1" / "1" / ".locks" / f"{'0' * 32}.lock").touch()  # of a process that was killed
    unfinished.sweep()
    name = fresh.rpartition("/")[2]
    assert sorted(path.name for path in files_of(house)) == [name, f"{name}.info"]


def test_two_processes_do_not_write_one_upload(house: House, browser: TestClient) -> None:
    """The lock is the system's, not this process's: another server's worker is kept out as well."""
    place = begin(browser).headers["location"]
    (info,) = (house.var / "uploads").rglob("*.info")
    script = (
        "import fcntl, sys, time; f = open(sys.argv[1], 'r+b'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(info.with_suffix(""))], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        assert send(browser, place, 0, MP4).status_code == 423
        assert browser.head(place, headers=TUS).status_code == 423
        assert browser.delete(place, headers=TUS).status_code == 423
        other.kill()  # and a dead one's lock is gone
    assert send(browser, place, 0, MP4).status_code == 204


async def test_a_writer_that_falls_silent_loses_its_lock(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone went from Wi-Fi to its own network: the old connection is dead, and nobody told the server."""
    monkeypatch.setattr(bodies, "SILENCE_S", 0.2)
    signed_in = house.signed_in(house.anna)
    place = begin(signed_in, 3000).headers["location"]

    async def dies() -> AsyncIterator[bytes]:
        yield MP4[:1000]
        await asyncio.sleep(30)

    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://anna.localhost:3100", cookies=dict(signed_in.cookies)) as client:
        headers = {**BYTES, "upload-offset": "0", "content-length": "3000"}
        await asyncio.wait_for(client.patch(place, content=dies(), headers=headers), 5)
        assert (await client.head(place, headers=TUS)).headers["upload-offset"] == "1000"
        rest = await client.patch(place, content=MP4[1000:3000], headers={**BYTES, "upload-offset": "1000"})
    assert rest.status_code == 204


async def test_a_body_without_end_is_cut_off(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_BYTES", 50_000)
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while taken < 5_000_000:
            taken += 10_000
            yield bytes(10_000)

    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://anna.localhost:3100") as client:
        headers = {"content-type": "application/json"}
        cookies = dict(house.signed_in(house.maria).cookies)
        client.cookies.update(cookies)
        answer = await client.post("/api/shadow/0/sets/0/chunks/0", content=endless(), headers=headers)
        announced = await client.post("/api/shadow/0/sets/0/chunks/0", content=bytes(50_001), headers=headers)
    assert (answer.status_code, announced.status_code) == (413, 413)
    assert taken <= 100_000
