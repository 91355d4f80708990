"""What one repetition comes to, in the client's own limbs: its marks, and of all that is off the one thing that costs most."""

from dataclasses import dataclass, replace
from math import isnan, nan, sqrt

from perscoach_motion.directions.signs import KNEE_LEFT, KNEE_RIGHT
from perscoach_motion.faults.faults import DEEPER, Fault, faults
from perscoach_motion.faults.limb_cues import WATCH
from perscoach_motion.faults.limb_state import FOOT, HEAD, RIGHT, SHIN, STILL, THIGH, TRUNK, UNSEEN, LimbState, Vector
from perscoach_motion.faults.phrases import CUES, NUMBER
from perscoach_motion.scoring.done import Done
from perscoach_motion.scoring.judge import degrees_of
from perscoach_motion.scoring.limb_marks import departure, direction, own_values
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.scoring.score import Marks, marks
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import USUAL, Target
from perscoach_motion.yardstick.template import WORK

LEAST_REACH = 0.1
"""Limbs within this share of the shortest range are what a repetition is too shallow by."""
_LEGS = (THIGH, SHIN, THIGH + RIGHT, SHIN + RIGHT)
_AT = {"knees_in": _LEGS, "heels_up": (FOOT, FOOT + RIGHT), "round_back": (HEAD,), "bent_hips": (TRUNK, THIGH, THIGH + RIGHT)}
"""Limbs that a rule stands for."""
_CUED = ("knees_in", "heels_up", "round_back")
"""Rules that have a cue of their own; the others lower the limbs they stand for, which say it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One repetition, judged.

    Attributes:
        done: the repetition.
        marks: its marks, in the trainer's numbering.
        scores: the same per limb of the client's own.
        losses: per own limb what it takes off the score; rules and depth are counted at the limbs they stand for. NaN where not seen.
        states: the client's own limbs beside the trainer's, each in the part of the repetition where it is most off.
        fault: what costs most; ``None`` where nothing is off.
        limb: number of the own limb at which that shows, -1 without a fault.
        part: of the repetition in which it shows most.
        loss: what it takes off.
    """

    done: Done
    marks: Marks
    scores: list[float]
    losses: list[float]
    states: list[LimbState]
    fault: Fault | None
    limb: int
    part: int
    loss: float

    @property
    def is_off(self) -> bool:
        """Whether the repetition is one to speak about: not green."""
        return self.marks.total < FAULT_BELOW and self.fault is not None


