"""A repetition laid on the clock of the trainer's: two of them, months apart, are then shown side by side at the same phase.

The body is turned to face one way, levelled, and stands on one floor, so that neither the room nor the camera's place is in the picture.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import cos, exp, fsum, pi, sin

from perscoach_motion.alignment.tilt import rotated
from perscoach_motion.scoring.done import Done, Performance
from perscoach_motion.skeleton import COUNT, LEFT_ANKLE, MIRROR, RIGHT_ANKLE
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import Reference

SMOOTH_S = 0.07
"""Standard deviation of the smoothing, a Gaussian: a drawn line that trembles looks like a fault."""
FROM_THE_SIDE = pi / 5
"""Radians by which the body is turned from the eye: bent knees and a leaning trunk both show."""

Point = tuple[float, float]
Body = list[Point]


def in_phase(ask: Reference, found: Performance, done: Done, track: PoseTrack, steps: int) -> list[Body]:
    """A repetition as a picture shows it, at even moments of the trainer's.

    Args:
        ask: the trainer's clip.
        found: the performance that the repetition belongs to.
        done: the repetition.
        track: the client's landmarks it was read from.
        steps: how many moments, at least two; the first is the trainer's beginning, the last her end.

    Returns:
        Per moment 33 points: metres, x right, y up from the floor, between the ankles 0; trainer's sides where she was mirrored.

    Example:
        >>> from perscoach_motion.demonstration import lesson, squat
        >>> ask, found = lesson()
        >>> bodies = in_phase(ask, found, found.done[0], squat(), 5)
        >>> len(bodies), len(bodies[0]), min(y for _, y in bodies[2])
        (5, 33, 0.0)
        >>> nose = [round(body[0][1], 1) for body in bodies]
        >>> nose[0] == nose[4] > nose[2]
        True
    """
    bodies = []
    for time_s in moments(ask, found, done, steps):
        world = _near(track, time_s)
        points = [rotated(done.reading.tilt, point) for point in _facing(world, done.reading.heading, mirror=done.reading.mirrored)]
        bodies.append(_on_the_floor(points))
    return bodies


def moments(ask: Reference, found: Performance, done: Done, steps: int) -> list[float]:
    """Seconds of the client's clock at which she is where the trainer is at even moments of her repetition.

    Example:
        >>> from perscoach_motion.demonstration import lesson, squat
        >>> ask, found = lesson()
        >>> [round(time_s, 1) for time_s in moments(ask, found, found.done[0], 3)]
        [0.5, 1.6, 2.6]
    """
    own = found.motion.times
    there: list[list[float]] = [[] for _ in ask.templates[done.way].piece.times]
    for hers, theirs in done.differs.pairs:
        there[theirs].append(own[done.rows[hers]])
    known = [(place, fsum(times) / len(times)) for place, times in enumerate(there) if times]
    if len(known) < 2:  # a position that is held has no phases
        known = [(0, done.start_s), (len(there) - 1, done.end_s)]
    places = [place for place, _ in known]
    found_s = []
    for step in range(steps):
        wanted = step / (steps - 1) * (len(there) - 1)
        after = min(max(1, bisect_left(places, wanted)), len(known) - 1)
        (first, first_s), (second, second_s) = known[after - 1], known[after]
        share = min(1.0, max(0.0, (wanted - first) / (second - first)))
        found_s.append(first_s + share * (second_s - first_s))
    return found_s


def _near(track: PoseTrack, time_s: float) -> list[float]:
    """World landmarks at a moment, smoothed over the frames around it that show somebody."""
    reach = 2.5 * SMOOTH_S
    rows = [row for row in range(bisect_left(track.times, time_s - reach), bisect_right(track.times, time_s + reach)) if track.present(row)]
    if not rows:
        seen = [row for row in range(len(track)) if track.present(row)]
        rows = [min(seen, key=lambda row: abs(track.times[row] - time_s))]
    weights = [exp(-0.5 * ((track.times[row] - time_s) / SMOOTH_S) ** 2) + 1e-9 for row in rows]
    worlds, whole = [track.world_of(row) for row in rows], fsum(weights)
    return [fsum(weight * world[k] for weight, world in zip(weights, worlds, strict=True)) / whole for k in range(3 * COUNT)]


def _facing(world: Sequence[float], heading: float, *, mirror: bool) -> list[tuple[float, float, float]]:
    """Turned to the eye; what was mirrored has the trainer's sides."""
    c, s = cos(heading), sin(heading)
    points = [(x * c + z * s, y, z * c - x * s) for x, y, z in zip(world[::3], world[1::3], world[2::3], strict=True)]
    return [(-points[other][0], *points[other][1:]) for other in MIRROR] if mirror else points


def _on_the_floor(points: Sequence[tuple[float, float, float]]) -> Body:
    c, s = cos(FROM_THE_SIDE), sin(FROM_THE_SIDE)
    flat = [(x * c + z * s, y) for x, y, z in points]
    middle, floor = (flat[LEFT_ANKLE][0] + flat[RIGHT_ANKLE][0]) / 2, max(y for _, y in flat)
    return [(x - middle, floor - y) for x, y in flat]
