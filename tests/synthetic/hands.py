"""Fingers: bent as relaxed or holding hands have them, or flat on the floor."""

import numpy as np

from tests.synthetic.bodies import Body, Floats
from tests.synthetic.geometry import cross, turn_about, unit
from tests.synthetic.posture import rad

UP = np.array([0.0, 0.0, 1.0], np.float32)
FINGERS = (1, 2, 3, 4, 5)

FINGERS_TOGETHER = 0.75
"""Bodies at rest spread their fingers; relaxed hands hold them this much closer to the middle one."""


def curled(body: Body, side: str, turns: dict[str, Floats], curl: float, fingers: tuple[int, ...]) -> None:
    """Brings the fingers together and bends them, joint after joint, about the line through the knuckles."""

    def points(finger: int) -> Floats:
        ends = (body.heads[body.bones[f"finger{finger}-{joint}.{side}"]] for joint in (1, 3))
        first, last = ends
        return unit(last - first)

    knuckles = unit(body.heads[body.bones[f"finger5-1.{side}"]] - body.heads[body.bones[f"finger2-1.{side}"]])
    sign = 1.0 if side == "L" else -1.0
    hand = turns[f"wrist.{side}"]
    for finger in FINGERS:
        turns[f"metacarpal{finger}.{side}"] = hand
        if finger not in fingers:
            continue
        thumb = finger == 1
        across = cross(points(finger), points(3))
        apart = float(np.arcsin(np.clip(np.linalg.norm(across), 0, 1)))
        closed = hand @ turn_about(unit(across), apart * (0.35 if thumb else FINGERS_TOGETHER))
        for joint in range(1, 4):
            amount = rad(curl) * joint * (0.4 if thumb else 1.0)
            turns[f"finger{finger}-{joint}.{side}"] = closed @ turn_about(knuckles, sign * amount)


def laid(body: Body, side: str, turns: dict[str, Floats], fingers: tuple[int, ...]) -> None:
    """Stretches the fingers of a hand on the floor until each lies level, the thumb too."""
    hand = turns[f"wrist.{side}"]
    for finger in FINGERS:
        turns[f"metacarpal{finger}.{side}"] = hand
        if finger not in fingers:
            continue
        first, last = (body.heads[body.bones[f"finger{finger}-{joint}.{side}"]] for joint in (1, 3))
        points = hand @ unit(last - first)
        level = turn_about(unit(cross(points, UP)), float(np.arcsin(-points[2]))) @ hand
        for joint in range(1, 4):
            turns[f"finger{finger}-{joint}.{side}"] = level
