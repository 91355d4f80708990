"""Puts a dressed body into a posture: legs by inverse kinematics from planted feet, then linear blend skinning."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.bodies import Body, Floats
from tests.synthetic.geometry import cross, frame, part_turn, turn, turn_about, unit
from tests.synthetic.outfit import Dressed
from tests.synthetic.posture import Arm, Leg, Posture, rad

SIDES = (("L", 1.0), ("R", -1.0))
"""A side's letter in bone names and the sign of its x."""

UP = np.array([0.0, 0.0, 1.0], np.float32)
AHEAD = np.array([0.0, -1.0, 0.0], np.float32)
SPINE = (("spine05", 0.0), ("spine04", 0.25), ("spine03", 0.5), ("spine02", 0.8), ("spine01", 1.0))
"""Share of the bend between pelvis and chest each spine bone has taken."""
NECK = (("neck01", 0.3), ("neck02", 0.5), ("neck03", 0.75), ("head", 1.0))

SHOULDER_RHYTHM = 0.22
"""The clavicle rises about one degree for every four to five the arm does (scapulohumeral rhythm, simplified to one joint)."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths of one body that movements need, metres."""

    thigh: float
    shin: float
    ankle: float
    hip_half_width: float
    shoulder_half_width: float

    @property
    def leg(self) -> float:
        """Hip to floor with the leg straight."""
        return self.thigh + self.shin + self.ankle


@dataclass(frozen=True, slots=True)
class Posed:
    """A posture carried out: bone turns (J, 3, 3), joint places (J, 3) with the floor at z = 0."""

    turns: Floats
    joints: Floats


@cache
def measures(person: Body, sole: float) -> Measures:
    """The measures of `person` standing on soles whose underside is at `sole`."""
    at = {name: person.heads[index] for name, index in person.bones.items()}
    return Measures(
        thigh=float(np.linalg.norm(at["lowerleg01.L"] - at["upperleg01.L"])),
        shin=float(np.linalg.norm(at["foot.L"] - at["lowerleg01.L"])),
        ankle=float(at["foot.L"][2] - sole),
        hip_half_width=float(at["upperleg01.L"][0]),
        shoulder_half_width=float(at["upperarm01.L"][0]),
    )


def _toes(person: Body, side: str) -> Floats:
    """Where the foot points at rest, level."""
    word = {"L": "left", "R": "right"}[side]
    ends = [person.keypoints[f"{word}_{part}"] for part in ("heel", "big_toe", "small_toe")]
    heel, big, small = (weights @ person.vertices[indices] for indices, weights in ends)
    ahead = (big * 0.6 + small * 0.4) - heel
    return unit(np.array([ahead[0], ahead[1], 0.0], np.float32))


def _foot(person: Body, sole: float, side: str, sign: float, leg: Leg) -> tuple[Floats, Floats]:
    """The foot's turn and the ankle's place; a raised heel turns about the ball of the foot."""
    rest = _toes(person, side)
    aim = turn("z", sign * rad(leg.toe_out)) @ AHEAD
    yaw = np.arctan2(aim[1], aim[0]) - np.arctan2(rest[1], rest[0])
    flat = turn("z", float(yaw))
    ankle_rest = person.heads[person.bones[f"foot.{side}"]]
    ball_rest = person.heads[person.bones[f"toe1-1.{side}"]]
    ankle = np.array([leg.x, leg.y, ankle_rest[2] - sole + leg.lift], np.float32)
    ball = ankle + flat @ (ball_rest - ankle_rest)
    pitch = turn_about(unit(cross(UP, aim)), rad(leg.heel))
    return pitch @ flat, ball + pitch @ (ankle - ball)


