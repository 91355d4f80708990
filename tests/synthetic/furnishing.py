"""What stands and hangs in a room: blocks of furniture, and patterns on the wall. All of it still, none of it the person's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.figures import Colour
from tests.synthetic.paint import linear

Grid = NDArray[np.float64]

PATTERNS = ("bricks", "stripes", "pictures")


@dataclass(frozen=True, slots=True)
class Block:
    """A box in the room: its middle and size in metres (x to the picture's right, y away from the camera, z up), and its colour."""

    middle: tuple[float, float, float]
    size: tuple[float, float, float]
    colour: Colour


SOFA = (
    Block((0.95, 1.25, 0.21), (1.5, 0.75, 0.42), (0.42, 0.36, 0.34)),
    Block((0.95, 1.55, 0.55), (1.5, 0.20, 0.55), (0.45, 0.39, 0.37)),
    Block((0.60, 1.35, 0.52), (0.42, 0.14, 0.36), (0.75, 0.55, 0.25)),
)
SHELF = (
    Block((-0.95, 1.45, 0.9), (0.8, 0.30, 1.8), (0.50, 0.36, 0.24)),
    *(
        Block((-0.95 + 0.09 * k - 0.27, 1.29, 1.20), (0.07, 0.02, 0.24), c)
        for k, c in enumerate(((0.7, 0.2, 0.2), (0.2, 0.4, 0.6), (0.8, 0.7, 0.4)))
    ),
    Block((-0.85, 1.29, 0.62), (0.42, 0.02, 0.20), (0.30, 0.45, 0.35)),
)


def patterned(kind: str, colour: Grid, x: Grid, z: Grid) -> Grid:
    """(H, W, 3) the wall's linear colour with a pattern of `PATTERNS` over it, at (H, W) places `x`, `z` metres on the wall."""
    if kind == "bricks":
        row = np.floor(z / 0.075)
        column = (x + 0.5 * (row % 2) * 0.25) / 0.25
        tones = 0.72 + 0.5 * np.random.default_rng(3).random((64, 64))[(row % 64).astype(int), (np.floor(column) % 64).astype(int)]
        mortar = np.minimum(np.abs(z / 0.075 - np.round(z / 0.075)) * 0.075, np.abs(column - np.round(column)) * 0.25) < 0.006
        return np.where(mortar[..., None], linear((0.72, 0.70, 0.67)), colour * tones[..., None])
    if kind == "stripes":
        dark = (np.floor(x / 0.09) % 2 == 0)[..., None]
        return np.asarray(np.where(dark, colour * 0.55, colour))
    # Pictures: two frames, and a door with its casing.
    for left, low, wide, high, inner in ((-0.95, 1.25, 0.50, 0.65, (0.25, 0.42, 0.55)), (0.45, 1.40, 0.36, 0.46, (0.75, 0.45, 0.30))):
        across, up = np.abs(x - left - wide / 2) - wide / 2, np.abs(z - low - high / 2) - high / 2
        outside = np.maximum(across, up)[..., None]
        colour = np.where(outside < 0, linear((0.13, 0.11, 0.10)), colour)
        colour = np.where(outside < -0.03, linear((0.90, 0.89, 0.86)), colour)
        colour = np.where(outside < -0.08, linear(inner) * (0.8 + 0.4 * np.sin(9 * (x + z)) ** 2)[..., None], colour)
    door = np.maximum(np.abs(x - 1.25) - 0.40, z - 2.02)[..., None]
    colour = np.where(door < 0, linear((0.62, 0.48, 0.34)), np.where(door < 0.06, linear((0.88, 0.87, 0.85)), colour))
    return np.asarray(colour)


def met(block: Block, eye: Grid, directions: Grid) -> tuple[Grid, Grid]:
    """How far along its ray each direction meets `block` (inf: not at all), and the normal there (Kay and Kajiya's slabs, 1986)."""
    low = np.array(block.middle) - np.array(block.size) / 2
    high = np.array(block.middle) + np.array(block.size) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - eye) / directions, (high - eye) / directions
    near, far = np.minimum(first, second), np.maximum(first, second)
    axis = near.argmax(-1)
    enters, leaves = near.max(-1), far.min(-1)
    normals = np.eye(3)[axis] * -np.sign(np.take_along_axis(directions, axis[..., None], -1))
    return np.where((enters < leaves) & (enters > 0), enters, np.inf), normals
