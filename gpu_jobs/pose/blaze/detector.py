"""Where people are in a whole frame: BlazePose's detector, its anchors decoded and overlapping finds merged."""

from dataclasses import dataclass

import cv2
import numpy as np

from gpu_jobs.frames import Pixels
from gpu_jobs.pose.blaze.network import Floats, Network, sigmoid
from gpu_jobs.pose.blaze.region import Region, centred, region_between

STRIDES = (8, 16, 32, 32, 32)  # px of the detector's picture between the anchors of each layer
ANCHORS_A_CELL = 2
VALUES = 12  # a box and four points: middle of the hips, edge of the body's circle, and the same of the upper body
SURE = 0.5  # score from which a find is a person
SAME = 0.3  # of their union; finds that overlap more are one person


@dataclass(frozen=True, slots=True)
class Found:
    """A person the detector found: how surely, and the region to read the landmarks in."""

    score: float
    region: Region


class Detector:
    """Finds people in single frames."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._anchors = _anchors(network.side)

    def find(self, pixels: Pixels) -> list[Found]:
        """Everybody in `(H, W, 3)` uint8 RGB, the surest first."""
        side = self._network.side
        height, width = pixels.shape[:2]
        whole = Region(width / 2, height / 2, max(height, width), 0.0)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        small = cv2.warpAffine(pixels, centred(whole.to_frame(side)), (side, side), flags=flags, borderMode=cv2.BORDER_CONSTANT)
        self._network.run(np.divide(small, 127.5, dtype=np.float32) - 1)
        scores = sigmoid(self._network.output(len(self._anchors)))
        sure = np.flatnonzero(scores >= SURE)
        values = np.divide(self._network.output(len(self._anchors), VALUES)[sure], side, dtype=np.float32)
        values[:, :2] += self._anchors[sure]
        values[:, 4:] += np.tile(self._anchors[sure], 4)
        merged = _merged(scores[sure], values)
        to_frame = whole.to_frame(1).astype(np.float32)
        return [Found(score, _region(row, to_frame)) for score, row in merged]


def _region(row: Floats, to_frame: Floats) -> Region:
    centre, edge = (to_frame[:, :2] @ row[first : first + 2] + to_frame[:, 2] for first in (4, 6))
    return region_between(centre, edge)


def _anchors(side: int) -> Floats:
    """Centres `(A, 2)` x, y 0..1. Layers of one stride share their cells, as the network lays them out."""
    centres = []
    for stride in dict.fromkeys(STRIDES):
        cells = -(-side // stride)
        y, x = np.mgrid[0:cells, 0:cells]
        each = np.stack([(x + 0.5) / cells, (y + 0.5) / cells], axis=-1).reshape(-1, 2)
        centres.append(np.repeat(each, ANCHORS_A_CELL * STRIDES.count(stride), axis=0))
    return np.concatenate(centres).astype(np.float32)


def _merged(scores: Floats, values: Floats) -> list[tuple[float, Floats]]:
    """Weighted non-maximum suppression: a person is the mean of all finds that overlap the surest one, weighted by score."""
    kept = []
    left = np.argsort(-scores)
    while len(left):
        overlaps = _overlaps(values[left[0], :4], values[left, :4])
        same = left[overlaps > SAME]
        kept.append((float(scores[left[0]]), np.average(values[same], axis=0, weights=scores[same])))
        left = left[overlaps <= SAME]
    return kept


def _overlaps(one: Floats, boxes: Floats) -> Floats:
    """Intersection over union of a box (middle x, y, width, height) with others `(N, 4)`."""
    least = np.maximum(one[:2] - one[2:] / 2, boxes[:, :2] - boxes[:, 2:] / 2)
    most = np.minimum(one[:2] + one[2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2)
    common = np.prod(np.clip(most - least, 0, None), axis=1)
    overlap: Floats = common / np.maximum(np.prod(one[2:]) + np.prod(boxes[:, 2:], axis=1) - common, 1e-9)
    return overlap
