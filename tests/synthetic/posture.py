"""What a body does at one instant, in words of movement: where the pelvis is, how the trunk leans, where feet and arms point."""

from dataclasses import dataclass, field, replace
from math import radians


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg, in the person's own floor plan (x to the person's left, y backwards, metres from between the standing feet).

    Attributes:
        x, y: Where the ankle stands. lift: how high the foot is above its place on the floor.
        toe_out: Degrees the foot points outwards. knee_out: degrees the knee points outwards (negative: caving in).
        heel: Degrees the heel is raised, the ball of the foot staying where it is.
    """

    x: float
    y: float = 0.0
    lift: float = 0.0
    toe_out: float = 12.0
    knee_out: float = 12.0
    heel: float = 0.0


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm, measured against the vertical and the way the chest faces; a forward lean does not carry it along.

    Attributes:
        raised: Degrees from hanging (0) to horizontal (90). forward: 0 to the side, 90 straight ahead.
        elbow: Degrees of flexion. inward: 0 bends the elbow as hanging arms do, 90 towards the middle.
        palm: Degrees the forearm is turned, thumb inwards positive.
        upward: 0 bends the elbow as said so far, 90 straight up, as a press does.
    """

    raised: float = 13.0
    forward: float = 15.0
    elbow: float = 14.0
    inward: float = 10.0
    palm: float = 0.0
    upward: float = 0.0


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand flat on the floor, fingers ahead; the arm reaches it from wherever the shoulder is.

    Attributes:
        x, y: Where the wrist is, in the person's own floor plan. turn_out: degrees the fingers point outwards.
        elbow: The way the elbow points: outwards, backwards, up.
    """

    x: float
    y: float
    turn_out: float = 6.0
    elbow: tuple[float, float, float] = (1.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Posture:
    """A whole body at one instant. Metres and degrees; the left side first.

    Attributes:
        hips: (x, y, z) of the middle between the hip joints, z above the floor.
        pelvis_pitch: Degrees the pelvis tips forward. chest_pitch: degrees the upper trunk leans forward in all.
        pelvis_turn: Degrees the pelvis turns to the person's left. roll: degrees the trunk tips to the person's left.
        look: Degrees the head looks down.
        curl: Degrees each finger joint is bent; fingers on the floor lie flat.
        hands: (left, right) on the floor, or none: then the arms' angles say where the hands are.
        prone: Degrees the knees' directions are tipped with the body: 0 standing, 90 face down.
    """

    hips: tuple[float, float, float]
    left_leg: Leg
    right_leg: Leg
    left_arm: Arm = field(default_factory=Arm)
    right_arm: Arm = field(default_factory=Arm)
    pelvis_pitch: float = 2.0
    chest_pitch: float = 2.0
    pelvis_turn: float = 0.0
    roll: float = 0.0
    shrug: float = 0.0
    look: float = 4.0
    curl: float = 16.0
    hands: tuple[Hand, ...] = ()
    prone: float = 0.0

    def mirrored(self) -> "Posture":
        """The same done with the other side: left and right change places."""
        x, y, z = self.hips
        return replace(
            self,
            hips=(-x, y, z),
            left_leg=replace(self.right_leg, x=-self.right_leg.x),
            right_leg=replace(self.left_leg, x=-self.left_leg.x),
            left_arm=self.right_arm,
            right_arm=self.left_arm,
            pelvis_turn=-self.pelvis_turn,
            roll=-self.roll,
            hands=tuple(replace(hand, x=-hand.x) for hand in reversed(self.hands)),
        )


def rad(degrees: float) -> float:
    """Degrees as radians, short enough for formulas."""
    return radians(degrees)
