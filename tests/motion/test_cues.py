"""When the coach speaks, and when not."""

import doctest
import importlib
import tracemalloc
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from math import nan
from statistics import median
from time import perf_counter

import pytest

from perscoach_motion.faults.cues import (
    AGAIN_S,
    FOCUS_S,
    GAP_S,
    IDLE_S,
    PERSISTS_S,
    PRAISE_GAP_S,
    ROUGH_S,
    SETTLES_S,
    USUAL_PERIOD_S,
    WHOLE_REPETITION,
    CueChooser,
)
from perscoach_motion.faults.limb_state import STILL, UNSEEN, LimbState, Vector
from perscoach_motion.faults.phrases import CUES
from perscoach_motion.skeleton import LIMBS

RATE_HZ = 6.0
REPETITION_S = WHOLE_REPETITION * USUAL_PERIOD_S
LEGS = ("left_thigh", "right_thigh", "left_shin", "right_shin")
ARMS = ("left_upper_arm", "right_upper_arm")
SINKING: Vector = (0.0, -0.7, -0.7)
RISING: Vector = (0.0, -1.0, 0.0)

Look = tuple[list[LimbState], Mapping[str, float]]
NO_RULES: Mapping[str, float] = {}


def limb(name: str, score: float = 95.0, reach: float = 1.0) -> LimbState:
    """A limb that is right, or off in the plainest way: too high a thigh, too low an arm, a bowed trunk."""
    off = score < 70
    working = SINKING if name in LEGS else RISING if "arm" in name else STILL
    away = ((0.0, 0.2, -0.4) if name in ("trunk", "head") else (0.0, 0.5, 0.2)) if off else STILL
    return LimbState(score, away, 30.0 if off else 0.0, reach if working != STILL else nan, working != STILL, working)


def body(off: Iterable[str] = (), unseen: Iterable[str] = (), reach: float = 0.5) -> list[LimbState]:
    away, hidden = set(off), set(unseen)
    return [UNSEEN if name in hidden else limb(name, 40.0, reach) if name in away else limb(name) for name in LIMBS]


RIGHT = body()
SHALLOW = body(LEGS)
LOW_ARMS = body(ARMS)
BOWED = body(["trunk"])


def talk(show: Callable[[float], Look], seconds: float, chooser: CueChooser | None = None, start: float = 0.0) -> list[tuple[float, str]]:
    """What is said, and when."""
    coach = chooser or CueChooser()
    said = []
    for step in range(round(seconds * RATE_HZ)):
        time_s = start + step / RATE_HZ
        number = coach.feed(time_s, *show(time_s))
        if number:
            said.append((time_s, CUES[number - 1].name))
    return said


def always(states: list[LimbState], rules: Mapping[str, float] = NO_RULES) -> Callable[[float], Look]:
    return lambda _: (states, rules)


def until(seconds: float, before: list[LimbState], after: list[LimbState]) -> Callable[[float], Look]:
    return lambda time_s: (before if time_s < seconds else after, NO_RULES)


def words(said: list[tuple[float, str]]) -> list[str]:
    return [name for _, name in said]


def test_nothing_is_said_when_nothing_is_wrong() -> None:
    assert talk(always(RIGHT, {"knees_in": 95.0, "heels_up": 100.0, "round_back": nan}), 120) == []


def test_nothing_is_said_while_the_body_is_being_found() -> None:
    said = talk(lambda time_s: ([UNSEEN] * 14 if time_s < 5 else SHALLOW, {}), 10)
    assert said[0] == (pytest.approx(5 + REPETITION_S, abs=0.2), "deeper")
    bowed = talk(lambda time_s: ([UNSEEN] * 14 if time_s < 5 else BOWED, {}), 10)
    assert bowed[0] == (pytest.approx(5 + SETTLES_S, abs=0.2), "trunk_up")


def test_nothing_is_said_of_limbs_that_are_not_seen() -> None:
    unseen = body(ARMS, unseen=ARMS)
    assert talk(always(unseen, dict.fromkeys(("knees_in", "heels_up", "round_back"), nan)), 60) == []
    assert talk(always([UNSEEN] * 14, {"knees_in": 20.0}), 60) == []


def test_a_side_that_is_not_seen_is_not_accused_with_the_other() -> None:
    assert words(talk(always(body(ARMS, unseen=["right_upper_arm"])), 4)) == ["left_arm_up"]
    assert words(talk(always(LOW_ARMS), 4)) == ["arm_up"]


def test_a_fault_must_last() -> None:
    short = PERSISTS_S - 0.2
    assert talk(lambda time_s: (LOW_ARMS if time_s % 2 < short else RIGHT, {}), 60) == []
    said = talk(until(10, RIGHT, LOW_ARMS), 12)
    assert said == [(pytest.approx(10 + PERSISTS_S, abs=0.2), "arm_up")]


def test_what_is_read_roughly_must_last_longer() -> None:
    assert talk(until(10, RIGHT, body(["head"])), 20)[0] == (pytest.approx(10 + ROUGH_S, abs=0.2), "head_up")


