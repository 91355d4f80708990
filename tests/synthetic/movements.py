"""Movements over time: from a start delay, through repetitions with their own small differences, back to where they began."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import pi, sin

import numpy as np

from tests.synthetic.arm_exercises import jack, lateral_raise, overhead_press
from tests.synthetic.floor_exercises import plank, push_up
from tests.synthetic.leg_exercises import hinge, knee_raise, lunge, squat
from tests.synthetic.posing import Measures
from tests.synthetic.posture import Posture
from tests.synthetic.stances import eased, standing

FAULTS: dict[str, tuple[str, ...]] = {
    "squat": ("half_depth", "knees_in", "arms_hanging", "lean", "heels_up"),
    "lateral_raise": ("half_height", "one_arm_low", "shrug", "lean_back"),
    "lunge": ("half_depth", "knee_in", "lean"),
    "standing": (),
    "jack": ("arms_low", "feet_together"),
    "overhead_press": (),
    "hinge": ("half_depth", "bent_knees", "round_back"),
    "knee_raise": (),
    "push_up": ("half_depth", "hips_low", "hips_high"),
    "plank": ("hips_low",),
}
"""The faults each movement can be done with."""
HELD = ("standing", "plank")
"""What is held and not repeated: a scene says how long."""
ON_THE_FLOOR = ("push_up", "plank")
"""What is done face down on hands and toes; a repetition of it begins and ends in the plank instead of standing."""

HOLD = 0.08
"""Share of a repetition most people rest at the turning point."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What is done, how fast and how often.

    Attributes:
        kind: A key of `FAULTS`. fault: one of its faults, or None when done well.
        repetitions: How many. period: seconds from one start to the next, the rest between them included.
        delay: Seconds at rest (standing, or in the plank) before the first. rest: share of the period spent so between two.
        mirrored: Done with the other side first (a lunge with the right leg, a fault on the other arm).
        variety: How much repetitions differ from each other in depth and tempo; 0 makes all alike.
        seed: For those differences.
        hold: Share of a repetition spent at the turning point.
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
    hold: float = HOLD

    def __post_init__(self) -> None:
        """Refuses a movement or fault that the studio does not know."""
        if self.kind not in FAULTS or (self.fault is not None and self.fault not in FAULTS[self.kind]):
            raise ValueError(f"no movement {self.kind!r} with fault {self.fault!r}; known: {FAULTS}")

    def spans(self) -> tuple[tuple[float, float], ...]:
        """(start, end) seconds of every repetition, from leaving the resting position to being back; none of what is held."""
        if self.kind in HELD or not self.repetitions:
            return ()
        stretch = 1 + self.variety * np.random.default_rng(self.seed).uniform(-1, 1, self.repetitions)
        starts = self.delay + np.concatenate([[0.0], np.cumsum(stretch)[:-1]]) * self.period
        lengths = self.period * stretch * (1 - self.rest)
        return tuple((float(start), float(start + length)) for start, length in zip(starts, lengths, strict=True))

    def exercises(self) -> tuple[()]:
        """One movement is not cut."""
        return ()

    def moment(self, time: float) -> tuple["Movement", float]:
        """The movement that is being done, and its depth."""
        return self, self.depth(time)

    def depth(self, time: float) -> float:
        """How far into the repetition the body is at `time`, 0 at rest, about 1 at the turning point."""
        depths = 1 + self.variety * np.random.default_rng(self.seed + 1).uniform(-1, 1, max(self.repetitions, 1))
        for (start, end), full in zip(self.spans(), depths, strict=False):
            if start < time < end:
                return float(full) * _there_and_back((time - start) / (end - start), self.hold)
        return 0.0


def _there_and_back(share: float, hold: float) -> float:
    """Down, a hold, and up in a little less time: people rise a little faster than they sink."""
    down = 0.47 - (hold - HOLD) * 0.51
    return eased(share / down) if share < down + hold else 1 - eased((share - down - hold) / (1 - down - hold))


def _still(size: Measures, depth: float, fault: str | None) -> Posture:
    return standing(size, size.shoulder_half_width * 1.0, 12)


_MAKERS: dict[str, Callable[[Measures, float, str | None], Posture]] = {
    "squat": squat,
    "lateral_raise": lateral_raise,
    "lunge": lunge,
    "standing": _still,
    "jack": jack,
    "overhead_press": overhead_press,
    "hinge": hinge,
    "knee_raise": knee_raise,
    "push_up": push_up,
    "plank": plank,
}


def posture(movement: Movement, size: Measures, depth: float) -> Posture:
    """The posture at `depth` of `movement` (0 at rest, 1 the turning point), perfectly still."""
    made = _MAKERS[movement.kind](size, depth, movement.fault)
    return made.mirrored() if movement.mirrored else made


def posture_at(movement: Movement, size: Measures, time: float) -> Posture:
    """The posture `time` seconds into the clip; what is planted never moves, the rest breathes and sways a little."""
    return alive(posture(movement, size, movement.depth(time)), time)


def alive(still: Posture, time: float) -> Posture:
    """`still` with the breath and sway of somebody who stands or holds a plank."""
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
