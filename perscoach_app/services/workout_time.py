"""About how long a workout takes."""

from collections.abc import Iterable
from math import ceil
from statistics import median

from perscoach_app.services.workout_rules import tempo_seconds
from perscoach_app.tables import Side, WorkoutItemBase
from perscoach_motion.cutting.segment import Segment

USUAL_REPETITION_S = 3.0  # where the clip does not tell: a calm squat
CHANGE_S = 20  # to look at the next exercise, fetch the dumbbells and stand before the camera again


def repetition_seconds(segments: Iterable[Segment]) -> float | None:
    """How long one repetition of the trainer's lasts: the median of all in the clip; None where none was counted."""
    lengths = [end - start for segment in segments for start, end in segment.repetitions]
    return median(lengths) if lengths else None


def item_seconds(item: WorkoutItemBase, repetition_s: float | None) -> float:
    """All sets of one exercise with the rest after each. A tempo that was asked for counts before the clip's own pace."""
    pace = tempo_seconds(item.tempo) or repetition_s or USUAL_REPETITION_S
    work = float(item.hold_s) if item.hold_s is not None else (item.repetitions or 0) * pace
    sides = 2 if item.side == Side.EACH else 1
    return item.sets * (work * sides + item.rest_s)


def minutes(items: Iterable[tuple[WorkoutItemBase, float | None]]) -> int:
    """Whole minutes for all, begun ones too; 0 for no exercise. After the last set nobody waits."""
    pairs = list(items)
    if not pairs:
        return 0
    seconds = sum(item_seconds(item, pace) for item, pace in pairs) + CHANGE_S * (len(pairs) - 1) - pairs[-1][0].rest_s
    return max(1, ceil(seconds / 60))
