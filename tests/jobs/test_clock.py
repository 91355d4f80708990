"""What is said about how long it will still take."""

import pytest

from gpu_jobs import clock as clocks
from gpu_jobs.clock import Clock, Progress


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    time = [100.0]
    monkeypatch.setattr(clocks, "perf_counter", lambda: time[0])
    return time


def test_the_time_left_follows_the_pace_of_the_stage_that_goes_on(now: list[float]) -> None:
    heard: list[Progress] = []
    clock = Clock(heard.append)
    clock.reached("look", 0.01)
    assert heard[-1].eta_s is None, "too early to tell"
    now[0] += 10
    clock.reached("look", 0.5)
    assert heard[-1].eta_s == pytest.approx(10.2, abs=0.3)
    clock.reached("render", 0.5)
    now[0] += 10  # rendering is twice as slow as it was taken for
    clock.reached("render", 0.75)
    assert heard[-1].eta_s == pytest.approx(10, abs=0.1)


def test_what_is_done_never_falls_and_a_beat_says_the_same_again(now: list[float]) -> None:
    heard: list[Progress] = []
    clock = Clock(heard.append)
    clock.reached("look", 0.4)
    clock.reached("look", 0.2)
    clock.beat()
    assert [progress.done for progress in heard] == [0.4, 0.4, 0.4]
    assert heard[-1] is heard[-2]


def test_somebody_else_may_go_on_listening(now: list[float]) -> None:
    first: list[Progress] = []
    second: list[Progress] = []
    clock = Clock(first.append)
    clock.reached("check", 0.1)
    assert clock.told(second.append) is clock
    clock.reached("look", 0.2)
    assert ([progress.done for progress in first], [progress.done for progress in second]) == ([0.1], [0.2])
