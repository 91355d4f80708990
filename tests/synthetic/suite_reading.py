"""Reads the suite's clips: quick rendering, a spoiled picture, the real PoseLandmarker as the browser uses it. One small file a clip.

The file's key is the scene and the noise, not the studio's sources: a change of the studio leaves read clips as they are. To read
everything afresh, delete `var/suite` and run `python -m tests.synthetic.suite`.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.weights import model_path
from tests.synthetic.bodies import CACHE
from tests.synthetic.camera import Camera
from tests.synthetic.movements import Movement
from tests.synthetic.posing import heading
from tests.synthetic.scene import Scene, glimpses, landmarks_at
from tests.synthetic.suite_scenes import ROOMS, Plan
from tests.synthetic.suite_tracks import Session

KEPT = CACHE.parent / "suite"
EVERY = 2
"""Truth is kept of every second frame: at 7.5 a second none of a repetition's turning points, a sixth of a second long, is missed."""
MODEL = "pose_landmarker_full.task"


@dataclass(frozen=True, slots=True)
class Spoiling:
    """What a cheap camera does to a picture.

    Attributes:
        light: Factor on the 8-bit values. grain: standard deviation of the sensor's noise, 8-bit steps. quality: of JPEG, in which
            webcams send their frames.
    """

    light: float
    grain: float
    quality: int


NOISES: dict[str, Spoiling | None] = {"none": None, "some": Spoiling(0.85, 4.0, 55), "much": Spoiling(0.7, 6.0, 35)}


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One clip as it was read, and its truth frame by frame.

    Attributes:
        times: (T,) seconds. image: (T, 33, 2) share of the picture. world: (T, 33, 3) metres. visibility: (T, 33). NaN: nobody found.
        joints: (U, 33, 3) true landmarks of every `EVERY`-th frame in the person's own floor plan, metres, z up, facing -y.
        proper: (U, 33, 3) where they would be without the fault; the same when there is none.
        pixels: (U, 33, 2) true landmarks as share of the picture; outside 0..1 where the picture ends.
    """

    times: NDArray[np.float64]
    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    joints: NDArray[np.float32]
    proper: NDArray[np.float32]
    pixels: NDArray[np.float32]


def spoiled(picture: NDArray[np.uint8], noise: str, draw: np.random.Generator) -> NDArray[np.uint8]:
    """(H, W, 3) RGB after a camera with less light, a noisy sensor and coarse compression."""
    how = NOISES[noise]
    if how is None:
        return picture
    grain = draw.standard_normal(picture.shape, dtype=np.float32) * np.float32(how.grain)
    dark = np.clip(picture * np.float32(how.light) + grain, 0, 255).astype(np.uint8)
    coded = cv2.imencode(".jpg", dark[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, how.quality])[1]
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1]).astype(np.uint8, copy=False)


def pictures(plan: Plan) -> Iterator[NDArray[np.uint8]]:
    """The frames of a clip as the pose model gets them."""
    draw = np.random.default_rng(int(_key(plan)[:12], 16))
    for picture in glimpses(plan.scene):
        yield spoiled(picture, plan.noise, draw)


def read(plan: Plan) -> Reading:
    """Renders and reads one clip; about a tenth of a second a frame on one busy core."""
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    cv2.setNumThreads(1)
    times = plan.scene.times()
    image, world, visibility = (np.full((len(times), 33, size), np.nan, np.float32) for size in (2, 3, 1))
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path(MODEL))), running_mode=vision.RunningMode.VIDEO, num_poses=1
    )
    with vision.PoseLandmarker.create_from_options(options) as model:
        for at, (time, picture) in enumerate(zip(times.tolist(), pictures(plan), strict=True)):
            seen = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(picture))
            found = model.detect_for_video(seen, round(time * 1000))
            if found.pose_landmarks:
                image[at] = [(point.x, point.y) for point in found.pose_landmarks[0]]
                visibility[at] = [(point.visibility,) for point in found.pose_landmarks[0]]
                world[at] = [(point.x, point.y, point.z) for point in found.pose_world_landmarks[0]]
    return Reading(times, image, world, visibility[..., 0], *_truth(plan.scene))


def _truth(scene: Scene) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    times = scene.times()[::EVERY].tolist()
    facing = replace(scene, camera=Camera(yaw=0))
    joints = np.stack([landmarks_at(facing, time) for time in times])
    proper = joints
    if isinstance(scene.movement, Movement) and scene.movement.fault is not None:
        well = replace(facing, movement=replace(scene.movement, fault=None))
        proper = np.stack([landmarks_at(well, time) for time in times])
    size = np.array([scene.camera.width, scene.camera.height], np.float32)
    return joints, proper, scene.camera.project(heading(joints, scene.camera.yaw)) / size


def recipe_of(plan: Plan) -> dict[str, Any]:
    """What `plan_of` needs besides the session's own fields, as JSON has it."""
    scene = plan.scene
    return {
        "movement": {name: getattr(scene.movement, name) for name in Movement.__slots__},
        "camera": asdict(scene.camera),
        "room": ROOMS.index(scene.room),
        "seconds": scene.seconds,
        "tail": scene.tail,
        "noise": plan.noise,
    }


def plan_of(session: Session) -> Plan:
    """The plan from which a committed session was made, without planning the whole suite."""
    recipe = session.recipe
    scene = Scene(
        session.figure,
        Movement(**recipe["movement"]),
        Camera(**recipe["camera"]),
        ROOMS[recipe["room"]],
        seconds=recipe["seconds"],
        tail=recipe["tail"],
    )
    row = {name: value for name, value in session.row.items() if name != "view"}
    return Plan(session.name, session.movement, session.sort, scene, recipe["noise"], row)


def _key(plan: Plan) -> str:
    return hashlib.sha256(repr((plan.scene, plan.noise)).encode()).hexdigest()[:20]


def kept(plan: Plan) -> Path:
    """Where this clip's reading is kept."""
    return KEPT / f"{plan.name}-{_key(plan)}.npz"


def keep(plan: Plan, reading: Reading) -> None:
    """Writes a reading; it appears whole or not at all."""
    KEPT.mkdir(parents=True, exist_ok=True)
    half = KEPT / f"half-{os.getpid()}.npz"
    np.savez_compressed(half, **{name: getattr(reading, name) for name in Reading.__slots__})
    half.replace(kept(plan))


def again(plan: Plan) -> Reading | None:
    """The kept reading of a clip, None before it was read."""
    path = kept(plan)
    if not path.exists():
        return None
    with np.load(path) as stored:
        return Reading(**{name: stored[name] for name in Reading.__slots__})
