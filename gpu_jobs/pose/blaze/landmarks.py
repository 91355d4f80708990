"""The landmarks, world landmarks and mask of the person in a region of interest: BlazePose's second network, decoded."""

from dataclasses import dataclass
from math import cos, sin

import numpy as np

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.pose.blaze.network import Floats, Network, sigmoid
from gpu_jobs.pose.blaze.region import Region, region_between
from perscoach_motion.skeleton import COUNT

POINTS = 39  # 33 landmarks, two that hold the body's circle, four of no use here
CENTRE, EDGE = 33, 34  # middle of the hips, and a point on the circle around the whole body
HEATMAP = 64  # cells a side
KERNEL = 7  # cells a side of the window in which a landmark is drawn to its heat
HEAT_LEAST = 0.5  # a landmark with less heat near it stays where it is
PRESENT = 0.5  # below, there is nobody in the region


@dataclass(frozen=True, slots=True)
class Read:
    """What a region shows.

    Attributes:
        image: `(33, 3)` pixels of the frame; z in the scale of x.
        world: `(33, 3)` metres, hip-centred.
        visibility: `(33,)` 0..1.
        levels: `(256, 256)` uint8, 255 is surely the person, in the region's own pixels.
        region: Where it was read.
        following: Where the person will be looked for in the next frame.
    """

    image: Floats
    world: Floats
    visibility: Floats
    levels: Alpha
    region: Region
    following: Region


class LandmarkReader:
    """Reads people in regions of single frames."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def read(self, pixels: Pixels, region: Region) -> Read | None:
        """The person in a region of `(H, W, 3)` uint8 RGB, None if nobody is there."""
        side = self._network.side
        self._network.run(np.divide(region.cut(pixels, side), 255, dtype=np.float32))
        if float(self._network.output(1)[0]) < PRESENT:
            return None
        points = self._network.output(POINTS, 5)
        points[:, :2] = _drawn_to_heat(points[:, :2] / np.float32(side), self._network.output(HEATMAP, HEATMAP, POINTS)) * side
        matrix = region.to_frame(side).astype(np.float32)
        flat = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        world = self._network.output(POINTS, 3)[:COUNT]
        turned = np.array([[cos(region.turn), -sin(region.turn)], [sin(region.turn), cos(region.turn)]], np.float32)
        world[:, :2] = world[:, :2] @ turned.T
        image = np.column_stack([flat[:COUNT], points[:COUNT, 2] * (region.side / side)])
        levels = np.rint(sigmoid(self._network.output(side, side)) * 255).astype(np.uint8)
        following = region_between(flat[CENTRE], flat[EDGE])
        return Read(image, world, sigmoid(points[:COUNT, 3]), levels, region, following)


def _drawn_to_heat(points: Floats, heat: Floats) -> Floats:
    """Landmarks `(39, 2)` 0..1 moved to the centre of the heat `(64, 64, 39)` around each, where there is enough of it."""
    reach = KERNEL // 2
    column, row = (points * HEATMAP).astype(np.int64).T
    inside = (column >= 0) & (column < HEATMAP) & (row >= 0) & (row < HEATMAP)
    columns = column[:, None, None] + np.arange(-reach, reach + 1)[None, None, :]
    rows = row[:, None, None] + np.arange(-reach, reach + 1)[None, :, None]
    there = (columns >= 0) & (columns < HEATMAP) & (rows >= 0) & (rows < HEATMAP) & inside[:, None, None]
    number = np.arange(POINTS)[:, None, None]
    window = sigmoid(heat[np.clip(rows, 0, HEATMAP - 1), np.clip(columns, 0, HEATMAP - 1), number]) * there
    weight = window.sum(axis=(1, 2))
    moved = np.stack([(window * columns).sum(axis=(1, 2)), (window * rows).sum(axis=(1, 2))], axis=1)
    enough = (window.max(axis=(1, 2)) >= HEAT_LEAST) & (weight > 0)
    drawn: Floats = np.where(enough[:, None], moved / np.maximum(weight, 1e-6)[:, None] / HEATMAP, points).astype(np.float32)
    return drawn
