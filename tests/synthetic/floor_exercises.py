"""Movements on hands and toes, face down, as a posture for every depth (0 the plank, 1 the chest near the floor)."""

from dataclasses import replace
from math import acos, atan2, cos, degrees, hypot, sin, sqrt

from tests.synthetic.posing import WRIST_HEIGHT, Measures
from tests.synthetic.posture import Arm, Hand, Leg, Posture, rad
from tests.synthetic.stances import between

STRAIGHT = 0.99
"""Share of its length a straight arm reaches: elbows are not locked."""
KNEES = 0.9965
"""The same of the legs."""
HANDS_APART = 0.11
"""Metres each hand stands beside its shoulder."""
CHEST_GAP = 0.08
"""Metres between chest and floor at the lowest point."""
HALF = 0.36
"""Share of the way down at which elbows are bent half as far as at the bottom: arms near straight lower little."""
BELLY_GAP = 0.03
"""Metres between belly and floor beyond which hips cannot sag."""
DORSIFLEXION = 14.0
"""Degrees the foot is bent towards the shin."""
SAG = 0.13
"""Metres sagging hips are below the straight line."""
SAG_STOPS = 0.08
"""Metres the chest stays higher at the lowest point, because the belly is down first."""
PIKE = 0.16
"""Metres piked hips are above the straight line."""
AT_REST = Arm(raised=30)
"""Where the shoulder blades neither rise nor sink."""


def _ankle(size: Measures, heel: float) -> tuple[float, float]:
    """(metres behind the ball of the foot, metres above the floor) of an ankle whose heel is raised by `heel` degrees."""
    ahead, below, up = size.ball_ahead, size.ball_below, rad(heel)
    return ahead * cos(up) - below * sin(up), size.ankle - below + ahead * sin(up) + below * cos(up)


def _pitch(size: Measures, height: float) -> float:
    """Degrees a straight body leans from the vertical whose shoulders are at `height`, found by halving."""
    low, high = 20.0, 110.0
    for _ in range(40):
        middle = (low + high) / 2
        lean = rad(middle)
        legs = (size.thigh + size.shin) * KNEES
        reached = _ankle(size, middle - DORSIFLEXION)[1] + (legs + size.trunk) * cos(lean) + size.trunk_back * sin(lean)
        low, high = (middle, high) if reached > height else (low, middle)
    return (low + high) / 2


def _prone(size: Measures, height: float, rise: float) -> Posture:
    """On the toes, the shoulders at `height`, the hips `rise` metres above the straight line; toes at y = 0, arms not placed."""
    lean = _pitch(size, height)
    legs = (size.thigh + size.shin) * KNEES
    heel = lean - DORSIFLEXION
    behind, low = _ankle(size, heel)
    hips = low + legs * cos(rad(lean)) + rise
    # Legs and trunk keep their lengths: where the hips are not on the line, both lean differently.
    leg = acos((hips - low) / legs)
    trunk = degrees(acos((height - hips) / hypot(size.trunk, size.trunk_back)) + atan2(size.trunk_back, size.trunk))
    # Hips that sag take the lower back along; hips that rise bend in the groin.
    bend = (degrees(leg) - trunk) * (0.4 if rise < 0 else 0.15)
    foot = Leg(size.hip_half_width * 0.85, y=size.ball_ahead, toe_out=0.0, knee_out=0.0, heel=heel)
    return Posture(
        hips=(0.0, behind - legs * sin(leg), hips),
        left_leg=foot,
        right_leg=replace(foot, x=-foot.x),
        left_arm=AT_REST,
        right_arm=AT_REST,
        pelvis_pitch=trunk + bend,
        # The lower spine is shorter than the upper: this much keeps the shoulders at their height.
        chest_pitch=trunk - 0.87 * bend,
        look=lean - 14,
        prone=lean,
    )


def _shoulders(size: Measures, prone: Posture) -> float:
    """Where along the floor the shoulders are."""
    lean = rad((prone.pelvis_pitch + prone.chest_pitch) / 2)
    return prone.hips[1] - size.trunk * sin(lean) + size.trunk_back * cos(lean)


def _on_hands(prone: Posture, hand: Hand, middle: float) -> Posture:
    """With both hands on the floor, and `middle` of the floor plan moved to where the person turns about."""
    x, y, z = prone.hips
    return replace(
        prone,
        hips=(x, y - middle, z),
        left_leg=replace(prone.left_leg, y=prone.left_leg.y - middle),
        right_leg=replace(prone.right_leg, y=prone.right_leg.y - middle),
        hands=(replace(hand, y=hand.y - middle), replace(hand, x=-hand.x, y=hand.y - middle)),
    )


def _high(size: Measures) -> float:
    """How high the shoulders are over straight arms."""
    return WRIST_HEIGHT + sqrt(((size.upper_arm + size.forearm) * STRAIGHT) ** 2 - HANDS_APART**2)


def push_up(size: Measures, depth: float, fault: str | None) -> Posture:
    """Lowers the straight body from the high plank until the chest is a hand's breadth above the floor."""
    top, bottom = _high(size), size.chest + CHEST_GAP
    if fault == "hips_low":
        # The belly is down before the chest is.
        bottom += SAG_STOPS
    height = between(top, bottom, depth * (HALF if fault == "half_depth" else 1.0))
    first, last = {"hips_high": (PIKE, PIKE), "hips_low": (-SAG, -min(SAG, _room(size, bottom)))}.get(fault or "", (0.0, 0.0))
    start = _prone(size, top, first)
    hand = Hand(size.shoulder_half_width + HANDS_APART, _shoulders(size, start), elbow=(1.0, 1.0, 0.0))
    return _on_hands(_prone(size, height, between(first, last, min(depth, 1.0))), hand, start.hips[1])


def _room(size: Measures, height: float) -> float:
    """Metres the hips can sag before the belly meets the floor."""
    return max(_prone(size, height, 0.0).hips[2] - size.belly - BELLY_GAP, 0.0)


ELBOW_HEIGHT = 0.042
"""Metres of the elbow's joint over the floor on which the forearm lies."""


def plank(size: Measures, depth: float, fault: str | None) -> Posture:
    """Holds still on the forearms; there is nothing to go through, so `depth` does not matter."""
    height = ELBOW_HEIGHT + size.upper_arm * 0.995
    straight = _prone(size, height, 0.0)
    held = straight if fault is None else _prone(size, height, -min(SAG, _room(size, height)))
    hand = Hand(size.shoulder_half_width, _shoulders(size, straight) - size.forearm, turn_out=-8.0, elbow=(0.1, 0.1, -1.0))
    return _on_hands(held, hand, straight.hips[1])
