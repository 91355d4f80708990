"""From a trainer's marks to what this client is asked in this exercise.

Approved repetitions join the reference: the limbs that would have been faulted in them are accepted as they were, and all that lies
between that and the trainer's own way. "Correct this" puts a wall where the repetition was: nothing approved before or after reaches
so far that it would be good again, and if it was good by the usual tolerance, that limb is asked more exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import isnan

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.view import View, view
from perscoach_motion.eye.eye import RIGHT, Eye, Mark, marks_of
from perscoach_motion.eye.near import Vector, nearest, side, sided
from perscoach_motion.eye.rules import JOINS_BELOW, WALL_MARK, RuleWalls, approved_signs, depth_share, drawn_back, short_ranges
from perscoach_motion.eye.ways import MOST_EXACT, MOST_WAYS, Accepted, Way
from perscoach_motion.scoring.limb_marks import FREE, LOST, departure, direction, looseness
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.scoring.score import Marks
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL, Target
from perscoach_motion.yardstick.template import BACK, OUT, WORK

ALIKE = 0.8
"""Parts of a repetition in which a limb is off by at least this share of its worst part share the blame."""
FAIR = 1.5
"""Standard deviations that say nothing of a limb, approved or not."""
LEFT = 0.9
"""Of a wall that is nearer to the trainer's own way than that, so much of its distance must be left."""
STEPS = 10
"""An approved way that passes a wall is drawn back in so many steps."""
_PARTS = (OUT, WORK, BACK)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a limb was in one part of a marked repetition, in the trainer's numbering."""

    limb: int
    part: int
    away: Vector
    theirs: Sequence[float]
    sight: View
    scale: float
    off: float
    mark: Mark

    def way(self, share: float) -> Way:
        """It, or what lies at this share of the way to it, as the client's own left and right."""
        one = self.mark.shown
        x, y, z = sided(self.away, self.limb, one.mirrored)
        own = side(self.limb, one.mirrored)
        return Way(own, self.part, one.way, one.mirrored, (round(share * x, 4), round(share * y, 4), round(share * z, 4)))


@dataclass(slots=True)
class _Walls:
    """What must stay faulted."""

    let_be: list[float]
    rules: RuleWalls
    places: list[_Place] = field(default_factory=list)
    exact: list[float] = field(default_factory=lambda: [1.0] * COUNT)
    minded: set[int] = field(default_factory=set)


def refit(ask: Reference, eye: Eye, base: Target = USUAL) -> Target:
    """What the client is asked, after the trainer's marks. The same marks give the same target, whenever and wherever.

    Args:
        ask: the trainer's clip.
        eye: her marks.
        base: strictness, range and excluded limbs as they are set by hand.

    Returns:
        ``base`` with what the marks add; marks of a template that this clip does not have are passed over.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.eye.eye import shown
        >>> ask, found = lesson(arms=0.3)
        >>> one = shown(found.done[0], found)
        >>> target = refit(ask, Eye((Mark("1", one, RIGHT),)))
        >>> marks_of(ask, one).total < 70.0, marks_of(ask, one, target).total > 90.0
        (True, True)
    """
    standing = [mark for mark in eye.standing() if mark.shown.way < len(ask.templates)]
    right = [mark for mark in standing if mark.verdict == RIGHT]
    candidates = [place for mark in right for place in _places(ask, mark, base)]
    usual = {id(mark): marks_of(ask, mark.shown, replace(base, accepted=Accepted())) for mark in standing}
    walls = _Walls(_let_be(candidates), RuleWalls(approved_signs(ask, right)))
    accepted = _accepted(ask, right, candidates, usual, walls, base)
    for mark in standing:
        if mark.verdict != RIGHT:
            _wall(ask, mark, usual[id(mark)], replace(base, accepted=accepted), walls)
            accepted = _accepted(ask, right, candidates, usual, walls, base)
    return replace(base, accepted=accepted)


def _places(ask: Reference, mark: Mark, base: Target) -> list[_Place]:
    one = mark.shown
    sight, differs = view(one.sight, ask.motion.sight), one.differs
    found = []
    for limb in range(COUNT):
        if not ask.judged[limb] or LIMBS[side(limb, one.mirrored)] in base.excluded:
            continue
        for part in _PARTS:
            theirs = direction(ask, one.way, part, limb)
            away = departure(ask, differs, part, limb, 1.0 - base.range_share)
            scale = base.strictness / looseness(ask, limb)
            off = sight.off(limb, away, theirs) * scale
            if not isnan(off):
                found.append(_Place(limb, part, away, theirs, sight, scale, off, mark))
    return found


def _let_be(candidates: Iterable[_Place]) -> list[float]:
    """Per own limb the standard deviations that approved repetitions had without needing leave: no fault of itself."""
    most = [FAIR] * COUNT
    for place in candidates:
        if place.off <= _sigmas(JOINS_BELOW):
            own = side(place.limb, place.mark.shown.mirrored)
            most[own] = max(most[own], place.off)
    return most


