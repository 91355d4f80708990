"""Attempts are counted in the database: a window slides, callers are told apart, many at once get through only so often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from perscoach_app.services import attempts
from perscoach_app.tables import Attempt
from perscoach_app.tables.database import open_session
from tests.app.house import House

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)  # the beginning of a window of any length


def _allowed(key: str, seconds: float, monkeypatch: pytest.MonkeyPatch, limit: int = 4) -> bool:
    monkeypatch.setattr(attempts, "now", lambda: MIDNIGHT + timedelta(seconds=seconds))
    with open_session() as db:
        return attempts.allow(db, key, limit, per_s=60)


def test_the_window_slides(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [_allowed("a", 59, monkeypatch) for _ in range(5)] == [True] * 4 + [False]
    assert _allowed("b", 59, monkeypatch)
    assert not _allowed("a", 61, monkeypatch)  # a new minute has begun, but the four were two seconds ago
    assert [_allowed("a", 90, monkeypatch) for _ in range(3)] == [True, True, False]  # half of them count on
    assert [_allowed("a", 200, monkeypatch) for _ in range(5)] == [True] * 4 + [False]


def test_of_many_at_once_only_so_many_get_through(house: House) -> None:
    def one(_: int) -> bool:
        with open_session() as db:
            return attempts.allow(db, "same", 5, per_s=3600)

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(one, range(24))) in (5, 6)  # 6 where an hour ends in between


def test_neither_addresses_nor_old_windows_are_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _allowed("sign-in:203.0.113.5", 0, monkeypatch)
    _allowed("another", 3 * attempts.MAX_WINDOW_S, monkeypatch)
    with open_session(reading=True) as db:
        (left,) = db.exec(select(Attempt)).all()
    assert len(left.key) == 64
    assert left.window == MIDNIGHT + timedelta(days=3)
