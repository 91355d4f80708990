"""Resumable uploads: what is taken in, and what is refused at the door."""

from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from gpu_jobs.catalogue import BIREFNET_FILE
from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE
from perscoach_app.services import exercises, jobs, leases, uploads
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.uploading import BYTES, MP4, TUS, begin, browser, described, files_of, send

__all__ = ["browser"]


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


def test_folders_are_private_to_the_person(house: House, browser: TestClient) -> None:
    begin(browser)
    scope = house.anna.scope
    assert list(Path(get_settings().uploads_dir / str(scope.tenant_id) / str(scope.person_id)).glob("*.info"))


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


def test_a_model_that_went_while_the_film_came_costs_no_film(
    house: House, browser: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    assert begin(browser, look="warm", preset="own", matting="birefnet").status_code == 400
    (tmp_path / BIREFNET_FILE).write_bytes(b"x")
    place = begin(browser, look="warm", preset="own", matting="birefnet").headers["location"]
    (tmp_path / BIREFNET_FILE).unlink()
    assert send(browser, place, 0, MP4).status_code == 204
    with open_session() as db:
        held = leases.lease(db, "test")
    assert held
    assert (held.options["chosen"], held.options["matting"], held.options["preset"]) == ("fast", "mediapipe", "warm")


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
