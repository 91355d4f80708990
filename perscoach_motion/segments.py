"""Cutting a long clip by movement: where an exercise begins and ends, what kind it is, its repetitions. Needs numpy; server only.

A repetition leaves a position and comes back to it. So the clip is searched for the position whose departures and returns explain
most of it (standing, for squats; the plank, for push-ups), the departures that are alike become exercises, and what is left between
them is searched again. Everything is limb directions in space, so neither the camera nor the body's size matters; every length of
time is in seconds, so neither does the frame rate. The decisions are in ``docs/adr/0011-cutting.md``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.align import SEEN
from perscoach_motion.kinds import kind_of, position, stands
from perscoach_motion.limbs import directions, mirrored, sideways, turned
from perscoach_motion.npzfile import arrays
from perscoach_motion.reference import MOVES_FROM_DEG, TOLERANCE_DEG
from perscoach_motion.reps import SHORTEST_S
from perscoach_motion.segment import Segment
from perscoach_motion.skeleton import LIMB_ENDS, LIMBS
from perscoach_motion.track import STRIDE, PoseTrack

Floats = NDArray[np.float64]

RATE_HZ = 25.0
"""The clip is looked at this often, whatever its own frame rate: twice what the fastest repetition needs."""
SMOOTH_S = 0.09
"""Standard deviation of the smoothing over time, a Gaussian: half the power of 1.5 Hz is left, and the fastest jack is 1.2 Hz."""
GAP_S = 0.5
"""A longer absence of the person cannot be bridged by a straight line."""
JUMP_M_S = 8.0
"""Nobody crosses the picture faster: another person, or the clip was cut here."""
HEADING_S = 2.0
"""The body's heading is followed this slowly: a turn between two exercises is taken out, a twist within one is not."""
RESTS_WITHIN_DEG = 12.0
"""Frames this near to a position count as being in it."""
OTHER_FROM_DEG = 25.0
"""Positions this far apart are two; also the least departure that can be a repetition, as ``MOVES_FROM_DEG``."""
SLACK_DEG = 5.0
"""Of each limb's turn that is noise and sway."""
RETURNS = 0.4
"""A departure is over when this share of it is taken back: tired arms do not always come all the way down."""
PULSE = 3.0
"""Small departures inside one so many times deeper are pulses of it, not repetitions."""
BENT_LEGS_DEG = 45.0
"""Of two positions that a movement goes between, the one with straighter legs is rest: this much more knee halves a claim to be it."""
LONGEST_S = 12.0
"""A longer departure is something else: sitting down, a set on the floor, a rest."""
SET_PAUSE_S = 3.0
"""A longer rest begins a new set, and so a new segment."""
ALIKE = 0.78
"""Cosine between two departures of one exercise: seen from 0.81 up; of different exercises below 0.74, but for raise and jack (0.89)."""
ALIKE_NOISE = 0.25
"""Of each limb's way (chord, 14 degrees) that says nothing about likeness."""
WORKS = 0.6
"""Way (chord, beyond ``ALIKE_NOISE``: 50 degrees) of a limb that works; one that works in only one of two movements tells them apart."""
ALIKE_DEG = 50.0
"""One limb differing by more than this makes another exercise, however alike the others are."""
ALIKE_LENGTH, ALIKE_DEPTH = 2.3, 1.6
"""Ratios between repetitions of one exercise: people slow down and tire, but nobody goes from whole to half at once."""
HELD_S = 4.0
"""A position other than standing kept this long is a hold."""
DEEP = 0.8
"""Share of it from which the body is practically at the working end."""
ALMOST = 0.2
"""Share of it that is left where a movement of many parts passes near its rest."""
HALFWAY = 0.15
"""Share of it to both sides of the middle that counts as halfway."""
NEAR = 0.25
"""Share of a departure's depth under which the body is practically back."""
NEAR_LEAD = 0.28
"""What is still to come then, as a share of the time spent beyond: minimum jerk reaches a quarter at 0.36 of its way."""
LONE_WAY = 0.55
"""Way of a limb's direction, as the length of the chord: 32 degrees."""
LONE_DEG = 45.0
"""A single departure counts only when it is this large: people scratch, wave and adjust."""
FIDGET_DEG = 55.0
"""Arms alone must go this far: a raise to the shoulders is 100 away from rest, a half one 60."""
LEGS_AND_TRUNK = tuple(LIMBS.index(name) for name in ("left_thigh", "left_shin", "right_thigh", "right_shin", "trunk"))
ARMS = (LIMBS.index("left_upper_arm"), LIMBS.index("right_upper_arm"))
TRAVEL_M = 0.3
"""Net way per departure from which it is walking: a step is 0.6 m, a repetition ends where it began."""
APPROACH = 0.06
"""The same towards the camera: relative change of size per departure; a step at 5 m changes it by 0.12."""
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

