"""Training sessions of mixed movements with pauses, for cutting by movement: small pictures, long clips."""

from dataclasses import replace
from pathlib import Path

from tests.synthetic.camera import Camera
from tests.synthetic.clips import clip
from tests.synthetic.movements import Movement
from tests.synthetic.room import Room
from tests.synthetic.routine import Part, Routine
from tests.synthetic.scene import Scene
from tests.synthetic.truth import Truth
from tests.synthetic.variants import GYM, HALL, HOME

UPRIGHT = Camera(288, 512, pitch=2.5, distance=4.4, lift=1.1, view=40)
WIDE = Camera(512, 288, pitch=3, distance=4.2, lift=1.1, view=40)
DEEP = replace(HALL, wall_at=2.8)
"""Room enough to walk up from the back."""


def _part(kind: str, repetitions: int, period: float, pause: float, **more: object) -> Part:
    return Part(Movement(kind, repetitions=repetitions, period=period, variety=0.05, seed=3 * repetitions, **more), pause)  # type: ignore[arg-type]


def _scene(
    figure: str, camera: Camera, room: Room, yaw: float, *parts: Part, enter: float = 0.0, delay: float = 1.2, seed: int = 5
) -> Scene:
    # The last pause is part of the clip: the end must be found, not assumed.
    routine = Routine(parts, enter=enter, delay=delay, seed=seed)
    seconds = routine.begins()[-1] + parts[-1].length + parts[-1].pause
    return Scene(figure, routine, replace(camera, yaw=yaw), room, fps=12, seconds=round(seconds, 1))


CUT_SCENES: dict[str, Scene] = {
    "squats_then_raises": _scene("anna", UPRIGHT, DEEP, 10, _part("squat", 4, 2.4, 2.0), _part("lateral_raise", 3, 2.2, 1.5), enter=2.1),
    "raises_press_squats": _scene(
        "pavel",
        UPRIGHT,
        HOME,
        0,
        _part("lateral_raise", 3, 2.0, 1.6),
        _part("overhead_press", 3, 2.2, 2.2),
        _part("squat", 2, 2.6, 1.2),
    ),
    "lunges_both_sides": _scene("mei", UPRIGHT, HALL, 30, _part("lunge", 3, 2.8, 2.4), _part("lunge", 3, 2.8, 1.5, mirrored=True), seed=8),
    "jacks_then_hinges": _scene("samuel", WIDE, DEEP, -20, _part("jack", 6, 1.6, 2.5, rest=0.04), _part("hinge", 3, 3.0, 1.5), enter=2.1),
    "slow_squats": _scene("pavel", WIDE, GYM, 25, _part("squat", 4, 4.0, 2.0, rest=0.2), delay=1.8),
    "no_pause_to_speak_of": _scene(
        "anna", UPRIGHT, GYM, -15, _part("squat", 3, 2.2, 0.6), _part("overhead_press", 4, 2.0, 0.6), _part("squat", 2, 2.2, 1.5), seed=2
    ),
    "held_squat": _scene("mei", UPRIGHT, HOME, 15, _part("squat", 1, 7.0, 2.5, hold=0.7, rest=0.05), _part("squat", 3, 2.4, 1.5), seed=11),
    "long_rest": _scene("samuel", UPRIGHT, GYM, 0, _part("lateral_raise", 4, 2.4, 6.5), _part("knee_raise", 3, 2.0, 1.4), seed=4),
    "knees_and_jacks": _scene(
        "anna",
        WIDE,
        HALL,
        20,
        _part("knee_raise", 4, 1.8, 1.5),
        _part("knee_raise", 4, 1.8, 2.0, mirrored=True),
        _part("jack", 4, 1.7, 1.5),
    ),
    "hinge_press_lunge": _scene(
        "pavel",
        UPRIGHT,
        DEEP,
        35,
        _part("hinge", 3, 2.6, 1.8),
        _part("overhead_press", 2, 2.6, 1.8),
        _part("lunge", 2, 3.0, 1.5),
        enter=2.1,
    ),
    "six_quick_squats": _scene("mei", UPRIGHT, GYM, -35, _part("squat", 6, 1.6, 2.0, rest=0.05), _part("hinge", 2, 3.4, 1.5), seed=6),
    "two_sets": _scene("samuel", UPRIGHT, HOME, 8, _part("overhead_press", 3, 2.0, 4.0), _part("overhead_press", 3, 2.0, 1.6), seed=9),
}
"""15 to 25 s each. A movement done with the other side, or again after a pause, is an exercise of its own in the truth."""


def rendered_session(name: str) -> tuple[Path, Truth]:
    """The clip and truth of one of `CUT_SCENES`; `truth.exercises` says where to cut."""
    return clip(CUT_SCENES[name])
