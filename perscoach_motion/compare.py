"""One recorded performance against a trainer's clip, with both known to the end: what ``perscoach compare`` and later reports say."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, nan
from typing import Any

from perscoach_motion.align import SEEN, fit_frame, fit_torso, overlap_score
from perscoach_motion.limbs import COUNT, angle, clip_directions, mirrored
from perscoach_motion.reference import HIGH, LOW, Reference, percentile, phase_of, reference
from perscoach_motion.reps import repetitions
from perscoach_motion.score import limb_score, overall, range_score, worst_limb
from perscoach_motion.skeleton import BODY, LIMB_ENDS, LIMBS, MIRROR_LIMB
from perscoach_motion.tempo import warp
from perscoach_motion.track import PoseTrack
from perscoach_motion.words import fault_words

RATE_HZ = 12.0
"""Clips are matched at this rate: a human movement has nothing above 6 Hz."""
BAND_S = 2.5
"""Largest lag followed after the fact."""
ASKED_FROM = 0.5
"""The trainer must move through half her own range in a repetition before a range is asked of the client."""
SEEN_OF_REPETITION = 0.6
"""A repetition seen for less than this share of its time says nothing about its range."""
REPETITIONS_BELOW = 0.25
"""The range that three repetitions of four exceed counts."""
LONGEST_GAP_S = 0.4
"""Between frames farther apart nothing was seen; the slowest clips worth scoring have five frames a second."""
SLACK_S = 0.3
"""A repetition is looked at so much before and after its time, so that the rest it comes from belongs to its range."""
PROBLEM_S = 0.6
"""A fault shorter than this is not worth a word."""


@dataclass(frozen=True, slots=True)
class Match:
    """A client's frames laid beside the trainer's.

    Attributes:
        client: limb directions of the client's frames, heading taken out, in the trainer's numbering.
        visible: per frame and limb whether it is seen, in the trainer's numbering.
        pairs: (client frame, trainer frame).
        cost: mean degrees per pair over the moving limbs.
    """

    client: list[list[float]]
    visible: list[list[bool]]
    pairs: list[tuple[int, int]]
    cost: float


def compare(trainer: PoseTrack, client: PoseTrack, tolerance: dict[str, float] | None = None) -> dict[str, Any]:
    """Score a client's clip against a trainer's.

    Args:
        trainer: the trainer's poses.
        client: the client's poses, unmirrored; any camera, size and body.
        tolerance: degrees per limb from the trainer's file, where measured.

    Returns:
        The object ``docs/formats.md`` calls *comparison*: ``score``, ``overlap_score``, ``reps``, ``lag_s``, ``mirrored``, ``seen``,
        ``worst_limb``, ``limbs``, ``problems``. What cannot be said is ``None``.
    """
    ask = reference(trainer, tolerance)
    rows = _thinned(client)
    straight, _ = clip_directions(client)
    straight = [straight[row] for row in rows]
    times = [client.times[row] for row in rows]
    trainer_rows = _thinned(trainer)
    as_is = _match(ask, trainer_rows, straight, [_visible_limbs(client, row, False) for row in rows], times)
    turned_round = [mirrored(vectors) for vectors in straight]
    flipped = _match(ask, trainer_rows, turned_round, [_visible_limbs(client, row, True) for row in rows], times)
    is_mirrored = flipped.cost < as_is.cost
    match = flipped if is_mirrored else as_is
    visible = match.visible
    errors = _errors(ask, match, trainer_rows, visible)
    lags = sorted(times[i] - trainer.times[trainer_rows[j]] for i, j in match.pairs)
    lag_s = percentile(lags, 0.5) if lags else 0.0
    ratios = _range_ratios(ask, match, times, lag_s)
    scores = [_limb(ask, limb, errors[limb], ratios[limb]) for limb in range(COUNT)]
    # A movement of which no whole repetition was seen has no score: what was seen may be its easy part.
    total = nan if ask.moving and all(map(isnan, ratios)) else overall(scores, ask)
    named = {_own(limb, is_mirrored): limb for limb in range(COUNT)}
    limbs = {
        name: {"score": _rounded(scores[k]), "error_deg": _rounded(_middle(errors[k])), "rom_ratio": _rounded(ratios[k], 3)}
        for name, k in ((name, named[name]) for name in LIMBS)
    }
    counted = [limb for limb in ask.moving if 2 * sum(clear[limb] for clear in visible) > len(visible)]
    phase = [phase_of(vectors, ask.lines, counted) for vectors in match.client]
    return {
        "score": _rounded(total),
        "overlap_score": _rounded(_overlap(trainer, client, is_mirrored)),
        "reps": len(repetitions(times, phase)) if ask.moving else 0,
        "lag_s": _rounded(lag_s, 2) if lags else None,
        "mirrored": is_mirrored,
        "seen": round(sum(any(row) for row in visible) / len(visible), 3) if visible else 0.0,
        "worst_limb": worst_limb({name: values["score"] for name, values in limbs.items()}),
        "limbs": limbs,
        "problems": _problems(ask, match, trainer_rows, times, visible, is_mirrored, ratios),
    }


def _thinned(track: PoseTrack) -> list[int]:
    """Frames of a track at about ``RATE_HZ``, each with a person."""
    rows: list[int] = []
    due = -1.0
    for row, time_s in enumerate(track.times):
        if time_s + 1e-6 >= due and track.present(row):
            rows.append(row)
            due = max(due + 1 / RATE_HZ, time_s - 1 / RATE_HZ) if due >= 0 else time_s + 1 / RATE_HZ
    return rows


def _match(
    ask: Reference, trainer_rows: Sequence[int], client: list[list[float]], visible: list[list[bool]], times: Sequence[float]
) -> Match:
    limbs = [[limb for limb in ask.moving or range(COUNT) if clear[limb]] for clear in visible]

    def cost(i: int, j: int) -> float:
        return _mean_angle(client[i], ask.frames[trainer_rows[j]], limbs[i])

    pairs = warp(cost, times, [ask.track.times[row] for row in trainer_rows], BAND_S)
    everything = [[limb for limb in range(COUNT) if clear[limb]] for clear in visible]
    total = sum(_mean_angle(client[i], ask.frames[trainer_rows[j]], everything[i]) for i, j in pairs)
    return Match(client, visible, pairs, total / len(pairs) if pairs else 180.0)


def _mean_angle(one: Sequence[float], other: Sequence[float], limbs: Sequence[int]) -> float:
    return sum(angle(one, other, limb) for limb in limbs) / len(limbs) if limbs else 0.0


def _visible_limbs(client: PoseTrack, row: int, is_mirrored: bool) -> list[bool]:
    """Which limbs are seen in one frame, in the trainer's numbering; all False when too little of the body is."""
    visibility = client.visibility_of(row)
    if sum(visibility[number] >= SEEN for number in BODY) * 2 < len(BODY):
        return [False] * COUNT
    own = [all(visibility[number] >= SEEN for side in ends for number in side) for ends in LIMB_ENDS]
    return [own[MIRROR_LIMB[limb]] for limb in range(COUNT)] if is_mirrored else own


