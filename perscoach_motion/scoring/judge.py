"""One repetition beside the trainer's: what differs, limb by limb. Live and after the fact these are the same lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, degrees, fsum, isnan, nan, sqrt

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.line import spread
from perscoach_motion.directions.signs import SIGNS, readable
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import PARTS, REST, WORK, Piece, match

SEEN_OF_PART = 0.6
"""A limb hidden for more of a part of the repetition has nothing to say there."""
_NOTHING = (nan, nan, nan)

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Differences:
    """How one repetition differs from the trainer's, in the trainer's numbering.

    Attributes:
        away: per part (``REST``, ``OUT``, ``WORK``, ``BACK``) and limb the client's direction less the trainer's, mean over the part; NaN
            where it is not seen.
        reach: per limb the range of motion as a share of the trainer's, by angle; NaN for held or hidden limbs.
        signs: per sign the change from rest to work, less the trainer's; NaN where not seen.
        way: number of the trainer's template that it was laid beside.
        cost: mean cost of the match, 1 − cosine a limb.
        pairs: (client frame, trainer frame).
    """

    away: tuple[tuple[Vector, ...], ...]
    reach: tuple[float, ...]
    signs: tuple[float, ...]
    way: int
    cost: float
    pairs: list[tuple[int, int]]

    @property
    def fullness(self) -> float:
        """Range of the better half of the moving limbs: arms that hang do not make a squat half a squat. 0 where none is known."""
        known = sorted((value for value in self.reach if not isnan(value)), reverse=True)
        best = known[: (len(known) + 1) // 2]
        return fsum(best) / len(best) if best else 0.0


def differences(ask: Reference, way: int, client: Piece) -> Differences:
    """Lay a repetition beside the trainer's.

    Args:
        ask: the trainer's clip.
        way: number of the trainer's template.
        client: the client's, in the trainer's numbering, tilt taken out.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> same = differences(ask, 0, ask.templates[0].piece)
        >>> round(same.cost, 6), round(same.reach[ask.moving[0]], 6)
        (0.0, 1.0)
    """
    return differences_of(ask, way, client, *match(client, ask.templates[way].piece, ask.moving or range(COUNT)))


def differences_of(ask: Reference, way: int, client: Piece, pairs: list[tuple[int, int]], cost: float) -> Differences:
    """The same for two repetitions that are laid beside each other already.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, _ = lesson()
        >>> piece = ask.templates[0].piece
        >>> found = differences_of(ask, 0, piece, [(k, k) for k in range(len(piece))], 0.0)
        >>> found.away[WORK][ask.moving[0]]
        (0.0, 0.0, 0.0)
    """
    template = ask.templates[way]
    trainer = template.piece
    rows: list[list[tuple[int, int]]] = [[] for _ in range(PARTS)]
    for i, j in pairs:
        rows[template.parts[j]].append((i, j))
    away = tuple(tuple(_away(client, trainer, part, limb) if ask.judged[limb] else _NOTHING for limb in range(COUNT)) for part in rows)
    reach = tuple(_reach(ask, client, trainer, limb) for limb in range(COUNT))
    return Differences(away, reach, tuple(_sign(client, trainer, rows, number) for number in range(len(SIGNS))), way, cost, pairs)


def _away(client: Piece, trainer: Piece, rows: Sequence[tuple[int, int]], limb: int) -> Vector:
    k = 3 * limb
    x = y = z = 0.0
    count = 0
    for i, j in rows:
        if client.seen[i][limb] and trainer.seen[j][limb]:
            one, other = client.limbs[i], trainer.limbs[j]
            x, y, z = x + one[k] - other[k], y + one[k + 1] - other[k + 1], z + one[k + 2] - other[k + 2]
            count += 1
    if not count or count < SEEN_OF_PART * len(rows) or isnan(x):
        return _NOTHING
    return x / count, y / count, z / count


def _reach(ask: Reference, client: Piece, trainer: Piece, limb: int) -> float:
    line = ask.lines[limb]
    if line is None or limb not in ask.moving:
        return nan
    own = [line.at(vectors, limb) for vectors, seen in zip(client.limbs, client.seen, strict=True) if seen[limb]]
    hers = [line.at(vectors, limb) for vectors, seen in zip(trainer.limbs, trainer.seen, strict=True) if seen[limb]]
    if len(own) < SEEN_OF_PART * len(client) or len(hers) < SEEN_OF_PART * len(trainer):
        return nan
    asked = spread(hers) * line.span
    return _turn(spread(own) * line.span) / _turn(asked) if asked > 0.1 else nan


def _turn(chord: float) -> float:
    """Degrees between two directions a chord apart."""
    return degrees(2 * asin(min(1.0, chord / 2)))


def _sign(client: Piece, trainer: Piece, rows: Sequence[Sequence[tuple[int, int]]], number: int) -> float:
    def mean(part: int) -> tuple[float, float]:
        found = [
            (client.signs[i][number], trainer.signs[j][number])
            for i, j in rows[part]
            if readable(number, client.seen[i]) and readable(number, trainer.seen[j])
        ]
        if len(found) < SEEN_OF_PART * len(rows[part]) or not found:
            return nan, nan
        return fsum(own for own, _ in found) / len(found), fsum(hers for _, hers in found) / len(found)

    rest, hers_at_rest = mean(REST)
    work, hers_at_work = mean(WORK)
    return (work - rest) - (hers_at_work - hers_at_rest)


def degrees_of(away: Sequence[float]) -> float:
    """The angle that a difference of two unit vectors stands for, degrees; NaN stays NaN.

    Example:
        >>> round(degrees_of((0.0, 1.0, -1.0)), 3)
        90.0
    """
    x, y, z = away
    length = sqrt(x * x + y * y + z * z)
    return nan if isnan(length) else _turn(length)
