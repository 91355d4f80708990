"""Puts a dressed body into a posture: limbs by inverse kinematics from planted feet and hands, then linear blend skinning."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.bodies import Body, Floats
from tests.synthetic.geometry import cross, frame, part_turn, turn, turn_about, unit
from tests.synthetic.hands import FINGERS, curled, laid
from tests.synthetic.outfit import Dressed
from tests.synthetic.posture import Arm, Hand, Leg, Posture, rad

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
    """Lengths of one body that movements need, metres.

    Attributes:
        ankle: Height of the ankle over the floor. ball_ahead, ball_below: from the ankle to the ball of the foot.
        trunk, trunk_back: From the middle of the hips to that of the shoulders at rest, upwards and backwards.
        chest, belly: How far the front of the trunk is ahead of the shoulders' and of the hips' joints.
    """

    thigh: float
    shin: float
    ankle: float
    ball_ahead: float
    ball_below: float
    hip_half_width: float
    shoulder_half_width: float
    trunk: float
    trunk_back: float
    upper_arm: float
    forearm: float
    chest: float
    belly: float

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
    trunk = (at["upperarm01.L"] + at["upperarm01.R"] - at["upperleg01.L"] - at["upperleg01.R"]) / 2
    ball = at["toe1-1.L"] - at["foot.L"]
    return Measures(
        thigh=float(np.linalg.norm(at["lowerleg01.L"] - at["upperleg01.L"])),
        shin=float(np.linalg.norm(at["foot.L"] - at["lowerleg01.L"])),
        ankle=float(at["foot.L"][2] - sole),
        ball_ahead=float(ball @ _toes(person, "L")),
        ball_below=float(-ball[2]),
        hip_half_width=float(at["upperleg01.L"][0]),
        shoulder_half_width=float(at["upperarm01.L"][0]),
        trunk=float(trunk[2]),
        trunk_back=float(trunk[1]),
        upper_arm=float(np.linalg.norm(at["lowerarm01.L"] - at["upperarm01.L"])),
        forearm=float(np.linalg.norm(at["wrist.L"] - at["lowerarm01.L"])),
        chest=_front(person, at["upperarm01.L"], -0.25 * float(trunk[2])),
        belly=_front(person, at["upperleg01.L"], 0.18 * float(trunk[2])),
    )


def _front(person: Body, joint: Floats, above: float) -> float:
    """How far the skin between the arms, about `above` metres over a joint, is ahead of it."""
    skin = person.vertices[np.unique(person.skin)]
    band = (np.abs(skin[:, 2] - joint[2] - above) < 0.05) & (np.abs(skin[:, 0]) < 0.12)
    return float(joint[1] - skin[band, 1].min())


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


def _bent(root: Floats, tip: Floats, near: float, far: float, pole: Floats) -> tuple[Floats, Floats]:
    """Where the knee or elbow is, and its hinge's direction, of a limb from `root` to `tip` that bends along `pole`.

    `near` and `far` are the lengths of its two bones, metres; a limb that is too short ends on the way to `tip`.
    """
    reach = tip - root
    distance = min(float(np.linalg.norm(reach)), (near + far) * 0.9995)
    down = unit(reach)
    out = unit(pole - down * float(np.dot(down, pole)))
    along = (near**2 - far**2 + distance**2) / (2 * distance)
    away = np.sqrt(max(near**2 - along**2, 0.0))
    return np.asarray(root + down * along + out * away, np.float32), cross(down, out)


WRIST_HEIGHT = 0.050
"""Metres of the wrist's joint over the floor on which the hand lies."""
PALM_TIPPED = 12.0
"""Degrees the back of a hand that lies on the floor falls from the wrist to the knuckles."""


def _planted_arm(person: Body, side: str, sign: float, shoulder: Floats, hand: Hand) -> tuple[Floats, Floats, Floats, float]:
    """Turns of upper arm, forearm and hand of an arm from `shoulder` to the floor, and radians the forearm is twisted."""
    bones = ("upperarm01", "lowerarm01", "wrist", "finger2-1", "finger3-1", "finger5-1")
    rest, elbow_rest, wrist_rest, index, middle, little = (person.heads[person.bones[f"{bone}.{side}"]] for bone in bones)
    upper_rest, fore_rest = elbow_rest - rest, wrist_rest - elbow_rest
    wrist = np.array([hand.x, hand.y, WRIST_HEIGHT], np.float32)
    out, back, up = hand.elbow
    lengths = float(np.linalg.norm(upper_rest)), float(np.linalg.norm(fore_rest))
    elbow, hinge = _bent(shoulder, wrist, *lengths, np.array([sign * out, back, up], np.float32))
    # An elbow bends the other way round than a knee.
    hinge_rest = cross(unit(upper_rest), unit(fore_rest))
    upper = frame(elbow - shoulder, -hinge) @ frame(upper_rest, hinge_rest).T
    fore = frame(wrist - elbow, -hinge) @ frame(fore_rest, hinge_rest).T
    across = unit(little - index)
    ahead = turn("z", sign * rad(hand.turn_out)) @ turn("x", rad(PALM_TIPPED)) @ AHEAD
    flat = frame(ahead, -UP) @ frame(middle - wrist_rest, sign * cross(across, unit(middle - wrist_rest))).T
    along = unit(wrist - elbow)
    # Only the twist about its own length is shared out over the forearm; the rest is the wrist's bend.
    now, wanted = ((each @ across) - along * float(np.dot(along, each @ across)) for each in (fore, flat))
    twist = float(np.arctan2(np.dot(cross(now, wanted), along), np.dot(now, wanted)))
    return upper, fore, flat, twist


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
        pole = turn("x", rad(posture.prone)) @ turn("z", sign * rad(leg.knee_out)) @ AHEAD
        knee, hinge = _bent(hip, ankle, size.thigh, size.shin, pole)
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
        girdle = chest @ turn("y", -sign * rad(SHOULDER_RHYTHM * max(arm.raised - 30.0, -10.0) + posture.shrug))
        turns[f"clavicle.{side}"] = turns[f"shoulder01.{side}"] = girdle
        flat: Floats | None = None
        if posture.hands:
            hand = posture.hands[0 if side == "L" else 1]
            upper, fore, flat, twist = _planted_arm(body, side, sign, _place(body, turns, root, f"upperarm01.{side}"), hand)
        else:
            upper, fore = _arm_turns(body, side, sign, arm, level)
            twist = sign * rad(arm.palm)
        turns[f"upperarm01.{side}"] = turns[f"upperarm02.{side}"] = upper
        along = unit(fore @ (body.heads[bones[f"wrist.{side}"]] - body.heads[bones[f"lowerarm01.{side}"]]))
        turns[f"lowerarm01.{side}"] = turn_about(along, twist * 0.3) @ fore
        turns[f"lowerarm02.{side}"] = turn_about(along, twist * 0.7) @ fore
        turns[f"wrist.{side}"] = turn_about(along, twist) @ fore if flat is None else flat
        if flat is None:
            curled(body, side, turns, posture.curl, fingers)
        else:
            laid(body, side, turns, fingers)
    return _chained(body, turns, root)


def _place(body: Body, turns: dict[str, Floats], root: Floats, name: str) -> Floats:
    """Where one bone begins, from the turns of the bones that carry it."""
    names = {index: bone for bone, index in body.bones.items()}
    place, index = np.zeros(3, np.float32), body.bones[name]
    while (parent := int(body.parents[index])) >= 0:
        place = place + turns[names[parent]] @ (body.heads[index] - body.heads[parent])
        index = parent
    return np.asarray(root + place, np.float32)


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