def _errors(ask: Reference, match: Match, trainer_rows: Sequence[int], visible: Sequence[Sequence[bool]]) -> list[list[float]]:
    """Per limb the errors in degrees over all pairs in which the limb is seen."""
    out: list[list[float]] = [[] for _ in range(COUNT)]
    for i, j in match.pairs:
        theirs = ask.frames[trainer_rows[j]]
        for limb in range(COUNT):
            if visible[i][limb]:
                error = angle(match.client[i], theirs, limb)
                if not isnan(error):
                    out[limb].append(error)
    return out


def _range_ratios(ask: Reference, match: Match, times: Sequence[float], lag_s: float) -> list[float]:
    """Per limb the client's range along the trainer's line, as a share of the trainer's, repetition by repetition.

    Repetitions are laid beside each other by the clock and the lag, not by the match: who stands still matches the trainer's rest.
    One good repetition must not hide the missing ones: a low percentile over the repetitions counts. NaN for held limbs, and
    where the client is not seen through any whole repetition.
    """
    track = ask.track
    spans = [(rep.start_s, rep.end_s) for rep in ask.repetitions] or [(0.0, track.duration)]
    ratios: list[list[float]] = [[] for _ in range(COUNT)]
    for start, end in spans:
        hers = [row for row, time_s in enumerate(track.times) if start - SLACK_S <= time_s <= end + SLACK_S and track.present(row)]
        mine = [i for i, time_s in enumerate(times) if start + lag_s - SLACK_S <= time_s <= end + lag_s + SLACK_S]
        for limb in ask.moving:
            line = ask.lines[limb]
            seen = [i for i in mine if match.visible[i][limb]]
            seen_s = sum(min(LONGEST_GAP_S, times[b] - times[a]) for a, b in pairwise(seen))
            if line is None or seen_s < SEEN_OF_REPETITION * (end - start):
                continue
            asked = _spread([line.at(ask.frames[row], limb) for row in hers])
            if asked > ASKED_FROM:
                ratios[limb].append(_spread([line.at(match.client[i], limb) for i in seen]) / asked)
    return [percentile(sorted(found), REPETITIONS_BELOW) if found else nan for found in ratios]


