"""Movements of hips and legs, as a posture for every depth (0 standing, 1 the turning point)."""

from dataclasses import dataclass, replace
from math import cos, pi, sin

from tests.synthetic.posing import Measures
from tests.synthetic.posture import Arm, Posture, rad
from tests.synthetic.stances import AHEAD, HANGING, between, blended_arm, eased, standing


def squat(size: Measures, depth: float, fault: str | None) -> Posture:
    """Sinks until the thighs are level, arms ahead."""
    stand = standing(size, size.shoulder_half_width * 1.18, 17)
    reach = depth * (0.5 if fault == "half_depth" else 1.0)
    thigh, shin = rad(between(5, 91, reach)), rad(between(3, 31, reach))
    aside = cos(rad(17))
    lowest = size.ankle + size.shin * cos(shin) + size.thigh * cos(thigh)
    # The legs also spread sideways, so their plane is a little shorter than their length.
    height = min(stand.hips[2], lowest - 0.012 * (1 - reach))
    back = (size.thigh * sin(thigh) - size.shin * sin(shin)) * aside
    knee = between(17, 22, depth) - (26 * eased(depth) if fault == "knees_in" else 0.0)
    lean = between(2, 62 if fault == "lean" else 37, reach)
    heel = 16 * depth if fault == "heels_up" else 0.0
    legs = [replace(leg, knee_out=knee, heel=heel) for leg in (stand.left_leg, stand.right_leg)]
    lifted = 0.0 if fault == "arms_hanging" else reach if fault == "half_depth" else depth
    # Arms swing forwards first, then up: not out to the sides.
    arm = replace(blended_arm(HANGING, AHEAD, lifted), forward=between(HANGING.forward, AHEAD.forward, min(2.5 * lifted, 1.0)))
    return replace(
        stand,
        hips=(0.0, max(back, 0.01), height),
        left_leg=legs[0],
        right_leg=legs[1],
        left_arm=arm,
        right_arm=arm,
        pelvis_pitch=between(2, lean - 4, reach),
        chest_pitch=lean,
        look=between(4, 10, depth),
        curl=between(16, 9, lifted),
    )


STEP = 0.78
"""How far a lunge steps, as a share of the leg's length."""


def lunge(size: Measures, depth: float, fault: str | None) -> Posture:
    """Steps forward with the left leg, sinks, and pushes back to standing."""
    stand = standing(size, size.shoulder_half_width * 0.72, 6)
    stride = size.leg * STEP
    step, sink = eased(depth / 0.55), eased((depth - 0.30) / 0.70) * (0.5 if fault == "half_depth" else 1.0)
    swing = sin(pi * min(depth / 0.55, 1.0))
    front = replace(
        stand.left_leg,
        y=-stride * step,
        lift=0.075 * swing,
        heel=-10 * swing,
        knee_out=6 - (24 * sink if fault == "knee_in" else 0.0),
    )
    rear = replace(stand.right_leg, heel=between(0, 62, max(sink, 0.55 * step)), knee_out=4.0)
    height = between(stand.hips[2], size.ankle + size.shin * 0.92, sink) - 0.035 * step * (1 - sink)
    lean = between(2, 34 if fault == "lean" else 8, sink)
    arm = blended_arm(HANGING, Arm(raised=24, forward=38, elbow=72, inward=42, palm=10), step)
    # Begins half a stride back, so that the whole movement stays before the camera.
    begin = stride / 2
    return replace(
        stand,
        hips=(0.0, begin - stride * 0.46 * step + 0.01, height),
        left_arm=arm,
        right_arm=arm,
        left_leg=replace(front, y=front.y + begin),
        right_leg=replace(rear, y=begin),
        pelvis_pitch=between(2, lean, sink),
        chest_pitch=lean,
    )


@dataclass(frozen=True, slots=True)
class _Bow:
    """The lowest point of a hinge: degrees each part leans from the vertical, the thigh backwards."""

    thigh: float
    shin: float
    pelvis: float
    chest: float
    look: float


_BOWED = {
    None: _Bow(thigh=27, shin=5, pelvis=62, chest=74, look=46),
    # The hips sink instead of going back: a squat with hanging arms.
    "bent_knees": _Bow(thigh=62, shin=24, pelvis=44, chest=50, look=24),
    # The back bends instead of the hips: they hardly go back, chest and head hang.
    "round_back": _Bow(thigh=13, shin=4, pelvis=24, chest=92, look=84),
}


def hinge(size: Measures, depth: float, fault: str | None) -> Posture:
    """Bows from the hips with soft knees and a straight back, the arms hanging, as in a deadlift."""
    stand = standing(size, size.shoulder_half_width * 0.80, 8)
    reach = depth * (0.5 if fault == "half_depth" else 1.0)
    lowest = _BOWED[fault] if fault in _BOWED else _BOWED[None]
    thigh, shin = rad(between(4, lowest.thigh, reach)), rad(between(3, lowest.shin, reach))
    height = min(stand.hips[2], size.ankle + size.shin * cos(shin) + size.thigh * cos(thigh))
    # The hands slide along the thighs: close to them, palms backwards.
    arm = blended_arm(HANGING, Arm(raised=6, forward=70, elbow=6, inward=30, palm=50), reach)
    return replace(
        stand,
        hips=(0.0, 0.01 + size.thigh * sin(thigh) - size.shin * sin(shin), height),
        left_arm=arm,
        right_arm=arm,
        pelvis_pitch=between(2, lowest.pelvis, reach),
        chest_pitch=between(2, lowest.chest, reach),
        look=between(4, lowest.look, reach),
        curl=between(16, 26, reach),
    )


def knee_raise(size: Measures, depth: float, fault: str | None) -> Posture:
    """Stands on the right leg and lifts the left knee to hip height, the other arm swinging along."""
    stand = standing(size, size.hip_half_width * 1.05, 7)
    thigh, shin = rad(between(2, 90, depth)), rad(between(2, 10, depth))
    _, y, height = stand.hips
    ahead = y - size.thigh * sin(thigh) + size.shin * sin(shin)
    drop = size.thigh * cos(thigh) + size.shin * cos(shin)
    # Near standing the planted foot decides; a lifted one follows the thigh.
    free = eased(depth / 0.2)
    lifted = replace(
        stand.left_leg,
        y=ahead * free,
        lift=max(height - drop - size.ankle, 0.0) * free,
        heel=14 * eased(depth / 0.5),
        knee_out=5,
    )
    swing = Arm(raised=38, forward=84, elbow=78, inward=12, palm=8)
    back = Arm(raised=22, forward=-70, elbow=50, inward=6)
    return replace(
        stand,
        hips=(-0.55 * size.hip_half_width * eased(depth / 0.6), y, height),
        left_leg=lifted,
        left_arm=blended_arm(HANGING, back, depth),
        right_arm=blended_arm(HANGING, swing, depth),
        pelvis_pitch=between(2, -4, depth),
        roll=-2.0 * depth,
    )
