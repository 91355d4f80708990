"""Resumable uploads: pieces, interruptions, limits, and what becomes of a finished file."""

import asyncio
import base64
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from perscoach_app.http import uploads as uploads_route
from perscoach_app.services import exercises, jobs
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
    assert browser.head(place, headers=TUS).status_code == 404


def test_the_title_is_the_files_name_when_there_is_none(house: House, browser: TestClient) -> None:
    done = send(browser, begin(browser).headers["location"], 0, MP4)
    with open_session() as db:
        assert exercises.get(db, house.anna.scope, done.headers["x-exercise"]).title_ru == "присед"


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
    assert send(browser, place, 0, MP4[:200]).status_code == 400


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
    codes = [begin(browser).status_code for _ in range(uploads_route.MAX_OPEN_UPLOADS + 1)]
    assert codes == [201] * uploads_route.MAX_OPEN_UPLOADS + [429]


def test_forgotten_uploads_make_room(house: House, browser: TestClient) -> None:
    for _ in range(uploads_route.MAX_OPEN_UPLOADS):
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
    assert browser.head(place, headers=TUS).status_code == 404  # the phone begins anew; a full offset would look like success
    monkeypatch.setattr(jobs, "enqueue", working)
    again = send(browser, begin(browser).headers["location"], 0, MP4)
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


def test_a_whole_file_that_became_no_exercise_is_forgotten(house: House, browser: TestClient) -> None:
    """A server killed while it took the file in."""
    place = begin(browser).headers["location"]
    (info,) = (house.var / "uploads").rglob("*.info")
    info.with_suffix("").write_bytes(MP4)
    info.write_text(info.read_text().replace('"offset": 0', f'"offset": {len(MP4)}'))
    assert browser.head(place, headers=TUS).status_code == 404


def test_a_file_of_another_length_becomes_no_exercise(house: House, browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_route, "_mend", lambda _file: None)
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