def _spread(values: list[float]) -> float:
    values.sort()
    return percentile(values, HIGH) - percentile(values, LOW)


def _limb(ask: Reference, limb: int, errors: Sequence[float], ratio: float) -> float:
    if not errors:
        return nan
    held = limb_score(percentile(sorted(errors), 0.75), ask.tolerance_deg[limb])
    return held if isnan(ratio) else min(held, range_score(ratio))


def _overlap(trainer: PoseTrack, client: PoseTrack, is_mirrored: bool) -> float:
    """The plain overlap, frame by frame at the same time, mean over the frames seen in both."""
    found = []
    for row in _thinned(client):
        other = trainer.frame_at(client.times[row] + 1e-3)
        if not trainer.present(other):
            continue
        own, theirs = client.xy_of(row), trainer.xy_of(other)
        placed = fit_torso(fit_frame(client.aspect, trainer.aspect, is_mirrored), own, theirs, trainer.aspect)
        value = overlap_score(own, client.visibility_of(row), theirs, trainer.visibility_of(other), placed, trainer.aspect)
        if value is not None:
            found.append(value)
    return sum(found) / len(found) if found else nan


def _problems(
    ask: Reference,
    match: Match,
    trainer_rows: Sequence[int],
    times: Sequence[float],
    visible: Sequence[Sequence[bool]],
    is_mirrored: bool,
    ratios: Sequence[float],
) -> list[dict[str, Any]]:
    """Stretches in which one limb that matters is off, the worst limb of each, in time order."""
    found: list[dict[str, Any]] = []
    for limb in range(COUNT):
        start: float | None = None
        last = 0.0
        for i, j in [*match.pairs, (-1, -1)]:
            off = i >= 0 and visible[i][limb] and _is_off(ask, limb, angle(match.client[i], ask.frames[trainer_rows[j]], limb))
            if off:
                start = times[i] if start is None else start
                last = times[i]
            elif start is not None:
                if last - start >= PROBLEM_S:
                    name = _own(limb, is_mirrored)
                    shallow = not isnan(ratios[limb]) and range_score(ratios[limb]) < 70
                    words = fault_words(name, shallow)
                    found.append({"start_s": round(start, 2), "end_s": round(last, 2), "limb": name, "words": words})
                start = None
    return sorted(found, key=lambda problem: (problem["start_s"], problem["limb"]))


def _is_off(ask: Reference, limb: int, error: float) -> bool:
    return ask.lines[limb] is not None and not isnan(error) and limb_score(error, ask.tolerance_deg[limb]) < 70


def _own(limb: int, is_mirrored: bool) -> str:
    """Name of the client's own limb that answers to a limb of the trainer."""
    return LIMBS[MIRROR_LIMB[limb] if is_mirrored else limb]


def _middle(values: Sequence[float]) -> float:
    return percentile(sorted(values), 0.5) if values else nan


def _rounded(value: float, digits: int = 1) -> float | None:
    return None if isnan(value) else round(value, digits)
