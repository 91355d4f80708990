"""Renders a posed person in a room: one `Stage` per scene, one picture per posture."""

from dataclasses import dataclass

import numpy as np
import torch
import warp as wp
from numpy.typing import NDArray

from tests.synthetic import glance, rays
from tests.synthetic.bodies import Floats
from tests.synthetic.camera import Camera
from tests.synthetic.geometry import smoothed, vertex_normals
from tests.synthetic.light import Light, developed
from tests.synthetic.outfit import Dressed
from tests.synthetic.room import Backdrop, Room, backdrop

SHADOW_STEP = 4
"""Pixels between two shadow samples: the window is large, so its shadows are soft."""
OPENNESS_RAYS = 24
OPENNESS_REACH = 0.30
"""Metres within which the body darkens itself."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture (H, W, 3) uint8, the coverage of each pixel (H, W) 0..1 by person and equipment, and by equipment alone."""

    picture: NDArray[np.uint8]
    alpha: Floats
    gear: Floats


class Stage:
    """Keeps what does not change from frame to frame: the room, the mesh's tree, colours.

    Args:
        quick: One shaded sample a pixel and few shadow rays (`glance`): a fifth of the time, for pictures only a pose model sees.
            Equipment is then not told apart from the person.
    """

    def __init__(self, person: Dressed, camera: Camera, room: Room, *, quick: bool = False) -> None:
        self._person, self._walls, self._quick = person, room, quick
        self._faces = person.faces
        self._mesh: wp.Mesh | None = None
        surface = rays.Surface()
        surface.faces = wp.array(person.faces.ravel(), dtype=wp.int32, device="cpu")
        surface.rest, surface.paint = rays.vectors(person.vertices), rays.vectors(person.paint)
        surface.cut = wp.array(person.cut, dtype=wp.float32, device="cpu")
        surface.kinds = wp.array(person.kinds, dtype=wp.int32, device="cpu")
        surface.open = wp.ones(len(person.vertices), dtype=wp.float32, device="cpu")
        surface.sole = person.sole
        self._surface = surface
        self._lamp = _lamp(room.light)
        self.aim(camera)

    def aim(self, camera: Camera) -> None:
        """Looks through another camera from now on; the empty room is seen anew."""
        self._camera = camera
        self._room: Backdrop = backdrop(self._walls, camera, glance.SHADOW_STEP if self._quick else SHADOW_STEP)
        self._places = rays.vectors(self._room.places.reshape(-1, 3))
        self._normals = rays.vectors(self._room.normals.reshape(-1, 3))

    def openness(self, vertices: Floats) -> Floats:
        """(V,) how much of its surroundings each vertex of the posed person sees, 0..1: the shade in folds and between limbs."""
        self._move(vertices)
        assert self._mesh is not None
        out = wp.empty(len(vertices), dtype=wp.float32, device="cpu")
        wp.launch(rays.openness, len(vertices), [self._surface, self._mesh.points, OPENNESS_RAYS, OPENNESS_REACH], [out], device="cpu")
        return smoothed(out.numpy()[:, None], self._faces, 1)[:, 0]

    def shoot(self, vertices: Floats, openness: Floats) -> Frame:
        """The picture of the person whose posed, turned vertices (V, 3) are given, with the shade that belongs to that posture."""
        self._move(vertices)
        self._surface.open = wp.array(openness, dtype=wp.float32, device="cpu")
        colours, alpha, gear = self._person_pixels(vertices)
        lit = self._lit_room()
        covered = alpha[..., None]
        return Frame(developed(colours * covered + lit * (1 - covered)), alpha, gear)

    def _move(self, vertices: Floats) -> None:
        points = rays.vectors(vertices)
        if self._mesh is None:
            self._mesh = wp.Mesh(points=points, indices=self._surface.faces)
            self._surface.mesh = self._mesh.id
        else:
            wp.copy(self._mesh.points, points)
            self._mesh.refit()
        self._surface.normals = rays.vectors(vertex_normals(vertices, self._faces))

    def _person_pixels(self, vertices: Floats) -> tuple[Floats, Floats, Floats]:
        camera = self._camera
        spots = camera.project(vertices)
        left, top = np.maximum(np.floor(spots.min(0)).astype(int) - 1, 0)
        right, bottom = np.minimum(np.ceil(spots.max(0)).astype(int) + 1, [camera.width, camera.height])
        size = (camera.height, camera.width)
        colours, alpha, gear = np.zeros((*size, 3), np.float32), np.zeros(size, np.float32), np.zeros(size, np.float32)
        if right <= left or bottom <= top:
            return colours, alpha, gear
        columns, rows = int(right - left), int(bottom - top)
        lens = rays.Lens()
        lens.eye = wp.vec3(*camera.eye.tolist())
        lens.right, lens.down, lens.ahead = (wp.vec3(*axis) for axis in camera.axes.tolist())
        lens.focal, lens.width, lens.height = camera.focal, camera.width, camera.height
        lens.left, lens.top, lens.columns = int(left), int(top), columns
        out_colours = wp.zeros(rows * columns, dtype=wp.vec3, device="cpu")
        out_alpha = wp.zeros(rows * columns, dtype=wp.float32, device="cpu")
        out_gear = wp.zeros(rows * columns, dtype=wp.float32, device="cpu")
        if self._quick:
            wp.launch(glance.picture, rows * columns, [self._surface, lens, self._lamp], [out_colours, out_alpha], device="cpu")
        else:
            wp.launch(rays.picture, rows * columns, [self._surface, lens, self._lamp], [out_colours, out_alpha, out_gear], device="cpu")
        colours[top:bottom, left:right] = out_colours.numpy().reshape(rows, columns, 3)
        alpha[top:bottom, left:right] = out_alpha.numpy().reshape(rows, columns)
        gear[top:bottom, left:right] = out_gear.numpy().reshape(rows, columns)
        return colours, alpha, gear

    def _lit_room(self) -> Floats:
        out = wp.zeros(len(self._places), dtype=wp.vec2, device="cpu")
        shadow = glance.shadow if self._quick else rays.shadow
        wp.launch(shadow, len(self._places), [self._surface, self._lamp, self._places, self._normals], [out], device="cpu")
        rows, columns = self._room.places.shape[:2]
        coarse = torch.from_numpy(out.numpy().reshape(1, rows, columns, 2).transpose(0, 3, 1, 2).copy())
        # One blur of three samples hides the sixteen steps of the penumbra.
        coarse = torch.nn.functional.avg_pool2d(torch.nn.functional.pad(coarse, (1, 1, 1, 1), mode="replicate"), 3, 1)
        size = (rows * self._room.step, columns * self._room.step)
        fine = torch.nn.functional.interpolate(coarse, size=size, mode="bilinear", align_corners=False)[0].numpy()
        # Where the picture is no multiple of the step, the last rows and columns take their neighbours' shade.
        lacking = [(0, 0), (0, max(self._camera.height - size[0], 0)), (0, max(self._camera.width - size[1], 0))]
        fine = np.pad(fine, lacking, mode="edge")[:, : self._camera.height, : self._camera.width]
        return np.asarray(self._room.keyed * fine[0][..., None] + self._room.ambient * fine[1][..., None], dtype=np.float32)


def _lamp(light: Light) -> rays.Lamp:
    lamp = rays.Lamp()
    lamp.key = rays.vectors(light.points(16))
    lamp.middle = wp.vec3(*light.key)
    lamp.key_colour, lamp.sky = wp.vec3(*light.key_colour), wp.vec3(*light.sky)
    lamp.ground, lamp.fill = wp.vec3(*light.ground), wp.vec3(*light.fill)
    return lamp
