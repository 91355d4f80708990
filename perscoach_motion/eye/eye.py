"""The trainer's eye: what a trainer has said of a client's repetitions, "right for her" or "correct this", in order.

The marks are all that is kept; what they come to is worked out from them anew each time (``eye_fit.refit``), so that taking the last
one back undoes it wholly, and server and browser cannot disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, isnan, nan
from typing import Any

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.signs import SIGNS
from perscoach_motion.directions.view import view
from perscoach_motion.eye.ways import number
from perscoach_motion.scoring.done import Done, Performance
from perscoach_motion.scoring.judge import Differences
from perscoach_motion.scoring.score import Marks, marks
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL, Target
from perscoach_motion.yardstick.template import PARTS

VERSION = 1
MOST_MARKS = 60
"""No trainer marks more in one exercise of one client; beyond it a refit would be felt."""
LONGEST_NAME = 64
DIGITS = 4
"""Decimals of what is kept of a repetition: 0.0001 rad is a hundredth of a degree."""
RIGHT, CORRECT = "right", "correct"
"""What a trainer can say of a repetition."""

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is kept of one repetition, so that it can be judged again without its poses. In the trainer's numbering, like ``Differences``.

    Attributes:
        way, away, reach, signs: as in ``Differences``.
        depth: how far it went, 1 is the trainer's; NaN in a hold.
        sight: the client's line of sight, a unit vector.
        mirrored: whether left and right were exchanged.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(arms=0.3)
        >>> one = shown(found.done[0], found)
        >>> shown_from(one.document()).document() == one.document()
        True
    """

    way: int
    away: tuple[tuple[Vector, ...], ...]
    reach: tuple[float, ...]
    signs: tuple[float, ...]
    depth: float
    sight: Vector
    mirrored: bool

    @property
    def differs(self) -> Differences:
        """As the scores take it."""
        return Differences(self.away, self.reach, self.signs, self.way, 0.0, [])

    def document(self) -> dict[str, Any]:
        """As a report keeps it, about 1.5 kB; ``null`` for what was not seen."""
        return {
            "way": self.way,
            "away": [_kept(value) for part in self.away for vector in part for value in vector],
            "reach": [_kept(value) for value in self.reach],
            "signs": [_kept(value) for value in self.signs],
            "depth": _kept(self.depth),
            "sight": list(self.sight),
            "mirrored": self.mirrored,
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """What the trainer said of one repetition.

    Attributes:
        id: of the repetition; a later mark of the same takes the place of an earlier one.
        shown: the repetition.
        verdict: ``RIGHT`` or ``CORRECT``.
        limb: name of the client's own limb that is to be corrected, if the trainer named one.
        when: moment of the mark, ISO 8601.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(arms=0.3)
        >>> Mark("1", shown(found.done[0], found), CORRECT, "left_upper_arm").document()["limb"]
        'left_upper_arm'
    """

    id: str
    shown: Shown
    verdict: str
    limb: str | None = None
    when: str = ""

    def __post_init__(self) -> None:
        """Refuse what no report sends."""
        named = self.limb is None or (self.limb in LIMBS and self.verdict == CORRECT)
        if self.verdict not in (RIGHT, CORRECT) or not named or not 0 < len(self.id) <= LONGEST_NAME or len(self.when) > LONGEST_NAME:
            raise ValueError("mark")

    def document(self) -> dict[str, Any]:
        """As it is stored."""
        return {"id": self.id, "shown": self.shown.document(), "verdict": self.verdict, "limb": self.limb, "when": self.when}


@dataclass(frozen=True, slots=True)
class Eye:
    """A trainer's marks for one client and exercise, in the order in which they were made.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(arms=0.3)
        >>> one = Mark("1", shown(found.done[0], found), RIGHT)
        >>> eye = Eye().with_mark(one)
        >>> eye.undone() == Eye(), eye_from(eye.document()).document() == eye.document(), eye.with_mark(one).standing() == [one]
        (True, True, True)
    """

    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        """Refuse more than a refit can take."""
        if len(self.marks) > MOST_MARKS:
            raise ValueError("too many marks")

    def with_mark(self, mark: Mark) -> "Eye":
        """One mark more.

        Raises:
            ValueError: there are ``MOST_MARKS``.
        """
        return Eye((*self.marks, mark))

    def undone(self) -> "Eye":
        """Without the last mark."""
        return Eye(self.marks[:-1])

    def standing(self) -> list[Mark]:
        """The marks that count: of each repetition the last, in order."""
        last = {mark.id: k for k, mark in enumerate(self.marks)}
        return [mark for k, mark in enumerate(self.marks) if last[mark.id] == k]

    def document(self) -> dict[str, Any]:
        """As it is stored; ``docs/formats.md`` says each key."""
        return {"version": VERSION, "marks": [mark.document() for mark in self.marks]}


def shown(done: Done, found: Performance) -> Shown:
    """What to keep of a repetition.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(arms=0.3)
        >>> one = shown(found.done[0], found)
        >>> len(one.away), len(one.reach), one.mirrored
        (4, 14, False)
    """
    differs = done.differs
    x, y, z = done.reading.sight.client
    return Shown(
        differs.way,
        tuple(tuple((round(a, DIGITS), round(b, DIGITS), round(c, DIGITS)) for a, b, c in part) for part in differs.away),
        tuple(round(value, DIGITS) for value in differs.reach),
        tuple(round(value, DIGITS) for value in differs.signs),
        round(done.depth, DIGITS),
        (round(x, DIGITS), round(y, DIGITS), round(z, DIGITS)),
        done.reading.mirrored,
    )


def marks_of(ask: Reference, one: Shown, target: Target = USUAL) -> Marks:
    """Judge a kept repetition as ``score.marks`` judges a fresh one.

    Raises:
        ValueError: it was laid beside a template that this trainer's clip does not have.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(arms=0.3)
        >>> marks_of(ask, shown(found.done[0], found)).total < 70.0
        True
    """
    if one.way >= len(ask.templates):
        raise ValueError("way")
    return marks(ask, one.differs, view(one.sight, ask.motion.sight), target, one.mirrored, one.depth)


def eye_from(document: Mapping[str, Any]) -> Eye:
    """The inverse of :meth:`Eye.document`; trusts nothing.

    Raises:
        ValueError, KeyError, TypeError: it is no such thing.

    Example:
        >>> eye_from({"version": 1, "marks": []})
        Eye(marks=())
    """
    rows = document["marks"]
    if document["version"] != VERSION or not isinstance(rows, list) or len(rows) > MOST_MARKS:
        raise ValueError("eye")
    return Eye(tuple(_mark(row) for row in rows))


def shown_from(document: Mapping[str, Any]) -> Shown:
    """The inverse of :meth:`Shown.document`; trusts nothing.

    Raises:
        ValueError, KeyError, TypeError: it is no such thing.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(arms=0.3)
        >>> shown_from(shown(found.done[0], found).document()).way
        0
    """
    way, mirrored = document["way"], document["mirrored"]
    if isinstance(way, bool) or not isinstance(way, int) or not 0 <= way < 100 or not isinstance(mirrored, bool):
        raise ValueError("shown")
    away = _numbers(document["away"], PARTS * COUNT * 3, 2.0)
    vectors = [(away[k], away[k + 1], away[k + 2]) for k in range(0, len(away), 3)]
    x, y, z = _numbers(document["sight"], 3, 1.01)
    if not 0.9 < hypot(x, y, z) < 1.1:
        raise ValueError("sight")
    return Shown(
        way,
        tuple(tuple(vectors[k : k + COUNT]) for k in range(0, len(vectors), COUNT)),
        tuple(_numbers(document["reach"], COUNT, 10.0)),
        tuple(_numbers(document["signs"], len(SIGNS), 10.0)),
        _numbers([document["depth"]], 1, 10.0)[0],
        (x, y, z),
        mirrored,
    )


def _mark(row: Mapping[str, Any]) -> Mark:
    limb = row["limb"]
    for text in (row["id"], row["verdict"], row["when"], "" if limb is None else limb):
        if not isinstance(text, str):
            raise TypeError("mark")
    return Mark(row["id"], shown_from(row["shown"]), row["verdict"], limb, row["when"])


def _numbers(values: object, count: int, most: float) -> Sequence[float]:
    if not isinstance(values, list) or len(values) != count:
        raise ValueError("numbers")
    found = [nan if value is None else number(value) for value in values]
    if any(abs(value) > most for value in found):
        raise ValueError("numbers")
    return found


def _kept(value: float) -> float | None:
    return None if isnan(value) else value
