"""The movement as it happens: each repetition judged as soon as it is over, by the same functions as after the fact."""

from functools import cache

import pytest

from perscoach_motion.demonstration import squat
from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.live.live import Clip
from perscoach_motion.live.watch import ERROR_FADE_S, SETTLES_S, Now, RepetitionWatch
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.scoring.score import marks
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import Reference, reference
from perscoach_motion.yardstick.target import USUAL, Target

ARM = LIMBS.index("left_upper_arm")


@cache
def three() -> Reference:
    return reference(squat(repetitions=3))


def watched(client: PoseTrack, target: Target = USUAL) -> tuple[RepetitionWatch, list[tuple[float, int, bool]]]:
    """Feed a client's clip as it is read after the fact; per frame: time, repetitions judged, whether one was missed."""
    ask, found = three(), performance(three(), client)
    watch, shown, told = RepetitionWatch(Clip(ask), target), found.motion, []
    for time_s, limbs, seen, signs in zip(shown.times, shown.limbs, shown.seen, shown.signs, strict=True):
        watch.feed(time_s, time_s, limbs, seen, signs, ask.phase_at(limbs, seen), found.reading.sight, found.reading.mirrored)
        told.append((time_s, watch.finished, watch.missed))
    return watch, told


@pytest.mark.parametrize("client", [{}, {"left_arm": 0.5}, {"depth": 0.6}], ids=["right", "an arm too low", "legs too shallow"])
def test_live_a_repetition_is_marked_as_after_the_fact(client: dict[str, float]) -> None:
    track = squat(repetitions=3, **client)  # type: ignore[arg-type]
    watch, _ = watched(track)
    found = performance(three(), track)
    later = [marks(three(), one.differs, found.reading.sight, depth=one.depth).total for one in found.done]
    assert watch.counter.count == len(later) == 3
    assert watch.last is not None
    assert watch.last.total == pytest.approx(later[-1], abs=6)


def test_it_is_judged_as_soon_as_it_is_over() -> None:
    _, told = watched(squat(repetitions=3))
    first = next(time_s for time_s, finished, _ in told if finished == 1)
    assert 2.0 < first < 2.5 + SETTLES_S


def test_what_the_trainer_does_and_the_client_does_not_is_missed_once_it_is_over() -> None:
    watch, told = watched(squat(0.0, arms=0.0, repetitions=3))
    assert watch.last is None
    first = next(time_s for time_s, _, missed in told if missed)
    assert 0.2 < first - three().repetitions[0].end_s < 1.0, "people follow late"


def test_a_repetition_done_is_none_missed() -> None:
    _, told = watched(squat(repetitions=3, late_s=0.3))
    assert not any(missed for _, _, missed in told)


def test_a_clients_target_is_hers_live_too() -> None:
    shallow = squat(0.6, arms=0.6, repetitions=3)
    strict, eased = watched(shallow)[0].last, watched(shallow, Target(range_share=0.55))[0].last
    assert strict is not None
    assert eased is not None
    assert strict.total < 70 < 90 <= eased.total


def test_one_misread_frame_does_not_flash_red() -> None:
    ask = three()
    now, sight = Now(Clip(ask)), performance(ask, squat(repetitions=3)).reading.sight
    level, seen = ask.motion.limbs[0], [True] * COUNT
    wrong = list(level)
    wrong[3 * ARM : 3 * ARM + 3] = [0.0, -1.0, 0.0]
    for k in range(10):
        assert now.feed(0.1, 0.1 * k, level, seen, sight, 1.0)
    now.feed(0.06, 0.0, wrong, seen, sight, 1.0)
    assert now.limbs[ARM] >= 70
    for _ in range(round(3 * ERROR_FADE_S / 0.06)):
        now.feed(0.06, 0.0, wrong, seen, sight, 1.0)
    assert now.limbs[ARM] == 0.0, "but what stays wrong is"


def test_what_is_not_seen_now_is_forgotten() -> None:
    ask = three()
    now, sight = Now(Clip(ask)), performance(ask, squat(repetitions=3)).reading.sight
    hidden = [limb != ARM for limb in range(COUNT)]
    now.feed(0.1, 0.0, ask.motion.limbs[0], hidden, sight, 1.0)
    assert now.limbs[ARM] != now.limbs[ARM], "NaN: neither right nor wrong"
    now.feed(0.1, 0.0, ask.motion.limbs[0], [True] * COUNT, sight, 1.0)
    assert now.limbs[ARM] == 100.0
