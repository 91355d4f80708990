"""A whole performance against a trainer's clip, with both known to the end."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum, inf, isnan, nan

from perscoach_motion.alignment.tilt import LEVEL, STEEPEST, Matrix, Tilt, rotated, weight_of
from perscoach_motion.counting.pacing import paired
from perscoach_motion.counting.reps import Repetition, kind_of, repetitions
from perscoach_motion.directions.limbs import COUNT, angle, mirrored
from perscoach_motion.directions.motion import Motion, motion, stands
from perscoach_motion.directions.signs import mirrored_signs
from perscoach_motion.directions.view import View, view
from perscoach_motion.order import middle
from perscoach_motion.scoring.judge import Differences, differences
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.track import PoseTrack
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
WATCHED = 0.6
"""Share of one of the trainer's repetitions that must have been watched to say that it was left out."""
BROKEN_S = 0.35
"""A stretch of the clock longer than this without a frame was not watched."""
TRIED_S = 60.0
"""Mirrored or not shows in the first minute; the rest of a long session is then read only the way that fits."""
MOST_LEVELLED = 24
"""Repetitions, evenly over the session, that say how the camera is tilted: one rotation needs no more of a long session."""


@dataclass(frozen=True, slots=True)
class Done:
    """One repetition of the client's, or one window of a held position.

    Attributes:
        start_s, end_s: seconds of the client's clock.
        depth: how far it went, 1 is the trainer's; NaN in a hold.
        way: number of the trainer's template it is nearest to.
        differs: from that template.
        rows: frames of the motion that were looked at.
        asked: number of the trainer's repetition it answers to, counted on over the clip's loops; ``None`` for one too many.
        lag_s: seconds behind the trainer, NaN where it answers to none.
        tempo: the trainer's time for it as a share of the client's: above 1 the client is quicker.
    """

    start_s: float
    end_s: float
    depth: float
    way: int
    differs: Differences
    rows: range
    asked: int | None = None
    lag_s: float = nan
    tempo: float = nan

    @property
    def kind(self) -> str:
        """``"whole"``, ``"half"``, ``"broken_off"``, or ``"hold"``."""
        return self.kind_at(1.0)

    def kind_at(self, share: float) -> str:
        """The same where this share of the trainer's depth is a whole repetition.

        Example:
            >>> from perscoach_motion.demonstration import lesson
            >>> _, found = lesson()
            >>> [one.kind_at(0.5) for one in found.done]
            ['whole', 'whole']
        """
        return "hold" if isnan(self.depth) else kind_of(max(self.depth, self.differs.fullness) / share)


@dataclass(frozen=True, slots=True)
class Performance:
    """A client's clip laid beside the trainer's.

    Attributes:
        motion: the client's limbs in the trainer's numbering, tilt taken out.
        mirrored: whether left and right were exchanged for that.
        tilt: the rotation that was taken out.
        sight: how differences are weighed.
        done: every repetition, in time order.
        missed: (start, end) seconds of the client's clock of the trainer's repetitions that were watched and not done.
        cost: mean cost of the matches, for choosing between mirrored and not.
    """

    motion: Motion
    mirrored: bool
    tilt: Matrix
    sight: View
    done: list[Done]
    missed: list[tuple[float, float]]
    cost: float


def performance(ask: Reference, client: PoseTrack) -> Performance:
    """Find the client's repetitions and lay each beside the trainer's; as the client stands, or mirrored, whichever costs less.

    Example:
        >>> from perscoach_motion.demonstration import lesson, squat
        >>> found = performance(lesson()[0], squat(late_s=0.3, mirrored=True))
        >>> [one.kind for one in found.done], found.missed
        (['whole', 'whole'], [])
    """
    shown = motion(client)
    start = _beginning(shown)
    as_is, flipped = _levelled(ask, start, False), _levelled(ask, mirrored_motion(start), True)
    best = flipped if flipped.cost < CLEARLY * as_is.cost else as_is
    if start is not shown:
        best = _levelled(ask, mirrored_motion(shown) if best.mirrored else shown, best.mirrored, best.tilt)
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


def _levelled(ask: Reference, shown: Motion, is_mirrored: bool, known: Matrix | None = None) -> Performance:
    """Level the client's camera against the trainer's and compare; what is level shows better which frames belong together.

    ``known`` is the tilt where a part of the same clip has told it already.
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
    done = [_done(ask, level, rep) for rep in _repetitions(ask, level)]
    cost = fsum(one.differs.cost for one in done) / len(done) if done else inf
    return Performance(level, is_mirrored, by, sight, done, [], cost)


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


def _done(ask: Reference, shown: Motion, rep: Repetition) -> Done:
    margin = 0.0 if isnan(rep.depth) else MARGIN_S
    piece, rows = cut(shown, rep.start_s - margin, rep.end_s + margin)
    ways = [differences(ask, way, piece) for way in range(len(ask.templates))]
    way = min(range(len(ways)), key=lambda k: ways[k].cost)
    return Done(rep.start_s, rep.end_s, rep.depth, way, ways[way], rows)


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