def _knee(hip: Floats, ankle: Floats, thigh: float, shin: float, pole: Floats) -> tuple[Floats, Floats]:
    """The knee's place and the hinge's direction of a leg from `hip` to `ankle` whose knee points along `pole`."""
    reach = ankle - hip
    distance = min(float(np.linalg.norm(reach)), (thigh + shin) * 0.9995)
    down = unit(reach)
    out = unit(pole - down * float(np.dot(down, pole)))
    along = (thigh**2 - shin**2 + distance**2) / (2 * distance)
    away = np.sqrt(max(thigh**2 - along**2, 0.0))
    return np.asarray(hip + down * along + out * away, np.float32), cross(down, out)


def _arm_turns(person: Body, side: str, sign: float, arm: Arm, level: Floats) -> tuple[Floats, Floats]:
    """Turns of the upper arm and of the forearm."""
    shoulder, elbow, wrist = (person.heads[person.bones[f"{bone}.{side}"]] for bone in ("upperarm01", "lowerarm01", "wrist"))
    upper_rest, fore_rest = unit(elbow - shoulder), unit(wrist - elbow)
    hinge_rest = cross(upper_rest, fore_rest)
    swing = np.array([sign * np.cos(rad(arm.forward)), -np.sin(rad(arm.forward)), 0.0])
    along = unit(np.sin(rad(arm.raised)) * swing - np.cos(rad(arm.raised)) * UP)
    # A hanging arm bends forwards; the same bend turns upwards as the arm comes forward, and inwards as asked.
    lateral = np.array([1.0, 0.0, 0.0])
    lifted = rad(arm.raised) * np.sin(rad(arm.forward))
    natural = turn_about(lateral, -float(lifted)) @ AHEAD
    bend = np.cos(rad(arm.inward)) * natural + np.sin(rad(arm.inward)) * np.array([-sign, 0.0, 0.0])
    bend = np.cos(rad(arm.upward)) * bend + np.sin(rad(arm.upward)) * UP
    hinge = cross(along, bend)
    hinge = unit(hinge - along * float(np.dot(along, hinge)))
    upper = frame(along, hinge) @ frame(upper_rest, hinge_rest).T
    fore = frame(turn_about(hinge, rad(arm.elbow)) @ along, hinge) @ frame(fore_rest, hinge_rest).T
    return level @ upper, level @ fore


FINGERS = (1, 2, 3, 4, 5)
THUMBS = (1,)
"""The only fingers whose bend moves a landmark; the others' landmarks are their knuckles."""


