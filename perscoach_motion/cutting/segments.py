"""Cutting a long clip by movement: where an exercise begins and ends, what kind it is, its repetitions. Needs numpy; server only.

A repetition leaves a position and comes back to it. So the clip is searched for the position whose departures and returns explain
most of it (standing, for squats; the plank, for push-ups), the departures that are alike become exercises, and what is left between
them is searched again. Everything is limb directions in space, so neither the camera nor the body's size matters; every length of
time is in seconds, so neither does the frame rate. The decisions are in ``docs/adr/0011-cutting.md``.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from perscoach_motion.counting.reps import SHORTEST_S
from perscoach_motion.cutting.departures import NEAR, OTHER_FROM_DEG, Departure, Run, alike, claim_of, runs_from
from perscoach_motion.cutting.film import (
    MAIN,
    RATE_HZ,
    Film,
    Floats,
    along,
    distance,
    film_of,
    mirror,
    on_clock,
    stretches,
    turns_from,
    unit,
)
from perscoach_motion.cutting.kinds import kind_of, position, stands
from perscoach_motion.cutting.segment import TOLERANCE_DEG, Segment
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import MOVES_FROM_DEG

RESTS_WITHIN_DEG = 12.0
"""Frames this near to a position count as being in it."""
PULSE = 3.0
"""Small departures inside one so many times deeper are pulses of it, not repetitions."""
BENT_LEGS_DEG = 45.0
"""Of two positions that a movement goes between, the one with straighter legs is rest: this much more knee halves a claim to be it."""
HELD_S = 4.0
"""A position other than standing kept this long is a hold."""
LONE_WAY = 0.55
"""Way of a limb's direction, as the length of the chord: 32 degrees."""
LONE_DEG = 45.0
"""A single departure counts only when it is this large: people scratch, wave and adjust."""
FIDGET_DEG = 55.0
"""Arms alone must go this far: a raise to the shoulders is 100 away from rest, a half one 60."""
LEGS_AND_TRUNK = tuple(LIMBS.index(name) for name in ("left_thigh", "left_shin", "right_thigh", "right_shin", "trunk"))
ARMS = (LIMBS.index("left_upper_arm"), LIMBS.index("right_upper_arm"))
MOST_POSITIONS = 6
"""Positions tried in one stretch, the most visited first."""
SAMPLES = 1200
"""Frames looked at to find them: bounds the cost for long clips."""
CEILING_DEG = 30.0
"""A set so uneven that its spread says more would leave nothing to correct."""
SETTLED_S = 1.0
"""The rest next to a repetition is looked for this long."""
LEAD_MOST_S = 0.6
"""A rest that looks like a very slow start is a rest."""
LOW, HIGH = 0.3, 0.7
"""Shares of the departure whose times tell when it began: where it is fastest, so that noise matters least."""
LEAD = 1.77
"""From those times back to the beginning, in multiples of the time between them: a minimum-jerk movement (Flash and Hogan 1985,
x³(10 - 15x + 6x²)) reaches them at 0.390 and 0.610 of its way."""


def segments(track: PoseTrack) -> tuple[Segment, ...]:
    """Cut a clip into exercises and their repetitions, in order of time.

    Standing, fidgeting, walking in and out are left out. The same exercise after more than :data:`departures.SET_PAUSE_S` is a new segment.

    Args:
        track: the whole clip; any frame rate, gaps allowed.

    Returns:
        What was found; nothing for a clip without exercise.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> [(one.kind, len(one.repetitions)) for one in segments(squat(repetitions=4))]
        [('squat-like', 4)]
    """
    film = film_of(track)
    if film is None:
        return ()
    found = [segment for start, end in stretches(film) for segment in _cut(film, start, end)]
    return tuple(sorted(found, key=lambda segment: segment.start_s))


