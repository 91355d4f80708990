"""Movements over time: from a start delay, through repetitions with their own small differences, back to standing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import cos, pi, sin

import numpy as np

from tests.synthetic.posing import Measures
from tests.synthetic.posture import Arm, Leg, Posture, rad

FAULTS: dict[str, tuple[str, ...]] = {
    "squat": ("half_depth", "knees_in", "arms_hanging", "lean", "heels_up"),
    "lateral_raise": ("half_height", "one_arm_low", "shrug", "lean_back"),
    "lunge": ("half_depth", "knee_in", "lean"),
    "standing": (),
}
"""The faults each movement can be done with."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What is done, how fast and how often.

    Attributes:
        kind: A key of `FAULTS`. fault: one of its faults, or None when done well.
        repetitions: How many. period: seconds from one start to the next, the rest between them included.
        delay: Seconds of standing before the first. rest: share of the period spent standing between two.
        mirrored: Done with the other side first (a lunge with the right leg, a fault on the other arm).
        variety: How much repetitions differ from each other in depth and tempo; 0 makes all alike.
        seed: For those differences.
    """

    kind: str = "squat"
    fault: str | None = None
    repetitions: int = 3
    period: float = 2.6
    delay: float = 0.6
    rest: float = 0.14
    mirrored: bool = False
    variety: float = 0.02
    seed: int = 7

    def __post_init__(self) -> None:
        """Refuses a movement or fault that the studio does not know."""
        if self.kind not in FAULTS or (self.fault is not None and self.fault not in FAULTS[self.kind]):
            raise ValueError(f"no movement {self.kind!r} with fault {self.fault!r}; known: {FAULTS}")

    def spans(self) -> tuple[tuple[float, float], ...]:
        """(start, end) seconds of every repetition, from leaving the standing position to being back."""
        if self.kind == "standing":
            return ()
        stretch = 1 + self.variety * np.random.default_rng(self.seed).uniform(-1, 1, self.repetitions)
        starts = self.delay + np.concatenate([[0.0], np.cumsum(stretch)[:-1]]) * self.period
        lengths = self.period * stretch * (1 - self.rest)
        return tuple((float(start), float(start + length)) for start, length in zip(starts, lengths, strict=True))

    def depth(self, time: float) -> float:
        """How far into the repetition the body is at `time`, 0 standing, about 1 at the turning point."""
        depths = 1 + self.variety * np.random.default_rng(self.seed + 1).uniform(-1, 1, max(self.repetitions, 1))
        for (start, end), full in zip(self.spans(), depths, strict=False):
            if start < time < end:
                return float(full) * _there_and_back((time - start) / (end - start))
        return 0.0


def _eased(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share**3 * (10 - 15 * share + 6 * share**2)


def _there_and_back(share: float) -> float:
    """Down in 45 % of the time, a short hold, up in the rest: people rise a little faster than they sink."""
    down, hold = 0.47, 0.08
    return _eased(share / down) if share < down + hold else 1 - _eased((share - down - hold) / (1 - down - hold))


def _between(first: float, second: float, share: float) -> float:
    return first + (second - first) * share


def _arm(first: Arm, second: Arm, share: float) -> Arm:
    pairs = ((getattr(first, name), getattr(second, name)) for name in Arm.__slots__)
    return Arm(*(_between(a, b, share) for a, b in pairs))


HANGING = Arm()
AHEAD = Arm(raised=86, forward=80, elbow=10, inward=40, palm=25)
"""The counterweight of a squat: arms straight ahead, a little apart."""


def _standing(size: Measures, half_stance: float, toe_out: float) -> Posture:
    leg = Leg(half_stance, toe_out=toe_out, knee_out=toe_out)
    # Soft knees: a locked knee is neither healthy nor steady.
    reach = (size.leg - size.ankle) * 0.9965
    height = size.ankle + float(np.sqrt(max(reach**2 - (half_stance - size.hip_half_width) ** 2, 0.0)))
    return Posture(hips=(0.0, 0.01, height), left_leg=leg, right_leg=replace(leg, x=-half_stance))


def _squat(size: Measures, depth: float, fault: str | None) -> Posture:
    stand = _standing(size, size.shoulder_half_width * 1.18, 17)
    reach = depth * (0.5 if fault == "half_depth" else 1.0)
    thigh, shin = rad(_between(5, 91, reach)), rad(_between(3, 31, reach))
    aside = cos(rad(17))
    lowest = size.ankle + size.shin * cos(shin) + size.thigh * cos(thigh)
    # The legs also spread sideways, so their plane is a little shorter than their length.
    height = min(stand.hips[2], lowest - 0.012 * (1 - reach))
    back = (size.thigh * sin(thigh) - size.shin * sin(shin)) * aside
    knee = _between(17, 22, depth) - (26 * _eased(depth) if fault == "knees_in" else 0.0)
    lean = _between(2, 62 if fault == "lean" else 37, reach)
    heel = 16 * depth if fault == "heels_up" else 0.0
    legs = [replace(leg, knee_out=knee, heel=heel) for leg in (stand.left_leg, stand.right_leg)]
    lifted = 0.0 if fault == "arms_hanging" else reach if fault == "half_depth" else depth
    # Arms swing forwards first, then up: not out to the sides.
    arm = replace(_arm(HANGING, AHEAD, lifted), forward=_between(HANGING.forward, AHEAD.forward, min(2.5 * lifted, 1.0)))
    return replace(
        stand,
        hips=(0.0, max(back, 0.01), height),
        left_leg=legs[0],
        right_leg=legs[1],
        left_arm=arm,
        right_arm=arm,
        pelvis_pitch=_between(2, lean - 4, reach),
        chest_pitch=lean,
        look=_between(4, 10, depth),
        curl=_between(16, 9, lifted),
    )


def _lateral_raise(size: Measures, depth: float, fault: str | None) -> Posture:
    stand = _standing(size, size.shoulder_half_width * 0.82, 10)
    top = Arm(raised=85, forward=14, elbow=20, inward=6, palm=12)
    full = 0.55 if fault == "half_height" else 1.0
    left = _arm(HANGING, top, depth * full)
    right = _arm(HANGING, top, depth * (0.6 if fault == "one_arm_low" else full))
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


STEP = 0.78
"""How far a lunge steps, as a share of the leg's length."""


