"""Which frames of a clip are relit: every second or two, and where the person has turned, since another side of her then shows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.directions.limbs import heading, sideways

EVERY_MS = 1500  # light in a room is steady: what lies between two key frames is blended from them
TURNED_DEG = 30.0  # so far from the last key frame, a side of the body shows that was hardly lit there
SOONEST_MS = 500  # after the last key frame: a body that lies down has no heading, its numbers jump
MOST = 120  # of a clip: an hour of film must not become a day of diffusion; a long clip's key frames lie farther apart


def keyframes(times_ms: Sequence[int], shown: Sequence[bool], world: NDArray[np.float32]) -> tuple[int, ...]:
    """Numbers of the frames to relight.

    Args:
        times_ms: `(T,)` when each frame is shown.
        shown: Whether the person is in each.
        world: `(T, 33, 3)` world landmarks; NaN without a person.
    """
    stretched = max(1.0, (times_ms[-1] - times_ms[0]) / (MOST * EVERY_MS)) if times_ms else 1.0
    chosen: list[int] = []
    faced = 0.0
    for number, (time_ms, there) in enumerate(zip(times_ms, shown, strict=True)):
        if not there:
            continue
        faces = heading([sideways(world[number].ravel().tolist())])
        since = time_ms - times_ms[chosen[-1]] if chosen else np.inf
        if since >= EVERY_MS * stretched or (since >= SOONEST_MS * stretched and _apart_deg(faces, faced) >= TURNED_DEG):
            chosen.append(number)
            faced = faces
    return tuple(chosen[:: -(-len(chosen) // MOST)]) if chosen else ()


def _apart_deg(one: float, other: float) -> float:
    return float(np.degrees(abs(np.angle(np.exp(1j * (one - other))))))