def _cut(film: Film, start: int, end: int) -> list[Segment]:
    """What is between two frames; the runs that explain most first, then what is left around them."""
    if end - start < SHORTEST_S * RATE_HZ:
        return []
    positions = _positions(film, film.limbs[start:end])
    tried = [runs_from(film, start, end, rest) for rest in positions]
    knees = [float(np.mean(position(rest.reshape(-1).tolist()).knee)) for rest in positions]
    lone = [run[0] for runs in tried for run in runs if len(run) == 1 and _stands_alone(run[0])]
    best: list[Run] = []
    for runs, knee in zip(tried, knees, strict=True):
        repeated = [run for run in runs if len(run) > 1 and not _fidgets(run) and not _belittled(run, lone)]
        # Squats can be counted from below, too: of two such readings the one that rests on straighter legs is meant.
        if claim_of(repeated) / 2 ** ((knee - min(knees)) / BENT_LEGS_DEG) > claim_of(best) * 1.05:
            best = repeated
    for one in sorted(lone, key=lambda one: -one.claim):
        # What happens once and has no name may be anything.
        if not best and _exercise(film, start, end, [one]).kind != "movement":
            best = [[one]]
    if not best:
        return _held(film, start, end, positions)
    found = []
    edge = start
    for run in best:
        segment = _exercise(film, edge, end, run)
        found += [*_cut(film, edge, int(np.searchsorted(film.times, segment.start_s))), segment]
        edge = int(np.searchsorted(film.times, segment.end_s))
    return found + _cut(film, edge, end)


def _stands_alone(one: Departure) -> bool:
    """A single repetition must be large, and of the legs, the trunk or both arms."""
    return one.depth >= LONE_DEG and max(_way_of(one, LEGS_AND_TRUNK).max(), _way_of(one, ARMS).min()) > LONE_WAY


def _fidgets(run: Run) -> bool:
    """Whether only arms moved, and little: people scratch, point and loosen their hands, more than once."""
    return all(_way_of(one, LEGS_AND_TRUNK).max() < LONE_WAY and one.depth < FIDGET_DEG for one in run)


def _way_of(one: Departure, limbs: tuple[int, ...]) -> Floats:
    return np.asarray(np.linalg.norm(one.way[0][limbs, :], axis=1))


def _belittled(run: Run, lone: Sequence[Departure]) -> bool:
    """Whether these are no repetitions but pulses within a far larger single one, or an accident at its edge."""
    for one in lone:
        within = one.start <= run[0].start + 1 and run[-1].end <= one.end + 1
        across = not within and one.start < run[-1].end and run[0].start < one.end
        if (within and one.depth > PULSE * max(each.depth for each in run)) or (across and claim_of([[one]]) > 2 * claim_of([run])):
            return True
    return False