def _lunge(size: Measures, depth: float, fault: str | None) -> Posture:
    """Steps forward with the left leg, sinks, and pushes back to standing."""
    stand = _standing(size, size.shoulder_half_width * 0.72, 6)
    stride = size.leg * STEP
    step, sink = _eased(depth / 0.55), _eased((depth - 0.30) / 0.70) * (0.5 if fault == "half_depth" else 1.0)
    swing = sin(pi * min(depth / 0.55, 1.0))
    front = replace(
        stand.left_leg,
        y=-stride * step,
        lift=0.075 * swing,
        heel=-10 * swing,
        knee_out=6 - (24 * sink if fault == "knee_in" else 0.0),
    )
    rear = replace(stand.right_leg, heel=_between(0, 62, max(sink, 0.55 * step)), knee_out=4.0)
    height = _between(stand.hips[2], size.ankle + size.shin * 0.92, sink) - 0.035 * step * (1 - sink)
    lean = _between(2, 34 if fault == "lean" else 8, sink)
    arm = _arm(HANGING, Arm(raised=24, forward=38, elbow=72, inward=42, palm=10), step)
    # Begins half a stride back, so that the whole movement stays before the camera.
    begin = stride / 2
    return replace(
        stand,
        hips=(0.0, begin - stride * 0.46 * step + 0.01, height),
        left_arm=arm,
        right_arm=arm,
        left_leg=replace(front, y=front.y + begin),
        right_leg=replace(rear, y=begin),
        pelvis_pitch=_between(2, lean, sink),
        chest_pitch=lean,
    )


def _still(size: Measures, depth: float, fault: str | None) -> Posture:
    return _standing(size, size.shoulder_half_width * 1.0, 12)


_MAKERS: dict[str, Callable[[Measures, float, str | None], Posture]] = {
    "squat": _squat,
    "lateral_raise": _lateral_raise,
    "lunge": _lunge,
    "standing": _still,
}


def posture(movement: Movement, size: Measures, depth: float) -> Posture:
    """The posture at `depth` of `movement` (0 standing, 1 the turning point), perfectly still."""
    made = _MAKERS[movement.kind](size, depth, movement.fault)
    return made.mirrored() if movement.mirrored else made


def posture_at(movement: Movement, size: Measures, time: float) -> Posture:
    """The posture `time` seconds into the clip; the feet that stand never move, the rest breathes and sways a little."""
    still = posture(movement, size, movement.depth(time))
    breath, sway = sin(2 * pi * time / 3.7), sin(2 * pi * time / 5.3 + 1.0)
    x, y, z = still.hips
    return replace(
        still,
        hips=(x + 0.005 * sway, y + 0.003 * breath, z - 0.001 * (1 + sway)),
        chest_pitch=still.chest_pitch + 0.7 * breath,
        roll=still.roll - 0.5 * sway,
        look=still.look + 1.2 * sin(2 * pi * time / 4.3),
        left_arm=replace(still.left_arm, raised=still.left_arm.raised + 0.8 * breath),
        right_arm=replace(still.right_arm, raised=still.right_arm.raised + 0.8 * sin(2 * pi * time / 3.7 + 0.4)),
    )
