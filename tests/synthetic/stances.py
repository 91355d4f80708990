"""What every movement is made of: a way to stand, arms between two positions, and easing in time."""

from dataclasses import replace

import numpy as np

from tests.synthetic.posing import Measures
from tests.synthetic.posture import Arm, Leg, Posture


def eased(share: float) -> float:
    """A share of the time as a share of the way: starts and ends without a jerk (minimum jerk, Flash and Hogan 1985)."""
    share = min(max(share, 0.0), 1.0)
    return share**3 * (10 - 15 * share + 6 * share**2)


def between(first: float, second: float, share: float) -> float:
    """`share` of the way from `first` to `second`."""
    return first + (second - first) * share


def blended_arm(first: Arm, second: Arm, share: float) -> Arm:
    """Every angle `share` of the way from `first` to `second`."""
    pairs = ((getattr(first, name), getattr(second, name)) for name in Arm.__slots__)
    return Arm(*(between(a, b, share) for a, b in pairs))


HANGING = Arm()
"""Arms that do nothing."""
AHEAD = Arm(raised=86, forward=80, elbow=10, inward=40, palm=25)
"""The counterweight of a squat: arms straight ahead, a little apart."""


def standing(size: Measures, half_stance: float, toe_out: float) -> Posture:
    """Upright on both feet, the ankles `half_stance` metres to each side."""
    leg = Leg(half_stance, toe_out=toe_out, knee_out=toe_out)
    # Soft knees: a locked knee is neither healthy nor steady.
    reach = (size.leg - size.ankle) * 0.9965
    height = size.ankle + float(np.sqrt(max(reach**2 - (half_stance - size.hip_half_width) ** 2, 0.0)))
    return Posture(hips=(0.0, 0.01, height), left_leg=leg, right_leg=replace(leg, x=-half_stance))
