"""Landmarks that another network has no counterpart for: they keep to a neighbour which it has, as BlazePose saw them lie beside it."""

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import COUNT, INDEX

DERIVED_MOST = 0.4  # visibility; below 0.5, from which on a landmark counts as seen
NEIGHBOURS = {
    **{f"{side}_eye_{corner}": f"{side}_eye" for side in ("left", "right") for corner in ("inner", "outer")},
    **{f"mouth_{side}": "nose" for side in ("left", "right")},
    **{f"{side}_{finger}": f"{side}_wrist" for side in ("left", "right") for finger in ("pinky", "index", "thumb")},
}
NEIGHBOUR = {INDEX[name]: INDEX[beside] for name, beside in NEIGHBOURS.items()}  # centimetres away; how the head turns hardly matters

Floats = NDArray[np.floating]


def carried(known: Floats, landmarks: NDArray[np.intp], seen: Floats) -> Floats:
    """All 33 landmarks from those a network gives.

    Args:
        known: `(K, C)` what it gives.
        landmarks: `(K,)` which of the 33 these are; with every landmark that is missing comes its neighbour in `NEIGHBOUR`.
        seen: `(33, C)` the same as BlazePose sees them, in the same axes and units.

    Returns:
        `(33, C)`.
    """
    whole = np.empty((COUNT, known.shape[1]), known.dtype)
    whole[landmarks] = known
    for landmark in missing(landmarks):
        whole[landmark] = whole[NEIGHBOUR[landmark]] + seen[landmark] - seen[NEIGHBOUR[landmark]]
    return whole


def missing(landmarks: NDArray[np.intp]) -> list[int]:
    """Which of the 33 are not among these."""
    return sorted(set(range(COUNT)) - set(landmarks.tolist()))


def visibility_of(landmarks: NDArray[np.intp], seen: Floats) -> NDArray[np.float32]:
    """BlazePose's visibility `(33,)`, but no more than `DERIVED_MOST` for what is not among `landmarks`."""
    visibility = seen.astype(np.float32)
    derived = missing(landmarks)
    visibility[derived] = np.minimum(visibility[derived], DERIVED_MOST)
    return visibility
