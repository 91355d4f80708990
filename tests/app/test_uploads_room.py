"""Resumable uploads and how much there is room and money for."""

import os

import pytest
from starlette.testclient import TestClient

from perscoach_app.http import tus
from perscoach_app.services import budgets, costs, exercises
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.uploading import MP4, begin, browser, files_of, send

__all__ = ["browser"]


def test_the_limit_is_checked_before_a_byte_is_sent(browser: TestClient) -> None:
    limit = get_settings().upload_limit_bytes
    assert begin(browser, limit + 1).status_code == 413
    assert begin(browser, 0).status_code == 400
    assert begin(browser, -5).status_code == 400


def test_a_person_cannot_fill_the_disk_with_beginnings(browser: TestClient) -> None:
    codes = [begin(browser).status_code for _ in range(tus.MAX_OPEN_UPLOADS + 1)]
    assert codes == [201] * tus.MAX_OPEN_UPLOADS + [429]


def test_forgotten_uploads_make_room(house: House, browser: TestClient) -> None:
    for _ in range(tus.MAX_OPEN_UPLOADS):
        begin(browser)
    for path in (house.var / "uploads").rglob("*"):
        os.utime(path, (1, 1))
    assert begin(browser).status_code == 201


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
