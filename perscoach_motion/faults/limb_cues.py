"""From one limb that is off to the cue that puts it right: which way it must go, in a coach's terms.

``toward`` below is the way the limb must go: the trainer's direction less the client's. What cannot be put in a coach's terms is
``watch``: said in reports, never aloud.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan, nan, sqrt
from typing import Final

from perscoach_motion.faults.leg_cues import STEEP, of_foot, of_leg
from perscoach_motion.faults.limb_state import (
    FOOT,
    FOREARM,
    HEAD,
    HIPS,
    NOBODY,
    RIGHT,
    SHOULDERS,
    STILL,
    THIGH,
    TRUNK,
    UNKNOWN,
    UPPER_ARM,
    LimbState,
    Vector,
    angle_between,
    lies,
    plus,
)  # fmt: skip
from perscoach_motion.faults.phrases import CUES, NUMBER, Cue
from perscoach_motion.skeleton import LIMBS

SHORT = 0.8
"""Below this share of the trainer's range the range itself may be the fault."""
MOSTLY = 0.7
"""Share of an error that must lie along the limb's own way to be a matter of range (cosine of 45 degrees)."""
SMALL_DEG = 12.0
"""A smaller error has no direction worth telling: the estimator errs by as much."""
LIFT = 2.0
"""Weight of up and down against sideways and forwards for arms: a raised arm that is low is also closer in, and people hear "higher"."""
BOWS = 0.42
"""``y`` of the trunk's way from which it bows: a lean of 50 degrees; squats lean by 30 to 45."""
LEANS = 0.1
"""Sideways or backward part of a trunk (6 degrees) that says more than nothing."""
ELBOW = 0.6
"""Share of a forearm's error that must be in the elbow's angle to speak of bending."""

WATCH: Final = NUMBER["watch"]
_PREFIX: Final = ("left_",) * 5 + ("right_",) * 5 + ("",) * 4


def fault_cue(
    limb: str,
    away: Vector,
    degrees: float,
    reach: float = nan,
    working: Vector = STILL,
    *,
    theirs: Vector = UNKNOWN,
    others: Sequence[LimbState] | None = None,
    both: bool = False,
) -> Cue:
    """The cue for one limb that is off.

    Args:
        limb: the client's own, a name of ``skeleton.LIMBS``.
        away: its direction less the trainer's.
        degrees: the angle between the two.
        reach: its range of motion as a share of the trainer's; NaN when held or not known.
        working: the way the trainer's limb goes from rest to the working end; zeros for held limbs.
        theirs: the trainer's direction.
        others: all 14 limbs at that moment, where known: whether somebody lies or both legs work shows in them.
        both: the limb of the other side is off alike.

    Raises:
        ValueError: no such limb.

    Example:
        >>> fault_cue("left_upper_arm", (0.1, 0.5, 0.0), 30.0).short
        ('левую руку выше', 'left arm higher')
        >>> fault_cue("trunk", (0.0, 0.3, -0.3), 25.0, both=True).short
        ('корпус прямее', 'chest up')
    """
    number = LIMBS.index(limb)
    states = list(others or NOBODY)
    states[number] = LimbState(0.0, away, degrees, reach, working != STILL, working, theirs)
    if others is None and both and number < TRUNK:
        states[(number + RIGHT) % TRUNK] = replace(states[number], working=_flipped(working), away=_flipped(away), theirs=_flipped(theirs))
    cue = CUES[limb_cue(number, states) - 1]
    return CUES[cue.family - 1] if both else cue


def _flipped(vector: Vector) -> Vector:
    return (-vector[0], vector[1], vector[2])


def limb_cue(limb: int, states: Sequence[LimbState]) -> int:
    """Number of the cue for one limb of 14, for its own side.

    Example:
        >>> states = list(NOBODY)
        >>> states[THIGH] = states[THIGH + RIGHT] = LimbState(40, (0.0, 0.7, 0.3), 45.0, 0.45, True, (0.0, -0.7, -0.7))
        >>> CUES[limb_cue(THIGH, states) - 1].name
        'deeper'
    """
    name = _in_words(limb, states)
    return NUMBER.get(_PREFIX[limb] + name) or NUMBER[name]


