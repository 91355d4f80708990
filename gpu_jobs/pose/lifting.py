"""From the picture into space: landmarks that are known well in the picture, and a finder's guess of how deep they lie.

Through a pinhole camera, a point at depth Z that shows u pixels beside the picture's middle lies u Z / f beside the axis. The finder's
world landmarks say how deep each point lies against the hips; how far away the hips are follows from how many metres a pixel is worth
there. So x and y are the better network's, as far as the picture tells them, and depth and size stay the finder's.
"""

from math import hypot

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import BODY, LEFT_HIP, RIGHT_HIP

NEAREST_M = 0.2  # from the lens; nobody is filmed from nearer
LEAST_SPREAD = 1e-6  # px²; of landmarks that all lie in one point

Floats = NDArray[np.floating]


def usual_focal(width: float, height: float) -> float:
    """Pixels: what SAM 3D Body's makers take where the lens is unknown, 53 degrees along the picture's diagonal."""
    return hypot(width, height)


def lifted(pixels: Floats, seen: Floats, world: Floats, size: Floats) -> NDArray[np.float32]:
    """World landmarks of what is seen in the picture.

    Args:
        pixels: `(33, 2)` landmarks in the picture, from its corner.
        seen: `(33, 2)` where the finder sees them.
        world: `(33, 3)` the finder's world landmarks, metres.
        size: `(2,)` the picture's width and height, pixels.

    Returns:
        `(33, 3)` float32 metres, hip-centred.
    """
    focal = usual_focal(*size.tolist())
    depth = np.maximum(metres_per_pixel(seen, world) * focal + world[:, 2:], NEAREST_M)
    placed = np.concatenate([(pixels - size / 2) * depth / focal, world[:, 2:]], axis=1)
    return np.asarray(placed - placed[[LEFT_HIP, RIGHT_HIP]].mean(axis=0), np.float32)


def metres_per_pixel(seen: Floats, world: Floats) -> float:
    """What a pixel is worth where the person stands: the factor that lays the finder's picture best over its own world landmarks."""
    flat, metres = (points - points.mean(axis=0) for points in (seen[list(BODY)], world[list(BODY), :2]))
    return float(max((flat * metres).sum(), 0.0) / max((flat * flat).sum(), LEAST_SPREAD))
