"""Resumable uploads: pieces, interruptions, limits, and what becomes of a finished file."""

import asyncio
import base64
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from perscoach_app.http import bodies, tus
from perscoach_app.services import budgets, costs, exercises, jobs, leases, unfinished, uploads
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import House

MP4 = b"\x00\x00\x00\x20ftypisom" + os.urandom(300_000)
TUS = {"tus-resumable": "1.0.0"}
BYTES = {**TUS, "content-type": "application/offset+octet-stream"}


def described(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def begin(browser: TestClient, size: int = len(MP4), name: str = "присед.mp4", **more: str) -> httpx.Response:
    metadata = described(filename=name, filetype="video/mp4", **more)
    return browser.post("/api/uploads/", headers={**TUS, "upload-length": str(size), "upload-metadata": metadata})


def send(browser: TestClient, place: str, offset: int, piece: bytes) -> httpx.Response:
    return browser.patch(place, content=piece, headers={**BYTES, "upload-offset": str(offset)})


@pytest.fixture
def browser(house: House) -> TestClient:
    return house.signed_in(house.anna)


def test_an_upload_in_pieces_becomes_an_exercise_with_a_job(house: House, browser: TestClient) -> None:
    created = begin(browser, title_ru="Присед", title_en="Squat")
    assert created.status_code == 201
    place = created.headers["location"]
    assert place.startswith("/api/uploads/")  # a path: right on every host, behind every proxy
    assert send(browser, place, 0, MP4[:100_000]).status_code == 204
    head = browser.head(place, headers=TUS)
    assert head.headers["upload-offset"] == "100000"
    assert send(browser, place, 50_000, MP4[50_000:]).status_code == 409
    done = send(browser, place, 100_000, MP4[100_000:])
    assert done.status_code == 204
    with open_session() as db:
        found = exercises.get(db, house.anna.scope, done.headers["x-exercise"])
        row = exercises.row_of(db, house.anna.scope, found.id)
    assert (found.title_ru, found.title_en, found.slug, found.state) == ("Присед", "Squat", "squat", "queued")
    assert found.job is not None
    assert row.source_key.endswith("/source.mp4")
    assert row.source_bytes == len(MP4)
    copy = house.var / "copy"
    get_storage().get_file(row.source_key, copy)
    assert copy.read_bytes() == MP4
    assert not list((house.var / "uploads").rglob("*.info"))  # nothing is left behind
    whole = browser.head(place, headers=TUS)  # a phone that lost the last answer learns what became of its file
    assert (whole.headers["upload-offset"], whole.headers["x-exercise"]) == (str(len(MP4)), found.id)


def test_the_title_is_the_files_name_when_there_is_none(house: House, browser: TestClient) -> None:
    done = send(browser, begin(browser).headers["location"], 0, MP4)
    with open_session() as db:
        assert exercises.get(db, house.anna.scope, done.headers["x-exercise"]).title_ru == "Присед"


def test_only_trainers_upload_and_only_their_own(house: House, browser: TestClient) -> None:
    assert begin(house.browser()).status_code == 401
    assert begin(house.signed_in(house.maria)).status_code == 404
    place = begin(browser).headers["location"]
    for stranger in (house.boris, house.maria):
        other = house.signed_in(stranger)
        assert other.head(place, headers=TUS).status_code == 404
        assert send(other, place, 0, MP4).status_code == 404
        assert other.delete(place, headers=TUS).status_code == 404
    assert send(house.browser(), place, 0, MP4).status_code == 401
    assert browser.head(place, headers=TUS).headers["upload-offset"] == "0"
    assert browser.delete(place, headers=TUS).status_code == 204


def test_the_limit_is_checked_before_a_byte_is_sent(browser: TestClient) -> None:
    limit = get_settings().upload_limit_bytes
    assert begin(browser, limit + 1).status_code == 413
    assert begin(browser, 0).status_code == 400
    assert begin(browser, -5).status_code == 400


@pytest.mark.parametrize("header", [{"upload-concat": "partial"}, {"upload-defer-length": "1"}])
def test_what_is_not_offered_is_refused(browser: TestClient, header: dict[str, str]) -> None:
    headers = {**TUS, "upload-length": "5", "upload-metadata": described(filename="a.mp4"), **header}
    assert browser.post("/api/uploads/", headers=headers).status_code == 400


def test_a_method_in_disguise_is_refused(browser: TestClient) -> None:
    place = begin(browser).headers["location"]
    assert browser.post(place, headers={**TUS, "x-http-method-override": "DELETE"}).status_code == 400
    assert browser.head(place, headers=TUS).status_code == 200


def test_a_body_at_creation_is_refused(browser: TestClient) -> None:
    headers = {**BYTES, "upload-length": "5", "upload-metadata": described(filename="a.mp4", filetype="video/mp4")}
    assert browser.post("/api/uploads/", headers=headers, content=b"12345").status_code == 400


def test_more_than_announced_is_refused(browser: TestClient) -> None:
    place = begin(browser, 100).headers["location"]
    assert send(browser, place, 0, MP4[:200]).status_code == 413
    assert browser.head(place, headers=TUS).headers["upload-offset"] == "0"


@pytest.mark.parametrize("name", ["notes.txt", "evil.php", "mp4", "", "a.mp4.exe"])
def test_a_name_that_is_no_videos(browser: TestClient, name: str) -> None:
    answer = begin(browser, name=name)
    assert answer.status_code == 422
    assert "MP4" in answer.json()["message"]


@pytest.mark.parametrize("content", [b"just text, no video at all", b"<html><script>alert(1)</script>", b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_a_content_that_is_no_videos(house: House, browser: TestClient, content: bytes) -> None:
    place = begin(browser, len(content)).headers["location"]
    answer = send(browser, place, 0, content)
    assert answer.status_code == 422
    assert answer.json()["error"] == "upload_rejected"
    with open_session() as db:
        assert exercises.list_all(db, house.anna.scope) == []
    assert [path for path in (house.var / "uploads").rglob("*") if path.is_file() and ".locks" not in path.parts] == []
    assert browser.head(place, headers=TUS).status_code == 404


@pytest.mark.parametrize("uid", ["..%2f..%2fperscoach.db", "..", "%2e%2e%2fsecret", "x" * 300])
def test_odd_upload_names_reach_nothing(browser: TestClient, uid: str) -> None:
    answer = browser.head(f"/api/uploads/{uid}", headers=TUS)
    assert answer.status_code in (400, 404, 405)


def test_a_person_cannot_fill_the_disk_with_beginnings(browser: TestClient) -> None:
    codes = [begin(browser).status_code for _ in range(tus.MAX_OPEN_UPLOADS + 1)]
    assert codes == [201] * tus.MAX_OPEN_UPLOADS + [429]


def test_forgotten_uploads_make_room(house: House, browser: TestClient) -> None:
    for _ in range(tus.MAX_OPEN_UPLOADS):
        begin(browser)
    for path in (house.var / "uploads").rglob("*"):
        os.utime(path, (1, 1))
    assert begin(browser).status_code == 201


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


def test_folders_are_private_to_the_person(house: House, browser: TestClient) -> None:
    begin(browser)
    scope = house.anna.scope
    assert list(Path(get_settings().uploads_dir / str(scope.tenant_id) / str(scope.person_id)).glob("*.info"))


def files_of(house: House) -> list[Path]:
    """All that lies in the folder of unfinished uploads."""
    return [path for path in (house.var / "uploads").rglob("*") if path.is_file()]


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


def test_a_tenant_over_its_room_is_told_so_before_a_byte_is_sent(
    house: House, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_session() as db:
        budgets.set_budget(db, "anna", storage_bytes=2 * len(MP4) + 10)
    assert begin(browser).status_code == 201
    assert begin(browser).status_code == 201  # what is announced is spoken for
    refused = begin(browser)
    assert refused.status_code == 413
    assert refused.json()["error"] == "storage_full"
    assert "библиотеке" in refused.json()["message"]  # what to do
    assert begin(house.signed_in(house.boris)).status_code == 201


def test_room_that_went_away_meanwhile_leaves_nothing(house: House, browser: TestClient) -> None:
    place = begin(browser).headers["location"]
    with open_session() as db:
        budgets.set_budget(db, "anna", storage_bytes=10)
    assert send(browser, place, 0, MP4).status_code == 413
    assert files_of(house) == []
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}") == []


def test_the_same_file_is_not_processed_twice(house: House, browser: TestClient) -> None:
    first = send(browser, begin(browser).headers["location"], 0, MP4)
    second = send(browser, begin(browser, name="copy.mp4").headers["location"], 0, MP4)
    assert first.headers["x-known"] == "no"
    assert (second.headers["x-known"], second.headers["x-exercise"]) == ("yes", first.headers["x-exercise"])
    assert files_of(house) == []
    asked_for = send(browser, begin(browser, again="yes").headers["location"], 0, MP4)
    assert asked_for.headers["x-known"] == "no"
    with open_session() as db:
        assert len(exercises.list_all(db, house.anna.scope)) == 2
    other = house.signed_in(house.boris)  # whose file it is elsewhere is nobody's business
    assert send(other, begin(other).headers["location"], 0, MP4).headers["x-known"] == "no"


def test_uploading_a_stopped_clip_again_starts_it_again(house: House, browser: TestClient) -> None:
    first = send(browser, begin(browser).headers["location"], 0, MP4).headers["x-exercise"]
    with open_session() as db:
        found = exercises.get(db, house.anna.scope, first)
        assert found.job
        jobs.cancel(db, house.anna.scope, found.job.id)
    again = send(browser, begin(browser).headers["location"], 0, MP4)
    assert (again.headers["x-exercise"], again.headers["x-known"]) == (first, "no")
    with open_session() as db:
        assert exercises.get(db, house.anna.scope, first).state == "queued"


def test_wishes_travel_with_the_upload(house: House, browser: TestClient) -> None:
    assert begin(browser, look="gold").status_code == 400
    place = begin(browser, look="warm", quality="publish").headers["location"]
    headers = {**BYTES, "upload-offset": "0", "x-title": quote("Присед у стены")}
    done = browser.patch(place, content=MP4, headers=headers)
    with open_session() as db:
        assert exercises.get(db, house.anna.scope, done.headers["x-exercise"]).title_ru == "Присед у стены"
        held = leases.lease(db, "test")
    assert held
    assert (held.options["preset"], held.options["quality"]) == ("warm", "publish")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("IMG_2041.MOV", ""),
        ("VID_20261122_101500.mp4", ""),
        ("PXL_20261122_101500123~2.mp4", ""),
        ("trim.6F9619FF-8B86-D011-B42D-00CF4FC964FF.MOV", ""),
        ("Видео 2026-11-22.mov", ""),
        ("WhatsApp Video 2026-11-22 at 10.15.00.mp4", ""),
        ("присед_у_стены.mp4", "Присед у стены"),
        ("6F9619FF-8B86.mov", ""),
        ("a" * 240 + "!.mov", "A" + "a" * 199),
        ("Lunge left-2.mov", "Lunge left-2"),
    ],
)
def test_a_cameras_name_is_no_title(name: str, title: str) -> None:
    assert uploads.title_from(name) == title


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


def test_without_money_to_process_it_a_file_is_not_even_sent(house: House, browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "expected_usd", lambda _exercise, _options=None: 0.5)
    place = begin(browser).headers["location"]
    with open_session() as db:
        budgets.set_budget(db, "anna", gpu_usd=0.1)
    refused = begin(browser)
    assert (refused.status_code, refused.json()["error"]) == (402, "gpu_budget_spent")
    done = send(browser, place, 0, MP4)  # this one was on its way: it is kept, and says what it waits for
    with open_session() as db:
        found = exercises.get(db, house.anna.scope, done.headers["x-exercise"])
    assert (found.state, found.job) == ("failed", None)
    assert "Видео сохранено" in found.error
