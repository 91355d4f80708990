"""«Мой темп»: the clip waits for who is slower, and does not hold up who is not."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from math import cos, nan, pi

import pytest

from perscoach_motion.demonstration import squat
from perscoach_motion.yardstick.reference import reference
from perscoach_training.pace import Pace

ASK = reference(squat(repetitions=2))
TIMES = ASK.motion.times
STEP_S = 1 / 15


def trained(client: Callable[[float], float], seconds: float) -> list[tuple[float, float, float]]:
    """(clip's second, trainer's phase, client's phase) at each look; the clip plays when it is told to, and begins anew after its end."""
    pace, clip, plays, seen = Pace(ASK.repetitions), ASK.repetitions[0].start_s, True, []
    for step in range(round(seconds / STEP_S)):
        phase = client(step * STEP_S)
        told = pace.look(clip, phase)
        plays = plays if told is None else told
        seen.append((clip, ASK.phase[max(0, bisect_right(TIMES, clip) - 1)], phase))
        clip += STEP_S if plays else 0.0
        if clip >= ASK.repetitions[-1].end_s:
            clip = ASK.repetitions[0].start_s
    return seen


def squats(period_s: float, depth: float = 1.0, rests_s: float = 0.0) -> Callable[[float], float]:
    def phase(second: float) -> float:
        within = second % (period_s + rests_s)
        return depth * (1 - cos(2 * pi * within / period_s)) / 2 if within < period_s else 0.0

    return phase


def turns(phases: list[float]) -> int:
    """How often a movement has come to where it turns."""
    return sum(before < 0.65 <= after for before, after in pairwise(phases))


@pytest.mark.parametrize(("client", "expected"), [(squats(4.0), 6), (squats(2.0, rests_s=3.0), 5), (squats(3.0), 8)])
def test_the_trainer_does_as_many_as_the_client(client: Callable[[float], float], expected: int) -> None:
    seen = trained(client, 24.5)
    done = turns([theirs for *_, theirs in seen])
    assert done >= expected - 1
    assert abs(turns([hers for _, hers, _ in seen]) - done) <= 1


def test_below_the_trainer_waits_for_who_comes_later() -> None:
    seen = trained(squats(6.0), 12.0)
    waits = [theirs for (clip, hers, theirs), (after, *_) in pairwise(seen) if after == clip and hers > 0.8]
    assert waits
    assert max(waits) < 0.75, "as soon as she is there it goes on"


def test_half_repetitions_do_not_stop_the_clip_for_good() -> None:
    seen = trained(squats(3.0, depth=0.5), 24.0)
    assert turns([hers for _, hers, _ in seen]) >= 6


def test_nobody_in_the_picture_moves_nothing() -> None:
    seen = trained(lambda _: nan, 5.0)
    assert len({clip for clip, *_ in seen}) == 1
