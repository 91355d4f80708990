"""From all limbs and rules to the few things worth saying: both sides in one word, what only follows from another fault left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import Final

from perscoach_motion.faults import cue_words as ranks
from perscoach_motion.faults.limb_cues import SHORT, WATCH, limb_cue
from perscoach_motion.faults.limb_state import FOOT, FOREARM, HEAD, RIGHT, SHIN, SHOULDERS, THIGH, TRUNK, UPPER_ARM, LimbState
from perscoach_motion.faults.phrases import CUES, NUMBER
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.skeleton import LIMBS

HARDLY_MOVES = 0.15
"""Share of the trainer's range below which a limb has not moved at all."""
FOLLOWS = 0.25
"""Arms and trunk that lack no more of their range than the legs, within this, lack it because of the legs."""
ONE_SIDE = 0.5
"""A knee that goes less than this share of the other's way has no part in the fault."""

DEEPER: Final = NUMBER["deeper"]
FOLLOW: Final = NUMBER["follow"]
BACK: Final = NUMBER["straight_back"]
_LIMB_NUMBERS: Final = range(len(LIMBS))
_ON_BOTH_SIDES: Final = {"knees_in": (NUMBER["knee_out"], THIGH), "heels_up": (NUMBER["heel_down"], FOOT)}
_DEMOTED: Final = frozenset((ranks.RANGE, ranks.LEGS, ranks.ARMS, ranks.HANDS))
"""Ranks that a limb loses when the trainer only holds it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is off.

    Attributes:
        cue: number of what to say.
        rank: urgency, the lowest first.
        limbs: numbers of the limbs it is seen at; empty for a rule alone.
        rule: the rule that found it, or empty.
        score: the lowest of theirs.
        degrees: the largest of their errors; NaN for a rule alone.
        share: the smallest of their ranges as a share of the trainer's; NaN where none is asked.
    """

    cue: int
    rank: int
    limbs: tuple[int, ...]
    rule: str
    score: float
    degrees: float
    share: float


def faults(states: Sequence[LimbState], rules: Mapping[str, float], names: Sequence[int] | None = None) -> list[Fault]:
    """What is off at this moment, the most urgent first; limbs and rules that are not seen never are.

    Args:
        states: the client's 14 limbs.
        rules: score of ``knees_in``, ``heels_up``, ``round_back``; NaN when not judged.
        names: cue number of each limb at fault, where known from a clearer moment; 0 for the others.

    Example:
        >>> from perscoach_motion.faults.limb_state import NOBODY
        >>> low = LimbState(40.0, (0.1, 0.6, 0.0), 35.0, 0.5, True, (0.7, -0.7, 0.0))
        >>> [CUES[fault.cue - 1].short[1] for fault in faults([low, *NOBODY[1:]], {})]
        ['left arm higher']
        >>> faults(NOBODY, {"knees_in": 30.0})[0].rule
        'knees_in'
    """
    if idle(states):
        return [_fault(FOLLOW, [limb for limb in _LIMB_NUMBERS if states[limb].moves], states)]
    off = [limb for limb in _LIMB_NUMBERS if states[limb].score < FAULT_BELOW]
    named = {limb: (names[limb] if names else 0) or limb_cue(limb, states) for limb in off}
    found = [_broken(rule, score, states) for rule, score in rules.items() if score < FAULT_BELOW]
    found += [_fault(cue, limbs, states) for cue, limbs in _together(_without_consequences(named, states)).items()]
    if any(fault.rule == "round_back" for fault in found):
        found = [fault for fault in found if fault.rule or fault.rank != ranks.TRUNK]
    return sorted(_once(found), key=lambda fault: (fault.rank, fault.score))


def idle(states: Sequence[LimbState]) -> bool:
    """Whether nothing moves of all that the trainer moves: two limbs seen at least.

    Example:
        >>> from perscoach_motion.faults.limb_state import NOBODY
        >>> idle(NOBODY)
        False
    """
    asked = 0
    for state in states:
        if state.moves and not isnan(state.score):
            if not state.reach < HARDLY_MOVES:
                return False
            asked += 1
    return asked > 1


def _without_consequences(named: Mapping[int, int], states: Sequence[LimbState]) -> dict[int, int]:
    """Limbs whose fault is not just that of the limb they hang on, or of legs that do not bend."""
    depth = min((states[limb].reach for limb, cue in named.items() if cue == DEEPER and states[limb].reach < SHORT), default=inf)
    left = {}
    for limb, cue in named.items():
        hangs_on = TRUNK if SHOULDERS <= limb <= HEAD else limb - 1 if limb % RIGHT in (FOREARM, SHIN) and limb < TRUNK else limb
        reach = states[limb].reach
        follows = reach < SHORT and reach >= depth - FOLLOWS and (limb == TRUNK or limb % RIGHT in (UPPER_ARM, FOREARM))
        if cue != WATCH and not (hangs_on != limb and hangs_on in named) and not follows:
            left[limb] = cue
    return left


def _together(named: Mapping[int, int]) -> dict[int, list[int]]:
    """Limbs by cue; both sides off alike are one."""
    groups: dict[int, list[int]] = {}
    for limb, number in named.items():
        cue = CUES[number - 1]
        both = number not in (cue.mirror, cue.family) and cue.mirror in named.values()
        groups.setdefault(cue.family if both else number, []).append(limb)
    return groups


def _fault(number: int, limbs: Sequence[int], states: Sequence[LimbState]) -> Fault:
    rank = CUES[number - 1].rank
    if rank in _DEMOTED and not any(states[limb].moves for limb in limbs):
        rank = ranks.POSTURE
    score = min((states[limb].score for limb in limbs if not isnan(states[limb].score)), default=nan)
    return Fault(number, rank, tuple(limbs), "", score, *_size(limbs, states))


def _size(limbs: Iterable[int], states: Sequence[LimbState]) -> tuple[float, float]:
    degrees = [value for limb in limbs if not isnan(value := states[limb].degrees)]
    shares = [value for limb in limbs if not isnan(value := states[limb].reach)]
    return max(degrees, default=nan), min(shares, default=nan)


def _broken(rule: str, score: float, states: Sequence[LimbState]) -> Fault:
    if rule not in _ON_BOTH_SIDES:
        return Fault(BACK, ranks.BACK, (), rule, score, nan, nan)
    number, kind = _ON_BOTH_SIDES[rule]
    return Fault(number + _side(kind, states), CUES[number - 1].rank, (), rule, score, nan, nan)


def _side(kind: int, states: Sequence[LimbState]) -> int:
    """0 both, 1 left, 2 right: which knee goes inwards, which heel rises, as far as its thigh or foot shows it."""
    left, right = states[kind].away, states[kind + RIGHT].away
    one, other = (-left[0], right[0]) if kind == THIGH else (left[1], right[1])
    if max(one, other) > 0 and not isnan(one + other):
        return 1 if other < ONE_SIDE * one else 2 if one < ONE_SIDE * other else 0
    return 0


def _once(found: Sequence[Fault]) -> list[Fault]:
    """Of faults of one family the first: a rule knows better than a limb."""
    families: dict[int, Fault] = {}
    for fault in found:
        families.setdefault(CUES[fault.cue - 1].family, fault)
    return list(families.values())