def _sigmas(mark: float) -> float:
    """Standard deviations that earn a mark."""
    return LOST - (LOST - FREE) * mark / 100.0


def _accepted(
    ask: Reference, right: Sequence[Mark], candidates: Iterable[_Place], usual: dict[int, Marks], walls: _Walls, base: Target
) -> Accepted:
    """What the approvals come to within the walls."""
    ways: list[Way] = []
    counts: dict[tuple[int, int, int, bool], int] = {}
    for place in candidates:
        one = place.mark.shown
        own = side(place.limb, one.mirrored)
        key = own, place.part, one.way, one.mirrored
        if place.off * walls.exact[own] <= _sigmas(JOINS_BELOW) or counts.get(key, 0) == MOST_WAYS:
            continue
        share = _drawn_back(ask, place, walls)
        if share > 0.0:
            ways.append(place.way(share))
            counts[key] = counts.get(key, 0) + 1
    depths = [(mark.shown.depth, usual[id(mark)].rules["depth"]) for mark in right]
    return Accepted(
        tuple(ways),
        short_ranges(ask, [(mark, usual[id(mark)].ranges) for mark in right], walls.rules.ranges),
        tuple(walls.exact),
        frozenset(walls.minded),
        drawn_back(ask, walls.rules.approved, walls.rules.signs),
        depth_share(depths, walls.rules.depth),
    )


def _drawn_back(ask: Reference, place: _Place, walls: _Walls) -> float:
    """Share of the way to an approved place that can be accepted without a wall turning good."""
    one = place.mark.shown
    own = side(place.limb, one.mirrored)
    near = [
        wall
        for wall in walls.places
        if wall.part == place.part
        and side(wall.limb, wall.mark.shown.mirrored) == own
        and (len(ask.templates) == 1 or (wall.mark.shown.way, wall.mark.shown.mirrored) == (one.way, one.mirrored))
    ]
    for step in range(STEPS, 0, -1):
        x, y, z = sided(place.away, place.limb, one.mirrored)
        centre = (x * step / STEPS, y * step / STEPS, z * step / STEPS)
        if all(
            nearest(wall.sight, wall.limb, wall.away, wall.theirs, [sided(centre, wall.limb, wall.mark.shown.mirrored)])
            * wall.scale
            * walls.exact[own]
            >= min(_sigmas(WALL_MARK), LEFT * wall.off * walls.exact[own])
            for wall in near
        ):
            return step / STEPS
    return 0.0


def _wall(ask: Reference, mark: Mark, usual: Marks, target: Target, walls: _Walls) -> None:
    """Put a wall where a repetition is to be corrected, and ask more exactly of a limb that was good there by the usual tolerance."""
    one = mark.shown
    now = marks_of(ask, one, target)
    places: dict[int, list[_Place]] = {}
    for place in _places(ask, mark, target):
        places.setdefault(place.limb, []).append(place)
    for limb in _blamed(mark, now, usual, places, walls):
        own = side(limb, one.mirrored)
        worst = max(place.off for place in places[limb])
        if usual.ranges[limb] < FAULT_BELOW:
            walls.rules.ranges.append((limb, mark))
        let_pass = usual.total >= FAULT_BELOW or (mark.limb is not None and usual.limbs[limb] >= FAULT_BELOW)
        # What the cameras cannot tell from the trainer's own way is let be.
        if let_pass and worst * MOST_EXACT >= _sigmas(FAULT_BELOW):
            # A limb that was not named may be the wrong one: what was approved of it must stay good.
            most = MOST_EXACT if mark.limb else min(MOST_EXACT, _sigmas(JOINS_BELOW) / walls.let_be[own])
            walls.exact[own] = max(walls.exact[own], min(most, _sigmas(WALL_MARK) / worst))
            walls.minded.add(own)
        walls.places += [place for place in places[limb] if place.off >= ALIKE * worst]
    if mark.limb is None:
        walls.rules.add(mark, _broken(now) or _broken(usual))


def _blamed(mark: Mark, now: Marks, usual: Marks, places: dict[int, list[_Place]], walls: _Walls) -> list[int]:
    """The limbs a correction is about: the named one; else those at fault, now or by the usual tolerance; else the one that is off
    most beside what was approved of it."""
    if mark.limb is not None:
        limb = side(LIMBS.index(mark.limb), mark.shown.mirrored)
        return [limb] if limb in places else []
    for found in (now, usual) if now.total < FAULT_BELOW or usual.total < FAULT_BELOW else (now,):
        faults = [limb for limb in places if found.limbs[limb] < FAULT_BELOW]
        if faults or _broken(found):
            return faults

    def beside(limb: int) -> tuple[float, int]:
        return max(place.off for place in places[limb]) / walls.let_be[side(limb, mark.shown.mirrored)], -limb

    return [max(places, key=beside)] if places else []


def _broken(found: Marks) -> list[str]:
    return [rule for rule, value in found.rules.items() if value < FAULT_BELOW]
