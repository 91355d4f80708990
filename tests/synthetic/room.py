"""The room: a plastered wall, a skirting board, a boarded floor and a mat, as light falls on them without a person."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.camera import Camera
from tests.synthetic.figures import Colour
from tests.synthetic.furnishing import Block, met, patterned
from tests.synthetic.geometry import turn
from tests.synthetic.light import Light
from tests.synthetic.paint import linear

Picture = NDArray[np.float32]

SAMPLES = 2
"""Samples a pixel each way: board seams far away are thinner than a pixel."""


@dataclass(frozen=True, slots=True)
class Room:
    """Colours and sizes of a room.

    Attributes:
        wall_at: How many metres behind the person the wall stands.
        pattern: What is on the wall, one of `furnishing.PATTERNS`. blocks: furniture, all of it behind the person.
    """

    wall: Colour = (0.80, 0.78, 0.74)
    floor: Colour = (0.60, 0.44, 0.31)
    mat: Colour | None = (0.28, 0.36, 0.42)
    wall_at: float = 1.7
    panel: Colour | None = None
    light: Light = field(default_factory=Light)
    seed: int = 1
    pattern: str | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The empty room as the camera sees it.

    Attributes:
        keyed, ambient: (H, W, 3) linear light the window and the rest of the room send to each pixel.
        places: (h, w, 3) where every `step`-th pixel's ray ends, for the shadow. normals: (h, w, 3) the surface there.
        step: Pixels between two places.
    """

    keyed: Picture
    ambient: Picture
    places: Picture
    normals: Picture
    step: int


def _noise(x: NDArray[np.float64], y: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Smooth value noise, 0..1, one feature a unit."""
    lattice = np.random.default_rng(seed).random((256, 256))
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - x0, y - y0
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    a, b = lattice[y0 % 256, x0 % 256], lattice[y0 % 256, (x0 + 1) % 256]
    c, d = lattice[(y0 + 1) % 256, x0 % 256], lattice[(y0 + 1) % 256, (x0 + 1) % 256]
    return np.asarray((a * (1 - fx) + b * fx) * (1 - fy) + (c * (1 - fx) + d * fx) * fy)


def _wall(room: Room, x: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    plaster = 1 + 0.07 * (_noise(x * 1.7, z * 1.7, room.seed) - 0.5) + 0.05 * (_noise(x * 9, z * 9, room.seed + 1) - 0.5)
    plaster += 0.05 * (_noise(x * 60, z * 60, room.seed + 2) - 0.5)
    colour = linear(room.wall) * plaster[..., None]
    if room.pattern is not None:
        colour = patterned(room.pattern, colour, x, z)
    if room.panel is not None:
        inside = (z < 1.05)[..., None]
        groove = 1 - 0.25 * np.exp(-np.square(((x + 50) % 0.16 - 0.08) / 0.004))
        colour = np.where(inside, linear(room.panel) * (plaster * groove)[..., None], colour)
        colour = np.where((np.abs(z - 1.06) < 0.02)[..., None], linear(room.panel) * 1.25, colour)
    board = (z < 0.10)[..., None]
    edge = 1 - 0.3 * np.exp(-np.square((z - 0.10) / 0.006))
    return np.asarray(np.where(board, linear((0.87, 0.86, 0.84)), colour) * edge[..., None])


def _floor(room: Room, x: NDArray[np.float64], y: NDArray[np.float64], yaw: float) -> NDArray[np.float64]:
    width, length = 0.14, 1.5
    row = np.floor(x / width)
    along = y + row * 0.63
    board = np.floor(along / length)
    tone = 0.86 + 0.28 * np.random.default_rng(room.seed + 9).random((64, 64))[(row % 64).astype(int), (board % 64).astype(int)]
    grain = 1 + 0.16 * (_noise(x * 90, along * 3 + row * 7, room.seed + 3) - 0.5)
    grain += 0.10 * (_noise(x * 22, along * 1.2 + row, room.seed + 4) - 0.5)
    seam = 1 - 0.45 * np.exp(-np.square((x / width - np.round(x / width)) * width / 0.0022))
    seam *= 1 - 0.45 * np.exp(-np.square((along / length - np.round(along / length)) * length / 0.0022))
    colour = linear(room.floor) * (tone * grain * seam)[..., None]
    if room.mat is not None:
        back = turn("z", -np.radians(yaw))
        mx, my = x * back[0, 0] + y * back[0, 1], x * back[1, 0] + y * back[1, 1]
        outside = np.maximum(np.abs(mx) - 0.42, np.abs(my) - 0.92)
        weave = 1 + 0.10 * (_noise(mx * 160, my * 160, room.seed + 5) - 0.5)
        rim = 1 - 0.25 * np.exp(-np.square(outside / 0.006))
        colour = np.where((outside < 0)[..., None], linear(room.mat) * weave[..., None], colour) * rim[..., None]
    return np.asarray(colour)


def backdrop(room: Room, camera: Camera, step: int) -> Backdrop:
    """The empty room seen by `camera`; `step` is the shadow's resolution in pixels."""
    directions = camera.rays(SAMPLES).astype(np.float64)
    eye = camera.eye.astype(np.float64)
    with np.errstate(divide="ignore"):
        to_wall = (room.wall_at - eye[1]) / directions[..., 1]
        to_floor = np.where(directions[..., 2] < 0, -eye[2] / directions[..., 2], np.inf)
    on_floor = to_floor < to_wall
    places = eye + directions * np.minimum(to_wall, to_floor)[..., None]
    wall = _wall(room, places[..., 0], places[..., 2])
    floor = _floor(room, places[..., 0], places[..., 1], camera.yaw)
    albedo = np.where(on_floor[..., None], floor, wall)
    normals = np.where(on_floor[..., None], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0])
    for block in room.blocks:
        reach, faces = met(block, eye, directions)
        ahead = reach < np.linalg.norm(places - eye, axis=-1)
        places = np.where(ahead[..., None], eye + directions * np.where(ahead, reach, 0.0)[..., None], places)
        normals = np.where(ahead[..., None], faces, normals)
        weave = 0.9 + 0.2 * _noise(places[..., 0] * 45 + places[..., 1] * 31, places[..., 2] * 45, room.seed + 6)
        albedo = np.where(ahead[..., None], linear(block.colour) * weave[..., None], albedo)
        on_floor = on_floor & ~ahead
    towards = np.array(room.light.key) - places
    distance = np.linalg.norm(towards, axis=-1)
    facing = np.clip((towards * normals).sum(-1) / distance, 0, 1) * np.square(np.linalg.norm(room.light.key) / distance)
    # Corners are darker: each surface hides part of the room from the other.
    corner = np.where(on_floor, room.wall_at - places[..., 1], places[..., 2])
    hidden = 1 - 0.45 * np.exp(-np.maximum(corner, 0) / 0.18)
    keyed = albedo * facing[..., None] * np.array(room.light.key_colour)
    sky, ground = np.array(room.light.sky), np.array(room.light.ground)
    ambient = albedo * hidden[..., None] * np.where(on_floor[..., None], sky, (sky + ground) / 2)

    def settled(fine: NDArray[np.float64]) -> Picture:
        return np.asarray(fine.reshape(camera.height, SAMPLES, camera.width, SAMPLES, 3).mean((1, 3)), dtype=np.float32)

    middle = SAMPLES * step // 2
    coarse = (slice(middle, None, SAMPLES * step), slice(middle, None, SAMPLES * step))
    return Backdrop(settled(keyed), settled(ambient), places[coarse].astype(np.float32), normals[coarse].astype(np.float32), step)