def posed(person: Dressed, posture: Posture, fingers: tuple[int, ...] = FINGERS) -> Posed:
    """Carries out `posture`: every bone's turn and every joint's place; of the hands only `fingers` are bent."""
    body, bones = person.body, person.body.bones
    size = measures(body, person.sole)
    turns: dict[str, Floats] = {}
    about = turn("z", rad(posture.pelvis_turn))
    pelvis = about @ turn("y", rad(posture.roll * 0.4)) @ turn("x", rad(posture.pelvis_pitch))
    level = turn("z", rad(posture.pelvis_turn * 0.3)) @ turn("y", rad(posture.roll))
    chest = level @ turn("x", rad(posture.chest_pitch))
    head = turn("z", rad(posture.pelvis_turn * 0.1)) @ turn("x", rad(posture.look))
    for name in ("root", "pelvis.L", "pelvis.R"):
        turns[name] = pelvis
    for name, share in SPINE:
        turns[name] = pelvis @ part_turn(pelvis.T @ chest, share)
    for name, share in NECK:
        turns[name] = chest @ part_turn(chest.T @ head, share)
    hip_rest = (body.heads[bones["upperleg01.L"]] + body.heads[bones["upperleg01.R"]]) / 2
    root = np.array(posture.hips, np.float32) + pelvis @ (body.heads[bones["root"]] - hip_rest)
    legs, arms = (posture.left_leg, posture.right_leg), (posture.left_arm, posture.right_arm)
    for (side, sign), leg, arm in zip(SIDES, legs, arms, strict=True):
        foot, ankle = _foot(body, person.sole, side, sign, leg)
        hip_at = bones[f"upperleg01.{side}"]
        hip = np.array(posture.hips, np.float32) + pelvis @ (body.heads[hip_at] - hip_rest)
        knee, hinge = _knee(hip, ankle, size.thigh, size.shin, turn("z", sign * rad(leg.knee_out)) @ AHEAD)
        knee_rest, ankle_rest = body.heads[bones[f"lowerleg01.{side}"]], body.heads[bones[f"foot.{side}"]]
        hinge_rest = cross(unit(ankle_rest - body.heads[hip_at]), _toes(body, side))
        thigh = frame(knee - hip, hinge) @ frame(knee_rest - body.heads[hip_at], hinge_rest).T
        shin = frame(ankle - knee, hinge) @ frame(ankle_rest - knee_rest, hinge_rest).T
        turns[f"upperleg01.{side}"] = turns[f"upperleg02.{side}"] = thigh
        turns[f"lowerleg01.{side}"] = turns[f"lowerleg02.{side}"] = shin
        turns[f"foot.{side}"] = foot
        for name in bones:
            if name.startswith("toe") and name.endswith(side):
                # Toes stay on the floor while the heel rises.
                turns[name] = turn_about(unit(cross(turn("z", sign * rad(leg.toe_out)) @ AHEAD, UP)), rad(leg.heel)) @ foot
        upper, fore = _arm_turns(body, side, sign, arm, level)
        girdle = chest @ turn("y", -sign * rad(SHOULDER_RHYTHM * max(arm.raised - 30.0, -10.0) + posture.shrug))
        turns[f"clavicle.{side}"] = turns[f"shoulder01.{side}"] = girdle
        turns[f"upperarm01.{side}"] = turns[f"upperarm02.{side}"] = upper
        along = unit(fore @ (body.heads[bones[f"wrist.{side}"]] - body.heads[bones[f"lowerarm01.{side}"]]))
        turns[f"lowerarm01.{side}"] = turn_about(along, sign * rad(arm.palm) * 0.3) @ fore
        turns[f"lowerarm02.{side}"] = turn_about(along, sign * rad(arm.palm) * 0.7) @ fore
        turns[f"wrist.{side}"] = turn_about(along, sign * rad(arm.palm)) @ fore
        _curl(body, side, turns, posture.curl, fingers)
    return _chained(body, turns, root)


FINGERS_TOGETHER = 0.75
"""Bodies at rest spread their fingers; relaxed hands hold them this much closer to the middle one."""


def _curl(body: Body, side: str, turns: dict[str, Floats], curl: float, fingers: tuple[int, ...]) -> None:
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


def _chained(body: Body, turns: dict[str, Floats], root: Floats) -> Posed:
    count = len(body.heads)
    all_turns, joints = np.tile(np.eye(3, dtype=np.float32), (count, 1, 1)), np.zeros((count, 3), np.float32)
    for name, index in body.bones.items():
        parent = int(body.parents[index])
        if parent < 0:
            all_turns[index], joints[index] = turns[name], root
            continue
        all_turns[index] = turns.get(name, all_turns[parent])
        joints[index] = joints[parent] + all_turns[parent] @ (body.heads[index] - body.heads[parent])
    return Posed(all_turns, joints)


def skinned(vertices: Floats, weights: Floats, heads: Floats, pose: Posed) -> Floats:
    """(V, 3) vertices carried along by their bones: linear blend skinning."""
    shift = pose.joints - np.einsum("jab,jb->ja", pose.turns, heads)
    blended = weights @ np.concatenate([pose.turns.reshape(-1, 9), shift], axis=1)
    carried = np.einsum("vab,vb->va", blended[:, :9].reshape(-1, 3, 3), vertices) + blended[:, 9:]
    return np.asarray(carried, dtype=np.float32)


def heading(points: NDArray[np.float32], yaw: float) -> Floats:
    """Turns the whole person by `yaw` degrees to their left, about the vertical through the starting place."""
    return np.asarray(points @ turn("z", rad(yaw)).T, dtype=np.float32)