def _in_words(limb: int, states: Sequence[LimbState]) -> str:
    state = states[limb]
    x, y, z = state.away
    size = sqrt(x * x + y * y + z * z)
    way = state.working
    along = -(x * way[0] + y * way[1] + z * way[2])
    # Behind the trainer on the limb's own way, or short of it where the moment shows no error; a whole range is no such fault.
    behind = along >= MOSTLY * size > 0
    further = state.moves and not state.reach >= SHORT and (behind or (state.reach < SHORT and not state.degrees >= SMALL_DEG))
    if isnan(size) and not further:
        return "watch"
    toward = way if further else (-x, -y, -z)
    if limb >= TRUNK:
        return _of_middle(limb, states, toward, further)
    return _of_side(limb, states, toward, further)


def _of_middle(limb: int, states: Sequence[LimbState], toward: Vector, further: bool) -> str:
    lying = lies(states)
    if limb == TRUNK:
        return _lying_trunk(states, toward, further) if lying else _trunk(states[TRUNK], toward, further)
    if lying:
        return "watch"
    return _head(toward) if limb == HEAD else _level(limb, toward, further)


def _of_side(limb: int, states: Sequence[LimbState], toward: Vector, further: bool) -> str:
    out = toward[0] if limb < RIGHT else -toward[0]
    kind = limb % RIGHT
    if kind == FOOT:
        return of_foot(toward, out)
    if lies(states):
        return _elbow(toward, out, further) if kind == UPPER_ARM else _belly(toward) if kind == THIGH else "watch"
    if kind == UPPER_ARM:
        return "arm_" + _way(toward, out)
    return _forearm(limb, states, toward, out) if kind == FOREARM else of_leg(limb, states, toward, out, further)


def _trunk(state: LimbState, toward: Vector, further: bool) -> str:
    x, y, z = toward
    if abs(x) > max(abs(y), abs(z)):
        # Too far to one side and not far enough to the other are the same error, but not the same words.
        lacking = further or state.theirs[0] * x > LEANS * abs(x)
        return ("lean_left" if x > 0 else "lean_right") if lacking else ("not_left" if x < 0 else "not_right")
    if y - z < 0:
        return "trunk_up"
    if state.working[1] > BOWS:
        return "bend_further"
    return "not_back" if state.theirs[2] + state.away[2] > LEANS else "trunk_forward"


def _lying_trunk(states: Sequence[LimbState], toward: Vector, further: bool) -> str:
    return "chest_lower" if further and states[UPPER_ARM].moves else _belly(toward)


def _belly(toward: Vector) -> str:
    """Of who lies on the front: shoulders that must sink against the hips mean hips that must rise, and thighs alike."""
    x, y, z = toward
    if abs(y) < STEEP * sqrt(x * x + y * y + z * z):
        return "watch"
    return "hips_up" if y > 0 else "hips_down"


def _head(toward: Vector) -> str:
    x, y, z = toward
    if abs(x) > max(abs(y), abs(z)):
        return "head_straight"
    return "head_up" if z - y > 0 else "head_down"


def _level(limb: int, toward: Vector, further: bool) -> str:
    """Shoulders and hips point from left to right: their right end behind means turned to the right."""
    _, y, z = toward
    part = "shoulders" if limb == SHOULDERS else "hips"
    if abs(z) >= abs(y):
        return "turn_further" if further else f"{part}_left" if z < 0 else f"{part}_right"
    if limb == HIPS:
        return "hips_level"
    return "left_shoulder_up" if y > 0 else "right_shoulder_up"


def _elbow(toward: Vector, out: float, further: bool) -> str:
    """An upper arm over the floor: its elbow rises as the chest sinks, and goes towards the feet as it is tucked in."""
    _, y, z = toward
    if further or abs(y) >= max(abs(out), abs(z)):
        return "chest_lower" if further or y < 0 else "push_up_fully"
    return "elbow_out" if out > z else "elbow_in"


def _forearm(limb: int, states: Sequence[LimbState], toward: Vector, out: float) -> str:
    upper, fore = states[limb - FOREARM + UPPER_ARM], states[limb]
    bent = angle_between(upper.theirs, fore.theirs) - angle_between(plus(upper.theirs, upper.away), plus(fore.theirs, fore.away))
    if abs(bent) >= max(SMALL_DEG, ELBOW * fore.degrees):
        return "arm_bend" if bent > 0 else "arm_straight"
    return "hand_" + _way(toward, out)


def _way(toward: Vector, out: float) -> str:
    _, y, z = toward
    lift, aside, ahead = LIFT * abs(y), abs(out), abs(z)
    if lift >= aside and lift >= ahead:
        return "up" if y < 0 else "down"
    if aside >= ahead:
        return "out" if out > 0 else "in"
    return "forward" if z < 0 else "back"
