"""Scenes by name, for the questions the score must answer. Nothing is rendered until asked for."""

from dataclasses import replace

from tests.synthetic.camera import Camera
from tests.synthetic.light import Light
from tests.synthetic.movements import Movement
from tests.synthetic.room import Room
from tests.synthetic.scene import Scene

HOME = Room(
    wall=(0.74, 0.72, 0.66),
    floor=(0.50, 0.46, 0.42),
    mat=None,
    wall_at=1.3,
    seed=4,
    light=Light(key=(2.2, -2.6, 2.7), key_colour=(1.55, 1.42, 1.22), sky=(0.52, 0.52, 0.52)),
)
"""A client's living room: closer wall, warmer light from the other side."""
GYM = Room(wall=(0.70, 0.74, 0.76), floor=(0.36, 0.36, 0.38), mat=(0.46, 0.30, 0.24), panel=(0.30, 0.40, 0.42), seed=2)
HALL = Room(wall=(0.84, 0.80, 0.74), floor=(0.62, 0.50, 0.38), mat=(0.33, 0.40, 0.34), panel=(0.62, 0.58, 0.52), seed=3)

PORTRAIT = Camera(360, 640, yaw=0, pitch=2.5, distance=3.5, lift=1.0, view=39)
"""A phone on a low stand."""
WEBCAM = Camera(640, 480, yaw=0, pitch=4, distance=3.3, lift=1.12, view=39)
"""A laptop on a table."""

TRAINER = Scene("anna", Movement("squat"), PORTRAIT)
CLIENT = Scene("pavel", Movement("squat", delay=1.0), WEBCAM, HOME)
"""The client starts 0.4 s after the trainer."""


def _client(**movement: object) -> Scene:
    return replace(CLIENT, movement=replace(CLIENT.movement, **movement))  # type: ignore[arg-type]


def _turned(scene: Scene, yaw: float) -> Scene:
    return replace(scene, camera=replace(scene.camera, yaw=yaw))


_RAISE = Scene("samuel", Movement("lateral_raise"), replace(PORTRAIT, distance=4.6, lift=1.1, pitch=2, view=40), GYM)
_LUNGE = Scene("mei", Movement("lunge", period=3.0), replace(PORTRAIT, yaw=38, lift=1.0, pitch=3, view=40), HALL)
_CLIENT_RAISE = Scene("mei", Movement("lateral_raise", delay=1.0), replace(WEBCAM, distance=3.6), HOME)

VARIANTS: dict[str, Scene] = {
    "trainer_squat": TRAINER,
    "other_body": _client(),
    "other_body_yaw_25": _turned(_client(), 25),
    "other_body_yaw_45": _turned(_client(), 45),
    "half_depth": _client(fault="half_depth"),
    "half_depth_yaw_25": _turned(_client(fault="half_depth"), 25),
    "knees_in": _client(fault="knees_in"),
    "arms_hanging": _client(fault="arms_hanging"),
    "lean": _client(fault="lean"),
    "heels_up": _client(fault="heels_up"),
    "late": _client(delay=1.8),
    "slow": _client(period=3.6),
    "standing": replace(CLIENT, movement=Movement("standing"), seconds=6.0),
    "trainer_lateral_raise": _RAISE,
    "lateral_raise": _CLIENT_RAISE,
    "lateral_raise_half": replace(_CLIENT_RAISE, movement=replace(_CLIENT_RAISE.movement, fault="half_height")),
    "lateral_raise_left_low": replace(_CLIENT_RAISE, movement=replace(_CLIENT_RAISE.movement, fault="one_arm_low", mirrored=True)),
    "lateral_raise_right_low": replace(_CLIENT_RAISE, movement=replace(_CLIENT_RAISE.movement, fault="one_arm_low")),
    "trainer_lunge": _LUNGE,
    "lunge_mirrored": replace(_turned(_LUNGE, -38), figure="anna", movement=replace(_LUNGE.movement, mirrored=True)),
    "lunge_half_depth": replace(_LUNGE, figure="pavel", movement=replace(_LUNGE.movement, fault="half_depth")),
    "lunge_knee_in": replace(_LUNGE, figure="pavel", movement=replace(_LUNGE.movement, fault="knee_in")),
}
"""Trainer clips begin with `trainer_`; the others are clients, correct unless their name says what is wrong."""


def variant(name: str) -> Scene:
    """The scene called `name` in `VARIANTS`."""
    return VARIANTS[name]
