"""Cues for legs: how deep, which way a knee must go, how wide the stance is."""

from collections.abc import Sequence
from math import sqrt

from perscoach_motion.faults.limb_state import RIGHT, SHIN, STRAIGHT, THIGH, TRUNK, LimbState, Vector, dot, length, sinks

WHOLE = 0.9
"""From here on the range is whole: who is then beyond the trainer goes too far, who is not does not come back."""
ALONG = 0.3
"""Share of one limb's way from which its neighbour goes along: thigh and shin together are a stance, apart they are a knee."""
STEEP = 0.6
"""Upwards against forwards from which a thigh is lifted rather than brought forward; a knee raised to hip height is 1."""
SHOWS = 0.1
"""Way of a limb (6 degrees) that says more than nothing."""


def of_leg(limb: int, states: Sequence[LimbState], toward: Vector, out: float, further: bool) -> str:
    """What a thigh or shin must do.

    Args:
        limb: its number.
        states: all 14 limbs.
        toward: the way it must go.
        out: how far of that outwards.
        further: its range is too small.

    Example:
        >>> from perscoach_motion.faults.limb_state import NOBODY
        >>> of_leg(THIGH, NOBODY, (0.3, 0.0, 0.0), 0.3, False)
        'knee_out'
    """
    if abs(out) >= sqrt(toward[1] * toward[1] + toward[2] * toward[2]):
        return _stance(limb, states, out)
    return (_thigh if limb % RIGHT == THIGH else _shin)(limb, states, toward, further)


def _stance(limb: int, states: Sequence[LimbState], out: float) -> str:
    """A leg that must go sideways as a whole, or only its knee."""
    kind = limb % RIGHT
    other = states[limb - kind + (SHIN if kind == THIGH else THIGH)]
    beside = -other.away[0] if limb < RIGHT else other.away[0]
    opens = abs(states[limb].working[0]) > STRAIGHT
    together = opens or beside * out > ALONG * out * out
    if kind == THIGH:
        return ("leg_wider" if together else "knee_out") if out > 0 else ("leg_closer" if together else "knee_closer")
    # The shin of a knee that caves in points outwards while the thigh points inwards.
    if beside * out < -ALONG * out * out and not opens:
        return "knee_closer" if out > 0 else "knee_out"
    return "leg_wider" if out > 0 else "leg_closer"


def _thigh(limb: int, states: Sequence[LimbState], toward: Vector, further: bool) -> str:
    state = states[limb]
    up, back = -toward[1], toward[2]
    along = dot(toward, state.working)
    shin = states[limb - THIGH + SHIN]
    # The client's ankle is further back than the trainer's: the knee is bent more.
    bent = shin.away[2] > SHOWS and not further
    if sinks(states):
        if further or along > 0.5 * length(toward):
            return "deeper"
        if along < -0.5 * length(toward):
            if state.reach < WHOLE:
                return "stand_up"
            return "leg_straight" if bent and dot(state.theirs, shin.theirs) > STRAIGHT else "less_deep"
        return "leg_back" if back > 0 else "leg_forward"
    if up >= STEEP * abs(back):
        other = states[(limb + RIGHT) % TRUNK]
        return "deeper" if not state.moves and other.away[1] > SHOWS else "knee_up"
    if state.moves and not further and along < 0:
        return "leg_straight" if state.reach < WHOLE else "knee_down"
    if back < 0:
        return "leg_forward"
    return "leg_straight" if bent else "leg_back"


def _shin(limb: int, states: Sequence[LimbState], toward: Vector, further: bool) -> str:
    state, thigh = states[limb], states[limb - SHIN + THIGH]
    up, back = -toward[1], toward[2]
    # The shin under a thigh that stays, bending: the rear leg of a lunge, or a heel that is pulled up.
    bends = state.moves and not thigh.moves and up > 0
    if (further or bends) and sinks(states):
        return "deeper"
    if state.moves and not thigh.moves:
        return "knee_bend" if bends else "leg_straight"
    if back >= 0:
        return "knee_forward"
    return "leg_straight" if thigh.away[2] < -SHOWS and not thigh.moves else "knee_back"


def of_foot(toward: Vector, out: float) -> str:
    """What a foot must do: it points from the heel to the toes.

    Example:
        >>> of_foot((0.0, -0.3, 0.0), 0.0)
        'heel_down'
    """
    _, y, z = toward
    if max(abs(y), abs(out)) < ALONG * abs(z):
        return "watch"
    if abs(y) >= abs(out):
        return "heel_down" if y < 0 else "toe_down"
    return "toe_out" if out > 0 else "toe_in"
