"""What is true about one clip of the suite: how far each limb travels, how far a fault takes it away, what is outside the picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import LIMB_ENDS, LIMBS

AT_FAULT_SHARE = 0.5
"""A limb is at fault if the fault takes it at least this share of the way that it takes the worst limb."""
AT_FAULT_DEG = 8.0
"""Less than this nobody sees."""
OUTSIDE_SHARE = 0.5
"""A limb is outside the picture if one of its ends is for at least this share of the clip."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Per limb, in the order of `LIMBS`, all of it as the client's own left and right.

    Attributes:
        travel: Degrees the limb turns away from where it rests, median over repetitions.
        away: Degrees the fault takes it, at most, from where the same body doing it well has it at the same moment; 0 without a fault.
        outside: Share of the clip in which one of its ends is outside the picture.
    """

    travel: tuple[float, ...]
    away: tuple[float, ...]
    outside: tuple[float, ...]

    @property
    def at_fault(self) -> frozenset[str]:
        """The limbs that an honest judge may name as the worst."""
        least = max(AT_FAULT_DEG, AT_FAULT_SHARE * max(self.away))
        return frozenset(name for name, away in zip(LIMBS, self.away, strict=True) if away >= least)

    @property
    def unseen(self) -> frozenset[str]:
        """The limbs outside the picture."""
        return frozenset(name for name, share in zip(LIMBS, self.outside, strict=True) if share >= OUTSIDE_SHARE)


def truth_of(
    times: NDArray[np.float64],
    joints: NDArray[np.float32],
    proper: NDArray[np.float32],
    pixels: NDArray[np.float32],
    spans: tuple[tuple[float, float], ...],
) -> Truth:
    """The truth from (T, 33, 3) joints, the same done well, (T, 33, 2) places in the picture, and the repetitions' spans."""
    done, well = _directions(joints), _directions(proper)
    rest = done[: max(int(np.searchsorted(times, spans[0][0])), 1)].mean(0) if spans else done.mean(0)
    from_rest = _angle(done, rest / np.linalg.norm(rest, axis=-1, keepdims=True))
    reached = [from_rest[(times >= start) & (times <= end)].max(0) for start, end in spans]
    off = np.any((pixels < 0) | (pixels > 1), axis=-1)
    return Truth(
        _rounded(np.median(reached, axis=0)) if reached else (0.0,) * len(LIMBS),
        _rounded(_angle(done, well).max(0)),
        tuple(round(float(off[:, [*first, *last]].any(1).mean()), 3) for first, last in LIMB_ENDS),
    )


def _rounded(degrees: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 1) for value in degrees)


def _directions(joints: NDArray[np.float32]) -> NDArray[np.float64]:
    vectors = np.stack([joints[:, list(last)].mean(1) - joints[:, list(first)].mean(1) for first, last in LIMB_ENDS], axis=1)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float64)


def _angle(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.degrees(np.arccos(np.clip((first * second).sum(-1), -1, 1))), dtype=np.float64)