def test_a_rule_must_last_too() -> None:
    broken, kept = {"knees_in": 30.0}, {"knees_in": 90.0}
    assert talk(lambda time_s: (RIGHT, broken if time_s % 2 < PERSISTS_S - 0.2 else kept), 60) == []
    assert words(talk(always(RIGHT, broken), 4)) == ["knee_out"]


def test_the_second_side_may_come_a_little_later() -> None:
    late = talk(lambda time_s: (LOW_ARMS if time_s > 10.4 else body(["left_upper_arm"]) if time_s > 10 else RIGHT, {}), 13)
    assert words(late) == ["arm_up"]
    flickering = talk(lambda time_s: (LOW_ARMS if time_s % 1 < 0.4 else body(["left_upper_arm"]), {}), 4)
    assert words(flickering) == ["left_arm_up"]


def test_safety_comes_before_depth_and_depth_before_arms() -> None:
    everything = body([*LEGS, *ARMS, "trunk"])
    said = words(talk(always(everything, {"round_back": 20.0, "knees_in": 30.0, "heels_up": 30.0}), 40))
    assert said[:2] == ["straight_back", "knee_out"]
    assert said.index("deeper") > said.index("heel_down")
    assert "trunk_up" not in said, "a round back is named, not what follows from it"
    assert words(talk(always(everything), 60))[:2] == ["trunk_up", "deeper"]


def test_one_thing_at_a_time() -> None:
    said = talk(always(body([*LEGS, *ARMS, "trunk", "head"]), {"heels_up": 30.0}), 300)
    assert len(said) > 10
    assert all(b - a >= GAP_S for (a, _), (b, _) in pairwise(said))
    first, second = said[:2]
    assert second[0] - first[0] >= FOCUS_S, "while the first is still off"


def test_what_is_more_urgent_need_not_wait_for_what_was_said_last() -> None:
    said = talk(lambda time_s: (LOW_ARMS, {"round_back": 20.0 if time_s > 3 else 95.0}), 7)
    assert words(said) == ["arm_up", "straight_back"]
    assert said[1][0] - said[0][0] == pytest.approx(GAP_S, abs=0.2)


def test_the_same_is_not_said_again_soon_and_less_often_when_it_does_not_help() -> None:
    times = [time_s for time_s, name in talk(always(SHALLOW), 200) if name == "deeper"]
    pauses = [b - a for a, b in pairwise(times)]
    assert pauses[0] == pytest.approx(AGAIN_S, abs=0.5)
    assert all(later > 1.5 * earlier for earlier, later in pairwise(pauses[:4]))
    assert len(times) < 8


def test_one_side_of_a_pair_is_not_named_right_after_both() -> None:
    said = talk(until(4, LOW_ARMS, body(["left_upper_arm"])), 16)
    assert words(said) == ["arm_up", "left_arm_up"]
    assert said[1][0] - said[0][0] >= AGAIN_S


def test_what_got_better_is_praised_once() -> None:
    said = talk(until(6, SHALLOW, RIGHT), 60)
    assert words(said) == ["deeper", "good_depth"]
    assert said[1][0] == pytest.approx(6 + REPETITION_S, abs=0.5)


def test_praise_waits_for_a_whole_repetition_of_a_slow_movement() -> None:
    # A bow at the deepest point only: between two of them all is right for four seconds.
    said = talk(lambda time_s: (BOWED if time_s % 5 < 1 else RIGHT, {}), 60, CueChooser(period_s=5.0))
    assert set(words(said)) == {"trunk_up"}
    assert "well_done" in words(talk(lambda time_s: (BOWED if time_s < 20 and time_s % 5 < 1 else RIGHT, {}), 60, CueChooser(period_s=5.0)))


def test_what_is_merely_out_of_sight_is_not_praised() -> None:
    hidden = body(unseen=ARMS)
    assert words(talk(until(6, LOW_ARMS, hidden), 60)) == ["arm_up"]
    back_again = talk(lambda time_s: (LOW_ARMS if time_s < 6 else hidden if time_s < 20 else RIGHT, {}), 60)
    assert [name for time_s, name in back_again if time_s > 20] == ["good_arms"]


def test_a_rule_is_praised_only_when_it_was_judged_again() -> None:
    said = talk(lambda time_s: (RIGHT, {"heels_up": 20.0 if time_s < 6 else nan}), 60)
    assert words(said) == ["heel_down"]
    judged = talk(lambda time_s: (RIGHT, {"heels_up": 20.0 if time_s < 6 else 95.0 if time_s % 2.5 < 0.6 else nan}), 60)
    assert words(judged) == ["heel_down", "good_heels"]


def test_nothing_general_is_praised_while_something_else_is_off() -> None:
    both = body([*ARMS, "trunk"])
    said = talk(lambda time_s: (both if time_s < 12 else LOW_ARMS, {}), 40)
    assert "trunk_up" in words(said)
    assert not {"well_done", "better"} & set(words(said))


