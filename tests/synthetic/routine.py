"""A training session: several exercises one after another, with pauses in which nobody stands quite still."""

from dataclasses import dataclass, fields, is_dataclass, replace
from math import cos, pi, sin
from typing import Any

import numpy as np

from tests.synthetic.movements import Movement, alive, posture, posture_at
from tests.synthetic.posing import Measures
from tests.synthetic.posture import Arm, Posture
from tests.synthetic.stances import between, eased, standing


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of a clip: seconds from the first repetition's start to the last one's end, what it is, how many."""

    start_s: float
    end_s: float
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise and the pause after it in seconds; the movement's own `delay` does not count."""

    movement: Movement
    pause: float = 2.0

    @property
    def length(self) -> float:
        """Seconds from the first repetition's start to where another one would begin."""
        spans = self.spans(0.0)
        return spans[-1][1] + self.movement.rest * self.movement.period if spans else 0.0

    def spans(self, begin: float) -> tuple[tuple[float, float], ...]:
        """(start, end) of every repetition when the part begins at `begin`."""
        return replace(self.movement, delay=begin).spans()


@dataclass(frozen=True, slots=True)
class Routine:
    """Exercises in a row.

    Attributes:
        parts: What is done. enter: seconds the person takes to walk in from the back of the room, 0: stands there already.
        delay: Seconds of standing before the first exercise. seed: For the fidgeting in the pauses.
    """

    parts: tuple[Part, ...]
    enter: float = 0.0
    delay: float = 1.0
    seed: int = 5

    @property
    def kind(self) -> str:
        """The name under which clips are kept."""
        return "routine"

    @property
    def fault(self) -> str | None:
        """Everything is done well."""
        return None

    def begins(self) -> tuple[float, ...]:
        """Seconds at which each part begins."""
        lengths = [part.length + part.pause for part in self.parts]
        return tuple(self.enter + self.delay + float(before) for before in np.cumsum([0.0, *lengths[:-1]]))

    def spans(self) -> tuple[tuple[float, float], ...]:
        """(start, end) seconds of every repetition of every exercise."""
        return tuple(span for part, begin in zip(self.parts, self.begins(), strict=True) for span in part.spans(begin))

    def exercises(self) -> tuple[Exercise, ...]:
        """The truth for cutting."""
        found = []
        for part, begin in zip(self.parts, self.begins(), strict=True):
            spans = part.spans(begin)
            found.append(Exercise(spans[0][0], spans[-1][1], part.movement.kind, len(spans)))
        return tuple(found)

    def part_at(self, time: float) -> int:
        """The last part that has begun, -1 before the first."""
        return sum(begin <= time for begin in self.begins()) - 1

    def moment(self, time: float) -> tuple[Movement, float]:
        """The movement that is being done, and its depth."""
        part = self.part_at(time)
        if part < 0:
            return self.parts[0].movement, 0.0
        movement = replace(self.parts[part].movement, delay=self.begins()[part])
        return self.parts[part].movement, movement.depth(time)


def _blended(first: Any, second: Any, share: float) -> Any:
    if isinstance(first, tuple):
        return tuple(between(a, b, share) for a, b in zip(first, second, strict=True))
    if is_dataclass(first) and not isinstance(first, type):
        pairs = {item.name: (getattr(first, item.name), getattr(second, item.name)) for item in fields(first)}
        return replace(first, **{name: _blended(a, b, share) for name, (a, b) in pairs.items()})
    return between(first, second, share)


def _stepping(first: Posture, second: Posture, share: float) -> Posture:
    """From one stance to another: first the left foot is moved, then the right, the weight on the other one."""
    moved: Posture = _blended(first, second, eased(share))
    feet = []
    for side, begin in (("left_leg", 0.05), ("right_leg", 0.52)):
        done = min(max((share - begin) / 0.43, 0.0), 1.0)
        old, new = getattr(first, side), getattr(second, side)
        leg = _blended(old, new, eased(done))
        far = float(np.hypot(old.x - new.x, old.y - new.y))
        feet.append(replace(leg, lift=leg.lift + min(0.6 * far, 0.05) * sin(pi * done)))
    far = max(float(np.hypot(a.x - b.x, a.y - b.y)) for a, b in ((first.left_leg, second.left_leg), (first.right_leg, second.right_leg)))
    x, y, z = moved.hips
    weight = -min(far, 0.06) * sin(2 * pi * share)
    return replace(moved, hips=(x + weight, y, z - 0.25 * min(far, 0.1) * sin(pi * share)), left_leg=feet[0], right_leg=feet[1])


STEP_S = 1.1
"""Seconds a person takes to stand differently, where the pause is long enough."""