MAIN = tuple(
    LIMBS.index(name)
    for name in (
        *("left_upper_arm", "left_forearm", "left_thigh", "left_shin"),
        *("right_upper_arm", "right_forearm", "right_thigh", "right_shin", "trunk"),
    )
)
"""Limbs that positions are compared by: hands, feet and head are read too roughly, shoulder and hip lines turn with the heading."""


@dataclass(frozen=True, slots=True)
class _Film:
    """The clip on an even clock.

    Attributes:
        times: ``(N,)`` seconds.
        limbs: ``(N, 14, 3)`` directions; NaN where nobody is.
        place: ``(N, 2)`` metres across the picture, and the logarithm of the size.
        counts: ``(9,)`` 1 for a main limb that is seen in half of the clip, 0 for one that the estimator guesses.
    """

    times: Floats
    limbs: Floats
    place: Floats
    counts: Floats


@dataclass(frozen=True, slots=True)
class _Departure:
    """Out of a position and back.

    Attributes:
        start, peak, end: frames: last near rest, farthest from it, first near it again.
        rest: ``(14, 3)`` position before and after.
        way: ``(2, 14, 3)`` from there to where it turns, and to halfway: a press and a raise end alike.
        depth: degrees, as :func:`_distance`.
        claim: how much movement it explains, seconds away from rest times degrees above it.
    """

    start: int
    peak: int
    end: int
    rest: Floats
    way: Floats
    depth: float
    claim: float


def segments(track: PoseTrack) -> tuple[Segment, ...]:
    """Cut a clip into exercises and their repetitions, in order of time.

    Standing, fidgeting, walking in and out are left out. The same exercise after more than :data:`SET_PAUSE_S` is a new segment.

    Args:
        track: the whole clip; any frame rate, gaps allowed.

    Returns:
        What was found; nothing for a clip without exercise.
    """
    film = _film(track)
    if film is None:
        return ()
    found = [segment for start, end in _stretches(film) for segment in _cut(film, start, end)]
    return tuple(sorted(found, key=lambda segment: segment.start_s))


def _film(track: PoseTrack) -> _Film | None:
    times, image, world, visibility = arrays(track)
    here = np.isfinite(world).all(axis=(1, 2))
    if np.count_nonzero(here) < 3:
        return None
    own = times[here]
    worlds = [list(map(float, track.world[frame * STRIDE : (frame + 1) * STRIDE])) for frame in np.flatnonzero(here)]
    clock = np.arange(own[0], own[-1], 1 / RATE_HZ)
    gap = max(GAP_S, 2.5 * float(np.median(np.diff(own))))
    after = np.clip(np.searchsorted(own, clock, side="right"), 1, len(own) - 1)
    places = _places(image[here], world[here], track.aspect)
    jumps = np.abs(np.diff(places[:, 0])) > JUMP_M_S * np.maximum(np.diff(own), 1 / RATE_HZ)
    absent = (own[after] - own[after - 1] > gap) | jumps[after - 1]
    sides = _smooth(_on(clock, own, np.array([sideways(w) for w in worlds])), absent, HEADING_S)
    yaw = np.interp(own, clock, np.unwrap(np.arctan2(sides[:, 1], sides[:, 0])))
    limbs = np.array([turned(directions(w), float(y)) for w, y in zip(worlds, yaw, strict=True)])
    limbs = _smooth(_on(clock, own, np.nan_to_num(limbs)), absent, SMOOTH_S).reshape(-1, len(LIMBS), 3)
    limbs /= np.maximum(np.linalg.norm(limbs, axis=2, keepdims=True), 1e-9)
    place = _smooth(_on(clock, own, places), absent, 4 * SMOOTH_S)
    limbs[absent] = np.nan
    seen = np.stack([visibility[here][:, [i for ends in LIMB_ENDS[limb] for i in ends]].min(axis=1) for limb in MAIN], axis=1)
    counts = (np.median(seen, axis=0) >= SEEN).astype(np.float64)
    return _Film(clock, limbs, place, counts if counts.any() else np.ones(len(MAIN)))


