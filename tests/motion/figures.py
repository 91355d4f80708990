"""Stick people with known angles: the quickest clips with a truth. Rendered people and real ones are in the other tests."""

from dataclasses import dataclass
from math import cos, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import COUNT, INDEX, MIRROR
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import Crop, Estimator, PoseFile, Size, Source, dumps

PERIOD_S = 3.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A squatting stick person.

    Attributes:
        depth: share of a full squat (thigh from 0° to 85°).
        arms_deg: how far the arms lift forward at the bottom.
        lean_deg: how far the trunk leans at the bottom.
        height, legs: metres, and the share of the legs in it.
        yaw_deg: how far the body is turned from the camera.
        late_s: how late the movement begins.
        stays_s: seconds of standing after the last repetition.
        bent: hold the working end instead of moving.
        noise_m: standard deviation of the world landmarks' noise.
    """

    depth: float = 1.0
    arms_deg: float = 80.0
    lean_deg: float = 35.0
    left_arm: float = 1.0
    height: float = 1.70
    legs: float = 0.5
    yaw_deg: float = 0.0
    late_s: float = 0.0
    noise_m: float = 0.0
    aspect: float = 9 / 16
    repetitions: int = 3
    stays_s: float = 0.5
    bent: bool = False
    fps: float = 25.0


def film(figure: Figure, seed: int = 1) -> PoseTrack:
    """The figure's clip: half a second of standing, the repetitions, some standing more."""
    length = 0.5 + figure.repetitions * PERIOD_S + figure.stays_s
    times = np.arange(0, length, 1 / figure.fps)
    world = np.stack([_body(figure, 1.0 if figure.bent else _bend(t - 0.5 - figure.late_s, figure.repetitions)) for t in times])
    world += np.random.default_rng(seed).normal(0, figure.noise_m, world.shape) if figure.noise_m else 0.0
    image = np.empty_like(world)
    image[..., 0] = 0.5 + world[..., 0] * 0.42 / figure.aspect
    image[..., 1] = 0.5 + (world[..., 1] - world[:, 29:31, 1].mean(axis=1)[:, None] + 0.8) * 0.42
    image[..., 2] = world[..., 2] * 0.42
    return track_from_arrays(times, image, world, np.ones(world.shape[:2]), figure.aspect)


def flipped(track: PoseTrack) -> PoseTrack:
    """The same performance as its mirror image, as a camera would see it."""
    times, image, world, visibility = arrays(track)
    order = list(MIRROR)
    image, world = image[:, order].copy(), world[:, order].copy()
    image[..., 0] = 1 - image[..., 0]
    world[..., 0] *= -1
    return track_from_arrays(times, image, world, visibility[:, order], track.aspect)


def pose_file(track: PoseTrack, pixels_high: int = 1920) -> PoseFile:
    """A track as a file's content."""
    width = round(pixels_high * track.aspect)
    source = Source(width, pixels_high, 25.0, len(track), track.duration)
    return PoseFile(track, source, Crop(0, 0, width, pixels_high), Size(width, pixels_high), Estimator("figure", "1", "stick"))


def poses_json(track: PoseTrack) -> str:
    """A track as ``trainer_poses.json``."""
    return dumps(pose_file(track))


def _bend(t: float, repetitions: int) -> float:
    return (1 - cos(2 * pi * t / PERIOD_S)) / 2 if 0 <= t <= repetitions * PERIOD_S else 0.0


def _body(figure: Figure, bend: float) -> NDArray[np.float64]:
    leg = figure.height * figure.legs
    thigh, shin, trunk, arm, half = leg * 0.52, leg * 0.48, figure.height * 0.3, figure.height * 0.17, figure.height * 0.1
    hip_angle = radians(85.0 * figure.depth * bend)
    shin_angle = radians(30.0 * figure.depth * bend)
    lean = radians(figure.lean_deg * figure.depth * bend)
    lift = radians(figure.arms_deg * bend)
    points = np.zeros((33, 3))

    def put(name: str, at: NDArray[np.float64]) -> None:
        points[INDEX[name]] = at

    # x right in the picture, y down, z away from the camera: who faces the camera has the left side at +x and looks to -z.
    middle = np.array([0.0, -trunk * cos(lean), -trunk * sin(lean)])
    for side, sign in (("left", 1.0), ("right", -1.0)):
        hip, shoulder = np.array([sign * half * 0.6, 0.0, 0.0]), middle + np.array([sign * half, 0.0, 0.0])
        knee = hip + thigh * np.array([sign * 0.15, cos(hip_angle), -sin(hip_angle)])
        ankle = knee + shin * np.array([0.0, cos(shin_angle), sin(shin_angle)])
        raised = lift * (figure.left_arm if side == "left" else 1.0)
        along = np.array([sign * 0.1, cos(raised), -sin(raised)])
        put(f"{side}_hip", hip)
        put(f"{side}_knee", knee)
        put(f"{side}_ankle", ankle)
        put(f"{side}_heel", ankle + np.array([0.0, 0.06, 0.04]))
        put(f"{side}_foot_index", ankle + np.array([sign * 0.04, 0.07, -0.16]))
        put(f"{side}_shoulder", shoulder)
        put(f"{side}_elbow", shoulder + arm * along)
        put(f"{side}_wrist", shoulder + 2 * arm * along)
        for finger in ("pinky", "index", "thumb"):
            put(f"{side}_{finger}", shoulder + 2.3 * arm * along)
        for part, wide in (("eye_inner", 0.02), ("eye", 0.03), ("eye_outer", 0.04), ("ear", 0.07)):
            put(f"{side}_{part}", middle + np.array([sign * wide, -0.2, -0.05 if part != "ear" else 0.0]))
        put(f"mouth_{side}", middle + np.array([sign * 0.02, -0.12, -0.08]))
    put("nose", middle + np.array([0.0, -0.16, -0.1]))
    yaw = radians(figure.yaw_deg)
    turn = np.array([[cos(yaw), 0, sin(yaw)], [0, 1, 0], [-sin(yaw), 0, cos(yaw)]])
    return points @ turn.T


def with_the_other_leg(track: PoseTrack) -> PoseTrack:
    """The same client, left and right exchanged."""
    frames = range(len(track))
    image, world, visibility = track.image[:], track.world[:], track.visibility[:]
    for frame in frames:
        for number in range(COUNT):
            here, there = 3 * (frame * COUNT + number), 3 * (frame * COUNT + MIRROR[number])
            image[here : here + 3], world[here : here + 3] = track.image[there : there + 3], track.world[there : there + 3]
            image[here], world[here] = 1.0 - image[here], -world[here]
            visibility[frame * COUNT + number] = track.visibility[frame * COUNT + MIRROR[number]]
    return PoseTrack(track.times, image, world, visibility, track.aspect)
