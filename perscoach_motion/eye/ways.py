"""Ways of doing a repetition that a trainer accepts of one client besides her own, and what she asks more exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.signs import SIGNS, Signs, mirrored_signs
from perscoach_motion.directions.view import View
from perscoach_motion.eye.near import Vector, beyond, nearest, side, sided
from perscoach_motion.yardstick.template import PARTS

MOST_EXACT = 2.5
"""The trainer may ask a limb this many times as exactly as usual. It is then at fault from 1.4 standard deviations, as far as one client's
own repetitions lie apart: closer than that cameras cannot tell."""
LEAST_SHARE = 0.2
"""No accepted depth is smaller than this share of the trainer's: below it nothing is trained."""
LEAST_REACH = 0.02
"""A single limb may be approved hanging: its range may be as small as what landmarks tremble."""
MOST_WAYS = 8
"""Approved directions of one limb in one part of a repetition: more than that is no way of doing it."""
MOST_SIGN = 10.0
"""Bound on approved signs, lengths of a limb."""
MOST_STORED = 2000
"""Bound on stored ways of all limbs, parts and templates together."""


@dataclass(frozen=True, slots=True)
class Way:
    """An approved direction of a limb in one part of the repetition.

    Attributes:
        limb: number of the client's own limb.
        part: ``OUT``, ``WORK`` or ``BACK``.
        way: number of the trainer's template.
        mirrored: whether the client did it mirrored.
        away: direction less the trainer's, as the client's own left and right.
    """

    limb: int
    part: int
    way: int
    mirrored: bool
    away: Vector


