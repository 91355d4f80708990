"""A report taken away: CSV as a spreadsheet opens it, a PDF, and the film with its strip, gone with the recording."""

import csv
import io
import uuid
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
from starlette.testclient import TestClient

from gpu_jobs.video.strip import MARGIN_PX
from perscoach_app import burning
from perscoach_app.services import agreements, recordings, strip_films, trainings, withdrawal
from perscoach_app.storage import get_storage
from perscoach_app.tables import Document, Exercise, Person, Recording, RecordingState, StripFilm, Training
from perscoach_app.tables.database import open_session
from perscoach_app.texts.language import LANGUAGE_COOKIE
from perscoach_motion.skeleton import LIMBS
from tests.app import training
from tests.app.filmed import part
from tests.app.house import House, Member

LIMBS_SEEN = [90.0] * len(LIMBS)


def rows(score: float, seconds: float = 6.0) -> list[list[object]]:
    """A set scored the same all through: a look every quarter of a second."""
    return [[0.25 * n, score, 0.5, 0.1, n // 8, LIMBS_SEEN] for n in range(round(seconds * 4))]


def trained(house: House, client: Member, score: float = 31.5) -> str:
    """A finished training of hers with one set; its id."""
    exercise = house.ready_exercise(house.anna)
    with open_session() as db:
        row = db.get_one(Exercise, uuid.UUID(exercise))
        row.title_ru = "=1+1"  # what a spreadsheet would calculate
        db.add(row)
        db.commit()
    found = training.free(client, exercise)
    training.done(client, found, 0, rows(score), 6.0)
    with open_session() as db:
        trainings.finish(db, client.scope, found)
    return found


def filmed(house: House, client: Member, of: str) -> uuid.UUID:
    """Six seconds of film of its first set, ready to be seen."""
    recording, file = uuid.uuid4(), house.var / "film.webm"
    file.write_bytes(part(house.var, "part", frames=60))
    key = f"{withdrawal.folder_of(client.scope.tenant_id, recording)}/film-1.mp4"
    get_storage().put_file(key, file)
    made = {"state": RecordingState.READY, "key": key, "bytes": file.stat().st_size, "marks": [[0, 0.0, 0.0, 6.0]]}
    with open_session() as db:
        agreements.give(db, client.scope, Document.SHARING)
        db.add(Recording(id=recording, tenant_id=client.scope.tenant_id, client_id=client.person_id, training_id=uuid.UUID(of), **made))
        db.commit()
    return recording


def picture_at(film: Path, seconds: float) -> np.ndarray:
    """A picture of a film as RGB."""
    with av.open(str(film)) as container:
        return next(frame.to_ndarray(format="rgb24") for frame in container.decode(video=0) if frame.time >= seconds - 0.01)


def test_a_spreadsheet_opens_the_table_by_a_double_click(house: House) -> None:
    """Russian Excel wants a byte order mark, semicolons and decimal commas; a title that looks like a formula stays a title."""
    of = trained(house, house.maria)
    for member, language, separator, score in ((house.anna, "ru", ";", "31,5"), (house.maria, "en", ",", "31.5")):
        browser = house.signed_in(member)
        answer = browser.get(f"/api/reports/{of}/report.csv", headers={"cookie": _cookies(browser, language)})
        assert answer.status_code == 200
        assert answer.content.startswith(b"\xef\xbb\xbf")
        head, line, *repetitions = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=separator)
        said = dict(zip(head, line, strict=True))
        assert {len(row) for row in repetitions} == {len(head)}
        assert len(said) == len(head), "no two columns of one name"
        assert said["Совпадение" if language == "ru" else "Match"] == score
        assert said["Повторы" if language == "ru" else "Reps"] == "2"
        assert [row[4] for row in repetitions] == ["1", "2"]
        assert said["Упражнение" if language == "ru" else "Exercise"] == ("'=1+1" if language == "ru" else "Squat")


def test_the_paper_can_be_read_in_both_languages(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Every letter of the report is in the fonts: none falls back to an empty box."""
    of = trained(house, house.maria)
    for language in ("ru", "en"):
        browser = house.signed_in(house.maria)
        answer = browser.get(f"/api/reports/{of}/report.pdf", headers={"cookie": _cookies(browser, language)})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
        assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    assert "missing the following glyphs" not in caplog.text


def test_a_name_in_any_writing_goes_on_paper_and_into_no_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """A word without an end, an emoji, letters that run the other way or that our typefaces have not."""
    of = trained(house, house.maria)
    with open_session() as db:
        db.get_one(Person, house.maria.person_id).name = f"Мария 🏋️ שלום 深蹲 {'ы' * 150}"
        db.commit()
    assert house.signed_in(house.maria).get(f"/api/reports/{of}/report.pdf").content.startswith(b"%PDF-")
    assert not [word for word in ("ש", "深", "🏋", "\\u05e9") if word in caplog.text]


def test_a_file_is_called_by_the_studios_day(house: House) -> None:
    """Half past one at night in Moscow is still yesterday in UTC."""
    of = trained(house, house.maria)
    with open_session() as db:
        db.get_one(Training, uuid.UUID(of)).started_at = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
        db.commit()
    assert "2026-03-02.csv" in house.signed_in(house.maria).get(f"/api/reports/{of}/report.csv").headers["content-disposition"]


def test_nobody_else_takes_a_report_away(house: House) -> None:
    of = trained(house, house.maria)
    for member in (house.olga, house.boris, house.viktor):
        for form in ("csv", "pdf"):
            assert house.signed_in(member).get(f"/api/reports/{of}/report.{form}").status_code == 404


def test_the_strip_is_drawn_under_the_film_and_goes_with_it(house: House) -> None:
    """A set at 31 is red and a third as high as the strip; the needle is where the film is; deleting the recording deletes this, too."""
    of = trained(house, house.maria)
    recording = filmed(house, house.maria, of)
    with open_session() as db:
        assert strip_films.of(db, house.anna.scope, of) == strip_films.Asked()
        strip_films.ask(db, house.anna.scope, of)
        strip_films.ask(db, house.anna.scope, of)
    assert [burning.make_next(), burning.make_next()] == ["ready", None]
    with open_session(reading=True) as db:
        asked = strip_films.of(db, house.maria.scope, of)
        row = db.get_one(StripFilm, recording)
    assert asked is not None
    film = house.var / "strip.mp4"
    get_storage().get_file(row.key, film)
    early, late = picture_at(film, 1.0), picture_at(film, 5.0)
    assert early.shape == (120 + 48, 160, 3)
    bar, above = early[120 + 48 - MARGIN_PX - 3, 100:150].mean(axis=0), early[120 + 10, 100:150].mean(axis=0)
    assert bar[0] > 120
    assert bar[0] > 2 * bar[1]
    assert above.max() < 60, "the score is 31: there is nothing above a third"
    needles = [int(picture[120 + 4 : 120 + 20].mean(axis=(0, 2)).argmax()) for picture in (early, late)]
    assert abs(needles[0] - (MARGIN_PX + 148 * 1 / 6)) < 6
    assert abs(needles[1] - (MARGIN_PX + 148 * 5 / 6)) < 6

    browser = house.signed_in(house.maria)
    assert browser.get(asked.video).headers["content-type"] == "video/mp4"
    assert house.signed_in(house.olga).get(asked.video).status_code == 404
    with open_session() as db:
        recordings.remove(db, house.maria.scope, recording)
    assert browser.get(asked.video).status_code == 404
    with open_session(reading=True) as db:
        assert strip_films.of(db, house.anna.scope, of) is None
        assert db.get(StripFilm, recording) is None


def test_a_recording_deleted_while_its_strip_is_drawn_leaves_nothing(house: House) -> None:
    of = trained(house, house.maria)
    recording = filmed(house, house.maria, of)
    with open_session() as db:
        strip_films.ask(db, house.maria.scope, of)
        wish = strip_films.take(db)
    assert wish is not None
    with open_session() as db:
        recordings.remove(db, house.maria.scope, recording)
    left = house.var / "late.mp4"
    left.write_bytes(b"late")
    get_storage().put_file(wish.made, left)
    with open_session() as db:
        assert not strip_films.ready(db, wish, 4)
    assert get_storage().keys(wish.made.rpartition("/")[0]) == []


def _cookies(browser: TestClient, language: str) -> str:
    return "; ".join([*(f"{name}={value}" for name, value in browser.cookies.items()), f"{LANGUAGE_COOKIE}={language}"])
