"""The trainer's eye: simulated trainers with hidden preferences mark repetitions; does the score come to agree with them?

The clients' repetitions are the movement suite's own (what MediaPipe read of rendered people) with departures of known size added
in the plane of the picture, where a trainer can see them, and with the suite's own differences between two repetitions of one person as
noise. A hidden trainer judges the true departure, never the numbers that the score reads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import cos, isnan, radians, sin, sqrt
from random import Random
from statistics import mean
from time import process_time
from typing import Any

from perscoach_motion.eye.ask import ask_next
from perscoach_motion.eye.eye import CORRECT, RIGHT, Eye, Mark, Shown, marks_of, shown
from perscoach_motion.eye.fit import refit
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.scoring.limb_marks import CORE, direction
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.scoring.score import Marks
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference, reference
from perscoach_motion.yardstick.target import USUAL, Target
from perscoach_motion.yardstick.template import PARTS, REST, WORK
from tests.synthetic import suite

SEEDS = 3
POOL, HELD_OUT = 24, 60
MARKS = (0, 3, 10)
WRONG_SHARE = 0.05
NAMED_SHARE = 0.5
"""A trainer who corrects names the limb every other time."""
FAULT_DEG, STRICT_DEG = 25.0, 12.0
"""What a usual trainer, and one strict about a limb, will not let pass."""
SORTS = ("stiff", "style", "strict", "style and strict")
BODY = tuple(LIMBS.index(name) for name in LIMBS if name.split("_")[-1] in ("arm", "forearm", "thigh", "shin", "trunk"))

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Departure:
    """What one repetition does otherwise: these limbs (trainer's numbering) turned by so much in the picture, or their way left out."""

    limbs: tuple[int, ...]
    degrees: float = 0.0
    sense: float = 1.0
    left_out: float = 0.0


@dataclass(frozen=True, slots=True)
class Try:
    """One repetition and the truth about it."""

    shown: Shown
    accepted: bool
    limb: int | None
    sort: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """A trainer's preferences for a client, unknown to the score."""

    way: Departure | None
    strict: tuple[int, ...]


@cache
def ask(movement: str) -> Reference:
    """A trainer's clip of the suite."""
    return reference(suite.trainer(movement))


@cache
def repetitions(movement: str, sort: str) -> tuple[tuple[str, str | None, tuple[Shown, ...]], ...]:
    """(session, fault, its repetitions) of the suite."""
    found = []
    for session in suite.sessions(sort):
        if session.movement == movement:
            whole = performance(ask(movement), session.track)
            kept = tuple(shown(done, whole) for done in whole.done)
            if kept:
                found.append((session.name, session.fault, kept))
    return tuple(found)


def turned(vector: Vector, about: Vector, angle: float) -> Vector:
    """A vector turned about a unit vector (Rodrigues)."""
    x, y, z = vector
    a, b, c = about
    along = (a * x + b * y + c * z) * (1 - cos(angle))
    s, k = sin(angle), cos(angle)
    return x * k + (b * z - c * y) * s + a * along, y * k + (c * x - a * z) * s + b * along, z * k + (a * y - b * x) * s + c * along


def departed(clip: Reference, base: Shown, what: Departure, about: Vector) -> Shown:
    """A repetition with a departure added; none at rest, half of what is left out on the way."""
    away = [list(part) for part in base.away]
    reach, depth = list(base.reach), base.depth
    for limb in what.limbs:
        rest = direction(clip, base.way, REST, limb)
        for part in range(1, PARTS):
            theirs = direction(clip, base.way, part, limb)
            here = (theirs[0] + away[part][limb][0], theirs[1] + away[part][limb][1], theirs[2] + away[part][limb][2])
            if what.degrees:
                here = turned(here, about, radians(what.degrees) * what.sense)
            if what.left_out:
                share = what.left_out * (1.0 if part == WORK else 0.5)
                mixed = [a + share * (b - a) for a, b in zip(here, rest, strict=True)]
                size = sqrt(sum(value * value for value in mixed))
                here = (mixed[0] / size, mixed[1] / size, mixed[2] / size)
            away[part][limb] = (here[0] - theirs[0], here[1] - theirs[1], here[2] - theirs[2])
        reach[limb] *= 1.0 - what.left_out
        line = clip.lines[limb]
        if line and limb in clip.moving:
            spans = sum(other.span for n in clip.moving if (other := clip.lines[n]))
            depth -= what.left_out * line.span / spans
    return replace(base, away=tuple(tuple(part) for part in away), reach=tuple(reach), depth=depth)


def noisy(one: Shown, pair: tuple[Shown, Shown]) -> Shown:
    """With the difference between two repetitions of one person added, as far as both were seen."""
    a, b = pair
    k = 1 / sqrt(2)

    def add(value: float, p: float, q: float) -> float:
        return value if isnan(p - q) else value + (p - q) * k

    away = tuple(
        tuple((add(v[0], p[0], q[0]), add(v[1], p[1], q[1]), add(v[2], p[2], q[2])) for v, p, q in zip(mine, first, second, strict=True))
        for mine, first, second in zip(one.away, a.away, b.away, strict=True)
    )
    return replace(
        one,
        away=away,
        reach=tuple(add(v, p, q) for v, p, q in zip(one.reach, a.reach, b.reach, strict=True)),
        signs=tuple(add(v, p, q) for v, p, q in zip(one.signs, a.signs, b.signs, strict=True)),
        depth=add(one.depth, a.depth, b.depth),
    )


def hidden(draw: Random, movement: str, sort: str) -> Hidden:
    """A trainer of one sort."""
    clip = ask(movement)
    moving = [limb for limb in clip.moving if limb in BODY]
    first = draw.choice(moving)
    pair = tuple(sorted({first, MIRROR_LIMB[first]} & set(moving))) if draw.random() < 0.5 else (first,)
    strict = draw.choice([limb for limb in BODY if clip.judged[limb] and limb not in pair])
    way = None
    if sort == "stiff":
        way = Departure(pair, left_out=0.5)
    elif "style" in sort:
        way = Departure(pair, degrees=50.0, sense=draw.choice((-1.0, 1.0)))
    return Hidden(way, (strict,) if "strict" in sort else ())


def tries(draw: Random, movement: str, mind: Hidden, count: int, cameras: Sequence[int]) -> Iterator[Try]:
    """A client's repetitions: some well done, some in her own way, some strictly seen at fault, some with other faults."""
    clip = ask(movement)
    well = repetitions(movement, "correct")
    wrong = [(fault, one) for _, fault, kept in repetitions(movement, "fault") for one in kept if not _covers(mind, fault)]
    judged = [limb for limb in BODY if clip.judged[limb] and (limb in clip.moving or limb in CORE)]
    sorts = ["well", "well"] + ["her way", "her way"] * (mind.way is not None) + ["strict"] * bool(mind.strict) + ["fault", "suite"]
    for _ in range(count):
        base = draw.choice(well[draw.choice(cameras)][2])
        pair = draw.choice([kept for _, _, kept in well if len(kept) > 1])
        one, other = draw.sample(pair, 2)
        base = noisy(base, (one, other)) if one.way == other.way else base
        sort = draw.choice(sorts)
        if sort == "suite" and wrong:
            yield Try(draw.choice(wrong)[1], False, None, "suite")
        elif sort == "her way" and mind.way is not None:
            share = draw.uniform(0.5, 0.95)
            what = replace(mind.way, degrees=mind.way.degrees * share, left_out=mind.way.left_out * share)
            yield Try(departed(clip, base, what, clip.motion.sight), True, None, "her way")
        elif sort == "strict":
            limb = mind.strict[0]
            if not _seen(base, limb):
                continue
            what = Departure((limb,), draw.uniform(STRICT_DEG + 4.0, FAULT_DEG), draw.choice((-1.0, 1.0)))
            yield Try(departed(clip, base, what, clip.motion.sight), False, limb, "strict")
        elif sort in ("fault", "suite"):
            limb = draw.choice([limb for limb in judged if _seen(base, limb)])
            sense = draw.choice((-1.0, 1.0))
            if mind.way and mind.way.degrees and limb in mind.way.limbs:
                # The other way round is no part of what is accepted.
                sense = -mind.way.sense
            yield Try(
                departed(clip, base, Departure((limb,), draw.uniform(FAULT_DEG + 8.0, 55.0), sense), base.sight), False, limb, "fault"
            )
        else:
            limb = draw.choice(judged)
            yield Try(
                departed(clip, base, Departure((limb,), draw.uniform(0.0, 6.0), draw.choice((-1.0, 1.0))), base.sight), True, None, "well"
            )


def _seen(one: Shown, limb: int) -> bool:
    """Whether a limb is seen at work: of one that is not nobody can say anything."""
    return not isnan(one.away[WORK][limb][0])


def _covers(mind: Hidden, fault: str | None) -> bool:
    """Whether a fault of the suite may be what this trainer accepts: then it says nothing."""
    if mind.way is None or fault is None:
        return False
    arms = any("arm" in LIMBS[limb] for limb in mind.way.limbs)
    if mind.way.left_out:
        return "half" in fault or "arm" in fault or "together" in fault
    return ("arm" in fault or "height" in fault) if arms else "arm" not in fault


def _cued(found: Marks) -> bool:
    return any(mark < FAULT_BELOW for mark in (*found.limbs, *found.rules.values()))


def _figures(clip: Reference, held: Sequence[Try], target: Target, before: Sequence[Marks]) -> dict[str, float]:
    found = [marks_of(clip, one.shown, target) for one in held]
    rows = [(one, mark, was) for one, mark, was in zip(held, found, before, strict=True) if not isnan(mark.total)]
    good = [mark for one, mark, _ in rows if one.accepted]
    faults = [(mark, was) for one, mark, was in rows if not one.accepted]
    return {
        "agreement": mean((mark.total >= FAULT_BELOW) == one.accepted for one, mark, _ in rows),
        "false_cues": mean(_cued(mark) for mark in good) if good else 0.0,
        "turned_green": sum(mark.total >= FAULT_BELOW > was.total for mark, was in faults),
        "faults": len(faults),
        "accepted_red": mean(mark.total < FAULT_BELOW for mark in good) if good else 0.0,
        "faults_green": mean(mark.total >= FAULT_BELOW for mark, _ in faults) if faults else 0.0,
    }


def trainer(movement: str, sort: str, seed: int, wrong_share: float) -> tuple[dict[int, dict[str, float]], list[float]]:
    """One simulated trainer: figures after each number of marks, and the milliseconds of each refit."""
    draw = Random(f"{movement}/{sort}/{seed}")
    clip, mind = ask(movement), hidden(draw, movement, sort)
    cameras = draw.sample(range(len(repetitions(movement, "correct"))), 2)
    pool = list(tries(draw, movement, mind, POOL, cameras[:1]))
    held = list(tries(draw, movement, mind, HELD_OUT, cameras[:1]))
    elsewhere = list(tries(draw, movement, mind, HELD_OUT // 2, cameras[1:]))
    eye, target, said, took = Eye(), USUAL, dict[int, str](), list[float]()
    before = [marks_of(clip, one.shown) for one in held]
    there = [marks_of(clip, one.shown) for one in elsewhere]
    figures: dict[int, dict[str, float]] = {}
    for count in range(MARKS[-1] + 1):
        if count in MARKS:
            figures[count] = _figures(clip, held, target, before) | {"elsewhere": _figures(clip, elsewhere, target, there)["agreement"]}
        chosen = ask_next([marks_of(clip, one.shown, target) for one in pool], said)
        if chosen is None:
            # All that can be judged is marked: it stays as it is.
            continue
        mark = _said(draw, pool[chosen], chosen, wrong_share)
        said[chosen] = mark.verdict
        eye = eye.with_mark(mark)
        began = process_time()
        target = refit(clip, eye)
        took.append(1000 * (process_time() - began))
    return figures, took


def _said(draw: Random, one: Try, number: int, wrong_share: float) -> Mark:
    right = one.accepted != (draw.random() < wrong_share)
    named = not right and one.limb is not None and draw.random() < NAMED_SHARE
    limb = LIMBS[MIRROR_LIMB[one.limb] if one.shown.mirrored else one.limb] if named and one.limb is not None else None
    return Mark(str(number), one.shown, RIGHT if right else CORRECT, limb)


def measure() -> dict[str, Any]:
    """Agreement with hidden trainers on repetitions never marked, by how many were marked."""
    movements = [one for one in suite.MOVEMENTS if len(repetitions(one, "correct")) > 1]
    result: dict[str, Any] = {"movements": movements, "held_out_each": HELD_OUT}
    refits: list[float] = []
    for name, wrong_share in (("all_marks_right", 0.0), ("one_mark_in_twenty_wrong", WRONG_SHARE)):
        by_sort: dict[str, list[dict[int, dict[str, float]]]] = {sort: [] for sort in SORTS}
        for movement in movements:
            for sort in SORTS:
                for seed in range(SEEDS):
                    figures, took = trainer(movement, sort, seed, wrong_share)
                    by_sort[sort].append(figures)
                    refits += took
        every = [figures for some in by_sort.values() for figures in some]
        result[name] = {"trainers": len(every), "all": _summed(every), **{sort: _summed(some) for sort, some in by_sort.items()}}
    refits.sort()
    result["refit_median_ms"] = round(refits[len(refits) // 2], 1)
    result["refit_p99_ms"] = round(refits[int(0.99 * len(refits))], 1)
    return result


def _summed(every: Sequence[dict[int, dict[str, float]]]) -> dict[str, Any]:
    """Means over trainers, by number of marks."""
    keys = ("agreement", "elsewhere", "false_cues", "accepted_red", "faults_green")
    found: dict[str, Any] = {}
    for count in MARKS:
        rows = [figures[count] for figures in every if count in figures]
        found[f"after_{count}"] = {
            **{key: round(mean(row[key] for row in rows), 3) for key in keys},
            "turned_green": int(sum(row["turned_green"] for row in rows)),
            "faults": int(sum(row["faults"] for row in rows)),
        }
    return found