def _positions(film: Film, limbs: Floats) -> list[Floats]:
    """The positions most visited, each at least :data:`OTHER_FROM_DEG` from the others."""
    some = limbs[:: max(1, -(-len(limbs) // SAMPLES))]
    apart = np.stack([distance(film, some, frame) for frame in some])
    near = apart < RESTS_WITHIN_DEG
    free = np.ones(len(some), dtype=bool)
    found: list[Floats] = []
    while free.any() and len(found) < MOST_POSITIONS:
        visited = (near & free).sum(axis=1) * free
        centre = int(visited.argmax())
        found.append(unit(some[near[centre] & free].mean(axis=0)))
        free &= apart[centre] > OTHER_FROM_DEG
    # Rest may be shown for a moment only, where a clip begins or ends.
    return found + [edge for edge in (some[0], some[-1]) if min(float(distance(film, edge, rest)) for rest in found) > RESTS_WITHIN_DEG]


def _exercise(film: Film, start: int, end: int, run: Run) -> Segment:
    """A run as a segment."""
    rest = unit(np.mean([one.rest for one in run], axis=0))
    # In an exercise that alternates, every other departure is the mirror image of the first.
    other = [not alike(film, one.way, run[0].way) and alike(film, one.way, mirror(run[0].way)) for one in run]
    way, half = np.mean([mirror(one.way) if turn else one.way for one, turn in zip(run, other, strict=True)], axis=0)
    phase = [along(film, film.limbs, rest, way), along(film, film.limbs, mirror(rest), mirror(way))]
    lows = [start, *((before.end + after.start) // 2 for before, after in pairwise(run)), end - 1]
    spans = [_span(film.times, phase[turn], lows[k], one, lows[k + 1]) for k, (one, turn) in enumerate(zip(run, other, strict=True))]
    turns = turns_from(film.limbs[run[0].start : run[-1].end], rest) * film.counts
    ranges = np.percentile(turns, 95, axis=0) - np.percentile(turns, 5, axis=0)
    order = sorted((k for k in range(len(MAIN)) if ranges[k] >= MOVES_FROM_DEG), key=lambda k: -ranges[k])
    kind = kind_of(*(unit(place).reshape(-1).tolist() for place in (rest, rest + half, rest + way)))
    limbs = tuple(LIMBS[MAIN[k]] for k in order)
    return Segment(spans[0][0], spans[-1][1], kind, limbs, tuple(spans), _tolerance(film, run, spans, other))


def _span(times: Floats, phase: Floats, low: int, one: Departure, after: int) -> tuple[float, float]:
    """A repetition from leaving rest to being back, which is earlier and later than any threshold says."""
    top = one.start + int(phase[one.start : one.end + 1].argmax())
    out, back = slice(low, top + 1), slice(top, after + 1)
    return _onset(times[out][::-1], phase[out][::-1]), _onset(times[back], phase[back])


def _onset(times: Floats, phase: Floats) -> float:
    """When the movement that reaches ``phase[0]`` began, looking away from its peak; minimum jerk assumed."""
    # Nobody stands twice alike: rest is what this repetition starts from.
    near = int(np.argmax(phase < NEAR * phase[0])) if (phase < NEAR * phase[0]).any() else int(phase.argmin())
    rest = float(np.percentile(phase[near : near + round(SETTLED_S * RATE_HZ)], 20))

    def passed(share: float) -> float:
        level = rest + share * (phase[0] - rest)
        k = int(np.argmax(phase < level))
        if k == 0:
            return float(times[near])
        return float(times[k - 1] + (phase[k - 1] - level) / (phase[k - 1] - phase[k]) * (times[k] - times[k - 1]))

    high, low, last = passed(HIGH), passed(LOW), float(times[-1])
    lead = min(LEAD * abs(low - high), LEAD_MOST_S)
    return min(low + lead, last) if last > times[0] else max(low - lead, last)


def _tolerance(film: Film, run: Run, spans: Sequence[tuple[float, float]], other: Sequence[bool]) -> dict[str, float] | None:
    """How far the trainer's own repetitions lie from their mean, limb by limb, at the same phase; ``None`` for a single one."""
    if len(run) < 2:
        return None
    aligned = np.stack([_aligned(film, one, *span, turn) for one, span, turn in zip(run, spans, other, strict=True)])
    apart = np.degrees(np.arccos(np.clip((aligned * unit(aligned.mean(axis=0))).sum(axis=-1), -1, 1)))
    # The mean is theirs too: with few repetitions it lies nearer to them than the truth does.
    spread = np.percentile(apart, 90, axis=(0, 1)) * np.sqrt(len(run) / (len(run) - 1))
    return {name: float(min(CEILING_DEG, max(TOLERANCE_DEG, value))) for name, value in zip(LIMBS, spread, strict=True)}


def _aligned(film: Film, one: Departure, start_s: float, end_s: float, turn: bool) -> Floats:
    """A repetition at 20 moments on the way out and 20 on the way back, ``(40, 14, 3)``; mirrored where it is the other side's."""
    top = float(film.times[one.peak])
    moments = np.concatenate([np.linspace(start_s, top, 20), np.linspace(top, end_s, 20)])
    reach = slice(max(0, one.start - round(RATE_HZ)), one.end + round(RATE_HZ))
    limbs = unit(
        on_clock(moments, film.times[reach], np.nan_to_num(film.limbs[reach]).reshape(-1, 3 * len(LIMBS))).reshape(-1, len(LIMBS), 3)
    )
    return mirror(limbs) if turn else limbs


def _held(film: Film, start: int, end: int, positions: Sequence[Floats]) -> list[Segment]:
    """Positions other than standing that are kept."""
    found = []
    for rest in positions:
        if stands(rest.reshape(-1).tolist()):
            continue
        near = np.concatenate([[False], distance(film, film.limbs[start:end], rest) < RESTS_WITHIN_DEG, [False]])
        edges = np.flatnonzero(near[1:] != near[:-1]) + start
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if (last - first) / RATE_HZ >= HELD_S:
                found.append(Segment(float(film.times[first]), float(film.times[last - 1]), "hold"))
    return found
