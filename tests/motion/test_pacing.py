"""Whose repetition answers to which of the trainer's."""

import pytest

from perscoach_motion.counting.pacing import LATEST_S, paired

EVEN = [2.0 + 3.0 * k for k in range(8)]


@pytest.mark.parametrize("late_s", [-0.4, 0.0, 0.5, 1.4])
def test_a_late_client_answers_one_by_one(late_s: float) -> None:
    assert paired([time_s + late_s for time_s in EVEN], EVEN) == [(k, k) for k in range(8)]


@pytest.mark.parametrize("tempo", [0.85, 0.95, 1.05, 1.2])
def test_a_client_with_her_own_tempo_drifts_but_does_not_skip(tempo: float) -> None:
    own = [2.0 + (time_s - 2.0) * tempo for time_s in EVEN]
    assert paired(own, EVEN)[:5] == [(k, k) for k in range(5)]


def test_one_left_out_is_left_out_where_it_was() -> None:
    assert paired(EVEN[:3] + EVEN[4:], EVEN) == [(0, 0), (1, 1), (2, 2), (3, 4), (4, 5), (5, 6), (6, 7)]


def test_one_too_many_answers_to_none() -> None:
    own = sorted([*EVEN, EVEN[3] + 1.4])
    pairs = dict(paired(own, EVEN))
    assert len(pairs) == 8
    assert 4 not in pairs, "the one squeezed in"
    assert [pairs[k] for k in (0, 1, 2, 3)] == [0, 1, 2, 3]


def test_after_a_long_pause_she_goes_on_with_the_trainer() -> None:
    trainer = [3.0 * k for k in range(40)]
    own = [time_s + 0.4 for time_s in trainer if not 20.0 < time_s < 80.0]
    assert all(abs(own[i] - trainer[j]) < 0.5 for i, j in paired(own, trainer))
    assert len(paired(own, trainer)) == len(own)


def test_what_the_trainer_does_later_costs_nothing_and_the_far_apart_do_not_answer() -> None:
    assert paired(EVEN[:2], EVEN) == [(0, 0), (1, 1)]
    assert paired([], EVEN) == paired(EVEN, []) == []
    assert paired([100.0 + LATEST_S], [99.0]) == []


def test_uneven_repetitions_do_not_make_a_long_session_drift_off_by_one() -> None:
    trainer = [3.0 * k for k in range(60)]
    own = [time_s + (0.9 if k % 3 == 0 else -0.2 if k % 3 == 1 else 0.3) for k, time_s in enumerate(trainer)]
    assert paired(own, trainer) == [(k, k) for k in range(60)]


def test_who_has_overtaken_by_one_is_with_the_trainer_again_soon() -> None:
    trainer = [3.0 * k for k in range(60)]
    hurried = [2.5 * k for k in range(12)]
    own = [*hurried, *(time_s for time_s in trainer if time_s > hurried[-1] + 1.0)]
    pairs = paired(own, trainer)
    assert all(abs(own[i] - trainer[j]) < 0.1 for i, j in pairs[-40:])
