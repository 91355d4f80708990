"""About how long a workout takes: the trainer's own pace, sides, rest."""

import pytest

from perscoach_app.services.workout_time import item_seconds, minutes, repetition_seconds
from perscoach_app.tables import Side, WorkoutItemBase
from perscoach_motion.cutting.segment import Segment

CLIP = (Segment(0.0, 9.0, "squat-like", ("left_thigh",), ((0.0, 2.0), (2.0, 4.0), (4.0, 9.0))), Segment(10.0, 12.0, "hold"))


def test_the_pace_is_the_clips_own() -> None:
    assert repetition_seconds(CLIP) == 2.0
    assert repetition_seconds(()) is None


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        (WorkoutItemBase(sets=3, repetitions=12, rest_s=45), 3 * (12 * 2 + 45)),
        (WorkoutItemBase(sets=3, repetitions=10, rest_s=60, side=Side.EACH), 3 * (2 * 10 * 2 + 60)),
        (WorkoutItemBase(sets=2, repetitions=None, hold_s=40, rest_s=30), 2 * (40 + 30)),
        (WorkoutItemBase(sets=1, repetitions=10, rest_s=0, tempo="3-1-1-0"), 10 * 5),
    ],
)
def test_an_exercise_with_its_rest(asked: WorkoutItemBase, seconds: float) -> None:
    assert item_seconds(asked, 2.0) == seconds


def test_all_together() -> None:
    one = WorkoutItemBase(sets=2, repetitions=10, rest_s=60)
    assert minutes([]) == 0
    assert minutes([(one, 3.0)]) == 2  # two sets of 30 s, one rest
    assert minutes([(one, 3.0), (one, 3.0)]) == 6  # 4 · (30 + 60) − 60 + 20 = 320 s; the begun minute counts
