"""A stick person who squats: clips to try things on without a camera, a model or a file. The examples in this package use it."""

from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from math import cos, pi, radians, sin

from perscoach_motion.live import layout as at
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.scoring.done import Performance
from perscoach_motion.skeleton import COUNT, INDEX, MIRROR
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import Crop, Estimator, PoseFile, Size, Source
from perscoach_motion.yardstick.reference import Reference, reference

THIGH_M, SHIN_M, TRUNK_M, ARM_M, HALF_M = 0.44, 0.41, 0.51, 0.28, 0.17
"""Lengths of a person of 1.70 m; an arm is two such parts, half is from the middle to a shoulder."""
THIGH_DEG, SHIN_DEG, LEAN_DEG, ARMS_DEG = 85.0, 30.0, 35.0, 80.0
"""How far these turn in a whole squat."""
STANDS_S = 0.5
"""Standing before and after the repetitions."""
SCALE = 0.42
"""Heights of the picture for a metre."""

Point = tuple[float, float, float]


def squat(
    depth: float = 1.0,
    *,
    arms: float = 1.0,
    left_arm: float = 1.0,
    yaw_deg: float = 0.0,
    late_s: float = 0.0,
    repetitions: int = 2,
    period_s: float = 2.0,
    fps: float = 12.0,
    mirrored: bool = False,
    unseen: Sequence[str] = (),
    aspect: float = 0.75,
) -> PoseTrack:
    """The clip of a squatting stick person.

    Args:
        depth: share of a whole squat; 0 stands still.
        arms: share of a whole raise of both arms; ``left_arm``: of that, what the left one does.
        yaw_deg: how far the body is turned from the camera.
        late_s: seconds by which the movement begins late.
        repetitions: how many, each ``period_s`` seconds long.
        fps: frames a second.
        mirrored: film the mirror image.
        unseen: names of landmarks that no camera sees.
        aspect: width / height of the picture.

    Example:
        >>> clip = squat()
        >>> len(clip), round(clip.duration, 2), clip.aspect
        (60, 4.92, 0.75)
        >>> hip, knee = 3 * INDEX["left_hip"] + 1, 3 * INDEX["left_knee"] + 1
        >>> [round(clip.world_of(frame)[knee] - clip.world_of(frame)[hip], 2) for frame in (0, clip.frame_at(1.5))]
        [0.44, 0.04]
    """
    times = array("d", (k / fps for k in range(round((2 * STANDS_S + repetitions * period_s) * fps))))
    image, world = array("f"), array("f")
    for time_s in times:
        since = time_s - STANDS_S - late_s
        bend = (1.0 - cos(2.0 * pi * since / period_s)) / 2.0 if 0.0 <= since <= repetitions * period_s else 0.0
        body = [_turned(point, radians(yaw_deg)) for point in _body(depth * bend, radians(ARMS_DEG * arms * bend), left_arm)]
        if mirrored:
            body = [(-body[other][0], body[other][1], body[other][2]) for other in MIRROR]
        floor = (body[INDEX["left_heel"]][1] + body[INDEX["right_heel"]][1]) / 2.0
        for x, y, z in body:
            world.extend((x, y, z))
            image.extend((0.5 + x * SCALE / aspect, 0.9 + (y - floor) * SCALE, z * SCALE))
    hidden = {INDEX[name] for name in unseen}
    return PoseTrack(times, image, world, array("f", [0.0 if number in hidden else 1.0 for number in range(COUNT)]) * len(times), aspect)


@cache
def lesson(depth: float = 1.0, arms: float = 1.0, left_arm: float = 1.0, mirrored: bool = False) -> tuple[Reference, Performance]:
    """What a whole :func:`squat` asks, and another one laid beside it.

    Args:
        depth, arms, left_arm: of the client.
        mirrored: film the client as in a mirror.

    Example:
        >>> ask, found = lesson(depth=0.5, arms=0.5)
        >>> [one.kind for one in found.done]
        ['half', 'half']
    """
    return _asked(), performance(_asked(), squat(depth, arms=arms, left_arm=left_arm, mirrored=mirrored))


