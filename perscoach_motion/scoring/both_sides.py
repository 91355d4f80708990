"""A client who does both sides of what the trainer shows on one: each stretch of time is read the way that fits it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum, inf

from perscoach_motion.alignment.tilt import Matrix, headed
from perscoach_motion.counting.reps import BROKEN_OFF
from perscoach_motion.directions.motion import Motion, motion
from perscoach_motion.scoring.done import Done, Performance
from perscoach_motion.scoring.levelling import CLEARLY, levelled, mirrored_motion
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import Reference

AROUND_S = 0.6
"""Before and after a repetition: the rest that it begins and ends with."""
ROUNDS = 2
"""The first tilt is drawn to both sides at once; with each side's own, a repetition at the border falls to the right one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another on one side, seconds of the client's clock."""

    start_s: float
    end_s: float
    mirrored: bool


def both_sides(ask: Reference, client: PoseTrack, shown: Motion, found: Performance) -> Performance:
    """The same performance with each side read for itself; `found` itself where there is but one.

    Args:
        ask: a clip that shows one side only.
        client: the client's poses.
        shown: their motion, the whole of it.
        found: the motion read the way that fits best.

    Example:
        >>> from perscoach_motion.demonstration import lesson, squat
        >>> ask, found = lesson()
        >>> both_sides(ask, squat(), found.motion, found) is found
        True
    """
    first = found.reading.mirrored
    ways = {False: shown, True: mirrored_motion(shown)}
    read = [found, levelled(ask, ways[not first], not first)]
    together, sides = found, list[Performance]()
    for _ in range(ROUNDS):
        if sides:
            read = [levelled(ask, ways[side.reading.mirrored], side.reading.mirrored, _within(shown, side)) for side in sides]
        parts = stretches(_seen_alone(ask, client, one) for one in _apart([done for side in read for done in side.done]))
        if len({part.mirrored for part in parts}) < 2:
            return found
        sides = [_side(ask, client, parts, mirrored) for mirrored in (first, not first)]
        together = _together(sides)
    fits = together.cost < CLEARLY * found.cost or len(together.done) > len(found.done)
    return together if fits else found


def stretches(done: Iterable[Done]) -> list[Stretch]:
    """From when to when each side is done; `done` in time order.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> stretches(lesson()[1].done)
        [Stretch(start_s=-inf, end_s=inf, mirrored=False)]
    """
    parts: list[Stretch] = []
    for one in done:
        before = parts[-1] if parts else None
        if before is None:
            parts.append(Stretch(-inf, one.end_s, one.reading.mirrored))
        elif before.mirrored == one.reading.mirrored:
            parts[-1] = replace(before, end_s=one.end_s)
        else:
            border = (before.end_s + one.start_s) / 2
            parts[-1] = replace(before, end_s=border)
            parts.append(Stretch(border, one.end_s, one.reading.mirrored))
    if parts:
        parts[-1] = replace(parts[-1], end_s=inf)
    return parts


def _apart(read: Iterable[Done]) -> list[Done]:
    """Of repetitions read at one time the one that costs least, in time order.

    What was broken off tells nothing: on the wrong side there is always something like it.
    """
    kept: list[Done] = []
    for done in sorted((done for done in read if done.kind != BROKEN_OFF), key=lambda done: done.differs.cost):
        middle = (done.start_s + done.end_s) / 2
        if all(not one.start_s < middle < one.end_s and not done.start_s < (one.start_s + one.end_s) / 2 < done.end_s for one in kept):
            kept.append(done)
    return sorted(kept, key=lambda done: done.start_s)


def _seen_alone(ask: Reference, client: PoseTrack, done: Done) -> Done:
    """A repetition by itself, the way that fits it: over the whole clip the heading of who turns round between the sides is neither's."""
    near = [row for row, time_s in enumerate(client.times) if done.start_s - AROUND_S <= time_s <= done.end_s + AROUND_S]
    shown = motion(client.only(near))
    read = levelled(ask, shown, False), levelled(ask, mirrored_motion(shown), True)
    best = min(read, key=lambda one: one.cost)
    return replace(done, reading=best.reading) if best.done else done


def _side(ask: Reference, client: PoseTrack, parts: Sequence[Stretch], mirrored: bool) -> Performance:
    """One side's stretches, with a heading and a tilt of their own: who lies on the other side has turned round."""

    def inside(time_s: float) -> bool:
        return any(part.mirrored == mirrored and part.start_s <= time_s < part.end_s for part in parts)

    here = [row for row, time_s in enumerate(client.times) if inside(time_s)]
    shown = motion(client.only(here))
    kept = [k for k, time_s in enumerate(shown.times) if inside(time_s)]
    shown = replace(
        shown,
        times=[shown.times[k] for k in kept],
        limbs=[shown.limbs[k] for k in kept],
        seen=[shown.seen[k] for k in kept],
        signs=[shown.signs[k] for k in kept],
        rows=[here[shown.rows[k]] for k in kept],
    )
    return levelled(ask, mirrored_motion(shown) if mirrored else shown, mirrored)


def _within(shown: Motion, side: Performance) -> Matrix:
    """One side's tilt for the whole motion, whose heading is another."""
    apart = side.reading.heading - shown.heading
    return headed(side.reading.tilt, -apart if side.reading.mirrored else apart)


def _together(sides: Sequence[Performance]) -> Performance:
    """Both sides on one clock; what holds for the clip is that of the side with more repetitions."""
    main = max(sides, key=lambda side: len(side.done))
    order = sorted((time_s, number, k) for number, side in enumerate(sides) for k, time_s in enumerate(side.motion.times))
    times = [time_s for time_s, _, _ in order]
    motion_of = [side.motion for side in sides]
    together = replace(
        main.motion,
        times=times,
        limbs=[motion_of[number].limbs[k] for _, number, k in order],
        seen=[motion_of[number].seen[k] for _, number, k in order],
        signs=[motion_of[number].signs[k] for _, number, k in order],
        rows=[motion_of[number].rows[k] for _, number, k in order],
    )
    done = []
    for side in sides:
        for one in side.done:
            first = bisect_left(times, side.motion.times[one.rows.start]) if len(one.rows) else 0
            done.append(replace(one, rows=range(first, first + len(one.rows))))
    done.sort(key=lambda one: one.start_s)
    cost = fsum(one.differs.cost for one in done) / len(done) if done else inf
    return Performance(together, main.reading, done, [], cost)
