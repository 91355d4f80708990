"""Repetitions are counted by how far the movement comes back from its turning point, live and after the fact."""

from math import cos, nan, pi
from random import Random

import pytest

from perscoach_motion.counting.reps import BROKEN_OFF, HALF, WHOLE, RepetitionCounter, repetitions

RATE_HZ = 10


def wave(depths: list[float], period_s: float = 2.0, rest_s: float = 0.6, rest: float = 0.0, drift: float = 0.0) -> list[float]:
    """Phases of repetitions of these depths with rests between them, at ``RATE_HZ``; the rest creeps up by ``drift`` a second."""
    phase = [0.0] * round(rest_s * RATE_HZ)
    for depth in depths:
        phase += [depth * (1 - cos(2 * pi * k / (period_s * RATE_HZ))) / 2 for k in range(round(period_s * RATE_HZ))]
        phase += [0.0] * round(rest_s * RATE_HZ)
    return [rest + value + drift * k / RATE_HZ for k, value in enumerate(phase)]


def kinds(phase: list[float]) -> list[str]:
    return [rep.kind for rep in repetitions([k / RATE_HZ for k in range(len(phase))], phase)]


def test_whole_half_and_broken_off_are_told_apart() -> None:
    assert kinds(wave([1.0, 0.5, 0.95, 0.3, 1.1])) == [WHOLE, HALF, WHOLE, BROKEN_OFF, WHOLE]


@pytest.mark.parametrize("period_s", [0.8, 1.5, 4.0, 8.0])
def test_at_any_pace(period_s: float) -> None:
    assert kinds(wave([1.0] * 5, period_s)) == [WHOLE] * 5


@pytest.mark.parametrize("rest", [-0.2, 0.0, 0.3])
def test_wherever_a_body_rests(rest: float) -> None:
    assert kinds(wave([1.0] * 4, rest=rest)) == [WHOLE] * 4


@pytest.mark.parametrize("drift", [-0.02, 0.02])
def test_a_rest_that_drifts_is_followed(drift: float) -> None:
    assert kinds(wave([1.0] * 12, drift=drift)) == [WHOLE] * 12


@pytest.mark.parametrize("seed", range(6))
def test_noise_neither_adds_nor_hides_one(seed: int) -> None:
    random = Random(seed)
    assert kinds([value + random.gauss(0, 0.05) for value in wave([1.0] * 10)]) == [WHOLE] * 10
    assert kinds([random.gauss(0, 0.03) for _ in range(600)]) == []


def test_a_stop_on_the_way_up_is_no_second_repetition() -> None:
    up, down = [k / 10 for k in range(11)], [1 - k / 10 for k in range(11)]
    assert kinds([0.0] * 5 + up + down[:6] + [0.5, 0.52, 0.55, 0.55, 0.5] + down[6:] + [0.0] * 5) == [WHOLE]


def test_pumping_at_the_bottom_is_one_repetition() -> None:
    slow = [value for value in (0.3, 0.7, 1.0, 0.7, 1.0, 0.65, 1.0, 0.5, 0.2) for _ in range(6)]
    assert kinds([0.0] * 5 + slow + [0.0] * 5) == [WHOLE]


def test_who_settles_into_another_stance_rests_there() -> None:
    assert kinds([0.0] * 20 + [0.2] * 80 + wave([0.65], rest=0.2)) == [HALF], "measured from where she rests now"


def test_what_is_not_seen_neither_counts_nor_stops_the_count() -> None:
    phase = wave([1.0, 1.0, 1.0])
    phase[30:36] = [nan] * 6
    assert kinds(phase) == [WHOLE] * 3
    assert kinds([nan] * 50) == []


def test_nobody_repeats_in_a_third_of_a_second() -> None:
    assert kinds([0.0] * 10 + [1.0] + [0.0] * 10) == []


def test_it_begins_where_it_leaves_rest_and_ends_where_it_is_back() -> None:
    phase = wave([1.0], rest_s=1.5)
    (rep,) = repetitions([k / RATE_HZ for k in range(len(phase))], phase)
    assert rep.start_s == pytest.approx(1.5, abs=0.25)
    assert rep.top_s == pytest.approx(2.5, abs=0.05)
    assert rep.end_s == pytest.approx(3.5, abs=0.25)
    assert rep.depth == pytest.approx(1.0, abs=0.01)


def test_live_the_same_are_counted() -> None:
    phase, counter = wave([1.0, 0.5, 1.0, 0.3]), RepetitionCounter()
    out = []
    for k, value in enumerate(phase):
        counter.feed(k / RATE_HZ, value)
        out.append(counter.out)
    assert counter.count == 4
    assert counter.kinds == {WHOLE: 2, HALF: 1, BROKEN_OFF: 1}
    assert out[15] is True
    assert out[0] is out[-1] is False
