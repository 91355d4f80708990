"""The client's camera levelled against the trainer's: one rotation, from which repetitions and their differences follow."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum, inf, isnan, nan

from perscoach_motion.alignment.tilt import LEVEL, STEEPEST, Matrix, Tilt, rotated, weight_of
from perscoach_motion.counting.reps import Repetition, repetitions
from perscoach_motion.directions.limbs import COUNT, angle, mirrored
from perscoach_motion.directions.motion import Motion, stands
from perscoach_motion.directions.signs import mirrored_signs
from perscoach_motion.directions.view import view
from perscoach_motion.scoring.done import Done, Performance, Reading
from perscoach_motion.scoring.judge import differences
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import MARGIN_S, REST, Template, cut, match

LEVELLED_BY = tuple(LIMBS.index(name) for name in LIMBS if not name.endswith("foot") and not name.endswith("forearm") and name != "head")
AT_WORK = 0.3
"""Weight of a pair outside rest for the tilt: faults show at work, and must not be levelled away."""
LEVELLINGS = 4
HARDLY = 0.2
"""Radians that a camera may be tilted as far as we can tell, when one of the two lies and the other stands."""
CLEARLY = 0.8
"""The mirrored reading must cost less than this share to be believed: on a symmetric movement both cost the same."""
WINDOW_S = 2.0
"""Of a position that is held, so much is compared at a time; of a movement that never becomes a repetition, one of the trainer's."""
MOST_LEVELLED = 24
"""Repetitions, evenly over the session, that say how the camera is tilted: one rotation needs no more of a long session."""


def mirrored_motion(shown: Motion) -> Motion:
    """The same as a mirror shows it.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> shown = lesson(left_arm=0.1)[1].motion
        >>> other = mirrored_motion(shown)
        >>> other.limbs == shown.limbs, mirrored_motion(other).limbs == shown.limbs
        (False, True)
    """
    x, y, z = shown.sight
    return replace(
        shown,
        limbs=[mirrored(vectors) for vectors in shown.limbs],
        seen=[[seen[MIRROR_LIMB[limb]] for limb in range(COUNT)] for seen in shown.seen],
        signs=[mirrored_signs(found) for found in shown.signs],
        sight=(-x, y, z),
    )


def levelled(ask: Reference, shown: Motion, is_mirrored: bool, known: Matrix | None = None) -> Performance:
    """Level the client's camera against the trainer's and compare; what is level shows better which frames belong together.

    Args:
        ask: the trainer's clip.
        shown: the client's, in the trainer's numbering.
        is_mirrored: whether left and right were exchanged for that.
        known: the tilt where a part of the same clip has told it already.

    Returns:
        The performance, not yet paced: which of the trainer's repetitions each one answers to is open.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> [one.kind for one in levelled(ask, found.motion, False).done]
        ['whole', 'whole']
    """
    # One who stands and one who lies differ by no camera.
    steepest = STEEPEST if stands(shown.limbs) == ask.standing else HARDLY
    by = LEVEL if known is None else known
    level = shown if known is None else turned_motion(shown, known)
    for _ in range(LEVELLINGS if known is None else 0):
        by = _tilt(ask, shown, level, steepest)
        level = turned_motion(shown, by)
    level = without_misread(ask, level)
    sight = view(rotated(by, shown.sight), ask.motion.sight)
    reading = Reading(is_mirrored, by, sight, shown.heading)
    done = [_done(ask, level, rep, reading) for rep in _repetitions(ask, level)]
    cost = fsum(one.differs.cost for one in done) / len(done) if done else inf
    return Performance(level, reading, done, [], cost)


def without_misread(ask: Reference, level: Motion) -> Motion:
    """Frames in which the client hangs head down against the trainer were read upside down: nobody is seen in them.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> without_misread(ask, found.motion).seen == found.motion.seen
        True
    """
    seen = [flags if ask.is_upright_with(vectors) else [False] * COUNT for vectors, flags in zip(level.limbs, level.seen, strict=True)]
    return replace(level, seen=seen)


def turned_motion(shown: Motion, by: Matrix) -> Motion:
    """A motion seen by a camera turned by a rotation.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> shown = lesson()[1].motion
        >>> turned_motion(shown, LEVEL).limbs == shown.limbs
        True
    """
    limbs = []
    a, b, c, d, e, f, g, h, i = by
    for vectors in shown.limbs:
        turned: list[float] = []
        for x, y, z in zip(vectors[::3], vectors[1::3], vectors[2::3], strict=True):
            turned += (a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z)
        limbs.append(turned)
    return replace(shown, limbs=limbs)


def _repetitions(ask: Reference, shown: Motion) -> list[Repetition]:
    """The repetitions; where the trainer has none, the windows of a held position, or as many as her clip is long."""
    if not shown.times:
        return []
    if not ask.repetitions:
        first, last = shown.times[0], shown.times[-1]
        window = ask.track.duration if ask.moving else WINDOW_S
        count = max(1, round((last - first) / window) if window > 0 else 1)
        return [Repetition(first + k * (last - first) / count, first + (k + 1) * (last - first) / count, nan) for k in range(count)]
    phase = [ask.phase_at(vectors, seen) for vectors, seen in zip(shown.limbs, shown.seen, strict=True)]
    return list(repetitions(shown.times, phase))


def _done(ask: Reference, shown: Motion, rep: Repetition, reading: Reading) -> Done:
    margin = 0.0 if isnan(rep.depth) else MARGIN_S
    piece, rows = cut(shown, rep.start_s - margin, rep.end_s + margin)
    ways = [differences(ask, way, piece) for way in range(len(ask.templates))]
    way = min(range(len(ways)), key=lambda k: ways[k].cost)
    return Done(rep.start_s, rep.end_s, rep.depth, way, ways[way], rows, reading)


def _tilt(ask: Reference, shown: Motion, level: Motion, steepest: float) -> Matrix:
    """The rotation between the two cameras, from all repetitions."""
    tilt = Tilt()
    every = _repetitions(ask, level)
    count = min(len(every), MOST_LEVELLED)
    for rep in (every[k * len(every) // count] for k in range(count)):
        piece, rows = cut(level, rep.start_s - MARGIN_S, rep.end_s + MARGIN_S)
        found = [(match(piece, template.piece, ask.moving or range(COUNT)), template) for template in ask.templates]
        (pairs, _), template = min(found, key=lambda one: one[0][1])
        for i, j in pairs:
            _add(tilt, shown.limbs[rows[i]], level.limbs[rows[i]], piece.seen[i], template, j)
    return tilt.rotation(steepest)


def _add(tilt: Tilt, raw: Sequence[float], level: Sequence[float], seen: Sequence[bool], template: Template, j: int) -> None:
    theirs = template.piece.limbs[j]
    importance = 1.0 if template.parts[j] == REST else AT_WORK
    for limb in LEVELLED_BY:
        if seen[limb]:
            apart = angle(level, theirs, limb)
            if not isnan(apart):
                k = 3 * limb
                tilt.add(theirs[k : k + 3], raw[k : k + 3], importance * weight_of(apart))