def pose_file(clip: PoseTrack) -> PoseFile:
    """A clip as a pose file's content, as if it had been filmed 1000 pixels high.

    Example:
        >>> from perscoach_motion.trackfile import dumps
        >>> dumps(pose_file(squat()))[:40]
        '{"format":"perscoach.poses","version":1,'
    """
    width, height = round(1000 * clip.aspect), 1000
    source = Source(width, height, 1.0 / (clip.times[1] - clip.times[0]), len(clip), clip.duration)
    return PoseFile(clip, source, Crop(0, 0, width, height), Size(width, height), Estimator("figure", "1", "stick"))


def camera_frame(clip: PoseTrack, frame: int) -> "array[float]":
    """One frame of a clip as ``ShadowEngine.input`` takes it, the trainer's clip running in its first loop.

    Example:
        >>> given = camera_frame(squat(), 6)
        >>> given[at.CLOCK], given[at.CAMERA_WIDTH], given[at.FOUND], len(given) == at.INPUT_SIZE
        (0.5, 750.0, 1.0, True)
    """
    given = array("f", bytes(4 * at.INPUT_SIZE))
    given[at.CLOCK] = given[at.CLIP_TIME] = clip.times[frame]
    given[at.CAMERA_WIDTH], given[at.CAMERA_HEIGHT] = 1000.0 * clip.aspect, 1000.0
    given[at.FOUND] = float(clip.present(frame))
    for axis in range(3):
        given[at.IMAGE_IN + axis : at.WORLD_IN : 4] = clip.image_of(frame)[axis::3]
    given[at.IMAGE_IN + 3 : at.WORLD_IN : 4] = clip.visibility_of(frame)
    given[at.WORLD_IN : at.INPUT_SIZE] = clip.world_of(frame)
    return given


@cache
def _asked() -> Reference:
    return reference(squat())


def _body(bend: float, raised: float, left_arm: float) -> list[Point]:
    """Landmarks in metres: x right in the picture, y down, z away; facing the camera, so the body's left is at +x."""
    points: list[Point] = [(0.0, 0.0, 0.0)] * COUNT
    lean, thigh, shin = radians(LEAN_DEG * bend), radians(THIGH_DEG * bend), radians(SHIN_DEG * bend)
    neck = (0.0, -TRUNK_M * cos(lean), -TRUNK_M * sin(lean))
    for name, point in _head(neck):
        points[INDEX[name]] = point
    for side, out in (("left", 1.0), ("right", -1.0)):
        lift = raised * (left_arm if side == "left" else 1.0)
        arm = (out * 0.1, cos(lift), -sin(lift))
        shoulder, hip = _plus(neck, (out * HALF_M, 0.0, 0.0)), (out * HALF_M * 0.6, 0.0, 0.0)
        knee = _plus(hip, (out * 0.15, cos(thigh), -sin(thigh)), THIGH_M)
        ankle = _plus(knee, (0.0, cos(shin), sin(shin)), SHIN_M)
        joints = {"shoulder": shoulder, "elbow": _plus(shoulder, arm, ARM_M), "wrist": _plus(shoulder, arm, 2 * ARM_M)}
        joints |= dict.fromkeys(("pinky", "index", "thumb"), _plus(shoulder, arm, 2.3 * ARM_M))
        joints |= {"hip": hip, "knee": knee, "ankle": ankle}
        joints |= {"heel": _plus(ankle, (0.0, 0.06, 0.04)), "foot_index": _plus(ankle, (out * 0.04, 0.07, -0.16))}
        for part, point in joints.items():
            points[INDEX[f"{side}_{part}"]] = point
    return points


def _head(neck: Point) -> Iterator[tuple[str, Point]]:
    yield "nose", _plus(neck, (0.0, -0.16, -0.1))
    for side, out in (("left", 1.0), ("right", -1.0)):
        yield f"mouth_{side}", _plus(neck, (out * 0.02, -0.12, -0.08))
        yield f"{side}_ear", _plus(neck, (out * 0.07, -0.2, 0.0))
        for part, wide in (("eye_inner", 0.02), ("eye", 0.03), ("eye_outer", 0.04)):
            yield f"{side}_{part}", _plus(neck, (out * wide, -0.2, -0.05))


def _plus(one: Point, way: Point, times: float = 1.0) -> Point:
    return one[0] + times * way[0], one[1] + times * way[1], one[2] + times * way[2]


def _turned(point: Point, yaw: float) -> Point:
    x, y, z = point
    return x * cos(yaw) + z * sin(yaw), y, z * cos(yaw) - x * sin(yaw)
