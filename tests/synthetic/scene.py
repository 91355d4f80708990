"""A scene and its rendering: who does what, seen by which camera, in which room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from math import pi, sin

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.bodies import Floats
from tests.synthetic.camera import Camera
from tests.synthetic.gear import equipped, finger_bend
from tests.synthetic.movements import Movement, posture
from tests.synthetic.outfit import dressed
from tests.synthetic.posing import FINGERS, THUMBS, Posed, heading, measures, posed, skinned
from tests.synthetic.render import Stage
from tests.synthetic.room import Room
from tests.synthetic.routine import Routine, acted
from tests.synthetic.truth import Truth, camera_joints, landmark_vertices, landmarks


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a clip depends on; the same scene always renders to the same bytes.

    Attributes:
        figure: A name in `figures.FIGURES`.
        seconds: Length; None ends the clip `tail` seconds after the last repetition.
        gear: Equipment in use, see `gear.GEAR`. shake: How unsteadily the camera is held: 1 is a careful hand, 0 a stand.
    """

    figure: str = "anna"
    movement: Movement | Routine = field(default_factory=Movement)
    camera: Camera = field(default_factory=Camera)
    room: Room = field(default_factory=Room)
    fps: float = 15.0
    seconds: float | None = None
    tail: float = 0.4
    gear: tuple[str, ...] = ()
    shake: float = 0.0

    def times(self) -> NDArray[np.float64]:
        """(T,) seconds of every frame."""
        spans = self.movement.spans()
        end = spans[-1][1] + self.tail if spans else 3.0
        return np.arange(max(round((end if self.seconds is None else self.seconds) * self.fps), 1)) / self.fps

    def camera_at(self, time: float) -> Camera:
        """The camera at `time`: a held one drifts slowly and trembles a little."""
        if self.shake == 0:
            return self.camera
        # Sums of sines that never meet again: a hand has no period.
        drift = [sin(2 * pi * 0.23 * time + 0.4), sin(2 * pi * 0.31 * time + 2.0), sin(2 * pi * 0.19 * time + 4.0)]
        tremble = [sin(2 * pi * 1.9 * time + 1.0), sin(2 * pi * 2.3 * time), sin(2 * pi * 1.7 * time + 2.5)]
        return replace(
            self.camera,
            pan=self.shake * (0.8 * drift[0] + 0.12 * tremble[0]),
            pitch=self.camera.pitch + self.shake * (0.5 * drift[1] + 0.12 * tremble[1]),
            aside=self.shake * (0.02 * drift[2] + 0.002 * tremble[2]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A rendered scene: `frames` (T, H, W, 3) uint8 RGB and its truth."""

    frames: NDArray[np.uint8]
    truth: Truth
    fps: float


def _pose(scene: Scene, time: float, fingers: tuple[int, ...] = FINGERS) -> Posed:
    person = dressed(scene.figure)
    acting = acted(scene.movement, measures(person.body, person.sole), time)
    return posed(person, replace(acting, curl=finger_bend(acting.curl, scene.gear)), fingers)


def landmarks_at(scene: Scene, time: float) -> Floats:
    """(33, 3) landmarks in the room `time` seconds into the scene: metres, z up, the floor at zero. Renders nothing: a millisecond."""
    body, pose = dressed(scene.figure).body, _pose(scene, time, THUMBS)
    used = landmark_vertices(scene.figure)
    skin = np.zeros_like(body.vertices)
    skin[used] = skinned(body.vertices[used], body.weights[used], body.heads, pose)
    return heading(landmarks(body, pose.joints, pose.turns, skin), scene.camera.yaw)


def vertices_at(scene: Scene, time: float) -> Floats:
    """(V, 3) the vertices of the dressed person, and of the equipment in use, in the room `time` seconds into the scene."""
    return heading(equipped(scene.figure, scene.gear).placed(_pose(scene, time)), scene.camera.yaw)


SHADE_STEPS = 8
"""A posture's shade changes slowly with depth: it is found at so many depths and blended between them."""


def _shade_by_depth(scene: Scene, stage: Stage) -> Callable[[Movement, float], Floats]:
    person = equipped(scene.figure, scene.gear)
    size = measures(person.person.body, person.person.sole)
    steps: dict[tuple[str, bool, int], Floats] = {}

    def at(movement: Movement, step: int) -> Floats:
        key = (movement.kind, movement.mirrored, step)
        if key not in steps:
            steps[key] = stage.openness(person.placed(posed(person.person, posture(movement, size, step / SHADE_STEPS))))
        return steps[key]

    def blended(movement: Movement, depth: float) -> Floats:
        low = int(depth * SHADE_STEPS)
        share = depth * SHADE_STEPS - low
        return at(movement, low) if share == 0 else (1 - share) * at(movement, low) + share * at(movement, low + 1)

    return blended


@cache
def _shade_at_rest(figure: str, gear: tuple[str, ...]) -> Floats:
    """The shade of a figure who stands, found once for all quick pictures."""
    person = equipped(figure, gear)
    stage = Stage(person.person, Camera(), Room())
    size = measures(person.person.body, person.person.sole)
    return stage.openness(person.placed(posed(person.person, posture(Movement("standing"), size, 0.0))))


def glimpses(scene: Scene) -> Iterator[NDArray[np.uint8]]:
    """Every frame (H, W, 3) uint8 RGB of `scene`, one at a time, a fifth of the time of `render` (see `glance`).

    Good enough for a pose model, which reads from these frames what it reads from `render`'s within its own noise.
    """
    stage = Stage(equipped(scene.figure, scene.gear).person, scene.camera, scene.room, quick=True)
    shade = _shade_at_rest(scene.figure, scene.gear)
    for time in scene.times().tolist():
        if scene.shake:
            stage.aim(scene.camera_at(time))
        yield stage.shoot(vertices_at(scene, time), shade).picture


def render(scene: Scene) -> Rendered:
    """Renders every frame of `scene`: about half a second each at 360 x 640 on one core."""
    times = scene.times()
    stage = Stage(equipped(scene.figure, scene.gear).person, scene.camera, scene.room)
    pictures, alphas, gears, joints, pixels = [], [], [], [], []
    shade = _shade_by_depth(scene, stage)
    for time in times.tolist():
        points, camera = landmarks_at(scene, time), scene.camera_at(time)
        if scene.shake:
            stage.aim(camera)
        frame = stage.shoot(vertices_at(scene, time), shade(*scene.movement.moment(time)))
        pictures.append(frame.picture)
        alphas.append(frame.alpha)
        gears.append(frame.gear)
        joints.append(camera_joints(camera, points))
        pixels.append(camera.project(points))
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
        gear=np.stack(gears) if scene.gear else None,
        exercises=scene.movement.exercises(),
    )
    return Rendered(np.stack(pictures), truth, scene.fps)
