"""A scene and its rendering: who does what, seen by which camera, in which room."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.bodies import Floats
from tests.synthetic.camera import Camera
from tests.synthetic.movements import Movement, posture, posture_at
from tests.synthetic.outfit import dressed
from tests.synthetic.posing import heading, measures, posed, skinned
from tests.synthetic.render import Stage
from tests.synthetic.room import Room
from tests.synthetic.truth import Truth, camera_joints, landmarks


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a clip depends on; the same scene always renders to the same bytes.

    Attributes:
        figure: A name in `figures.FIGURES`.
        seconds: Length; None ends the clip `tail` seconds after the last repetition.
    """

    figure: str = "anna"
    movement: Movement = field(default_factory=Movement)
    camera: Camera = field(default_factory=Camera)
    room: Room = field(default_factory=Room)
    fps: float = 15.0
    seconds: float | None = None
    tail: float = 0.4

    def times(self) -> NDArray[np.float64]:
        """(T,) seconds of every frame."""
        spans = self.movement.spans()
        end = spans[-1][1] + self.tail if spans else 3.0
        return np.arange(max(round((end if self.seconds is None else self.seconds) * self.fps), 1)) / self.fps


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A rendered scene: `frames` (T, H, W, 3) uint8 RGB and its truth."""

    frames: NDArray[np.uint8]
    truth: Truth
    fps: float


def landmarks_at(scene: Scene, time: float) -> Floats:
    """(33, 3) landmarks in the room `time` seconds into the scene: metres, z up, the floor at zero. Renders nothing: a millisecond."""
    person = dressed(scene.figure)
    body, size = person.body, measures(person.body, person.sole)
    pose = posed(person, posture_at(scene.movement, size, time))
    used = np.unique(np.concatenate([indices for indices, _ in body.keypoints.values()]))
    skin = np.zeros_like(body.vertices)
    skin[used] = skinned(body.vertices[used], body.weights[used], body.heads, pose)
    return heading(landmarks(body, pose.joints, pose.turns, skin), scene.camera.yaw)


def vertices_at(scene: Scene, time: float) -> Floats:
    """(V, 3) the dressed person's vertices in the room `time` seconds into the scene."""
    person = dressed(scene.figure)
    pose = posed(person, posture_at(scene.movement, measures(person.body, person.sole), time))
    return heading(skinned(person.vertices, person.weights, person.body.heads, pose), scene.camera.yaw)


SHADE_STEPS = 8
"""A posture's shade changes slowly with depth: it is found at so many depths and blended between them."""


def _shade_by_depth(scene: Scene, stage: Stage) -> Callable[[float], Floats]:
    person = dressed(scene.figure)
    size = measures(person.body, person.sole)
    steps: dict[int, Floats] = {}

    def at(step: int) -> Floats:
        if step not in steps:
            pose = posed(person, posture(scene.movement, size, step / SHADE_STEPS))
            steps[step] = stage.openness(skinned(person.vertices, person.weights, person.body.heads, pose))
        return steps[step]

    def blended(depth: float) -> Floats:
        low = int(depth * SHADE_STEPS)
        share = depth * SHADE_STEPS - low
        return at(low) if share == 0 else (1 - share) * at(low) + share * at(low + 1)

    return blended


def render(scene: Scene) -> Rendered:
    """Renders every frame of `scene`: about half a second each at 360 x 640 on one core."""
    times = scene.times()
    stage = Stage(dressed(scene.figure), scene.camera, scene.room)
    pictures, alphas, joints, pixels = [], [], [], []
    shade = _shade_by_depth(scene, stage)
    for time in times.tolist():
        points = landmarks_at(scene, time)
        frame = stage.shoot(vertices_at(scene, time), shade(scene.movement.depth(time)))
        pictures.append(frame.picture)
        alphas.append(frame.alpha)
        joints.append(camera_joints(scene.camera, points))
        pixels.append(scene.camera.project(points))
    truth = Truth(
        times=times,
        alpha=np.stack(alphas),
        joints=np.stack(joints),
        pixels=np.stack(pixels),
        repetitions=scene.movement.spans(),
        movement=scene.movement.kind,
        fault=scene.movement.fault,
        figure=scene.figure,
        yaw=scene.camera.yaw,
        delay=scene.movement.delay,
    )
    return Rendered(np.stack(pictures), truth, scene.fps)
