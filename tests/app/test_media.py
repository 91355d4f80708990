"""Signed media links: Range, validators, compression, health."""

import gzip

import pytest
from starlette.testclient import TestClient

from perscoach_app.services import exercises, media
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import VIDEO, House


@pytest.fixture
def link(house: House) -> str:
    exercise_id = house.ready_exercise(house.anna)
    with open_session() as db:
        return exercises.get(db, house.anna.scope, exercise_id).video


def test_the_whole_file(house: House, link: str) -> None:
    answer = house.browser().get(link)
    assert answer.status_code == 200
    assert answer.content == VIDEO
    assert answer.headers["content-type"] == "video/webm"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private, max-age=")


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=10000-", 10000, 10240),
        ("bytes=-5", 10235, 10240),
        ("bytes=0-999999", 0, 10240),
        ("bytes=-999999", 0, 10240),
    ],
)
def test_ranges(house: House, link: str, wanted: str, start: int, end: int) -> None:
    answer = house.browser().get(link, headers={"range": wanted})
    assert answer.status_code == 206
    assert answer.content == VIDEO[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/10240"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("wanted", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_ranges_outside_the_file(house: House, link: str, wanted: str) -> None:
    answer = house.browser().get(link, headers={"range": wanted})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */10240"


@pytest.mark.parametrize("odd", ["bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b"])
def test_ranges_nobody_understands_get_everything(house: House, link: str, odd: str) -> None:
    answer = house.browser().get(link, headers={"range": odd})
    assert (answer.status_code, len(answer.content)) == (200, len(VIDEO))


def test_validators(house: House, link: str) -> None:
    browser = house.browser()
    etag = browser.get(link).headers["etag"]
    assert browser.get(link, headers={"if-none-match": etag}).status_code == 304
    assert browser.get(link, headers={"range": "bytes=0-1", "if-range": etag}).status_code == 206
    assert browser.get(link, headers={"range": "bytes=0-1", "if-range": '"other"'}).status_code == 200
    head = browser.head(link)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "10240", b"")


def test_poses_travel_compressed(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    with open_session() as db:
        row = exercises.row_of(db, house.anna.scope, exercise_id)
    content, file = b'{"a": 1}' * 1000, house.var / "poses"
    file.write_bytes(gzip.compress(content))
    get_storage().put_file(f"{row.output_prefix()}/{media.OUTPUT_POSES}{media.GZIPPED}", file)
    link = exercises.links(row, "anna.localhost")["poses"]
    answer = house.browser().get(link, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(content) / 10
    assert answer.content == content  # the client unpacks
    plain = house.browser().get(link, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_a_link_stays_the_same_for_a_while(house: House) -> None:
    """Pages that poll must not make the browser load the same poster again and again."""
    key = "tenants/1/exercises/x/v1/poster.webp"
    assert media.signed_link(1, "anna.localhost", key) == media.signed_link(1, "anna.localhost", key)


def test_health_knows_the_demo(house: House) -> None:
    browser: TestClient = house.browser()
    assert browser.get("/api/health").json()["demo"] == {"exercise": "squat", "state": "queued", "progress": 0.0, "video": None}
    house.ready_exercise(house.anna)
    demo = browser.get("/api/health").json()["demo"]
    assert (demo["state"], demo["progress"]) == ("ready", 1.0)
    assert browser.get(demo["video"], headers={"range": "bytes=0-9"}).status_code == 206
    elsewhere = house.browser("127.0.0.1:3100").get("/api/health").json()["demo"]["video"]
    assert elsewhere.startswith("http://anna.localhost:3100/api/media/")
    assert house.browser().get(elsewhere).status_code == 200


def test_health_shows_nothing_of_anybody_in_production(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from perscoach_app.settings import get_settings

    house.ready_exercise(house.anna)
    monkeypatch.setattr(get_settings(), "env", "production")
    assert house.browser().get("/api/health").json()["demo"] is None
