"""The movement suite's scenes: who does what, how well, seen by which camera; a pairwise-covering sample of the full product.

Each movement has one trainer's clip and sessions by other bodies: correct ones, ones with each of its faults, somebody who only stands,
and ones half out of the picture. Nothing is rendered here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import atan, degrees, radians, tan

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.camera import Camera
from tests.synthetic.movements import Movement
from tests.synthetic.pairwise import Row, Value, covering
from tests.synthetic.room import Room
from tests.synthetic.scene import Scene, landmarks_at
from tests.synthetic.variants import GYM, HALL, HOME

PERIOD_S = 2.4
"""The trainers' seconds from one repetition to the next."""
DELAY_S = 0.6
VARIETY = 0.03
"""How much one client's repetitions differ from each other in depth and tempo."""
IDLE_S = 8.0


@dataclass(frozen=True, slots=True)
class Course:
    """One movement of the suite.

    Attributes:
        trainer: The trainer's figure. faults: with how many sessions each is done.
        yaw: Degrees the trainer is turned. sided: whether doing it with the other side is something else; or which faults have a side.
        idle: The kind that somebody who does nothing holds, without a repetition.
        turns: Degrees a client is turned more than the trainer. lying: on the floor, so that only a pan puts half of the body outside.
    """

    trainer: str
    faults: dict[str, int]
    yaw: float = 0.0
    sided: bool | tuple[str, ...] = False
    idle: str = "standing"
    turns: tuple[float, ...] = (0.0, 25.0, -25.0, 45.0, -45.0)
    lying: bool = False


COURSES: dict[str, Course] = {
    "squat": Course("anna", {"half_depth": 5, "knees_in": 5, "arms_hanging": 5, "lean": 5, "heels_up": 5}),
    "lunge": Course("samuel", {"half_depth": 6, "knee_in": 6, "lean": 6}, sided=True),
    "lateral_raise": Course("samuel", {"half_height": 7, "one_arm_low": 7}, sided=("one_arm_low",)),
    "jack": Course("anna", {"arms_low": 7, "feet_together": 7}),
    "hinge": Course("samuel", {"half_depth": 6, "bent_knees": 6, "round_back": 6}),
    "push_up": Course(
        "anna", {"half_depth": 6, "hips_low": 6, "hips_high": 6}, yaw=65.0, idle="push_up", turns=(0.0, 25.0, -25.0, -45.0), lying=True
    ),
}
"""Every movement with a trainer's clip, in the order in which sessions were planned: a new one goes to the end, or all plans change."""
CORRECT = 12
"""Correct sessions of each movement."""

PICTURES: dict[str, tuple[int, int]] = {"portrait": (272, 480), "landscape": (576, 432)}
"""Width and height in pixels: a phone upright, a laptop."""

FACTORS: dict[str, tuple[Value, ...]] = {
    "figure": ("pavel", "mei", "erik", "rosa", "viktor", "amara"),
    "turn": (0.0, 25.0, -25.0, 45.0, -45.0),
    "pitch": (-10.0, 0.0, 7.0, 15.0),
    "lift": (0.5, 0.9, 1.3),
    "distance": (2.6, 4.4),
    "picture": tuple(PICTURES),
    "lag": (0.0, 0.3, 0.6, 1.0),
    "stretch": (0.8, 0.9, 1.0, 1.1, 1.25),
    "noise": ("none", "some", "much"),
    "mirrored": (False, True),
}
"""What varies from session to session: `turn` and `pitch` in degrees, `lift` (knee, hip, chest) and `distance` in metres, `lag` in seconds
after the trainer, `stretch` the client's period as a share of the trainer's, `noise` of the picture (see `suite_reading.spoiled`)."""

MARGIN = 0.08
"""Share of the picture left free between the person and the nearest edge, all through the movement."""
WIDEST = 66.0
"""Degrees: what an ordinary phone sees, upright."""
SMALLEST = 0.45
"""A standing person's share of the picture below which the app asks to come nearer."""
ROOMS: tuple[Room, ...] = (HOME, GYM, HALL)