@dataclass(frozen=True, slots=True)
class Short:
    """A smaller range of one limb that was approved: ``share`` of what is whole otherwise; the rest as in :class:`Way`."""

    limb: int
    way: int
    mirrored: bool
    share: float


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is accepted of one repetition, in the trainer's numbering: by (part, limb) and by limb.

    Example:
        >>> from perscoach_motion.directions.view import view
        >>> ahead, down = view((0.0, 0.0, 1.0), (0.0, 0.0, 1.0)), (0.0, 1.0, 0.0)
        >>> allowed = Accepted(ways=(Way(0, 2, 0, False, (0.5, 0.0, 0.0)),)).of(0, False, 1)
        >>> [round(allowed.off(ahead, 2, 0, (x, 0.0, 0.0), down)) < 3 for x in (0.5, -0.5)]
        [True, False]
    """

    ways: Mapping[tuple[int, int], Sequence[Vector]]
    shares: Mapping[int, float]
    exact: Sequence[float]
    minded: frozenset[int]

    def off(self, sight: View, part: int, limb: int, away: Vector, theirs: Sequence[float]) -> float:
        """How far a direction is from the nearest accepted one, in standard deviations; see :func:`nearest`."""
        centres = self.ways.get((part, limb))
        off = nearest(sight, limb, away, theirs, centres) if centres else sight.off(limb, away, theirs)
        return off * self.exact[limb]


@dataclass(frozen=True, slots=True)
class Accepted:
    """All that was approved of one client in one exercise, and what is asked more exactly.

    Attributes:
        ways: approved directions.
        shorts: approved ranges.
        exact: per own limb how many times as exactly as usual it is asked, 1 to ``MOST_EXACT``.
        minded: own limbs that the trainer has corrected though they were let pass: they count fully, held or moved.
        signs: per sign of the client's own sides (least, most) that was approved: at most 0 and at least 0.
        depth: share of the trainer's depth that is whole.

    Example:
        >>> some = Accepted(ways=(Way(0, 2, 0, False, (0.1, 0.2, 0.3)),), signs=((0.0, 0.05),) + ((0.0, 0.0),) * 6)
        >>> some.of(0, True, 1).ways
        {(2, 5): [(-0.1, 0.2, 0.3)]}
        >>> some.eased((0.04, 0.04, 0.0, 0.0, 0.0, 0.0, 0.0), False)[:2]
        (0.0, 0.04)
        >>> accepted_from(some.document()) == some
        True
    """

    ways: tuple[Way, ...] = ()
    shorts: tuple[Short, ...] = ()
    exact: tuple[float, ...] = (1.0,) * COUNT
    minded: frozenset[int] = frozenset()
    signs: tuple[tuple[float, float], ...] = ((0.0, 0.0),) * len(SIGNS)
    depth: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what no refit can make."""
        right = (
            len(self.ways) <= MOST_STORED
            and len(self.shorts) <= MOST_STORED
            and len(self.exact) == COUNT
            and all(1.0 <= one <= MOST_EXACT for one in self.exact)
            and self.minded <= frozenset(range(COUNT))
            and len(self.signs) == len(SIGNS)
            and all(-MOST_SIGN <= low <= 0.0 <= high <= MOST_SIGN for low, high in self.signs)
            and LEAST_SHARE <= self.depth <= 1.0
            and all(0 <= w.limb < COUNT and 0 <= w.part < PARTS and 0 <= w.way < 100 for w in self.ways)
            and all(isfinite(v) and abs(v) <= 4.0 for w in self.ways for v in w.away)
            and all(0 <= s.limb < COUNT and 0 <= s.way < 100 and LEAST_REACH <= s.share <= 1.0 for s in self.shorts)
        )
        if not right:
            raise ValueError("accepted")

    def of(self, way: int, mirrored: bool, ways: int) -> Allowed:
        """What is accepted of a repetition done in one way; a mirrored one answers to the other only if the trainer has but one way.

        Args:
            way: number of the trainer's template.
            mirrored: whether the client does it mirrored.
            ways: how many templates the trainer has.
        """
        places: dict[tuple[int, int], list[Vector]] = {}
        shares: dict[int, float] = {}
        for one in self.ways:
            if ways == 1 or (one.mirrored == mirrored and one.way == way):
                places.setdefault((one.part, side(one.limb, mirrored)), []).append(sided(one.away, one.limb, mirrored))
        for short in self.shorts:
            if ways == 1 or (short.mirrored == mirrored and short.way == way):
                limb = side(short.limb, mirrored)
                shares[limb] = min(shares.get(limb, 1.0), short.share)
        return Allowed(
            places,
            shares,
            [self.exact[side(limb, mirrored)] for limb in range(COUNT)],
            frozenset(side(limb, mirrored) for limb in self.minded),
        )

    def eased(self, found: Sequence[float], mirrored: bool) -> Signs:
        """The signs of a repetition, less what was approved of them; in the trainer's numbering."""
        if not any(low or high for low, high in self.signs):
            return tuple(found)
        own = mirrored_signs(tuple(found)) if mirrored else found
        left = tuple([beyond(value, *both) for value, both in zip(own, self.signs, strict=True)])
        return mirrored_signs(left) if mirrored else left

    def document(self) -> dict[str, Any]:
        """As it is stored within a target."""
        return {
            "ways": [[w.limb, w.part, w.way, int(w.mirrored), *w.away] for w in self.ways],
            "ranges": [[s.limb, s.way, int(s.mirrored), s.share] for s in self.shorts],
            "exact": list(self.exact),
            "minded": sorted(self.minded),
            "signs": [list(both) for both in self.signs],
            "depth": self.depth,
        }


NOTHING_MORE = Accepted()


def accepted_from(document: Mapping[str, Any]) -> Accepted:
    """The inverse of :meth:`Accepted.document`; trusts nothing.

    Raises:
        ValueError, KeyError, TypeError: it is no such thing.

    Example:
        >>> accepted_from(Accepted(depth=0.5).document()).depth
        0.5
    """
    ways, shorts, exact = (_list(document[key]) for key in ("ways", "ranges", "exact"))
    return Accepted(
        tuple(_way(_list(row)) for row in ways),
        tuple(_short(_list(row)) for row in shorts),
        tuple(number(value) for value in exact),
        frozenset(_count(limb) for limb in _list(document["minded"])),
        tuple(_both(_list(row)) for row in _list(document["signs"])),
        number(document["depth"]),
    )


def _way(row: Sequence[object]) -> Way:
    limb, part, way, mirrored, x, y, z = row
    return Way(_count(limb), _count(part), _count(way), bool(_count(mirrored)), (number(x), number(y), number(z)))


def _both(row: Sequence[object]) -> tuple[float, float]:
    low, high = row
    return number(low), number(high)


def _short(row: Sequence[object]) -> Short:
    limb, way, mirrored, share = row
    return Short(_count(limb), _count(way), bool(_count(mirrored)), number(share))


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_STORED:
        raise ValueError("list")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("count")
    return value


def number(value: object) -> float:
    """A finite number.

    Example:
        >>> number(3)
        3.0
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError("number")
    return float(value)