def verdict(ask: Reference, done: Done, target: Target = USUAL) -> Verdict:
    """Judge one repetition.

    Args:
        ask: the trainer's clip.
        done: the repetition.
        target: what this client is asked.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(left_arm=0.1)
        >>> one = verdict(ask, found.done[0])
        >>> LIMBS[one.limb], CUES[one.fault.cue - 1].name, one.is_off
        ('left_upper_arm', 'left_arm_up', True)
    """
    marked = marks(ask, done.differs, done.reading.sight, target, mirrored=done.reading.mirrored, depth=done.depth)
    states = limb_states(ask, done, marked, target, mirrored=done.reading.mirrored)
    scores = own_values(marked.limbs, done.reading.mirrored)
    losses = own_values(marked.losses, done.reading.mirrored)
    parts = [part for _, part in marked.off]
    at_rule = {rule: _stands_for(rule, states) for rule in marked.rules}
    if not ask.even:
        leg = _loaded(ask, done, done.reading.mirrored)
        at_rule["knees_in"] = [limb for limb in at_rule.get("knees_in", []) if leg < 0 or limb // RIGHT == leg]
    for rule, mark in marked.rules.items():
        for limb in at_rule[rule] if mark < 100.0 else ():
            losses[limb] = max(losses[limb], 100.0 - mark)
            if mark < FAULT_BELOW and rule not in _CUED:
                states[limb] = replace(states[limb], score=min(states[limb].score, mark))
    # Of two that cost the same, the one that more limbs show; a fault of both sides is no slip of the estimator's.
    costs = [(_loss(fault, marked, losses), len(fault.limbs), -fault.rank, fault) for fault in _named(states, losses, marked)]
    if not costs:
        return Verdict(done, marked, scores, losses, states, None, -1, WORK, 0.0)
    loss, _, _, fault = max(costs, key=lambda one: one[:3])
    at = list(fault.limbs) or at_rule[fault.rule]
    if fault.rule == "knees_in" and len({limb // RIGHT for limb in at}) == 1:
        fault = replace(fault, cue=NUMBER[("left_knee_out", "right_knee_out")[at[0] // RIGHT]])
    elif fault.rule:
        at = [limb for limb in at if LIMBS[limb].startswith(_side_of(fault.cue))] or at
    limb = max(at, key=lambda number: (_or_zero(losses[number]), _or_zero(states[number].degrees))) if at else -1
    part = WORK if fault.rule or fault.cue == DEEPER or limb < 0 else parts[MIRROR_LIMB[limb] if done.reading.mirrored else limb]
    return Verdict(done, marked, scores, losses, states, fault, limb, part, loss)


def limb_states(ask: Reference, done: Done, marked: Marks, target: Target = USUAL, mirrored: bool = False) -> list[LimbState]:
    """A repetition as cues are made from it: 14 states of the client's own limbs.

    A limb at fault is shown in the part of the repetition where it is most off, the others in that of the limb that costs most.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(left_arm=0.1)
        >>> done = found.done[0]
        >>> states = limb_states(ask, done, marks(ask, done.differs, done.reading.sight, depth=done.depth))
        >>> [LIMBS[limb] for limb, state in enumerate(states) if state.degrees > 30]
        ['left_upper_arm', 'left_forearm']
    """
    costliest = max(range(len(LIMBS)), key=lambda limb: _or_zero(marked.losses[limb]))
    short = 1.0 - target.range_share
    states = []
    for limb in range(len(LIMBS)):
        part = marked.off[limb if marked.limbs[limb] < FAULT_BELOW else costliest][1]
        line, moves = ask.lines[limb], limb in ask.moving
        theirs = _unit(direction(ask, done.differs.way, part, limb))
        working = line.axis if moves and line else STILL
        away = departure(ask, done.differs, part, limb, short)
        state = LimbState(marked.limbs[limb], away, degrees_of(away), done.differs.reach[limb], moves, working, theirs)
        if isnan(state.score):
            state = replace(UNSEEN, moves=moves, working=working, theirs=theirs)
        if mirrored:
            state = replace(state, away=_flipped(state.away), working=_flipped(state.working), theirs=_flipped(state.theirs))
        states.append(state)
    return [states[MIRROR_LIMB[limb]] for limb in range(len(LIMBS))] if mirrored else states


def _named(states: list[LimbState], losses: list[float], marked: Marks) -> list[Fault]:
    """What is off; where that has no name, the limb that costs most is named alone."""
    rules = {rule: mark for rule, mark in marked.rules.items() if rule in _CUED}
    found = faults(states, rules)
    if isnan(marked.total):
        # What is too little for a number is too little to accuse anybody of.
        return []
    if found or not marked.total < FAULT_BELOW:
        return found
    limb = max(range(len(LIMBS)), key=lambda number: _or_zero(losses[number]))
    state = states[limb]
    return [Fault(WATCH, CUES[WATCH - 1].rank, (limb,), "", state.score, state.degrees, state.reach)]


def _loss(fault: Fault, marked: Marks, losses: list[float]) -> float:
    if fault.rule:
        return 100.0 - marked.rules[fault.rule]
    return max((_or_zero(losses[limb]) for limb in fault.limbs), default=0.0)


def _stands_for(rule: str, states: list[LimbState]) -> list[int]:
    """Seen limbs that a rule speaks of."""
    return _shortest(states) if rule == "depth" else [limb for limb in _AT.get(rule, ()) if not isnan(states[limb].score)]


def _loaded(ask: Reference, done: Done, mirrored: bool) -> int:
    """The client's leg, 0 left or 1 right, of whose knee a rule speaks where the legs do different things; -1 for neither."""
    pairs = ((THIGH, KNEE_LEFT, 0), (THIGH + RIGHT, KNEE_RIGHT, 1))
    known = [(done.differs.signs[sign], side) for thigh, sign, side in pairs if thigh in ask.moving and not isnan(done.differs.signs[sign])]
    side = min(known)[1] if known else -1
    return 1 - side if mirrored and side >= 0 else side


def _side_of(cue: int) -> str:
    name = CUES[cue - 1].name
    return "left" if name.startswith("left_") else "right" if name.startswith("right_") else ""


def _shortest(states: list[LimbState]) -> list[int]:
    reach = {limb: state.reach for limb, state in enumerate(states) if state.moves and not isnan(state.reach)}
    least = min(reach.values(), default=nan)
    return [limb for limb, share in reach.items() if share <= least + LEAST_REACH]


def _flipped(vector: Vector) -> Vector:
    return (0.0 - vector[0], vector[1], vector[2])


def _unit(vector: list[float]) -> Vector:
    x, y, z = vector
    length = sqrt(x * x + y * y + z * z)
    return (x / length, y / length, z / length) if length > 0.0 else (nan, nan, nan)


def _or_zero(value: float) -> float:
    return 0.0 if isnan(value) else value
