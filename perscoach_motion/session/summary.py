"""A finished session from its landmarks: per repetition, per limb, limb × time, strip, moments worth discussing, and how much was seen.

It looks ahead, so it is a number of its own beside the live score, made by the same functions.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from math import degrees, fsum, isnan, nan, pi
from typing import Any

from perscoach_motion.alignment.tilt import pitch_roll
from perscoach_motion.counting.reps import BROKEN_OFF, HALF, WHOLE
from perscoach_motion.counting.sides import is_one_sided, worked
from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.motion import RATE_HZ
from perscoach_motion.order import middle
from perscoach_motion.scoring.done import Performance
from perscoach_motion.scoring.matrix import matrix
from perscoach_motion.scoring.overall import FAULT_BELOW, session, spread_of
from perscoach_motion.scoring.verdict import Verdict, verdict
from perscoach_motion.session.coverage import confidence, idle_limb, left_out, limb_seen, missed_with, seen_share
from perscoach_motion.session.moments import moments
from perscoach_motion.session.samples import MOST_PIECES, SHORTEST_PIECE_S
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL, Target

VERSION = 2
MISSED = "missed"


def summarise(ask: Reference, found: Performance, target: Target = USUAL, duration_s: float | None = None) -> dict[str, Any]:
    """Sum a session up.

    Args:
        ask: the trainer's clip.
        found: the client's performance beside it.
        target: what this client is asked.
        duration_s: length of the session; that of the landmarks where unknown.

    Returns:
        The object ``docs/formats.md`` calls *summary, version 2*. What cannot be said is ``None``; every number is finite.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> said = summarise(*lesson(left_arm=0.1))
        >>> said["reps"]["whole"], said["moments"][0]["limb"], said["moments"][0]["words"]["en"]
        (2, 'left_upper_arm', "Your left arm is 65° lower than the trainer's: raise it.")
    """
    times = found.motion.times
    length = max(duration_s or 0.0, times[-1] if times else 0.0)
    found = replace(found, missed=left_out(ask, found, target))
    verdicts = [verdict(ask, done, target) for done in found.done]
    counted = [one for one in verdicts if counts(ask, one)]
    limbs = limb_table(ask, found, counted, target)
    one_sided = is_one_sided(ask)
    rows = sorted(
        [_repetition(ask, found, one, one_sided, target) for one in verdicts] + [_missed(start, end) for start, end in found.missed],
        key=lambda row: (row["start_s"], row["end_s"]),
    )
    kinds = [row["kind"] for row in rows]
    lags = [one.done.lag_s for one in verdicts if not isnan(one.done.lag_s)]
    tempi = [one.done.tempo for one in verdicts if not isnan(one.done.tempo)]
    idle = idle_limb(ask, found, target)
    pitch, roll = pitch_roll(found.reading.tilt)
    return {
        "version": VERSION,
        "score": rounded(session_score(counted, found)),
        "confidence": round(confidence(ask, found, target), 3),
        "seen": round(seen_share(found, length), 3),
        "duration_s": round(length, 2),
        "mirrored": found.reading.mirrored,
        "tilt": {
            "pitch_deg": rounded(degrees(pitch)),
            # What was levelled is the mirror image of a mirrored performance.
            "roll_deg": rounded(degrees(-roll if found.reading.mirrored else roll)),
            "heading_deg": rounded(_heading_deg(ask, found)),
        },
        "lag_s": rounded(middle(lags), 2) if lags else None,
        "tempo": {"median": rounded(middle(tempi), 3) if tempi else None, "spread": rounded(spread_of(tempi), 3)},
        "reps": {
            "whole": kinds.count(WHOLE),
            "half": kinds.count(HALF),
            "broken_off": kinds.count(BROKEN_OFF),
            "missed": kinds.count(MISSED),
            "left": sum(row["side"] == "left" for row in rows) if one_sided else None,
            "right": sum(row["side"] == "right" for row in rows) if one_sided else None,
        },
        "held_s": None if ask.moving else round(fsum(_held_s(one) for one in verdicts), 1),
        "consistency": rounded(spread_of([one.marks.total for one in counted])),
        "range": {name: row["range"] for name, row in limbs.items() if row["range"] is not None},
        "limbs": limbs,
        "rules": _rules(counted),
        "worst_limb": worst_limb(ask, counted, found, target),
        "repetitions": rows,
        "matrix": matrix(ask, found, target),
        "strip": _strip(verdicts, found, length, ask.period_s),
        "moments": moments(ask, found, verdicts, LIMBS[idle] if idle >= 0 else None),
    }


def counts(ask: Reference, one: Verdict) -> bool:
    """Whether a repetition enters the score: an attempt broken off that answers to none of the trainer's is a step or a sway.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> [counts(ask, verdict(ask, done)) for done in found.done]
        [True, True]
    """
    return one.done.kind != BROKEN_OFF or one.done.asked is not None or not ask.repetitions


def session_score(counted: Sequence[Verdict], found: Performance) -> float:
    """One number, 0..100; what was left out counts 0. NaN where nothing was seen.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(depth=0.0, arms=0.0)
        >>> len(found.missed), session_score([], found)
        (2, 0.0)
    """
    return session([one.marks.total for one in counted] + [0.0] * len(found.missed))


def limb_table(
    ask: Reference, found: Performance, counted: Sequence[Verdict], target: Target = USUAL
) -> dict[str, dict[str, float | None]]:
    """Per limb of the client's own: ``score`` as the session's, ``error_deg`` the median angle, ``range``, ``seen``.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(depth=0.5)
        >>> limb_table(ask, found, [verdict(ask, done) for done in found.done])["left_thigh"]["range"] < 0.7
        True
    """
    idle = {limb: missed_with(ask, found, target, limb) for limb in range(COUNT)}
    table = {}
    for own, name in enumerate(LIMBS):
        limb = MIRROR_LIMB[own] if found.reading.mirrored else own
        scores = [one.scores[own] for one in counted] + [0.0] * idle[limb]
        errors = [one.states[own].degrees for one in counted if not isnan(one.states[own].degrees)]
        ranges = [one.states[own].reach for one in counted if not isnan(one.states[own].reach)] + [0.0] * idle[limb]
        table[name] = {
            "score": rounded(session(scores)),
            "error_deg": rounded(middle(errors)) if errors else None,
            "range": rounded(middle(ranges), 3) if ranges else None,
            "seen": round(limb_seen(found, limb), 3),
        }
    return table


def worst_limb(ask: Reference, counted: Sequence[Verdict], found: Performance, target: Target = USUAL) -> str | None:
    """The client's limb at which the session's costliest fault shows; ``None`` where nothing is at fault.

    Of each repetition its costliest fault counts with what it takes off the score.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> worst_limb(ask, [verdict(ask, done) for done in found.done], found) is None
        True
    """
    costs: dict[int, list[float]] = {}
    for one in counted:
        if one.fault is not None and one.limb >= 0:
            costs.setdefault(one.limb, []).append(one.loss)
    idle = idle_limb(ask, found, target)
    if idle >= 0:
        costs.setdefault(idle, []).extend([100.0] * len(found.missed))
    together = {limb: fsum(losses) for limb, losses in costs.items()}
    repetitions = len(counted) + len(found.missed)
    # A fault of one repetition among many, or one that takes next to nothing off, is not the session's.
    if not together or 100.0 - fsum(together.values()) / repetitions >= FAULT_BELOW:
        return None
    return LIMBS[min(together, key=lambda limb: (-together[limb], limb))]


def rounded(value: float, digits: int = 1) -> float | None:
    """For JSON: ``None`` for NaN.

    Example:
        >>> rounded(71.23), rounded(nan)
        (71.2, None)
    """
    return None if isnan(value) else round(value, digits)


def _repetition(ask: Reference, found: Performance, one: Verdict, one_sided: bool, target: Target) -> dict[str, Any]:
    done = one.done
    side = None
    if one_sided:
        side = worked(found.motion.limbs[done.rows.start : done.rows.stop], ask.moving)
        side = {"left": "right", "right": "left"}.get(side or "") if done.reading.mirrored else side
    return {
        "start_s": round(done.start_s, 2),
        "end_s": round(done.end_s, 2),
        "kind": done.kind_at(min(target.range_share, target.accepted.depth)),
        "score": rounded(one.marks.total),
        "lag_s": rounded(done.lag_s, 2),
        "tempo": rounded(done.tempo, 3),
        "depth": rounded(done.depth, 3),
        "side": side,
        "limbs": {name: rounded(mark) for name, mark in zip(LIMBS, one.scores, strict=True)},
        "rules": {name: rounded(mark) for name, mark in one.marks.rules.items()},
        "worst_limb": LIMBS[one.limb] if one.limb >= 0 else None,
    }


def _missed(start_s: float, end_s: float) -> dict[str, Any]:
    empty = dict.fromkeys(("lag_s", "tempo", "depth", "side"))
    limbs = dict.fromkeys(LIMBS)
    span = {"start_s": round(start_s, 2), "end_s": round(end_s, 2)}
    return {**span, "kind": MISSED, "score": 0.0, **empty, "limbs": limbs, "rules": {}, "worst_limb": None}


def _rules(counted: Sequence[Verdict]) -> dict[str, float | None]:
    names = counted[0].marks.rules if counted else ()
    return {name: rounded(session([one.marks.rules[name] for one in counted])) for name in names}


def _strip(verdicts: Sequence[Verdict], found: Performance, length_s: float, period_s: float) -> list[dict[str, Any]]:
    """Mean score of equal pieces; a short rest has the score of the repetition nearest to it, and what nobody saw none."""
    if length_s <= 0:
        return []
    spans = [(one.done.start_s, one.done.end_s, one.marks.total) for one in verdicts if not isnan(one.marks.total)]
    spans = sorted(spans + [(start, end, 0.0) for start, end in found.missed])
    pieces = max(1, min(MOST_PIECES, int(length_s / SHORTEST_PIECE_S)))
    width = length_s / pieces
    times = found.motion.times
    rows = []
    first = 0
    for k in range(pieces):
        start, end = k * width, (k + 1) * width
        while first < len(spans) and spans[first][1] < start - period_s:
            first += 1
        near = []
        for span in spans[first:]:
            if span[0] > end + period_s:
                break
            near.append(span)
        inside = [(min(end, b) - max(start, a), score) for a, b, score in near if min(end, b) > max(start, a)]
        if inside:
            value = fsum(share * score for share, score in inside) / fsum(share for share, _ in inside)
        elif near and bisect_right(times, end) > bisect_left(times, start):
            value = min(near, key=lambda span: max(span[0] - end, start - span[1]))[2]
        else:
            value = nan
        rows.append({"start_s": round(start, 2), "end_s": round(end, 2), "score": rounded(value)})
    return rows


def _held_s(one: Verdict) -> float:
    return len(one.done.rows) / RATE_HZ if one.marks.total >= FAULT_BELOW else 0.0


def _heading_deg(ask: Reference, found: Performance) -> float:
    """How far the client is turned to the left of the trainer, as the cameras see them; of a mirrored one, the mirror image."""
    own = -found.reading.heading if found.reading.mirrored else found.reading.heading
    apart = own - ask.motion.heading
    return degrees((apart + pi) % (2 * pi) - pi)