@dataclass(frozen=True, slots=True)
class Plan:
    """One clip of the suite.

    Attributes:
        name: Unique, such as `squat-knees_in-2`. movement: whose trainer it is compared with. sort: `trainer`, `correct`, `fault`,
            `idle` or `outside`. scene: what to render. noise: how the picture is spoiled. row: the values of `FACTORS`.
    """

    name: str
    movement: str
    sort: str
    scene: Scene
    noise: str
    row: Row


@cache
def _body(figure: str, kind: str, fault: str | None, mirrored: bool) -> NDArray[np.float32]:
    """(N, 3) landmarks all through one repetition, facing the camera, in the room."""
    scene = Scene(figure, Movement(kind, fault, repetitions=1, period=2.0, delay=0.1, mirrored=mirrored, variety=0.0), Camera(yaw=0))
    return np.concatenate([landmarks_at(scene, time) for time in np.linspace(0.0, 1.9, 11).tolist()])


def _turned(points: NDArray[np.float32], yaw: float) -> NDArray[np.float32]:
    cosine, sine = np.float32(np.cos(radians(yaw))), np.float32(np.sin(radians(yaw)))
    x, y, z = points.T
    return np.stack([x * cosine - y * sine, x * sine + y * cosine, z], axis=1)


def framed(camera: Camera, points: NDArray[np.float32]) -> Camera | None:
    """`camera` with the field of view in which `points` (N, 3, facing it) just fit with `MARGIN`; None if no lens does that."""
    seen = camera.seen(_turned(points, camera.yaw))
    if seen[:, 2].min() < 0.3:
        return None
    aside = float(np.abs(seen[:, 0] / seen[:, 2]).max()) * camera.height / camera.width
    upright = seen[:, 1] / seen[:, 2]
    half = max(aside, float(np.abs(upright).max())) / (1 - 2 * MARGIN)
    view = round(degrees(2 * atan(half)), 1)
    tall = float(np.ptp(upright)) / (2 * half)
    wide = float(np.ptp(seen[:, 0] / seen[:, 2])) * camera.height / camera.width / (2 * half)
    return replace(camera, view=view) if view <= WIDEST and max(tall, wide) >= SMALLEST else None


def _camera(movement: str, fault: str | None, row: Row) -> Camera | None:
    course = COURSES[movement]
    if row["turn"] not in course.turns or (row["mirrored"] and not _has_side(course, fault)):
        return None
    width, height = PICTURES[str(row["picture"])]
    camera = Camera(
        width,
        height,
        yaw=course.yaw + float(row["turn"]),
        pitch=float(row["pitch"]),
        distance=float(row["distance"]),
        lift=float(row["lift"]),
    )
    return framed(camera, _body(str(row["figure"]), movement, fault, bool(row["mirrored"])))


def _has_side(course: Course, fault: str | None) -> bool:
    return course.sided if isinstance(course.sided, bool) else fault in course.sided


def trainer_plan(movement: str) -> Plan:
    """The trainer's own clip: a phone on a low stand, four repetitions."""
    course = COURSES[movement]
    camera = framed(
        Camera(*PICTURES["portrait"], yaw=course.yaw, pitch=2.5, distance=3.5, lift=0.9), _body(course.trainer, movement, None, False)
    )
    assert camera is not None
    done = Movement(movement, repetitions=4, period=PERIOD_S, delay=DELAY_S)
    return Plan(f"{movement}-trainer", movement, "trainer", Scene(course.trainer, done, camera, GYM, tail=0.6), "none", {})


def _planned(movement: str, sort: str, fault: str | None, number: int, row: Row, seed: int) -> Plan:
    camera = _camera(movement, fault, row)
    assert camera is not None
    done = Movement(
        movement,
        fault,
        repetitions=3,
        period=round(PERIOD_S * float(row["stretch"]), 3),
        delay=round(DELAY_S + float(row["lag"]), 3),
        mirrored=bool(row["mirrored"]),
        variety=VARIETY,
        seed=seed,
    )
    scene = Scene(str(row["figure"]), done, camera, ROOMS[seed % len(ROOMS)])
    return Plan(f"{movement}-{fault or sort}-{number}", movement, sort, scene, str(row["noise"]), row)


