"""Scenes for measuring mattes: every body, many movements, easy and hard rooms; one repetition each.

Hard on purpose: clothes or skin in the wall's or the floor's colour, a wall close enough to carry the shadow, a dark room, patterns.
"""

from dataclasses import replace
from pathlib import Path

from tests.synthetic.camera import Camera
from tests.synthetic.clips import clip
from tests.synthetic.furnishing import SHELF, SOFA
from tests.synthetic.light import Light
from tests.synthetic.movements import Movement
from tests.synthetic.room import Room
from tests.synthetic.scene import Scene
from tests.synthetic.truth import Truth
from tests.synthetic.variants import GYM, HALL, HOME

FRAMES = 24

UPRIGHT = Camera(540, 960, pitch=2.5, distance=3.7, lift=1.05, view=39)
WIDE = Camera(960, 540, pitch=3, distance=3.4, lift=1.05, view=42)
LARGE = replace(UPRIGHT, width=720, height=1280)
FAR = replace(UPRIGHT, distance=6.2, lift=1.3)
NEAR = replace(WIDE, distance=2.7, lift=1.0, view=47)

BRICKS = Room(wall=(0.62, 0.38, 0.31), floor=(0.45, 0.43, 0.41), mat=None, pattern="bricks", seed=6)
PAPER = Room(wall=(0.66, 0.60, 0.50), floor=(0.50, 0.36, 0.26), mat=(0.30, 0.30, 0.42), pattern="stripes", seed=7)
LIVING = replace(HOME, wall_at=1.9, pattern="pictures", blocks=SOFA, seed=8)
STUDY = Room(wall=(0.72, 0.70, 0.66), floor=(0.55, 0.42, 0.30), mat=(0.36, 0.44, 0.38), blocks=SHELF, seed=9)
SKIN_FLOOR = Room(wall=(0.80, 0.66, 0.56), floor=(0.80, 0.64, 0.53), mat=None, seed=10)
"""Wall and floor in the colour of fair skin."""
GREY = Room(wall=(0.62, 0.64, 0.67), floor=(0.20, 0.21, 0.24), mat=None, seed=11)
"""The wall in the colour of Pavel's shirt, the floor in that of his shoes and nearly of his trousers."""
WHITE = Room(wall=(0.88, 0.86, 0.82), floor=(0.80, 0.79, 0.77), mat=None, seed=12)
"""The wall in the colour of Samuel's shirt."""
SHADOWED = Room(
    wall=(0.76, 0.72, 0.66),
    floor=(0.62, 0.50, 0.38),
    mat=None,
    wall_at=0.75,
    seed=13,
    light=Light(key=(1.5, -3.2, 2.2), size=0.22, key_colour=(2.3, 2.15, 1.9), sky=(0.42, 0.44, 0.50), ground=(0.22, 0.19, 0.16)),
)
"""A small lamp and a near wall: hard, dark shadows on both wall and floor."""
DARK = Room(
    wall=(0.34, 0.33, 0.36),
    floor=(0.26, 0.20, 0.16),
    mat=None,
    pattern="pictures",
    seed=14,
    light=Light(
        key=(-2.0, -2.4, 2.5), key_colour=(0.80, 0.69, 0.52), sky=(0.17, 0.17, 0.20), ground=(0.10, 0.09, 0.08), fill=(0.08, 0.08, 0.11)
    ),
)
"""An evening by one lamp: dark clothes and hair are nearly as dark as the room."""


def _scene(figure: str, kind: str, camera: Camera, room: Room, yaw: float = 0.0, *, period: float = 2.1, **more: object) -> Scene:
    movement = Movement(kind, repetitions=1, period=period, delay=0.15, rest=0.06, variety=0.0)
    # The clip ends when the repetition does, whatever its tempo: always as many frames.
    fps = {1.2: 12.0, 2.1: 11.0}.get(period, 10.0)
    return Scene(figure, movement, replace(camera, yaw=yaw), room, fps=fps, seconds=FRAMES / fps, **more)  # type: ignore[arg-type]


MATTE_SCENES: dict[str, Scene] = {
    "anna_squat_studio": _scene("anna", "squat", UPRIGHT, Room(), 16),
    "pavel_jack_grey_on_grey": _scene("pavel", "jack", replace(UPRIGHT, distance=4.8, lift=1.15), GREY, period=1.2),
    "samuel_raise_white_on_white": _scene("samuel", "lateral_raise", replace(WIDE, distance=3.6), WHITE),
    "mei_lunge_hall": _scene("mei", "lunge", LARGE, HALL, 38, period=2.3),
    "anna_hinge_skin_floor": _scene("anna", "hinge", WIDE, SKIN_FLOOR, 45),
    "pavel_press_bricks": _scene("pavel", "overhead_press", replace(UPRIGHT, distance=4.1, lift=1.15), BRICKS, -12),
    "samuel_squat_dark": _scene("samuel", "squat", replace(UPRIGHT, distance=4.2), DARK, 15),
    "mei_jack_shadow_on_wall": _scene("mei", "jack", replace(UPRIGHT, distance=4.3, lift=1.15), SHADOWED, period=1.2),
    "anna_lunge_far": _scene("anna", "lunge", FAR, LIVING, 30, period=2.3),
    "pavel_raise_near": _scene("pavel", "lateral_raise", NEAR, STUDY, 5),
    "samuel_knee_stripes": _scene("samuel", "knee_raise", UPRIGHT, PAPER, -25),
    "mei_squat_wide_living": _scene("mei", "squat", WIDE, replace(LIVING, seed=18), -20),
    "samuel_hinge_gym": _scene("samuel", "hinge", LARGE, GYM, 60),
    "anna_jack_wide": _scene("anna", "jack", replace(WIDE, distance=3.9, lift=1.15), replace(STUDY, mat=None), 10, period=1.2),
}
"""24 frames each, the camera still, the last frame standing again. A mat on the floor is background."""

PROP_SCENES: dict[str, Scene] = {
    "pavel_press_dumbbells": _scene("pavel", "overhead_press", replace(UPRIGHT, distance=4.2, lift=1.2), STUDY, 8, gear=("dumbbells",)),
    "samuel_raise_dumbbells": _scene("samuel", "lateral_raise", WIDE, LIVING, 0, gear=("dumbbells",)),
    "mei_raise_band": _scene("mei", "lateral_raise", replace(UPRIGHT, distance=4.2), Room(), 12, gear=("band",)),
    "anna_squat_chair": _scene("anna", "squat", replace(UPRIGHT, distance=4.1), replace(HALL, mat=None), 35, gear=("chair",)),
}
"""Equipment held, stretched or sat upon belongs to the foreground; `truth.gear` is its share of `truth.alpha`."""

SHAKY_SCENE: dict[str, Scene] = {"anna_squat_hand_held": _scene("anna", "squat", UPRIGHT, LIVING, 10, shake=1.0)}
"""The camera is held in a hand: the empty room is never seen twice from the same place."""

ALL_MATTE_SCENES = {**MATTE_SCENES, **PROP_SCENES, **SHAKY_SCENE}


def rendered(name: str) -> tuple[Path, Truth]:
    """The clip and the truth of one of the scenes above; rendered the first time, half a minute."""
    return clip(ALL_MATTE_SCENES[name])
