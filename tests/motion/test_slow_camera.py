"""A slow device looks at few pictures, unevenly, and at times at none: it counts and scores what a fast one does."""

import random
from functools import cache

import pytest

from benchmarks.live_session import put
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.track import PoseTrack
from perscoach_training.results import Place, SetResults
from tests.motion.figures import poses_json
from tests.synthetic import suite

TIMES_OVER = 3
"""The clip of three repetitions is done so often."""
UNEVEN = 0.35
"""Share by which the time between two pictures differs from its mean at most."""
BLIND_EVERY_S, BLIND_S = (4.0, 12.0), (0.2, 0.4)
"""Something else takes the device's time now and then."""


def moments(poses_per_s: float, seconds: float) -> list[float]:
    """When a slow device looks."""
    chance = random.Random(0)
    looks, time_s, blind_at = [], 0.0, chance.uniform(*BLIND_EVERY_S)
    while time_s < seconds:
        looks.append(time_s)
        time_s += chance.uniform(1 - UNEVEN, 1 + UNEVEN) / poses_per_s
        if time_s > blind_at:
            time_s += chance.uniform(*BLIND_S)
            blind_at = time_s + chance.uniform(*BLIND_EVERY_S)
    return looks


@cache
def poses() -> str:
    return poses_json(suite.trainer("squat"))


@cache
def counted(name: str, poses_per_s: float) -> tuple[int, int, float]:
    """Whole and half repetitions, and the set's score, of a client of the squat suite."""
    client: PoseTrack = next(one.track for one in suite.sessions() if one.name == name)
    trainer = suite.trainer("squat")
    engine, results = ShadowEngine(poses()), SetResults(0, Place())
    clip_s, once_s = (track.duration + track.times[-1] - track.times[-2] for track in (trainer, client))
    for time_s in moments(poses_per_s, TIMES_OVER * once_s):
        put(engine, client, client.frame_at(time_s % once_s), time_s, time_s % clip_s, time_s // clip_s)
        engine.step()
        results.take(time_s, engine.output)
    return results.reps, results.halves, float(results.summary(TIMES_OVER * once_s)["score"] or 0.0)


@pytest.mark.parametrize("poses_per_s", [4, 6, 8, 12])
def test_half_the_depth_is_never_counted_whole_and_standing_never_at_all(poses_per_s: float) -> None:
    for name in ("squat-half_depth-2", "squat-half_depth-4"):
        whole, half, score = counted(name, poses_per_s)
        assert whole == 0
        assert 3 * TIMES_OVER - 1 <= half <= 3 * TIMES_OVER, "one may fall into a moment without pictures"
        assert score <= 70
    assert counted("squat-idle-1", poses_per_s)[:2] == (0, 0)
    assert counted("squat-idle-1", poses_per_s)[2] <= 35


@pytest.mark.parametrize("poses_per_s", [4, 6, 8, 12])
def test_a_correct_set_is_counted_exactly_at_any_rate(poses_per_s: float) -> None:
    assert [counted(f"squat-correct-{number}", poses_per_s)[:2] for number in (2, 5, 7)] == [(3 * TIMES_OVER, 0)] * 3


def test_few_pictures_make_no_fault() -> None:
    """Frames farther apart than the trainer's own are laid beside hers with what lies between them."""
    assert min(counted(f"squat-correct-{number}", 4)[2] for number in (2, 5, 7)) >= 85