def _outside(plan: Plan, way: str) -> Plan:
    """The same with the camera turned so that the legs, or one side, are outside the picture."""
    camera = plan.scene.camera
    still = _turned(_body(plan.scene.figure, plan.movement, None, plan.scene.movement.mirrored), camera.yaw)[:33]
    left_hip, right_hip = still[23], still[24]
    x, y, z = camera.seen((left_hip + right_hip) / 2).tolist()
    half = radians(camera.view) / 2
    if way == "legs":
        turned = replace(camera, pitch=round(camera.pitch - degrees(atan(tan(half) * 0.85) - atan(y / z)), 1))
    else:
        across = atan(tan(half) * camera.width / camera.height)
        turned = replace(camera, pan=round(degrees(atan(x / z) + across * (1 if way == "left" else -1)), 1))
    return replace(plan, name=f"{plan.movement}-outside-{way}", sort="outside", scene=replace(plan.scene, camera=turned))


def given(movement: str) -> Iterator[tuple[str, str | None, int]]:
    """(sort, fault, number) of every session of a movement that pairs are counted over."""
    for number in range(CORRECT):
        yield "correct", None, number + 1
    for fault, count in COURSES[movement].faults.items():
        for number in range(count):
            yield "fault", fault, number + 1


def possible(row: Row) -> bool:
    """Whether a row with a `movement` and a `fault` (empty: none) can be filmed at all."""
    return _camera(str(row["movement"]), str(row["fault"]) or None, row) is not None


@cache
def plans() -> tuple[Plan, ...]:
    """Every clip of the suite; the same each time. Some seconds, for the landmarks that framing looks at."""
    made: list[Plan] = []
    done: dict[str, list[Row]] = {"correct": [], "fault": []}
    for order, movement in enumerate(COURSES):
        made.append(trainer_plan(movement))
        listed = list(given(movement))
        for sort in ("correct", "fault"):
            mine = [(fault, number) for which, fault, number in listed if which == sort]
            factors = {**FACTORS, "movement": tuple(COURSES)[: order + 1], "fault": ("", *COURSES[movement].faults)}
            fixed: list[Row] = [{"movement": movement, "fault": fault or ""} for fault, _ in mine]
            rows = covering(factors, fixed, possible, seed=100 * order + (sort == "fault"), before=done[sort])
            done[sort] += rows
            for at, ((fault, number), row) in enumerate(zip(mine, rows, strict=True)):
                made.append(_planned(movement, sort, fault, number, row, 1000 * order + 100 * (sort == "fault") + at))
        made += _extra(movement, order)
    return tuple(made)


def _extra(movement: str, order: int) -> list[Plan]:
    """Somebody who only stands, and two who are half outside the picture."""
    course = COURSES[movement]
    seen = {name: values for name, values in FACTORS.items() if name not in ("turn", "mirrored")}
    fixed: list[Row] = [{"movement": movement, "fault": "", "turn": turn, "mirrored": False} for turn in (0.0, 0.0, -25.0)]
    (first,) = covering(seen, fixed[:1], possible, seed=order + 7)
    # Who is half outside stands near: from afar the half that is left would be a few dozen pixels.
    near: dict[str, tuple[Value, ...]] = {**seen, "pitch": (0.0, 7.0), "lift": (0.5, 0.9), "distance": (2.6,)}
    second, third = covering(near, fixed[1:], possible, seed=order + 17)
    idle = _planned(movement, "idle", None, 1, first, 1000 * order + 900)
    held = replace(idle.scene, movement=Movement(course.idle, repetitions=0, delay=0.0, seed=order), seconds=IDLE_S)
    ways = ("left", "right") if course.lying else ("legs", ("left", "right")[order % 2])
    return [
        replace(idle, scene=held),
        _outside(_planned(movement, "outside", None, 1, second, 1000 * order + 901), ways[0]),
        _outside(_planned(movement, "outside", None, 2, third, 1000 * order + 902), ways[1]),
    ]
