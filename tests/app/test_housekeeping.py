"""What a worker clears away from time to time."""

import logging

import pytest

from perscoach_app.housekeeping import HOURLY, OFTEN, Housekeeping
from tests.app.house import House


def test_each_chore_has_its_time_and_fails_alone(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def fails() -> None:
        done.append("fails")
        raise OSError("the storage is away")

    kept = Housekeeping({60.0: (fails, lambda: done.append("hourly")), 10.0: (lambda: done.append("often"),)})
    with caplog.at_level(logging.ERROR):
        kept.do_what_is_due(0.0)
    assert done == ["fails", "hourly", "often"]
    assert "fails failed; the next time is in 60 s" in caplog.text
    done.clear()
    for clock_s in (5.0, 10.0, 15.0, 59.0, 60.0):
        kept.do_what_is_due(clock_s)
    assert done == ["often", "often", "fails", "hourly"]


def test_all_of_ours_can_be_done_in_an_empty_house(house: House) -> None:
    for chore in (*HOURLY, *OFTEN):
        chore()
