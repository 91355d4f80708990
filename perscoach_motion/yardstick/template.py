"""One repetition of the trainer's, and how a client's is laid beside it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf, isnan, nan

from perscoach_motion.counting.reps import Repetition
from perscoach_motion.directions.limbs import COUNT, WIDTH, mirrored
from perscoach_motion.directions.motion import Motion, normalised
from perscoach_motion.directions.signs import SIGNS, UNKNOWN, Signs, mirrored_signs
from perscoach_motion.skeleton import MIRROR_LIMB

RESTS_BELOW, WORKS_ABOVE = 0.25, 0.7
"""Phases that part a repetition into rest, way out, turning point and way back."""
REST, OUT, WORK, BACK = range(4)
PARTS = 4
MARGIN_S = 0.2
"""A repetition is looked at so much before and after, so that the rest it comes from belongs to it."""
CAP = 0.234
"""1 − cos 40°: a limb farther off is simply wrong and must not pull the whole match with it."""
SLIP = 0.03
"""Cost of leaving the even pace by one frame: while both stand still, time goes on evenly."""
MOST_SKIPPED = 3
"""Trainer's frames passed by in one of the client's: three times the pace is no longer the same movement."""
MOST_COMPARED = 12
"""Repetitions of one kind among which the central one is looked for: each is laid beside each other one."""
ANOTHER_WAY = 0.06
"""Mean cost from which two repetitions of the trainer's are two ways of doing it: about 20° on every limb that moves."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a motion.

    Attributes:
        times: seconds. limbs: per frame ``(14, 3)``. seen: per frame and limb. signs: per frame.
    """

    times: list[float]
    limbs: list[list[float]]
    seen: list[list[bool]]
    signs: list[Signs]

    def __len__(self) -> int:
        return len(self.times)


@dataclass(frozen=True, slots=True)
class Template:
    """One repetition of the trainer's.

    Attributes:
        piece: its frames.
        parts: per frame ``REST``, ``OUT``, ``WORK`` or ``BACK``.
        means: per part ``(14, 3)`` mean directions, flattened; NaN for a part without a frame.
        changes: per sign from rest to work, in the order of ``SIGNS``.
        start_s: when the repetition itself begins, seconds of the clip.
    """

    piece: Piece
    parts: list[int]
    means: list[list[float]]
    changes: list[float]
    start_s: float

    @property
    def length_s(self) -> float:
        """Seconds from its first frame to its last."""
        return self.piece.times[-1] - self.piece.times[0]


def cut(shown: Motion, start_s: float, end_s: float) -> tuple[Piece, range]:
    """The frames from one moment to another, and their numbers.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> piece, rows = cut(lesson()[0].motion, 0.95, 1.45)
        >>> [round(time_s, 1) for time_s in piece.times], rows
        ([1.0, 1.1, 1.2, 1.3, 1.4], range(10, 15))
    """
    first = bisect_left(shown.times, start_s)
    last = max(first, bisect_right(shown.times, end_s))
    rows = range(first, last)
    return Piece(shown.times[first:last], shown.limbs[first:last], shown.seen[first:last], shown.signs[first:last]), rows


def mirrored_piece(piece: Piece) -> Piece:
    """The same as a mirror shows it.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> piece = lesson(left_arm=0.1)[0].templates[0].piece
        >>> mirrored_piece(mirrored_piece(piece)) == piece
        True
    """
    return Piece(
        piece.times,
        [mirrored(vectors) for vectors in piece.limbs],
        [[seen[MIRROR_LIMB[limb]] for limb in range(COUNT)] for seen in piece.seen],
        [mirrored_signs(found) for found in piece.signs],
    )


def templates(shown: Motion, phase: Sequence[float], reps: Sequence[Repetition], moving: Sequence[int]) -> tuple[Template, ...]:
    """The trainer's ways of doing a repetition, each by the one that lies in the midst of its kind; the whole clip where there is none.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> len(templates(ask.motion, ask.phase, ask.repetitions, ask.moving))
        1
    """
    made = [_template(shown, phase, rep) for rep in reps]
    kinds: list[list[Template]] = []
    for one in made:
        for kind in kinds:
            if match(one.piece, kind[0].piece, moving)[1] < ANOTHER_WAY:
                kind.append(one)
                break
        else:
            kinds.append([one])
    # A way shown once among many is a slip of the trainer's, or of the estimator.
    kept = [kind for kind in kinds if len(kind) > 1 or len(made) < 3 * len(kinds)] or kinds
    if not kept:
        return (_whole(shown, phase) if moving else _held(shown),)
    return tuple(_central(kind, moving) for kind in kept)


def _whole(shown: Motion, phase: Sequence[float]) -> Template:
    """A clip in which something moves but nothing is repeated: it is asked for as it is."""
    top = max(range(len(phase)), key=lambda k: -inf if isnan(phase[k]) else phase[k])
    parts = [_part(here, before=k < top) for k, here in enumerate(phase)]
    piece = Piece(shown.times, shown.limbs, shown.seen, shown.signs)
    return _made(piece, parts, shown.times[0])


def _held(shown: Motion) -> Template:
    """The mean position of a clip in which nothing is repeated."""
    count = max(1, len(shown.times))
    limbs = normalised([fsum(column) / count for column in zip(*shown.limbs, strict=True)]) if shown.limbs else [nan] * WIDTH
    seen = [2 * sum(column) >= count for column in zip(*shown.seen, strict=True)] or [False] * COUNT
    found = [fsum(column) / count for column in zip(*shown.signs, strict=True)] or list(UNKNOWN)
    return Template(Piece([0.0], [limbs], [seen], [tuple(found)]), [WORK], _means([limbs], [WORK]), [nan] * len(SIGNS), 0.0)


def _template(shown: Motion, phase: Sequence[float], rep: Repetition) -> Template:
    piece, rows = cut(shown, rep.start_s - MARGIN_S, rep.end_s + MARGIN_S)
    return _made(piece, [_part(phase[row], before=shown.times[row] < rep.top_s) for row in rows], rep.start_s)


def _part(phase: float, *, before: bool) -> int:
    """To which part of a repetition a frame belongs; ``before`` its turning point or after."""
    if phase < RESTS_BELOW:
        return REST
    if phase > WORKS_ABOVE:
        return WORK
    return OUT if before else BACK


def _made(piece: Piece, parts: list[int], start_s: float) -> Template:
    means = _means(piece.signs, parts)
    changes = [work - rest for rest, work in zip(means[REST], means[WORK], strict=True)]
    return Template(piece, parts, _means(piece.limbs, parts), changes, start_s)


def _means(limbs: Sequence[Sequence[float]], parts: Sequence[int]) -> list[list[float]]:
    means = []
    for part in range(PARTS):
        rows = [vectors for vectors, where in zip(limbs, parts, strict=True) if where == part]
        means.append([fsum(column) / len(rows) for column in zip(*rows, strict=True)] if rows else [nan] * len(limbs[0]))
    return means


def _central(kind: Sequence[Template], moving: Sequence[int]) -> Template:
    if len(kind) < 3:
        return kind[0]
    few = [kind[k * len(kind) // MOST_COMPARED] for k in range(MOST_COMPARED)] if len(kind) > MOST_COMPARED else kind
    return min(few, key=lambda one: fsum(match(one.piece, other.piece, moving)[1] for other in few if other is not one))


class Matching:
    """Lays a client's repetition beside the trainer's by dynamic time warping (Sakoe and Chiba, 1978), forward only, frame by frame.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> piece = ask.templates[0].piece
        >>> matching = Matching(piece, ask.moving)
        >>> for vectors, seen in zip(piece.limbs, piece.seen, strict=True):
        ...     matching.feed(vectors, seen)
        >>> pairs, cost = matching.path()
        >>> all(i == j for i, j in pairs), round(cost, 6)
        (True, 0.0)
    """

    def __init__(self, trainer: Piece, limbs: Sequence[int]) -> None:
        """Make ready for one repetition; ``limbs`` steer, in the trainer's numbering: the ones that move."""
        self._limbs = tuple(limbs)
        picked = [3 * limb for limb in self._limbs]
        self._theirs = [[(t[k], t[k + 1], t[k + 2]) for k in picked] for t in trainer.limbs]
        self._before: list[float] = []
        self._ways: list[list[int]] = []

    def feed(self, vectors: Sequence[float], seen: Sequence[bool]) -> None:
        """Take the client's next frame."""
        own = [(n, vectors[3 * limb], vectors[3 * limb + 1], vectors[3 * limb + 2]) for n, limb in enumerate(self._limbs) if seen[limb]]
        share = 1.0 / len(own) if own else 0.0
        before, theirs = self._before, self._theirs
        # The beginnings need not be alike: one may have rested longer.
        last = MOST_SKIPPED * len(self._ways) + 2 * MOST_SKIPPED
        costs, came = [], []
        for j, frame in enumerate(theirs):
            if j > last:
                costs.append(inf)
                came.append(-1)
                continue
            if before:
                best, way = before[j] + SLIP, j
                for k in range(j - MOST_SKIPPED if j > MOST_SKIPPED else 0, j):
                    spent = before[k] + SLIP * (j - k - 1)
                    if spent < best:
                        best, way = spent, k
            else:
                best, way = SLIP * j, -1
            here = 0.0
            for n, x, y, z in own:
                t = frame[n]
                off = 1.0 - x * t[0] - y * t[1] - z * t[2]
                here += off if off < CAP else CAP
            costs.append(best + here * share)
            came.append(way)
        self._before = costs
        self._ways.append(came)

    def path(self) -> tuple[list[tuple[int, int]], float]:
        """Pairs of frames (client, trainer), and the mean cost of a pair and limb: 1 − cosine, capped."""
        before, rows = self._before, len(self._ways)
        if not before:
            return [], inf
        end = min(range(len(before)), key=lambda j: before[j] + SLIP * (len(before) - 1 - j))
        if before[end] == inf:
            return [], inf
        pairs = []
        j = end
        for i in range(rows - 1, -1, -1):
            pairs.append((i, j))
            j = self._ways[i][j]
        return pairs[::-1], before[end] / rows


def match(client: Piece, trainer: Piece, limbs: Sequence[int]) -> tuple[list[tuple[int, int]], float]:
    """:class:`Matching` of two repetitions known to the end.

    Args:
        client: the client's, in the trainer's numbering.
        trainer: the trainer's.
        limbs: those that steer; the ones that move.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(arms=0.0)
        >>> other, _ = cut(found.motion, found.done[0].start_s, found.done[0].end_s)
        >>> match(other, ask.templates[0].piece, ask.moving)[1] > match(other, other, ask.moving)[1]
        True
    """
    matching = Matching(trainer, limbs)
    for vectors, seen in zip(client.limbs, client.seen, strict=True):
        matching.feed(vectors, seen)
    return matching.path()