def _places(image: NDArray[np.float32], world: NDArray[np.float32], aspect: float) -> Floats:
    """Metres across the picture and log of the size; size is how large the world's spread appears, whatever the posture."""
    flat = image[..., :2].astype(np.float64) * (aspect, 1.0)
    spread, real = (np.sqrt(points.var(axis=1).sum(axis=1)) for points in (flat, world[..., :2].astype(np.float64)))
    scale = spread / np.maximum(real, 1e-6)
    metres = flat[:, 23:25, 0].mean(axis=1) / max(float(np.median(scale)), 1e-6)
    return np.stack([metres, np.log(np.maximum(scale, 1e-6))], axis=1)


def _on(clock: Floats, own: Floats, values: Floats) -> Floats:
    return np.stack([np.interp(clock, own, channel) for channel in values.T], axis=1)


def _smooth(values: Floats, absent: NDArray[np.bool_], sigma_s: float) -> Floats:
    """A Gaussian in time without lag; what is absent weighs nothing."""
    reach = round(3 * sigma_s * RATE_HZ)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (sigma_s * RATE_HZ)) ** 2)
    weight = np.where(absent, 0.0, 1.0)

    def run(channel: Floats) -> Floats:
        return np.convolve(np.pad(channel, reach), kernel, mode="valid")

    total = np.maximum(run(weight), 1e-9)
    return np.stack([run(channel * weight) / total for channel in values.T], axis=1)


def _stretches(film: _Film) -> Iterator[tuple[int, int]]:
    """Where somebody is seen without a break: first frame and the one after the last."""
    seen = np.concatenate([[False], np.isfinite(film.limbs[:, 0, 0]), [False]])
    edges = np.flatnonzero(seen[1:] != seen[:-1])
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _turns(limbs: Floats, rest: Floats) -> Floats:
    """Degrees between limbs ``(..., 14, 3)`` and a position, for the main limbs ``(..., 9)``."""
    cosine = np.einsum("...ij,...ij->...i", limbs[..., MAIN, :], rest[..., MAIN, :])
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _distance(film: _Film, limbs: Floats, rest: Floats) -> Floats:
    """How far a body is from a position, degrees: a pair of limbs turned by x is x away."""
    beyond = np.maximum(_turns(limbs, rest) - SLACK_DEG, 0.0)
    return np.asarray(np.sqrt((film.counts * beyond**2).sum(axis=-1) / 2))


def _cut(film: _Film, start: int, end: int) -> list[Segment]:
    """What is between two frames; the runs that explain most first, then what is left around them."""
    if end - start < SHORTEST_S * RATE_HZ:
        return []
    positions = _positions(film, film.limbs[start:end])
    tried = [_runs(film, start, end, rest) for rest in positions]
    knees = [float(np.mean(position(rest.reshape(-1).tolist()).knee)) for rest in positions]
    lone = [run[0] for runs in tried for run in runs if len(run) == 1 and _stands_alone(run[0])]
    best: list[_Run] = []
    for runs, knee in zip(tried, knees, strict=True):
        repeated = [run for run in runs if len(run) > 1 and not _fidgets(run) and not _belittled(run, lone)]
        # Squats can be counted from below, too: of two such readings the one that rests on straighter legs is meant.
        if _claim(repeated) / 2 ** ((knee - min(knees)) / BENT_LEGS_DEG) > _claim(best) * 1.05:
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


def _claim(runs: "Sequence[_Run]") -> float:
    return sum(one.claim for run in runs for one in run)


def _stands_alone(one: _Departure) -> bool:
    """A single repetition must be large, and of the legs, the trunk or both arms."""
    return one.depth >= LONE_DEG and max(_way_of(one, LEGS_AND_TRUNK).max(), _way_of(one, ARMS).min()) > LONE_WAY


