"""A whole performance against a trainer's clip, with both known to the end."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import fsum, isnan

from perscoach_motion.counting.pacing import paired
from perscoach_motion.counting.sides import is_one_sided
from perscoach_motion.directions.motion import Motion, motion
from perscoach_motion.order import middle
from perscoach_motion.scoring.both_sides import both_sides
from perscoach_motion.scoring.done import Done, Performance
from perscoach_motion.scoring.levelling import CLEARLY, levelled, mirrored_motion
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import Reference

WATCHED = 0.6
"""Share of one of the trainer's repetitions that must have been watched to say that it was left out."""
BROKEN_S = 0.35
"""A stretch of the clock longer than this without a frame was not watched."""
TRIED_S = 60.0
"""Mirrored or not shows in the first minute; the rest of a long session is then read only the way that fits."""


def performance(ask: Reference, client: PoseTrack) -> Performance:
    """Find the client's repetitions and lay each beside the trainer's; as the client stands, or mirrored, whichever costs less.

    Where the trainer shows one side only, the client may do both, one after the other: each stretch is read the way that fits it.

    Example:
        >>> from perscoach_motion.demonstration import lesson, squat
        >>> found = performance(lesson()[0], squat(late_s=0.3, mirrored=True))
        >>> [one.kind for one in found.done], found.missed
        (['whole', 'whole'], [])
    """
    shown = motion(client)
    start = _beginning(shown)
    as_is, flipped = levelled(ask, start, False), levelled(ask, mirrored_motion(start), True)
    best = flipped if flipped.cost < CLEARLY * as_is.cost else as_is
    if start is not shown:
        flip = best.reading.mirrored
        best = levelled(ask, mirrored_motion(shown) if flip else shown, flip, best.reading.tilt)
    if is_one_sided(ask):
        best = both_sides(ask, client, shown, best)
    if not ask.repetitions:
        return best
    return _paced(ask, best)


def _beginning(shown: Motion) -> Motion:
    """The first ``TRIED_S`` of a motion; all of it where little more is there."""
    if not shown.times or shown.times[-1] - shown.times[0] <= 2 * TRIED_S:
        return shown
    rows = slice(bisect_right(shown.times, shown.times[0] + TRIED_S))
    return replace(
        shown, times=shown.times[rows], limbs=shown.limbs[rows], seen=shown.seen[rows], signs=shown.signs[rows], rows=shown.rows[rows]
    )


def _paced(ask: Reference, found: Performance) -> Performance:
    """Say which of the trainer's repetitions each one was, and which were left out."""
    times = found.motion.times
    asked = asked_until(ask, times[-1] if times else 0.0)
    own = [(one.start_s + one.end_s) / 2 for one in found.done]
    pairs = paired(own, [(start + end) / 2 for start, end in asked])
    answers = dict(pairs)
    done = []
    for k, one in enumerate(found.done):
        if k not in answers:
            done.append(one)
            continue
        start, end = asked[answers[k]]
        done.append(replace(one, asked=answers[k], lag_s=_lag(ask, one, times, start), tempo=(end - start) / (one.end_s - one.start_s)))
    lag = middle([one.lag_s for one in done if not isnan(one.lag_s)] or [0.0])
    taken = set(answers.values())
    missed = []
    late = [(start + lag, end + lag) for start, end in asked]
    for k, (start, end) in enumerate(late):
        busy = any(one.start_s < (start + end) / 2 < one.end_s for one in done)
        if k not in taken and not busy and _watched(times, start, end):
            missed.append((start, end))
    return replace(found, done=done, missed=missed)


def asked_until(ask: Reference, end_s: float) -> list[tuple[float, float]]:
    """Start and end of every repetition that the trainer's clip shows while it begins again and again, seconds of its clock.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> len(asked_until(ask, 50.0)) // len(ask.repetitions)
        10
    """
    length = ask.track.duration + (ask.track.times[-1] - ask.track.times[-2] if len(ask.track) > 1 else 0.0)
    loops = max(1, int(end_s / length + 0.5)) if length > 0 else 1
    return [(rep.start_s + k * length, rep.end_s + k * length) for k in range(loops) for rep in ask.repetitions]


def _lag(ask: Reference, one: Done, times: Sequence[float], start_s: float) -> float:
    """Mean lateness over the frames that belong together, as if the trainer's own repetition were the template."""
    template = ask.templates[one.way]
    late = [times[one.rows[i]] - template.piece.times[j] for i, j in one.differs.pairs]
    # The template was shown at its own time; the trainer's repetition meant here at another.
    return fsum(late) / len(late) - (start_s - template.start_s) if late else one.start_s - start_s


def _watched(times: Sequence[float], start_s: float, end_s: float) -> bool:
    near = times[bisect_left(times, start_s) : bisect_right(times, end_s)]
    seen = fsum(min(BROKEN_S, b - a) for a, b in pairwise(near))
    return seen >= WATCHED * (end_s - start_s) and bool(times) and times[-1] >= end_s - 0.1