def test_nothing_is_praised_while_something_dangerous_is_done() -> None:
    said = talk(lambda time_s: (LOW_ARMS if time_s < 6 else RIGHT, {"round_back": 20.0 if time_s > 4 else 95.0}), 40)
    assert set(words(said)) == {"arm_up", "straight_back"}


def test_praise_that_comes_too_late_is_left_out() -> None:
    both = body([*ARMS, "trunk"])
    said = talk(lambda time_s: (both if time_s < 12 else LOW_ARMS if time_s < 60 else RIGHT, {}), 90)
    assert [name for time_s, name in said if time_s > 59] == ["good_arms"]


def test_time_in_which_nobody_looked_is_not_time_in_which_it_was_right() -> None:
    chooser = CueChooser()
    assert words(talk(always(SHALLOW), 6, chooser)) == ["deeper"]
    assert talk(always(RIGHT), 60, chooser, start=40.0) == [(pytest.approx(40 + REPETITION_S, abs=0.4), "good_depth")]


def test_praise_is_rare() -> None:
    # Off for six seconds, right for six, again and again.
    said = talk(lambda time_s: (LOW_ARMS if time_s % 12 < 6 else RIGHT, {}), 240)
    praised = [time_s for time_s, name in said if name == "good_arms"]
    assert len(praised) > 5
    assert all(b - a >= PRAISE_GAP_S for a, b in pairwise(praised))


def test_two_things_put_right_together_are_praised_apart() -> None:
    said = talk(until(16, body([*LEGS, "trunk"]), RIGHT), 60)
    assert words(said) == ["trunk_up", "deeper", "trunk_up", "well_done", "good_depth"]
    assert said[4][0] - said[3][0] >= PRAISE_GAP_S


def test_who_stands_still_is_told_to_follow_and_nothing_else() -> None:
    still = body([name for name in LIMBS if "arm" in name or name in LEGS], reach=0.02)
    said = talk(always(still), 30)
    assert set(words(said)) == {"follow"}
    assert talk(until(10, RIGHT, still), 20)[0] == (pytest.approx(10 + IDLE_S, abs=0.2), "follow")
    assert words(talk(until(6, still, RIGHT), 30)) == ["follow", "well_done"]


def test_a_clock_that_runs_back_begins_anew() -> None:
    chooser = CueChooser()
    first = talk(always(SHALLOW), 5, chooser, start=100.0)
    again = talk(always(SHALLOW), 5, chooser, start=0.0)
    assert words(first) == words(again) == ["deeper"]
    assert again[0][0] == pytest.approx(REPETITION_S, abs=0.2)


def test_looks_at_odd_times_do_not_hurt() -> None:
    chooser = CueChooser()
    # Two looks far apart with the same fault tell nothing of what was between them.
    assert [chooser.feed(time_s, BOWED, {}) for time_s in (0.0, 10.0, 20.0, 30.0)] == [0, 0, 0, 0]
    assert chooser.feed(nan, BOWED, {}) == 0
    assert [bool(chooser.feed(time_s, BOWED, {})) for time_s in (30.1, 30.1, 31.0, 32.0, 32.2)] == [False, False, False, True, False]


def test_the_cue_tells_what_it_is_about() -> None:
    chooser = CueChooser()
    talk(always(SHALLOW), 4, chooser)
    assert chooser.fault is not None
    assert {LIMBS[limb] for limb in chooser.fault.limbs} == {"left_thigh", "right_thigh"}
    assert (chooser.fault.share, round(chooser.fault.degrees)) == (0.5, 30)
    talk(always(RIGHT), 8, chooser, start=4.0)
    assert chooser.fault is None, "praise is about nothing wrong"


def test_twenty_minutes_cost_little_and_keep_nothing() -> None:
    shows = [body(off) for off in (LEGS, ARMS, (*LEGS, *ARMS), ["trunk"], ["left_upper_arm"], ["head", "left_foot"], [])]
    chooser = CueChooser()

    def minutes(first: int, last: int) -> float:
        took = []
        for step in range(round(first * 60 * RATE_HZ), round(last * 60 * RATE_HZ)):
            states = shows[step // 25 % len(shows)]
            before = perf_counter()
            chooser.feed(step / RATE_HZ, states, {"knees_in": 40.0 if step % 500 < 60 else 90.0})
            took.append(perf_counter() - before)
        return median(took)

    minutes(0, 2)
    tracemalloc.start()
    try:
        minutes(2, 3)
        before = tracemalloc.get_traced_memory()[0]
        minutes(3, 20)
        assert tracemalloc.get_traced_memory()[0] - before < 4096
    finally:
        tracemalloc.stop()
    # 0.05 ms is asked of the browser; this machine is shared, so the bound here only catches what is far off.
    assert minutes(20, 22) < 100e-6


@pytest.mark.parametrize("name", ["cues", "faults", "limb_cues", "leg_cues", "limb_state", "phrases"])
def test_every_example_runs(name: str) -> None:
    module = importlib.import_module(f"perscoach_motion.faults.{name}")
    ran = doctest.testmod(module)
    assert ran.attempted > 0
    assert ran.failed == 0
