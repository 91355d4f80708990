"""Movements in which the arms rise, as a posture for every depth (0 standing, 1 the turning point)."""

from dataclasses import replace
from math import pi, sin

from tests.synthetic.posing import Measures
from tests.synthetic.posture import Arm, Posture
from tests.synthetic.stances import HANGING, between, blended_arm, eased, standing


def lateral_raise(size: Measures, depth: float, fault: str | None) -> Posture:
    """Raises both arms to the sides up to the shoulders."""
    stand = standing(size, size.shoulder_half_width * 0.82, 10)
    top = Arm(raised=85, forward=14, elbow=20, inward=6, palm=12)
    full = 0.55 if fault == "half_height" else 1.0
    left = blended_arm(HANGING, top, depth * full)
    right = blended_arm(HANGING, top, depth * (0.6 if fault == "one_arm_low" else full))
    lean = -9 * depth if fault == "lean_back" else 1.0
    return replace(
        stand,
        left_arm=left,
        right_arm=right,
        chest_pitch=lean,
        curl=22,
        shrug=14 * depth if fault == "shrug" else 0.0,
        hips=(0.0, 0.01 - 0.02 * depth * (fault == "lean_back"), stand.hips[2]),
    )


RACKED = Arm(raised=42, forward=48, elbow=138, inward=0, palm=10, upward=90)
"""Hands beside the shoulders, forearms upright."""


def overhead_press(size: Measures, depth: float, fault: str | None) -> Posture:
    """Pushes both hands from the shoulders straight up; the first and last sixth bring them there and away."""
    stand = standing(size, size.shoulder_half_width * 0.86, 10)
    rack, press = eased(depth / 0.25), eased((depth - 0.2) / 0.8)
    top = Arm(raised=166, forward=20, elbow=14, inward=0, palm=10, upward=90)
    arm = blended_arm(blended_arm(HANGING, RACKED, rack), top, press)
    return replace(
        stand,
        left_arm=arm,
        right_arm=arm,
        chest_pitch=between(2, -2, press),
        curl=between(16, 48, rack),
        look=between(4, 0, press),
    )


HOP = 0.07
"""Metres the feet leave the floor in a jumping jack."""


def jack(size: Measures, depth: float, fault: str | None) -> Posture:
    """Jumps with the feet apart and the arms over the head, and back together."""
    apart = 0.0 if fault == "feet_together" else depth
    half = between(size.hip_half_width * 1.05, size.leg * 0.42, apart)
    stand = standing(size, half, between(8, 16, apart))
    air = sin(pi * min(max(depth, 0.0), 1.0))
    raised = depth * (0.55 if fault == "arms_low" else 1.0)
    arm = blended_arm(HANGING, Arm(raised=158, forward=14, elbow=16, inward=30, palm=20), raised)
    # Landing is soft: the knees give a little where the feet are wide.
    x, y, z = stand.hips
    legs = [replace(leg, lift=HOP * air, heel=22 * air) for leg in (stand.left_leg, stand.right_leg)]
    return replace(
        stand,
        hips=(x, y + 0.01 * depth, z + HOP * 1.15 * air - 0.025 * depth),
        left_leg=legs[0],
        right_leg=legs[1],
        left_arm=arm,
        right_arm=arm,
        chest_pitch=between(2, 5, depth),
        curl=12,
    )