def _pausing(before: Posture, after: Posture, share: float, pause: float, taste: int) -> Posture:
    """Between two exercises: shifts the weight, looks about, loosens the arms, and takes the next stance at the end."""
    step = min(STEP_S, pause)
    stood = _stepping(before, after, min(max((share * pause - (pause - step)) / step, 0.0), 1.0))
    draw = np.random.default_rng(taste).uniform(-1, 1, 4)
    restless = sin(pi * share) ** 2 * min(pause / 2.0, 1.0)
    x, y, z = stood.hips
    shift = 0.035 * draw[0] * restless * sin(2 * pi * share * max(pause / 2.4, 0.5))
    loosened = 9 * restless * abs(draw[1])
    return replace(
        stood,
        hips=(x + shift, y + 0.01 * draw[2] * restless, z - 0.006 * restless),
        roll=stood.roll + 40 * shift,
        pelvis_turn=stood.pelvis_turn + 4 * draw[3] * restless,
        look=stood.look + 12 * restless * draw[1],
        left_arm=replace(stood.left_arm, elbow=stood.left_arm.elbow + loosened),
        right_arm=replace(stood.right_arm, elbow=stood.right_arm.elbow + 0.6 * loosened),
    )


STRIDE = 0.42
"""Metres between two footfalls of somebody walking up at leisure."""
STEP_TIME = 0.52
"""Seconds a step takes."""


def _walking(size: Measures, end: Posture, share: float, enter: float) -> Posture:
    """Walks up from the back of the room and comes to stand as `end`."""
    steps = max(round(enter / STEP_TIME) - 1, 2)
    clock = min(share, 1.0) * (steps + 1)
    now, within = min(int(clock), steps), clock - min(int(clock), steps)
    ahead = [steps * STRIDE, *(STRIDE * max(steps - 1 - step, 0) for step in range(steps + 1))]
    # ahead[k]: where step k starts from (k = 0: both feet) and step k - 1 has landed.
    stance = standing(size, size.hip_half_width * 1.1, 6)
    legs = []
    for which, leg in enumerate((stance.left_leg, stance.right_leg)):
        landed = [step for step in range(now) if step % 2 == which]
        start = ahead[landed[-1] + 1] if landed else ahead[0]
        if now % 2 == which:
            place = between(start, ahead[now + 1], eased(within))
            legs.append(replace(leg, y=place, lift=0.05 * sin(pi * within), heel=between(26, -8, within) * sin(pi * within), knee_out=5))
        else:
            # The foot behind rolls over its ball before it leaves the ground.
            legs.append(replace(leg, y=start, heel=14 * eased((within - 0.6) / 0.4) if now < steps else 0.0, knee_out=5))
    begin = ahead[0] - STRIDE * max(now - 0.5, 0.0) if now else ahead[0]
    after = ahead[0] - STRIDE * (now + 0.5) if now < steps else 0.0
    swing = cos(pi * clock) * min(1.0, 2 * share, 2 * (1 - share) + 0.1)
    _, y, z = stance.hips
    walked = replace(
        stance,
        hips=(0.012 * cos(pi * clock), y + between(begin, after, within), z - 0.045),
        left_leg=legs[0],
        right_leg=legs[1],
        left_arm=Arm(raised=13 + 9 * abs(swing), forward=15 + 65 * -swing, elbow=18),
        right_arm=Arm(raised=13 + 9 * abs(swing), forward=15 + 65 * swing, elbow=18),
        pelvis_turn=4 * swing,
        chest_pitch=4,
    )
    # The last step ends in the stance of the first exercise, not beside it.
    settle = eased((share - 0.8) / 0.2)
    settled: Posture = _blended(walked, end, settle)
    return settled


def _routine_posture(routine: Routine, size: Measures, time: float) -> Posture:
    part = routine.part_at(time)
    if part < 0:
        first = posture(routine.parts[0].movement, size, 0.0)
        return first if time >= routine.enter else _walking(size, first, time / routine.enter, routine.enter)
    begin, doing = routine.begins()[part], routine.parts[part]
    since = time - begin
    if since < doing.length:
        return posture(doing.movement, size, replace(doing.movement, delay=begin).depth(time))
    before = posture(doing.movement, size, 0.0)
    after = posture(routine.parts[part + 1].movement, size, 0.0) if part + 1 < len(routine.parts) else before
    return _pausing(before, after, min((since - doing.length) / doing.pause, 1.0), doing.pause, routine.seed + part)


def acted(act: Movement | Routine, size: Measures, time: float) -> Posture:
    """The posture `time` seconds into a clip of one movement or of several."""
    if isinstance(act, Movement):
        return posture_at(act, size, time)
    return alive(_routine_posture(act, size, time), time)
