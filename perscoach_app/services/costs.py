"""What processing is expected to cost, at this installation's prices."""

from collections.abc import Mapping
from typing import Any

from gpu_jobs.estimate import Estimate, Measures, estimates
from gpu_jobs.options import ProcessOptions, options_from
from perscoach_app.settings import get_settings
from perscoach_app.tables import Exercise

# A clip nobody has looked at yet is taken for a phone's: upright 1080p, 30 frames a second, 17 Mbit/s, what most film by default.
PHONE = (1080, 1920, 30.0)
PHONE_BYTES_A_SECOND = 17e6 / 8


def estimate(duration_s: float, width: int, height: int, fps: float, options: Mapping[str, Any] | None = None) -> list[Estimate]:
    """Time and money on every kind of machine that has a price, the present one first.

    Args:
        duration_s: Of the clip.
        width: Pixels of the upright picture.
        height: Likewise.
        fps: Frames a second.
        options: As the job table keeps them.
    """
    settings = get_settings()
    found = estimates(Measures(duration_s, width, height, fps), _options(options), settings.gpu_prices)
    return sorted(found, key=lambda each: each.device != settings.device)


def of_a_minute(options: Mapping[str, Any] | None = None) -> Estimate:
    """What a minute of a phone's video takes on the present kind of machine."""
    return estimate(60.0, *PHONE, options)[0]


def of_exercise(exercise: Exercise, options: Mapping[str, Any] | None = None) -> list[Estimate]:
    """The same for an exercise's source: of its known length, else of what its size tells."""
    piece_s = exercise.end_s - exercise.start_s if exercise.start_s is not None and exercise.end_s is not None else 0.0
    return estimate(exercise.duration_s or piece_s or exercise.source_bytes / PHONE_BYTES_A_SECOND, *PHONE, options)


def expected_usd(exercise: Exercise, options: Mapping[str, Any] | None = None) -> float:
    """What a job on the present kind of machine is expected to cost."""
    return of_exercise(exercise, options)[0].usd


def _options(stored: Mapping[str, Any] | None) -> ProcessOptions:
    return options_from(stored or {})