def _fidgets(run: "_Run") -> bool:
    """Whether only arms moved, and little: people scratch, point and loosen their hands, more than once."""
    return all(_way_of(one, LEGS_AND_TRUNK).max() < LONE_WAY and one.depth < FIDGET_DEG for one in run)


def _way_of(one: _Departure, limbs: tuple[int, ...]) -> Floats:
    return np.asarray(np.linalg.norm(one.way[0][limbs, :], axis=1))


def _belittled(run: "_Run", lone: Sequence[_Departure]) -> bool:
    """Whether these are no repetitions but pulses within a far larger single one, or an accident at its edge."""
    for one in lone:
        within = one.start <= run[0].start + 1 and run[-1].end <= one.end + 1
        across = not within and one.start < run[-1].end and run[0].start < one.end
        if (within and one.depth > PULSE * max(each.depth for each in run)) or (across and _claim([[one]]) > 2 * _claim([run])):
            return True
    return False


def _positions(film: _Film, limbs: Floats) -> list[Floats]:
    """The positions most visited, each at least :data:`OTHER_FROM_DEG` from the others."""
    some = limbs[:: max(1, -(-len(limbs) // SAMPLES))]
    apart = np.stack([_distance(film, some, frame) for frame in some])
    near = apart < RESTS_WITHIN_DEG
    free = np.ones(len(some), dtype=bool)
    found: list[Floats] = []
    while free.any() and len(found) < MOST_POSITIONS:
        visited = (near & free).sum(axis=1) * free
        centre = int(visited.argmax())
        found.append(_unit(some[near[centre] & free].mean(axis=0)))
        free &= apart[centre] > OTHER_FROM_DEG
    # Rest may be shown for a moment only, where a clip begins or ends.
    return found + [edge for edge in (some[0], some[-1]) if min(float(_distance(film, edge, rest)) for rest in found) > RESTS_WITHIN_DEG]


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def _departures(film: _Film, start: int, end: int, rest: Floats) -> list[_Departure]:
    """Every time the body leaves a position and comes back, between two frames."""
    away = _distance(film, film.limbs[start:end], rest)
    turns: list[tuple[int, int]] = []
    low = peak = begin = 0
    out = False
    for frame, value in enumerate(away):
        if not out:
            low = frame if value < away[low] else low
            if value - away[low] > OTHER_FROM_DEG:
                out, begin, peak = True, low, frame
        elif value > away[peak]:
            peak = frame
        elif away[peak] - value > RETURNS * (away[peak] - away[begin]):
            out, low = False, frame
            turns.append((begin, peak))
    lows = [low for low, _ in turns] + [int(away[turns[-1][1] :].argmin()) + turns[-1][1]] if turns else []
    pairs = zip(turns, lows[1:], strict=True)
    return [made for (low, top), after in pairs if (made := _departure(film, start, away, (low, top, after)))]


def _departure(film: _Film, start: int, away: Floats, bounds: tuple[int, int, int]) -> _Departure | None:
    """One of them without the resting at both sides; ``None`` when it is too short or long or does not come back."""
    low, top, after = bounds
    depth = float(away[top])
    if max(away[low], away[after]) > (1 - RETURNS) * depth:
        return None
    near = away <= depth * NEAR
    before, behind = np.flatnonzero(near[low:top]), np.flatnonzero(near[top:after])
    begin, end = low + int(before[-1]) if len(before) else low, top + int(behind[0]) if len(behind) else after
    if not SHORTEST_S <= (end - begin) / RATE_HZ * (1 + 2 * NEAR_LEAD) <= LONGEST_S:
        return None
    limbs = film.limbs[start : start + len(away)]
    rest = _unit(limbs[low] + limbs[after])
    inside, share = limbs[begin : end + 1], away[begin : end + 1] / depth
    way = np.stack([inside[part].mean(axis=0) - rest for part in (share >= DEEP, _near_half(share))])
    rise = depth - float(max(away[low], away[after]))
    claim = rise * float(np.count_nonzero(away[begin : end + 1] > depth - rise / 2)) / RATE_HZ
    return _Departure(start + begin, start + top, start + end, rest, way, depth, claim)


_Run = list[_Departure]
"""Departures of one exercise, one after the other."""


def _runs(film: _Film, start: int, end: int, rest: Floats) -> list[_Run]:
    """Departures that follow each other and are alike; walking left out."""
    runs: list[_Run] = []
    for one in _departures(film, start, end, rest):
        if runs and _belongs(film, one, runs[-1]):
            runs[-1].append(one)
        elif runs and len(runs[-1]) == 1 and (joined := _joined(film, runs[-1][0], one, rest)):
            runs[-1] = [joined]
        else:
            runs.append([one])
    return [run for run in runs if not _walks(film, run)]


def _near_half(share: Floats) -> NDArray[np.bool_]:
    """Frames about halfway out or back; the nearest one where the clip has none."""
    half = np.abs(share - 0.5) < HALFWAY
    half[int(np.abs(share - 0.5).argmin())] = True
    return half


def _joined(film: _Film, one: _Departure, other: _Departure, rest: Floats) -> _Departure | None:
    """Two different departures without rest between them are one of many parts, such as a burpee."""
    between = film.limbs[one.peak : other.peak]
    length = (other.end - one.start) / RATE_HZ
    if not len(between) or length > LONGEST_S or float(_distance(film, between, rest).min()) < ALMOST * max(one.depth, other.depth):
        return None
    deep = max(one, other, key=lambda each: each.depth)
    return replace(deep, start=one.start, end=other.end, rest=_unit(one.rest + other.rest), claim=one.claim + other.claim)


def _belongs(film: _Film, one: _Departure, run: _Run) -> bool:
    last = run[-1]
    pause = one.start - last.end - NEAR_LEAD * (one.end - one.start + last.end - last.start)
    if pause > SET_PAUSE_S * RATE_HZ:
        return False
    length = float(np.median([each.end - each.start for each in run]))
    slower, deeper = (one.end - one.start) / length, one.depth / last.depth
    if not (1 / ALIKE_LENGTH < slower < ALIKE_LENGTH and 1 / ALIKE_DEPTH < deeper < ALIKE_DEPTH):
        return False
    # One side after the other is one exercise; first all of one side and then all of the other are two.
    alternates = len(run) > 1 and not _alike(film, run[1].way, run[0].way)
    same, mirror_image = _alike(film, one.way, last.way), _alike(film, one.way, _mirror(last.way))
    return mirror_image if alternates else same or (mirror_image and len(run) == 1)


def _alike(film: _Film, one: Floats, other: Floats) -> bool:
    a, b = _told(film, one), _told(film, other)
    size_a, size_b = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    if not min(size_a, size_b) or float((a * b).sum()) < ALIKE * size_a * size_b:
        return False
    moved, rested = np.maximum(*(lengths := np.linalg.norm([a[0], b[0]], axis=-1))), np.minimum(*lengths)
    if ((moved > WORKS) & (rested == 0)).any():
        return False
    # Compared at the same size: a shallower repetition is the same exercise.
    apart = np.linalg.norm(a[0] / size_a - b[0] / size_b, axis=-1) * min(size_a, size_b)
    return bool(np.degrees(2 * np.arcsin(np.clip(apart.max() / 2, 0, 1))) < ALIKE_DEG)


def _told(film: _Film, way: Floats) -> Floats:
    """Ways of the main limbs, without what noise alone would give, ``(2, 9, 3)``."""
    lengths = np.linalg.norm(way[:, MAIN, :], axis=2)
    return np.asarray(way[:, MAIN, :] * (film.counts * np.maximum(0.0, 1 - ALIKE_NOISE / np.maximum(lengths, 1e-9)))[..., None])


def _mirror(vectors: Floats) -> Floats:
    """Limbs ``(..., 14, 3)`` as a mirror shows them."""
    flat = vectors.reshape(-1, 3 * len(LIMBS))
    return np.array([mirrored(each.tolist()) for each in flat]).reshape(vectors.shape)


def _walks(film: _Film, run: _Run) -> bool:
    across, nearer = np.abs(film.place[run[-1].end] - film.place[run[0].start]) / len(run)
    return bool(across > TRAVEL_M or nearer > APPROACH)


def _exercise(film: _Film, start: int, end: int, run: _Run) -> Segment:
    """A run as a segment."""
    rest = _unit(np.mean([one.rest for one in run], axis=0))
    # In an exercise that alternates, every other departure is the mirror image of the first.
    other = [not _alike(film, one.way, run[0].way) and _alike(film, one.way, _mirror(run[0].way)) for one in run]
    way, half = np.mean([_mirror(one.way) if turn else one.way for one, turn in zip(run, other, strict=True)], axis=0)
    phase = [_along(film, film.limbs, rest, way), _along(film, film.limbs, _mirror(rest), _mirror(way))]
    lows = [start, *((before.end + after.start) // 2 for before, after in pairwise(run)), end - 1]
    spans = [_span(film.times, phase[turn], lows[k], one, lows[k + 1]) for k, (one, turn) in enumerate(zip(run, other, strict=True))]
    turns = _turns(film.limbs[run[0].start : run[-1].end], rest) * film.counts
    ranges = np.percentile(turns, 95, axis=0) - np.percentile(turns, 5, axis=0)
    order = sorted((k for k in range(len(MAIN)) if ranges[k] >= MOVES_FROM_DEG), key=lambda k: -ranges[k])
    kind = kind_of(*(_unit(place).reshape(-1).tolist() for place in (rest, rest + half, rest + way)))
    limbs = tuple(LIMBS[MAIN[k]] for k in order)
    return Segment(spans[0][0], spans[-1][1], kind, limbs, tuple(spans), _tolerance(film, run, spans, other))


def _along(film: _Film, limbs: Floats, rest: Floats, way: Floats) -> Floats:
    """How far each frame is along the exercise: 0 at rest, 1 where it usually turns."""
    w = way[MAIN, :] * film.counts[:, None]
    return np.asarray(((limbs[:, MAIN, :] - rest[MAIN, :]) * w).sum(axis=(1, 2)) / (w * w).sum())


def _span(times: Floats, phase: Floats, low: int, one: _Departure, after: int) -> tuple[float, float]:
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


def _tolerance(film: _Film, run: _Run, spans: Sequence[tuple[float, float]], other: Sequence[bool]) -> dict[str, float] | None:
    """How far the trainer's own repetitions lie from their mean, limb by limb, at the same phase; ``None`` for a single one."""
    if len(run) < 2:
        return None
    aligned = np.stack([_aligned(film, one, *span, turn) for one, span, turn in zip(run, spans, other, strict=True)])
    apart = np.degrees(np.arccos(np.clip((aligned * _unit(aligned.mean(axis=0))).sum(axis=-1), -1, 1)))
    # The mean is theirs too: with few repetitions it lies nearer to them than the truth does.
    spread = np.percentile(apart, 90, axis=(0, 1)) * np.sqrt(len(run) / (len(run) - 1))
    return {name: float(min(CEILING_DEG, max(TOLERANCE_DEG, value))) for name, value in zip(LIMBS, spread, strict=True)}


def _aligned(film: _Film, one: _Departure, start_s: float, end_s: float, turn: bool) -> Floats:
    """A repetition at 20 moments on the way out and 20 on the way back, ``(40, 14, 3)``; mirrored where it is the other side's."""
    top = float(film.times[one.peak])
    moments = np.concatenate([np.linspace(start_s, top, 20), np.linspace(top, end_s, 20)])
    reach = slice(max(0, one.start - round(RATE_HZ)), one.end + round(RATE_HZ))
    limbs = _unit(_on(moments, film.times[reach], np.nan_to_num(film.limbs[reach]).reshape(-1, 3 * len(LIMBS))).reshape(-1, len(LIMBS), 3))
    return _mirror(limbs) if turn else limbs


def _held(film: _Film, start: int, end: int, positions: Sequence[Floats]) -> list[Segment]:
    """Positions other than standing that are kept."""
    found = []
    for rest in positions:
        if stands(rest.reshape(-1).tolist()):
            continue
        near = np.concatenate([[False], _distance(film, film.limbs[start:end], rest) < RESTS_WITHIN_DEG, [False]])
        edges = np.flatnonzero(near[1:] != near[:-1]) + start
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if (last - first) / RATE_HZ >= HELD_S:
                found.append(Segment(float(film.times[first]), float(film.times[last - 1]), "hold"))
    return found
