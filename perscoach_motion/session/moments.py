"""The moments of a session that are worth discussing: the same fault over neighbouring repetitions is one moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, isnan
from typing import Any

from perscoach_motion.faults.faults import FOLLOW
from perscoach_motion.faults.phrases import CUES, LANGUAGES, sentence
from perscoach_motion.scoring.done import Performance
from perscoach_motion.scoring.verdict import Verdict
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import BACK, OUT, REST, WORK

MOST_MOMENTS = 3
"""More than three things nobody takes in at a time."""
PART_NAMES = {REST: "rest", OUT: "out", WORK: "work", BACK: "back"}
LONG_PAUSE = 2.0
"""Repetitions farther apart than this many of the trainer's are not one moment."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spell:
    """Neighbouring repetitions with the same fault; without verdicts the trainer's repetitions that were left out.

    Attributes:
        start_s, end_s: seconds of the client's clock.
        count: how many repetitions.
        loss: what they took off together.
        cue: number of the fault's cue, of both sides where either is meant.
        verdicts: of the repetitions.
    """

    start_s: float
    end_s: float
    count: int
    loss: float
    cue: int
    verdicts: tuple[Verdict, ...] = ()


def moments(ask: Reference, found: Performance, verdicts: Sequence[Verdict], limb_of_missed: str | None) -> list[dict[str, Any]]:
    """The worst spells, at most three and first of all different faults, in time order; keys as in ``docs/formats.md``.

    Args:
        ask: the trainer's clip.
        found: the client's performance.
        verdicts: of its repetitions, in time order.
        limb_of_missed: the client's limb that should have moved most in the trainer's repetitions that were left out.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.scoring.verdict import verdict
        >>> ask, found = lesson(left_arm=0.1)
        >>> (one,) = moments(ask, found, [verdict(ask, done) for done in found.done], None)
        >>> one["count"], one["direction"], one["trainer_part"]
        (2, 'left_arm_up', 'work')
    """
    every = sorted(spells(ask, verdicts, found.missed), key=lambda one: (-one.loss, one.start_s))
    firsts = {one.cue: one for one in reversed(every)}
    ordered = [one for one in every if firsts[one.cue] is one] + [one for one in every if firsts[one.cue] is not one]
    chosen = sorted(ordered[:MOST_MOMENTS], key=lambda one: one.start_s)
    return [_moment(ask, found, one) if one.verdicts else _left_out(one, limb_of_missed) for one in chosen]


def spells(ask: Reference, verdicts: Iterable[Verdict], missed: Iterable[Span]) -> list[Spell]:
    """Bad repetitions and missed ones, neighbours with the same fault together; in time order.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> spells(lesson()[0], [], [(0.5, 2.5), (2.5, 4.5)])[0].count
        2
    """
    single: list[tuple[float, float, Verdict | None]] = [(one.done.start_s, one.done.end_s, one) for one in verdicts]
    single += [(start, end, None) for start, end in missed]
    single.sort(key=lambda one: one[:2])
    pause = LONG_PAUSE * ask.period_s
    found: list[Spell] = []
    joined = False
    for start, end, verdict in single:
        if verdict is not None and not verdict.is_off:
            joined = False
            continue
        fault = verdict.fault if verdict else None
        cue = CUES[fault.cue - 1].family if fault else FOLLOW
        loss = 100.0 if verdict is None else 100.0 - verdict.marks.total
        one = Spell(start, end, 1, loss, cue, (verdict,) if verdict else ())
        before = found[-1] if found and joined else None
        if before and before.cue == cue and bool(before.verdicts) == bool(verdict) and start - before.end_s <= pause:
            found[-1] = Spell(before.start_s, end, before.count + 1, before.loss + loss, cue, before.verdicts + one.verdicts)
        else:
            found.append(one)
        joined = True
    return found


def _moment(ask: Reference, found: Performance, spell: Spell) -> dict[str, Any]:
    worst = max(spell.verdicts, key=lambda one: (one.loss, -one.done.start_s))
    assert worst.fault is not None
    # Both sides are named where they were off in different repetitions.
    named = {one.fault.cue for one in spell.verdicts if one.fault}
    cue = CUES[(worst.fault.cue if len(named) == 1 else spell.cue) - 1]
    hers = trainer_span(ask, worst)
    degrees, share = worst.fault.degrees, worst.fault.share
    said = {language: sentence(cue, language, degrees, share) for language in LANGUAGES}
    return {
        "start_s": round(spell.start_s, 2),
        "end_s": round(spell.end_s, 2),
        "worst_s": round(_client_s(ask, found, worst), 2),
        "count": spell.count,
        "limb": LIMBS[worst.limb] if worst.limb >= 0 else None,
        "direction": cue.name,
        "degrees": _rounded(degrees),
        "share": _rounded(share, 2),
        "score": _rounded(fsum(one.marks.total for one in spell.verdicts) / len(spell.verdicts)),
        "trainer_start_s": round(hers[0], 2),
        "trainer_end_s": round(hers[1], 2),
        "trainer_part": PART_NAMES[worst.part],
        "words": said,
    }


def _left_out(spell: Spell, limb: str | None) -> dict[str, Any]:
    cue = CUES[FOLLOW - 1]
    return {
        "start_s": round(spell.start_s, 2),
        "end_s": round(spell.end_s, 2),
        "worst_s": round(spell.start_s, 2),
        "count": spell.count,
        "limb": limb,
        "direction": cue.name,
        "degrees": None,
        "share": 0.0,
        "score": 0.0,
        "trainer_start_s": None,
        "trainer_end_s": None,
        "trainer_part": None,
        "words": {language: sentence(cue, language) for language in LANGUAGES},
    }


def trainer_span(ask: Reference, verdict: Verdict) -> Span:
    """Seconds of the trainer's clip in which she does the part of the repetition that the client's fault is in.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.scoring.verdict import verdict
        >>> ask, found = lesson(left_arm=0.1)
        >>> start, end = trainer_span(ask, verdict(ask, found.done[0]))
        >>> start < 1.5 < end
        True
    """
    template = ask.templates[verdict.done.way]
    times = [time_s for time_s, part in zip(template.piece.times, template.parts, strict=True) if part == verdict.part]
    times = times or template.piece.times
    return times[0], times[-1]


def _client_s(ask: Reference, found: Performance, verdict: Verdict) -> float:
    """The client's moment in the middle of that part: what to show when the moment is opened."""
    done = verdict.done
    parts = ask.templates[done.way].parts
    rows = [done.rows[i] for i, j in done.differs.pairs if parts[j] == verdict.part] or list(done.rows)
    return found.motion.times[rows[len(rows) // 2]] if rows else done.start_s


def _rounded(value: float, digits: int = 1) -> float | None:
    return None if isnan(value) else round(value, digits)
