"""Pose tracks of the studio's scenes without rendering: the true joints, and the errors a pose model would make."""

from array import array

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import LANDMARKS
from perscoach_motion.track import PoseTrack
from tests.synthetic.scene import Scene, landmarks_at
from tests.synthetic.truth import camera_joints

WORLD_M = 0.010
"""Standard deviation of a world landmark's fast error across the picture, metres; along the line of sight it is twice as much."""
SLOW_M = 0.015
"""The same of its slow error, which one frame passes on to the next for about half a second."""
SLOW_S = 0.5
IMAGE = 0.002
"""Standard deviation of an image landmark's error, as a share of the picture's height."""
DEPTH = np.array([1.0, 1.0, 2.0])
RESTLESS = np.array([1.8 if name.endswith(("wrist", "pinky", "index", "thumb", "foot_index", "heel")) else 1.0 for name in LANDMARKS])
"""Hands and feet are read worse than the trunk."""


def _drifting(draw: np.random.Generator, shape: tuple[int, ...], fps: float) -> NDArray[np.float64]:
    """Unit noise that forgets itself within `SLOW_S` (an Ornstein-Uhlenbeck process, sampled)."""
    keep = float(np.exp(-1 / (fps * SLOW_S)))
    noise = draw.standard_normal(shape)
    for frame in range(1, shape[0]):
        noise[frame] = keep * noise[frame - 1] + np.sqrt(1 - keep**2) * noise[frame]
    return noise


def _flat(values: NDArray[np.float64]) -> "array[float]":
    return array("f", values.astype(np.float32).tobytes())


def routine_track(scene: Scene, *, seed: int = 1, noise: float = 1.0, fps: float | None = None) -> PoseTrack:
    """What a pose model would about read from `scene`; nothing is rendered, a few milliseconds a frame.

    Args:
        scene: Any scene. seed: For the errors. noise: Their size, 1 as `WORLD_M` and its neighbours say, 0 none.
        fps: Frames a second, the scene's own if None.
    """
    rate = scene.fps if fps is None else fps
    times = np.arange(round(len(scene.times()) / scene.fps * rate)) / rate
    rooms = [(scene.camera_at(time), landmarks_at(scene, time)) for time in times.tolist()]
    draw = np.random.default_rng(seed)
    world = np.stack([camera_joints(camera, points) for camera, points in rooms]).astype(np.float64)
    shape = world.shape
    errors = WORLD_M * draw.standard_normal(shape) + SLOW_M * _drifting(draw, shape, rate)
    world += noise * errors * DEPTH * RESTLESS[:, None]
    size = np.array([scene.camera.width, scene.camera.height])
    pixels = np.stack([camera.project(points) for camera, points in rooms]).astype(np.float64)
    pixels += noise * IMAGE * scene.camera.height * draw.standard_normal(pixels.shape) * RESTLESS[:, None]
    # MediaPipe's image z is in the picture's width, zero between the hips.
    scale = np.ptp(pixels[..., 1], axis=1) / np.maximum(np.ptp(world[..., 1], axis=1), 0.1)
    depth = world[..., 2:] * (scale / size[0])[:, None, None]
    visibility = np.clip(0.97 - 0.05 * noise * np.abs(draw.standard_normal(shape[:2])), 0, 1)
    image = np.concatenate([pixels / size, depth], axis=-1)
    return PoseTrack(
        times=array("d", times.tolist()),
        image=_flat(image),
        world=_flat(world),
        visibility=_flat(visibility),
        aspect=scene.camera.width / scene.camera.height,
    )
